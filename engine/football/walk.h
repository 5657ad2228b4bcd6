/* The way of the ball through a possession that ends with a shot: it looks like football (passes of 17 m and 2 s between events in
 * the median) and knows of nothing that a simulator plants.
 * Knows: the pitch, random numbers, the columns it fills. Must not know what a simulator plants. */
#ifndef BACKPASS_FOOTBALL_WALK_H
#define BACKPASS_FOOTBALL_WALK_H

#include "engine/football/dataset.h"
#include "engine/math/random.h"

/** WalkAction - SPADL's names, in the order of the alphabet. */
typedef enum WalkAction { WALK_CROSS, WALK_DRIBBLE, WALK_PASS, WALK_SHOT, WALK_TAKE_ON, WALK_ACTIONS } WalkAction;

/** WalkTouch - an event: what is done, where, and how long after the event before. */
typedef struct WalkTouch {
    WalkAction action;
    double x, y; // 10 m, from the centre
    double dt;   // s
} WalkTouch;

/** walk_draw - T touches (written), the last of them a shot. Drawn from the shot backwards: so it ends where shots are taken and
 *  every single move still has the length such moves have. */
void walk_draw(Rng *rng, size_t T, WalkTouch *touch);

/** WalkColumn - what walk_columns makes, in this order: an action by one of these names (borrowed), x, y and dt.
 *  walk_fill - x, y and dt of T touches (borrowed) in the rows from `first` on; the actions are the simulator's. */
typedef enum WalkColumn { WALK_COLUMN_ACTION, WALK_COLUMN_X, WALK_COLUMN_Y, WALK_COLUMN_DT } WalkColumn;
void walk_columns(Dataset *data, const char *const *actions, size_t count);
void walk_fill(Dataset *data, size_t first, size_t T, const WalkTouch *touch);

/** walk_grid - the nearest multiple of 1/per: centimetres and hundredths of a second, as event data has them, and the same
 *  on every machine although exp and log differ in their last bits. */
double walk_grid(double value, double per);

#endif
