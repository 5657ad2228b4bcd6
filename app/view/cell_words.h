/* The words and expressions of a cell's picture: templates (circuit.h) filled in for one layer, step and unit.
 * Knows: the circuit. Must not know where they stand. */
#ifndef BACKPASS_APP_VIEW_CELL_WORDS_H
#define BACKPASS_APP_VIEW_CELL_WORDS_H

#include "app/view/circuit.h"

enum { SAYS_MAX = 400 };

/** cell_words_fill - a template without numbers ({E} stays as it is). */
void cell_words_fill(const Circuit *circuit, const char *words, char *out, size_t size);
/** cell_words_draw - a template with its numbers, wrapped into the area; returns the rows. */
int cell_words_draw(const Circuit *circuit, Grid *grid, Rect area, const char *words);
/** cell_words_stop - what is to be said at a stop, a template (SAYS_MAX holds it). */
void cell_words_stop(const Circuit *circuit, const Stop *stop, char *out, size_t size);

#endif
