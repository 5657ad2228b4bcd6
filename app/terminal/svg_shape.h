/* Glyphs that are shapes: blocks, lines, braille.
 * Knows: the size of a cell in a picture. Must not know colours. */
#ifndef BACKPASS_APP_SVG_SHAPE_H
#define BACKPASS_APP_SVG_SHAPE_H

#include "engine/base/text.h"

enum { SHAPE_WIDTH = 9, SHAPE_HEIGHT = 18, SHAPE_BASELINE = 14 }; // of a cell, in pixels

typedef enum ShapeKind { SHAPE_BLANK, SHAPE_TEXT, SHAPE_BLOCK, SHAPE_LINES, SHAPE_DOTS } ShapeKind;

ShapeKind shape_kind(uint32_t glyph);
/** shape_density - how much of a block is ink, of 256: ░ ▒ ▓ are even shades. */
uint32_t shape_density(uint32_t glyph);
/** shape_add - the path of the glyph in column x of row y (written to the end of text). */
void shape_add(Text *text, uint32_t glyph, int x, int y);

#endif
