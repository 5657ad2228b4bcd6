/* Metrica's events in our words; both its CSV and its JSON hold them.
 *
 *   PASS SHOT CARRY           with subtypes HEAD, CROSS, DEEP BALL, GOAL KICK …; of shots ON TARGET, GOAL, SAVED, WOODWORK
 *   SET PIECE                 a row of its own without a place, before the pass or shot that carries it out
 *                             (a corner that ends in the penalty area is a crossed one, whatever it is called)
 *   BALL LOST, BALL OUT       a pass or a clearance that did not arrive
 *   RECOVERY, CHALLENGE       won or lost without a pass; DRIBBLE is a take-on, TACKLE a tackle
 *   FAULT RECEIVED, CARD      what happened to somebody
 *
 * Traps: GOAL is a word of its own between - signs; GOAL KICK is none. A GOAL also stands on rows that are no SHOT: where
 * such a ball ends in the own goal it is an own goal, otherwise a goal. A kick-off may end at frame 0. Places lie a little
 * outside 0 … 1 when the ball is out. */
#include "engine/football/import/import_metrica.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/football/pitch.h"

/** has - the word, between - signs of the subtype: GOAL is in "ON TARGET-GOAL", not in "GOAL KICK". */
static bool has(const MetricaRow *row, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = row->subtype; *at; at += strcspn(at, "-"), at += *at == '-')
        if (strcspn(at, "-") == length && strncmp(at, word, length) == 0)
            return true;
    return false;
}

static bool type_is(const MetricaRow *row, const char *type)
{
    return strcmp(row->type, type) == 0;
}

/** in_box - whether the ball ends in a penalty area. */
static bool in_box(const MetricaRow *row)
{
    return fabs(2 * row->raw[2] - 1) * PITCH_HALF_LENGTH > PITCH_BOX_X && fabs(2 * row->raw[3] - 1) * PITCH_HALF_WIDTH < PITCH_BOX_Y;
}

/** passed - the action of a ball played on, a set piece if one waits. */
static Action passed(const ImportMetricaState *state, const MetricaRow *row)
{
    bool crossed = has(row, "CROSS");
    if (state->waits && state->waiting == ACTION_FREEKICK_SHORT)
        return crossed ? ACTION_FREEKICK_CROSSED : ACTION_FREEKICK_SHORT;
    if (state->waits && state->waiting == ACTION_CORNER_SHORT)
        return crossed || in_box(row) ? ACTION_CORNER_CROSSED : ACTION_CORNER_SHORT;
    if (state->waits && state->waiting != ACTION_SHOT_PENALTY)
        return state->waiting;
    if (has(row, "GOAL KICK"))
        return ACTION_GOALKICK;
    if (has(row, "CLEARANCE"))
        return ACTION_CLEARANCE;
    return crossed ? ACTION_CROSS : ACTION_PASS;
}

static Action shot(const ImportMetricaState *state)
{
    if (state->waits && state->waiting == ACTION_SHOT_PENALTY)
        return ACTION_SHOT_PENALTY;
    return state->waits && state->waiting == ACTION_FREEKICK_SHORT ? ACTION_SHOT_FREEKICK : ACTION_SHOT;
}

static Action challenged(const MetricaRow *row)
{
    if (has(row, "DRIBBLE"))
        return ACTION_TAKE_ON;
    return has(row, "TACKLE") ? ACTION_TACKLE : ACTION_NONE;
}

static Action action_of(const ImportMetricaState *state, const MetricaRow *row)
{
    if (type_is(row, "SHOT"))
        return shot(state);
    if (type_is(row, "PASS") || type_is(row, "BALL LOST") || type_is(row, "BALL OUT"))
        return has(row, "END HALF") ? ACTION_NONE : passed(state, row);
    if (type_is(row, "CARRY"))
        return ACTION_DRIBBLE;
    if (type_is(row, "RECOVERY"))
        return has(row, "SAVED")          ? ACTION_KEEPER_SAVE
               : has(row, "INTERCEPTION") ? ACTION_INTERCEPTION
               : has(row, "THEFT")        ? ACTION_TACKLE
                                          : ACTION_NONE;
    return type_is(row, "CHALLENGE") ? challenged(row) : ACTION_NONE;
}

