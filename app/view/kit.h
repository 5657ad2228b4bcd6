/* What the views share: numbers by name, windows of steps, the axis of time, one line of numbers.
 * Knows: the grid, the probe. Must not know any one view. */
#ifndef BACKPASS_APP_VIEW_KIT_H
#define BACKPASS_APP_VIEW_KIT_H

#include "app/grid/grid.h"
#include "app/session/session.h"

/** Window - the steps (or units) that are on the screen: first from 1, count of them. */
typedef struct Window {
    size_t first, count;
} Window;
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

/** Line - a row that is written from left to right, item by item; what does not fit whole is left out. */
typedef struct Line {
    Grid *grid;
    const Eye *eye;
    int x, y, end;
    int digits;
    Style number;
} Line;
Line kit_line(Grid *grid, const Eye *eye, Rect area, int y);
/** line_text - a word or more; returns false (and writes nothing) where it does not fit. */
bool line_text(Line *line, Style style, const char *text);
bool line_textf(Line *line, Style style, const char *format, ...) PRINTF_LIKE(3, 4);
/** line_number - label and the number the expression names, marked; nothing where it has no value or no room. */
bool line_number(Line *line, const char *label, const char *format, ...) PRINTF_LIKE(3, 4);
/** line_value - the same where the value of the expression is known already. */
bool line_value(Line *line, const char *label, const char *name, double value);
void line_skip(Line *line, int columns);

/** kit_title - "name  subtitle" in the first row of area; returns what is left of it below. */
Rect kit_title(Grid *grid, Rect area, const char *name, const char *subtitle);
/** kit_wrap - text in as many rows of the area as it needs, broken at blanks; returns how many. */
int kit_wrap(Grid *grid, Rect area, Style style, const char *text);
/** kit_message - a few words in the middle of an area, wrapped. */
void kit_message(Grid *grid, Rect area, Style style, const char *text);
/** Band - columns that steps are spread over: as a plot spreads them, the first at the left end and the last at the right
 *  end, or (equal) each as wide as the others. */
typedef struct Band {
    int x, width;
    Window steps;
    bool equal;
} Band;
/** band_column - the first column of step t; band_width - how many it has, at least 1. */
int band_column(const Band *band, size_t t);
int band_width(const Band *band, size_t t);
/** band_columns - the first column of each step of the band, and behind them the one after the band; new, free it. */
int *band_columns(const Band *band);
/** band_axis - in row y, tick labels for the steps of the band; `t` at its end. */
void band_axis(Grid *grid, const Band *band, int y, size_t at);

/** CurveKey - a curve in a legend: its series and its name. */
typedef struct CurveKey {
    int series;
    const char *name;
} CurveKey;
/** kit_keys - the legend at the right end of area's first row, beginning at column `from` or later; what does not fit is
 *  left out from its end. Returns the column it begins in. */
int kit_keys(Grid *grid, Rect area, int from, const CurveKey *keys, size_t count);
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
/** Lane - one layer and direction of the network; suffix names it: "@2r", "" where there is but one. */
typedef struct Lane {
    size_t layer, track;
    bool reverse;
    char suffix[24];
} Lane;
/** kit_lane - the one the cursor asks for where the network has it, else the top layer reading forward. */
Lane kit_lane(const Session *session, const Net *net);
/** kit_lane_of - that layer and direction. kit_lane_words - "layer 2 of 3, in reverse", "" where there is but one. */
Lane kit_lane_of(const Net *net, size_t layer, bool reverse);
void kit_lane_words(const Net *net, const Lane *lane, char out[96]);
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
