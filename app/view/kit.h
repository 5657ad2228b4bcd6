/* What the views share: numbers by name, windows of steps, titles, legends, where the cursor is. With it come band.h, lane.h
 * and line.h.
 * Knows: the grid, the probe. Must not know any one view. */
#ifndef BACKPASS_APP_VIEW_KIT_H
#define BACKPASS_APP_VIEW_KIT_H

#include "app/view/band.h"
#include "app/view/lane.h"
#include "app/view/line.h"

/** kit_window - as many of `total` as there is room for, around `at`, never past the ends. */
Window kit_window(size_t total, size_t room, size_t at);

/** kit_number - the value of an expression written with a format; NaN when it has none. */
double kit_number(const Eye *eye, const char *format, ...) PRINTF_LIKE(2, 3);

/** kit_matrix - a quantity over steps (first axis, which may begin at 0) and something else; false when it is not one.
 *  value written: free it with value_free. kit_at - its number at step t, position i from 1. */
bool kit_matrix(const Eye *eye, const char *name, Value *value);
double kit_at(const Value *value, size_t t, size_t i);
/** kit_log_norms - log10 of the norm of such a quantity at the steps 1 … T (at t − 1). New; NULL where there is none. */
double *kit_log_norms(const Eye *eye, const char *name, size_t T);

/** kit_title - "name  subtitle" in the first row of area; returns what is left of it below. */
Rect kit_title(Grid *grid, Rect area, const char *name, const char *subtitle);
/** kit_wrap - text in as many rows of the area as it needs, broken at blanks; returns how many. */
int kit_wrap(Grid *grid, Rect area, Style style, const char *text);
/** kit_message - a few words in the middle of an area, wrapped. */
void kit_message(Grid *grid, Rect area, Style style, const char *text);
/** CurveKey - a curve in a legend: its series and its name. */
typedef struct CurveKey {
    int series;
    const char *name;
} CurveKey;
/** kit_keys - the legend at the right end of area's first row, beginning at column `from` or later; what does not fit is
 *  left out from its end. Returns the column it begins in. */
int kit_keys(Grid *grid, Rect area, int from, const CurveKey *keys, size_t count);
/** kit_keys_columns - what they take when all of them are drawn; kit_keys_fit - how many of them fit into so many columns. */
int kit_keys_columns(const Grid *grid, const CurveKey *keys, size_t count);
size_t kit_keys_fit(const Grid *grid, const CurveKey *keys, size_t count, int room);
/** kit_ramp - one cell of a sequential scale, level 0 … 8, its glyph saying the same as its colour; marked. */
void kit_ramp(Grid *grid, int x, int y, int width, int level, const char *name, double value);
/** kit_ramp_level - where value lies between low (0) and high (8); below low and not finite: 0. */
int kit_ramp_level(double value, double low, double high);

/** kit_ramp_legend - "−12 ▁▂▃ 1" ending at the right edge of area, in row y; what the ramp's ends are. */
void kit_ramp_legend(Grid *grid, Rect area, int y, double low, double high);
/** kit_heat_legend - what the shades of a heat map mean, ending at the right end of area's first row; the columns taken. */
int kit_heat_legend(Grid *grid, Rect area, double scale);
/** kit_digits - the number itself, over a shade with room for a digit or two of it and a blank. */
void kit_digits(Grid *grid, Rect cell, const char *name, double value);
/** kit_reverse - the cursor over a shade: one place of it inverse, the middle one where no digits stand there. */
void kit_reverse(Grid *grid, Rect area);

/** kit_mark_after - the number that stands behind `before` in a text drawn at (x, y) is this quantity: mark it. */
void kit_mark_after(Grid *grid, const Eye *eye, int x, int y, const char *text, const char *before, const char *name);

/** kit_lesson - is a lesson's page on the screen? (Not while the course menu is.) */
bool kit_lesson(const Session *session);
/** kit_net - the network in use; NULL when there is none with data. */
const Net *kit_net(const Session *session);
/** kit_step, kit_unit - where the cursor is, brought inside what there is now (1 where there is nothing). */
size_t kit_step(const Session *session);
size_t kit_unit(const Session *session);
/** kit_model_name - of the model in use, "" without one. */
const char *kit_model_name(const Session *session);
/** kit_loss_at - is there a target at step t (from 1) of the sample the eye sees? */
bool kit_loss_at(const Eye *eye, size_t t);
/** kit_info - the dictionary's row of a quantity over steps, whatever model, layer and gate it names; NULL when there is none. */
const NameInfo *kit_info(const char *quantity);
/** kit_symbol - as the books write it: "∂L/∂cₜ along c alone" of "dc.alone"; the name itself where there is no symbol. */
void kit_symbol(const char *quantity, char out[96]);
/** kit_simple - is it the name of one quantity, without indices and arithmetic? */
bool kit_simple(const char *quantity);
/** kit_sub - a number as subscript digits: "₁₂". */
void kit_sub(size_t number, char out[64]);

#endif