static Result result_of(const MetricaRow *row, Action action)
{
    if (action_is_shot(action))
        return has(row, "GOAL") ? RESULT_SUCCESS : RESULT_FAIL;
    if (type_is(row, "CHALLENGE"))
        return has(row, "WON") ? RESULT_SUCCESS : RESULT_FAIL;
    if (has(row, "OFFSIDE"))
        return RESULT_OFFSIDE;
    return type_is(row, "BALL LOST") || type_is(row, "BALL OUT")
               ? (action == ACTION_CLEARANCE ? RESULT_SUCCESS : RESULT_FAIL)
               : RESULT_SUCCESS;
}

/** set_piece - remembered until the next ball is played. */
static void set_piece(Match *match, ImportMetricaState *state, const MetricaRow *row)
{
    static const struct {
        const char *word;
        Action action;
    } KINDS[] = {
        {"KICK OFF", ACTION_PASS},
        {"THROW IN", ACTION_THROW_IN},
        {"CORNER KICK", ACTION_CORNER_SHORT},
        {"FREE KICK", ACTION_FREEKICK_SHORT},
        {"GOAL KICK", ACTION_GOALKICK},
        {"PENALTY", ACTION_SHOT_PENALTY},
    };
    state->waits = false;
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (has(row, KINDS[i].word))
            *state = (ImportMetricaState){KINDS[i].action, true, row->team, row->time + 30};
    match_skip(match, row->line,
               "SET PIECE rows name the kind of the ball that is played next, and are none themselves");
}

/** own_goal - did it end in his own goal? The nearer goal line decides. */
static bool own_goal(const Match *match, const MetricaRow *row)
{
    int side = match_side(match, row->period, row->team);
    return side != 0 && !isnan(row->raw[2]) && (row->raw[2] < 0.5) == (side > 0);
}

static void add(Match *match, const MetricaRow *row, Action action)
{
    char word[100];
    MatchEvent *event = match_event(match);
    snprintf(word, sizeof word, "%.40s%s%.40s", row->type, *row->subtype ? " / " : "", row->subtype);
    event->action = action;
    event->result = result_of(row, action);
    event->body = has(row, "HEAD")                                            ? BODY_HEAD_OTHER
                  : action == ACTION_THROW_IN || action == ACTION_KEEPER_SAVE ? BODY_OTHER
                                                                              : BODY_FOOT;
    event->match = match_number(match, "1");
    event->team = row->team;
    event->player = row->player;
    event->word = match_word(match, word);
    event->period = row->period;
    event->time = row->time;
    memcpy(event->raw, row->raw, sizeof event->raw);
    if (!has(row, "GOAL") || action_is_shot(action))
        return;
    bool own = own_goal(match, row);
    event->action = own ? ACTION_BAD_TOUCH : ACTION_SHOT;
    event->result = own ? RESULT_OWNGOAL : RESULT_SUCCESS;
    match_change(match, row->line, "a GOAL on a row that is no SHOT (%.40s): %s", row->type,
                 own ? "an own goal" : "taken as a shot");
}

void import_metrica_row(Match *match, ImportMetricaState *state, const MetricaRow *row)
{
    match->seen++;
    if (type_is(row, "SET PIECE")) {
        set_piece(match, state, row);
        return;
    }
    state->waits = state->waits && state->team == row->team && row->time <= state->until;
    Action action = action_of(state, row);
    if (action == ACTION_NONE && !has(row, "GOAL")) {
        match_skip(match, row->line, "%.40s%s%.40s: no action of SPADL", row->type, *row->subtype ? " / " : "",
                   row->subtype);
        return;
    }
    state->waits = false;
    if (isnan(row->raw[0]) || isnan(row->raw[1])) {
        match_skip(match, row->line, "%s without a place", action_name(action));
        return;
    }
    if (action_is_shot(action)) // the goal it is nearer to
        match_vote(match, row->period, row->team, row->raw[0] - 0.5);
    if (action == ACTION_GOALKICK)
        match_vote(match, row->period, row->team, 0.5 - row->raw[0]);
    add(match, row, action);
}
