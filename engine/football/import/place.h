/* From a provider's units into the inside frame: metres from the centre, y up, a pitch of 105 x 68.
 * Knows: the markings of a pitch. Must not know who plays where; turning a team round is not done here.
 * A provider's boxes need not be in proportion to his pitch (Wyscout's penalty area is 16 x 62 of 100 x 100 units, and a
 * pitch 104 m long has boxes of 16.5 m too), so each axis is stretched piece by piece, marking onto marking. */
#ifndef BACKPASS_IMPORT_PLACE_H
#define BACKPASS_IMPORT_PLACE_H

#include "engine/base/text.h"

enum { PLACE_KNOTS = 5 };

/** PlaceAxis - distances from the centre; what is left of or below it is mirrored. */
typedef struct PlaceAxis {
    double middle;                             // the centre, in the provider's units
    double sign;                               // -1 where his axis runs the other way
    double from[PLACE_KNOTS], to[PLACE_KNOTS]; // rising, [0] is 0, the last is the edge of the pitch
} PlaceAxis;

typedef struct PlaceMap {
    PlaceAxis x, y;
    bool even; // one factor an axis
} PlaceMap;

/** PlaceUnits - a pitch in a provider's units. The boxes are 0 where they are in proportion. */
typedef struct PlaceUnits {
    double length, width;
    double small_deep, spot_deep, box_deep; // from the goal line
    double goal_wide, small_wide, box_wide; // the whole width
    bool centred;                           // (0, 0) is the centre spot, not a corner
    bool y_down;
} PlaceUnits;

/** place_map - from these units into metres: from marking to marking, or where box_deep is 0 evenly along each axis. */
PlaceMap place_map(const PlaceUnits *units);
/** place_metres - units of a pitch measured in metres, with markings of the laws' sizes; false when the sides are no
 *  pitch's (90 … 120 by 45 … 90). */
bool place_metres(PlaceUnits *units, double length, double width);
/** place_x, place_y - NaN stays NaN. Beyond the lines the last piece goes on. */
double place_x(const PlaceMap *map, double raw);
double place_y(const PlaceMap *map, double raw);
/** place_near - on the pitch or within a quarter of its length and width beside it. */
bool place_near(const PlaceMap *map, double raw_x, double raw_y);
/** place_words - what is done, in one line added to text. */
void place_words(const PlaceMap *map, Text *text);

#endif
