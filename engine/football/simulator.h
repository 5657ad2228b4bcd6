/* Football sequences with planted memory and a known optimum. One file a simulator, one row in simulator.c.
 * Knows: random numbers, the data set. */
#ifndef BACKPASS_FOOTBALL_SIMULATOR_H
#define BACKPASS_FOOTBALL_SIMULATOR_H

#include "engine/football/dataset.h"

enum { KNOBS_MAX = 8 };

typedef struct Knob {
    const char *name; // "length"
    const char *unit; // "steps"
    double value;     // default
    double low, high;
    bool whole; // a whole number
    const char *help;
} Knob;

typedef struct Simulator {
    const char *name;
    const char *task;     // "many-to-one", "aligned", "encoder-decoder" …
    const char *title;    // one line in football terms
    const char *describe; // a paragraph or two: what is going on, what is planted, what no memory can reach and why
    bool places;          // its data say where on the pitch somebody is
    Knob knob[KNOBS_MAX]; // ends at name NULL; every simulator has "sequences"
    /** make - fill an empty data set from the knobs (in the order of the table, checked) and the seed: columns, room, offsets and
     *  values, the metric where it is not what the columns imply, truths and spread. Sequence s is drawn from streams of its
     *  own, rng_stream(seed, "NAME …", s), so that more sequences leave the first as they were. */
    bool (*make)(const double *knob, uint64_t seed, Dataset *data, Error *error);
} Simulator;

extern const Simulator CARRY_SIMULATOR;    // carry.c
extern const Simulator COMMENTARY_SIMULATOR; // commentary.c
extern const Simulator EVENTS_SIMULATOR;   // events.c
extern const Simulator INJURY_SIMULATOR;   // injury.c
extern const Simulator MOMENTUM_SIMULATOR; // momentum.c
extern const Simulator NEXT_SIMULATOR;     // next.c
extern const Simulator ORDER_SIMULATOR;    // order.c
extern const Simulator PATTERNS_SIMULATOR; // patterns.c
extern const Simulator PLAY_SIMULATOR;       // play.c
extern const Simulator RUNNERS_SIMULATOR;  // runners.c
extern const Simulator SIGNAL_SIMULATOR;   // signal.c
extern const Simulator TRAJECTORY_SIMULATOR; // trajectory.c
extern const Simulator ZONES_SIMULATOR;    // zones.c

const Simulator *simulator_find(const char *name);
const Simulator *simulator_at(size_t index); // NULL past the end
/** simulator_knob - its place in the table, or KNOBS_MAX. */
size_t simulator_knob(const Simulator *simulator, const char *name);
/** simulator_read_knobs - a value for each knob of the table, written: those of text ("length=20 sequences=500"; NULL or "" is
 *  none), the others at their defaults. Errors: ERR_USE for what is no knob or no number, naming the knobs there are. */
bool simulator_read_knobs(const Simulator *simulator, const char *text, double *knob, Error *error) MUST_USE;
/** simulate - the data set, split by the seed. knob (borrowed): a value for each knob of the table. New.
 *  Errors: ERR_USE naming the knob and its range; ERR_LIMIT. */
Dataset *simulate(const Simulator *simulator, const double *knob, uint64_t seed, Error *error) MUST_USE;

#endif
