/* A map of outputs by inputs, and two curves through it at the cursor.
 * Knows: the grid, the session's influences. Must not know how they are made. */
#ifndef BACKPASS_APP_VIEW_CHART_H
#define BACKPASS_APP_VIEW_CHART_H

#include "app/view/kit.h"
#include "app/view/ladder.h"

/** Chart - the rows shown (outputs, ascending), the columns of the inputs, the ladder. */
typedef struct Chart {
    const Eye *eye;
    const InfluenceMap *map;
    size_t T, t;
    bool ahead;      // outputs hear later inputs, too
    size_t *output;  // (rows)
    size_t rows;
    size_t thinned;  // of how many computed outputs one is shown
    int *column;     // (T + 1) where input s begins, at s − 1
    int y, row, label;
    Band band;
    Ladder ladder;
} Chart;

/** chart_of - of the session's map, which must be of the world as it is; free it with chart_free. */
Chart chart_of(const Session *session, const Eye *eye);
void chart_free(Chart *chart);
/** chart_draw - in area; sets the cursor. */
void chart_draw(Chart *chart, Grid *grid, Rect area);
/** influence_row - ‖∂y_t/∂x_s‖ over s (at s − 1) of an output at hand, NULL of another. inside */
const double *influence_row(const InfluenceMap *map, size_t t);

#endif
