/* Which gradients a name such as dWh.f[2][3] or dc@1r[5] stands for, one by one.
 * Knows: addresses, the places of a forward pass. Must not know how they are checked. */
#ifndef BACKPASS_APP_VERIFY_NAME_H
#define BACKPASS_APP_VERIFY_NAME_H

#include "app/command/weights.h"
#include "engine/net/forward.h"

/** Spots - gradients of one name: found by their number, from 0. */
typedef struct Spots {
    Model *model;
    SpotKind kind;
    Weights weights;           // of weights
    size_t t_first, steps;     // of what stands over time
    size_t track, track_units; // the first track, and how many units of each belong to the name
    size_t skip;               // units of the tape before them: the blocks of other gates
    size_t first, count;       // units, inputs, outputs; those of the reverse direction behind the others
} Spots;

/** spots_read - those that the text names. Errors: ERR_USE, with the column. spots_all - the number-th of what "" stands for:
 *  every weight part, then the inputs; false past the end. */
bool spots_read(const World *world, const char *text, Spots *spots, Error *error) MUST_USE;
bool spots_all(Model *model, size_t number, Spots *spots);
/** spots_possible - a model without a head has no loss and so no gradient. Errors: ERR_USE. */
bool spots_possible(const Model *model, Error *error) MUST_USE;
/** spots_count - how many. spots_at - the place of the i-th. spots_analytic - what backward found there. */
size_t spots_count(const Spots *spots);
Spot spots_at(const Spots *spots, size_t i);
double spots_analytic(const Spots *spots, Spot spot);

#endif
