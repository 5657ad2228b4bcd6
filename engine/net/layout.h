/* Where each weight lies in the one flat vector of a network.
 * Knows: names and sizes. Must not know equations.
 *
 * Every matrix is stored with a row per input and a column per unit (in × out), so that rows of states times it is one
 * product. The books write W with a row per unit: the weight they call Wh[2][3] (unit 2, input 3) lies at (3,2). */
#ifndef BACKPASS_NET_LAYOUT_H
#define BACKPASS_NET_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

enum { LAYOUT_MAX = 32 };

typedef struct Part {
    char name[12]; // "Wx" "Wh" "b" "Wy" "by"
    size_t units;  // rows as the books write it
    size_t inputs; // columns as the books write it; 1 and vector=true for a bias
    bool vector;   // a bias: one index
    bool head;     // of the output layer, not of the cell
    size_t offset; // into the flat vector
} Part;

typedef struct Layout {
    Part part[LAYOUT_MAX];
    size_t parts;
    size_t count;      // all numbers
    size_t cell_count; // without the head
} Layout;

void layout_add(Layout *layout, const char *name, size_t units, size_t inputs, bool vector, bool head);
/** layout_find - inside; NULL when there is none of that name. */
const Part *layout_find(const Layout *layout, const char *name);
/** part_at - the index into the flat vector of [unit][input], both from 0. */
size_t part_at(const Part *part, size_t unit, size_t input);
/** layout_at - the way back: which part holds this index (< count), and as which [unit][input] (written, from 0). inside */
const Part *layout_at(const Layout *layout, size_t index, size_t *unit, size_t *input);

#endif
