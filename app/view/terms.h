/* The terms of an explanation on the grid: the formula with its numbers, and the list by size with little bars.
 * Knows: the grid, explanations. Must not know the session. */
#ifndef BACKPASS_APP_VIEW_TERMS_H
#define BACKPASS_APP_VIEW_TERMS_H

#include "app/view/kit.h"

/** terms_operands - how many operands have a name and can be opened; terms_operand - the one at that place (from 1, brought
 *  inside), NULL when there is none. inside */
size_t terms_operands(const Explanation *it);
const Operand *terms_operand(const Explanation *it, size_t picked);
/** terms_filled - in row y, the formula with the numbers in it, the largest terms first, as many as the row holds. */
void terms_filled(Grid *grid, const Eye *eye, Rect area, int y, const Explanation *it);
/** terms_list - a row a term: its value, a bar, its operands; those around the picked operand, on which the cursor rests. */
void terms_list(const Explanation *it, size_t picked, Grid *grid, Rect area);

#endif
