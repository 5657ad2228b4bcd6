/* The wiring of a cell as data: a picture, the stops one walks inside a step, and what is to be said at each; and the one step
 * of one unit that is looked at. cell_rnn.c, cell_lstm.c and cell_gru.c are the pictures, cell_words.c fills in numbers and
 * names, cell_picture.c draws the wires, cell_slot.c the numbers on them, cell.c is the view.
 * Knows: the session, the network. Must not know how any of it is drawn. */
#ifndef BACKPASS_APP_VIEW_CIRCUIT_H
#define BACKPASS_APP_VIEW_CIRCUIT_H

#include "app/view/kit.h"

/** When - the options of the cell that a stop belongs to; 0: always. */
enum { WHEN_BEFORE = 1, WHEN_AFTER = 2, WHEN_REPLACE = 4, WHEN_KEEP = 8, WHEN_RECURRENT = 16, WHEN_MEMORYLESS = 32 };

/** Stop - a wire one halts at, in the order in which it is computed. Words and expressions are templates:
 *  @ the layer ("@2r"); [t] [s] [u] step, step before, unit; _t _s _u the same as subscripts; {E} the number of E;
 *  $Xf $Hf what x and h bring to the pre-activation of gate f ($X- $H- without gates); $I the input in words; $N $P the size
 *  of it and of h before, $D that of the gradient of x; $( $) and $[ $] bars around those two where they are vectors; $R $G
 *  what r⊙h brings to the candidate and what comes back (reset before); $C $K $B c, h as it is carried on, and h as the
 *  weights read it, of the step before: 0 where the edge is cut. */
typedef struct Stop {
    unsigned when;
    const char *keys;            // its wires in the picture; its number stands in the slot of the first, in capitals
    const char *label, *value;   // going forward
    const char *dlabel, *dvalue; // going backward: the gradient
    const char *says, *dsays;
    const char *part; // of the cell's equation
    char gate;        // that it is of: may be held
    char cut;         // 'w' or 'd': the edge that it is (Wh's or the direct one); 0 for none
    bool aside;       // a number in the slot of the stop above it, not a stop of its own
} Stop;

/** Picture - rows of (stretch, glyphs, mask) after a ruler, NULL at the end. The mask says whose wire a cell is: a small letter is
 *  a wire's, a run of capitals the slot of its number, a digit the place of a word (Plan.word). '+' in the ruler: a column
 *  that may be repeated, '|' before a row: a row that may. */
typedef const char *const *Picture;

/** Plan - all of one kind of cell. word: what stands at digits 1 … 9: 'f' the activation of that gate; '-' of a cell without;
 *  'v' 'h' the "1−" on the wire of the kept state or of the candidate, 'W' a Wₕ of its own; 'H' 'I' h before and the
 *  input as shades, 'U' 'V' the unit's rows of Wₕ and Wₓ; key the wire below it. */
typedef struct Plan {
    const Stop *stop;
    size_t stops;
    Picture large, medium, small;
    const char *word, *key;
} Plan;
extern const Plan RNN_PLAN, MLP_PLAN, LSTM_PLAN, GRU_PLAN;

enum { STOPS_MAX = 40 };
/** Circuit - the step that is looked at. */
typedef struct Circuit {
    const Session *session;
    const Eye *eye;
    const Net *net;
    const Plan *plan;
    CellWeights weights;
    size_t layer, track, t, before, unit, T;
    bool reverse, backward, cut_weights, cut_direct;
    unsigned when;
    char suffix[24]; // "@2r", "" where there is one track alone
    const Stop *stop[STOPS_MAX];
    size_t stops, chosen; // asides among them; chosen is never one
} Circuit;

/** circuit_of - false where there is no picture of such a cell, or nothing to look at. */
bool circuit_of(const Session *session, const Eye *eye, Circuit *circuit);
/** circuit_walked - how many of its stops one walks. circuit_wires - of the cell in use (cursor.wire runs from 1 to that, 0 is
 *  the last); 0 without one. */
size_t circuit_walked(const Circuit *circuit);
size_t circuit_wires(const Session *session);
/** circuit_held - is that gate of the unit held at a value? */
bool circuit_held(const Circuit *circuit, char gate);
/** circuit_passed - has the walk come to that stop (index of stop), the way the wave goes? */
bool circuit_passed(const Circuit *circuit, size_t index);
/** circuit_cut - is that stop an edge that is cut? */
bool circuit_cut(const Circuit *circuit, const Stop *stop);

#endif
