/* The DFL's events, apart from the rest of its files.
 * Knows: matches, elements of XML. */
#ifndef BACKPASS_IMPORT_IMPORT_DFL_EVENT_H
#define BACKPASS_IMPORT_IMPORT_DFL_EVENT_H

#include "engine/football/import/match.h"
#include "engine/football/import/xmlfile.h"

/** DflEvent - one <Event> while it is open. */
typedef struct DflEvent {
    Action action;
    Result result;
    Body body;
    uint32_t team, player;
    char word[48], around[24]; // what it is, and the set piece around its Play
    double time;               // s since 1970
    double raw[2];
    size_t line;
} DflEvent;

/** Dfl - what is known while files are read. {.match} at the beginning. */
typedef struct Dfl {
    Match *match;
    char team[64];
    uint32_t spot_player;
    size_t set_frames;
    int period;
    bool referee, in_event;
    DflEvent event;
    double start[MATCH_PERIODS]; // s since 1970; 0 where no kick-off was seen
} Dfl;

/** import_dfl_event, _inside, _end - <Event> opens, an element in it, it closes. */
bool import_dfl_event(Dfl *dfl, const XmlElement *element, Error *error) MUST_USE;
bool import_dfl_inside(Dfl *dfl, const XmlElement *element, Error *error) MUST_USE;
void import_dfl_end(Dfl *dfl);
/** import_dfl_periods - when all is read: the period of each event, and seconds since its kick-off. */
void import_dfl_periods(Dfl *dfl);
/** import_dfl_period - from 1, that of the GameSection; 0 where it names none. */
int import_dfl_period(const XmlElement *element);
/** import_dfl_place - an attribute in metres; NAN where nothing is said. Errors: ERR_INPUT for what is no number. */
bool import_dfl_place(const XmlElement *element, const char *name, double *metres, Error *error) MUST_USE;

#endif
