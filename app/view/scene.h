/* How the unrolled cells lie on the screen: which steps fit, how large a cell is, which row each part stands in.
 * Knows: sizes. Must not know how the parts look. */
#ifndef BACKPASS_APP_VIEW_SCENE_H
#define BACKPASS_APP_VIEW_SCENE_H

#include "app/view/kit.h"

/** Scene - the numbers, the steps that fit, and the row each part stands in (−1: no room for it). */
typedef struct Scene {
    const Session *session;
    const Eye *eye;
    Grid *grid;
    Rect area;
    Value h, dh, c, dc, x, y; // c, dc: of an LSTM, else without data
    double h_scale, dh_scale; // the largest of h and c, and of their gradients
    size_t T, H, t, unit;
    bool backward, recurrent;
    bool reverse;       // it reads from the end: arrows lead to the left
    const char *suffix; // of the names of its states: "@2r"
    const char *arrow;  // of their symbols where both directions are read: "→", "←"; else ""
    Window steps, units;
    int across, cell, inner, gap, stride,
        left; // units in a row of the box, columns a unit, box inside, arrow, box to box
    int own;  // columns of a unit that show its c, left of those of h; 0: none
    int tall; // lines a unit
    int rows; // of units in a box
    int y_strip, y_bracket, y_loss, y_norm, y_out, y_up, y_top, y_bottom, y_in, y_x, y_bus, y_numbers;
} Scene;

/** Weather - how a step stands: still to come, passed by the forward wave, or reached by the backward one. */
typedef enum Weather { TO_COME, FORWARD, BACKWARD } Weather;

/** scene_place - rows and columns for the scene's area, T, H and cursor. */
void scene_place(Scene *scene);
Weather scene_weather(const Scene *scene, size_t t);
/** scene_number - of an expression in which @ stands for the layer and direction, at step t; name, if not NULL, is what it is. */
double scene_number(const Scene *scene, const char *form, size_t t, char name[96]);
/** scene_x - the left edge of the box of step t. */
int scene_x(const Scene *scene, size_t t);
/** scene_last - the last step in sight. */
size_t scene_last(const Scene *scene);

/** scene_pick - a glyph, or its likeness in ASCII. */
uint32_t scene_pick(const Scene *scene, uint32_t glyph, char plain);
/** wires_draw - what goes into the cell of step t and what comes out (wires.c); wires_weights - W, once, into all of them. */
void wires_draw(const Scene *scene, size_t t);
void wires_weights(const Scene *scene);
/** strip_draw - all T steps in one row, where not all are drawn large (strip.c). */
void strip_draw(const Scene *scene);

#endif
