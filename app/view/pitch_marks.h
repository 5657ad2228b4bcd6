/* A play on a piece of the pitch: paths, everyone's place, what was asked and what was answered.
 * Knows: turf, the play. */
#ifndef BACKPASS_APP_VIEW_PITCH_MARKS_H
#define BACKPASS_APP_VIEW_PITCH_MARKS_H

#include "app/view/play.h"
#include "app/view/turf.h"

/** Sign - a mark and what it means; shapes differ, not only colours. */
typedef enum Sign { SIGN_SEEN, SIGN_OTHER, SIGN_BALL, SIGN_TRUTH, SIGN_STRAIGHT, SIGN_PAST, SIGN_PAST_OTHER, SIGN_COMING } Sign;
uint32_t sign_glyph(const Grid *grid, Sign sign);
Style sign_style(const Play *play, Sign sign);
/** guess_glyph - the mark of the n-th model (from 0) whose answer is shown. guess_style - in its colour. */
uint32_t guess_glyph(const Grid *grid, size_t n);
Style guess_style(const Guess *guess);
/** sign_of - how somebody is marked at step t, sign_past - and once that is past. */
Sign sign_of(const Play *play, size_t t, size_t who);
Sign sign_past(const Play *play, size_t t, size_t who);

/** pitch_marks_draw - everything on the turf; close: only him who is looked at. */
void pitch_marks_draw(const Play *play, const Turf *turf, bool close);

#endif
