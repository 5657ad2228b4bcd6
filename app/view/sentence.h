/* A line of arithmetic with its numbers: "c₁₂ = f⊙c₁₁ + i⊙c̃ = 0.91·0.44 + 0.12·(-0.80) = 0.30".
 * Knows: forms (focus.h). Must not know what they say. */
#ifndef BACKPASS_APP_VIEW_SENTENCE_H
#define BACKPASS_APP_VIEW_SENTENCE_H

#include "app/view/focus.h"

/** sentence_draw - text in which {form} is a number of step t, marked, and [t], [p], [q] outside of it are subscripts. With
 *  fewer digits where there is no room for them all, and where there is none even so, without what stands between the first
 *  and the second "="; false (and nothing drawn) where that does not fit either. */
bool sentence_draw(const Focus *focus, Grid *grid, Rect area, int y, size_t t, const char *text);

#endif
