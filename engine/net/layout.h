/* Where each weight lies in the one flat vector of a network.
 * Knows: names and sizes. Must not know equations.
 *
 * Every matrix is stored with a row per input and a column per unit (in × out), so that rows of states times it is one
 * product. The books write W with a row per unit: the weight they call Wh[2][3] (unit 2, input 3) lies at (3,2). */
#ifndef BACKPASS_NET_LAYOUT_H
#define BACKPASS_NET_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

enum { LAYERS_MAX = 8, TRACKS_MAX = 2 * LAYERS_MAX, LAYOUT_MAX = 4 * TRACKS_MAX + 2 };

typedef struct Part {
    char name[12]; // "Wx" "Wh" "b" "bh" "Wy" "by"
    size_t layer;  // from 1; 0 for the head
    bool reverse;  // of the direction that reads the sequence from its end
    size_t units;  // rows as the books write it: block by block, H each
    size_t inputs; // columns as the books write it; 1 and vector=true for a bias
    bool vector;   // a bias: one index
    bool head;     // of the output layer, not of the cell
    size_t block;  // what its first H units belong to: 0, of bh the candidate's
    size_t offset; // into the flat vector
} Part;

typedef struct Layout {
    Part part[LAYOUT_MAX];
    size_t parts;
    size_t count;      // all numbers
    size_t cell_count; // without the head
} Layout;

/** layout_add - a part of the head; layout_add_cell - one of a layer's direction. inside */
Part *layout_add(Layout *layout, const char *name, size_t units, size_t inputs, bool vector, bool head);
Part *layout_add_cell(Layout *layout, const char *name, size_t layer, bool reverse, size_t units, size_t inputs,
                      bool vector);
/** layout_find - inside; NULL when there is none of that name. "Wh" is the top layer's, reading forward; "Wh@2" the second
 *  layer's, "Wh@2r" that of its reverse direction. layout_part - the same taken apart; layer 0 stands for the top. */
const Part *layout_find(const Layout *layout, const char *name);
const Part *layout_part(const Layout *layout, const char *name, size_t layer, bool reverse);
/** part_address - "Wh@2r", written. */
void part_address(const Part *part, char *text, size_t size);
/** part_at - the index into the flat vector of [unit][input], both from 0. */
size_t part_at(const Part *part, size_t unit, size_t input);
/** layout_at - the way back: which part holds this index (< count), and as which [unit][input] (written, from 0). inside */
const Part *layout_at(const Layout *layout, size_t index, size_t *unit, size_t *input);

#endif
