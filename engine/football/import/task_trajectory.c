/* Where players go: five times a second, never over a gap. */
#include <math.h>

#include "engine/football/import/decimal.h"
#include "engine/football/import/task.h"
#include "engine/football/tidy.h"

enum { HERTZ = 5, PIECE = 25, PIECE_MIN = 5 };
static const double SPEED_MAX = 12; // m/s: no man runs so fast, so the track jumped to another

/** Piece - spots of one player on the grid of 5 Hz, frame by frame without a gap. */
typedef struct Piece {
    const MatchSpot *first; // on the grid
    size_t stride;          // spots from one to the next
    size_t count;
    size_t ahead;           // on the grid, from a place to the one asked for
    double turn; // +1, or -1 for the second team, so that its own attack goes to the right
} Piece;

static double at(const Piece *piece, size_t i, size_t axis)
{
    return piece->turn * piece->first[i * piece->stride].at[axis];
}

static void add_row(const Piece *piece, size_t i, const TaskStep *step, Text *text)
{
    task_step(text, step);
    for (size_t axis = 0; axis < 2; axis++) {
        text_add(text, ",");
        decimal_add(text, at(piece, i, axis));
    }
    for (size_t axis = 0; axis < 2; axis++) {
        text_add(text, ",");
        decimal_add(text, (at(piece, i, axis) - at(piece, i - 1, axis)) * HERTZ);
    }
    for (size_t axis = 0; axis < 2; axis++) {
        text_add(text, ",");
        decimal_add(text, at(piece, i + piece->ahead, axis) - at(piece, i, axis));
    }
    text_add(text, "\n");
}

/** add_piece - cut into sequences. The first spot only gives a velocity, the last ones only targets. */
static void add_piece(Match *match, const TaskBlocks *blocks, const Piece *piece, Text *text, TaskMade *made)
{
    size_t steps = piece->count > 1 + piece->ahead ? piece->count - 1 - piece->ahead : 0;
    match_drop(match, piece->count - steps,
               "the first or a last place of a track at 5 Hz: it gives a velocity or a target");
    for (size_t done = 0; done < steps;) {
        size_t count = steps - done < PIECE ? steps - done : PIECE;
        if (count < PIECE_MIN) {
            match_drop(match, count, "a place at 5 Hz in a piece shorter than 1 s");
            return;
        }
        const MatchSpot *first = &piece->first[(1 + done) * piece->stride];
        const TaskBlock block = task_block(blocks, 0, first->period, first->frame / match->rate);
        made->sequences++;
        for (size_t i = 0; i < count; i++)
            add_row(piece, 1 + done + i, &(TaskStep){made->sequences, i + 1, block}, text);
        made->rows += count;
        done += count;
    }
}

/** add_track - spots of one player, frame by frame, cut where he jumps. */
static void add_track(Match *match, const TaskBlocks *blocks, Piece piece, Text *text, TaskMade *made)
{
    Piece part = piece;
    part.count = piece.count ? 1 : 0;
    for (size_t i = 1; i < piece.count; i++) {
        double way = hypot(at(&piece, i, 0) - at(&piece, i - 1, 0), at(&piece, i, 1) - at(&piece, i - 1, 1));
        if (way * HERTZ > SPEED_MAX) {
            match_drop(match, 1, "a jump faster than 12 m/s: the track is cut there (counted, not a place)");
            add_piece(match, blocks, &part, text, made);
            part.first = piece.first + i * piece.stride;
            part.count = 0;
        }
        part.count++;
    }
    if (part.count)
        add_piece(match, blocks, &part, text, made);
}

static bool follows(const MatchSpot *before, const MatchSpot *spot)
{
    return before->player == spot->player && before->period == spot->period && before->frame + 1 == spot->frame;
}

/** track_end - behind the last spot that follows without a gap. */
static size_t track_end(const Match *match, size_t begin)
{
    size_t end = begin + 1;
    while (end < match->spots && follows(&match->spot[end - 1], &match->spot[end]))
        end++;
    return end;
}

bool task_trajectory(Match *match, Text *text, TaskMade *made, Error *error)
{
    size_t stride = (size_t)(match->rate / HERTZ), before = 0, gaps = 0;
    if (match->spots == 0)
        return fail(error, ERR_INPUT,
                    "these files hold no tracked places; expected a provider's tracking for the task trajectory");
    const size_t ahead = match->ahead > 0 ? (size_t)llround(match->ahead * HERTZ) : 1;
    if (stride == 0 || (double)stride * HERTZ != match->rate)
        return fail(error, ERR_INPUT, "%g frames a second; expected a multiple of %d for the task trajectory",
                    match->rate, HERTZ);
    const TaskBlocks blocks = task_blocks(match);
    text_add(text, "# " TIDY_STEP "0.2 s\n");
    if (match->ahead > 0)
        text_addf(text, "# " TIDY_AHEAD "%g s\n", match->ahead);
    text_add(text, "sequence,step,block,x[m],y[m],vx[m/s],vy[m/s],target.dx[m],target.dy[m]\n");
    for (size_t begin = 0, end; begin < match->spots; before = begin, begin = end) {
        const MatchSpot *spot = &match->spot[begin];
        uint32_t team = match->player[spot->player].team;
        end = track_end(match, begin);
        gaps += begin && match->spot[before].player == spot->player && match->spot[before].period == spot->period;
        size_t lead = (stride - (size_t)spot->frame % stride) % stride; // to the grid all players share
        if (team >= MATCH_SIDES)
            match_drop(match, end - begin, "a place of the ball or of nobody's player");
        else if (begin + lead < end)
            add_track(match, &blocks, (Piece){spot + lead, stride, (end - begin - lead - 1) / stride + 1, ahead, team == 0 ? 1 : -1},
                      text, made);
    }
    match_drop(match, gaps,
               "a gap in a player's frames: his track ends before it and begins again behind (counted, not a place)");
    return made->sequences > 0 ||
           fail(error, ERR_INPUT,
                "no player is seen for 1.4 s without a gap; expected longer tracking for the task trajectory");
}
