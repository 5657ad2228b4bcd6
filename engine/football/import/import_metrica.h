/* What Metrica's CSV and JSON events have in common: the words, and goals that are not where one looks for them.
 * Knows: matches. Must not know how the files are written. */
#ifndef BACKPASS_IMPORT_IMPORT_METRICA_H
#define BACKPASS_IMPORT_IMPORT_METRICA_H

#include "engine/football/import/match.h"

/** MetricaRow - one event in Metrica's words. Places 0 … 1 from the top left, NaN where missing. */
typedef struct MetricaRow {
    const char *type, *subtype; // "SET PIECE", "CORNER KICK"; subtypes are joined by -
    const char *receiver;       // "" for nobody
    uint32_t team, player;
    int period;
    double time;
    double raw[4];
    size_t line;
} MetricaRow;

/** ImportMetricaState - the set piece that waits for the pass or shot that carries it out. {0} at the beginning of a file. */
typedef struct ImportMetricaState {
    Action waiting; // valid where waits
    bool waits;
    uint32_t team;
    double until;
} ImportMetricaState;

/** import_metrica_row - the row as an event of the match, or skipped with its reason. */
void import_metrica_row(Match *match, ImportMetricaState *state, const MetricaRow *row);

#endif
