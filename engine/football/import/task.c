#include "engine/football/import/task.h"

#include <math.h>
#include <string.h>

#include "engine/football/csv.h"

static const Task TASKS[] = {
    {"raw",
     "raw: the match as it was, a row an event (a sequence is a period) or a row a place (a sequence is one player "
     "without a gap); "
     "raw_… are the provider's own numbers. No target: the other tasks make what can be trained on",
     false, task_raw},
    {"next-event",
     "next-event: at every step the type of the next action; windows of 20 actions, one behind the other, never over "
     "the end of a "
     "period. x and y as the acting team sees them, turnover says that the other team acts, dt is the time since the "
     "action before",
     false, task_next_event},
    {"possession-shot",
     "possession-shot: from the first 4 actions of a possession, will the rest of it hold a shot? A possession is a "
     "run of actions of "
     "one team in a period, from one stop of the game to the next; one tackle, interception, clearance, foul or save "
     "of the other "
     "team with the ball back at once does not end it",
     false, task_possession_shot},
    {"trajectory",
     "trajectory: players at 5 Hz, their own team attacking to the right; v is the way since the step before / 0.2 s, "
     "the target the way to the next step, or to that --ahead seconds on; pieces of up to 25 steps (5 s), never over a gap or a "
     "jump",
     true, task_trajectory},
};

const Task *task_named(const char *name)
{
    for (size_t i = 0; i < sizeof TASKS / sizeof *TASKS; i++)
        if (strcmp(name, TASKS[i].name) == 0)
            return &TASKS[i];
    return NULL;
}

const char *task_names(void)
{
    return "raw, next-event, possession-shot or trajectory";
}

/* ---- blocks ---- */

/** Times - the first and last time of each period. */
typedef struct Times {
    double first[MATCH_PERIODS + 1], last[MATCH_PERIODS + 1];
} Times;

static void widen(Times *times, int period, double time)
{
    if (period < 1 || period > MATCH_PERIODS || !isfinite(time))
        return;
    times->first[period] = fmin(times->first[period], time);
    times->last[period] = fmax(times->last[period], time);
}

/** span - how many seconds all periods hold. */
static double span(const Match *match)
{
    Times times;
    double sum = 0;
    for (int period = 0; period <= MATCH_PERIODS; period++) {
        times.first[period] = INFINITY;
        times.last[period] = -INFINITY;
    }
    for (size_t i = 0; i < match->events; i++)
        widen(&times, match->event[i].period, match->event[i].time);
    for (size_t i = 0; i < match->spots; i++)
        widen(&times, match->spot[i].period, match->spot[i].frame / match->rate);
    for (int period = 1; period <= MATCH_PERIODS; period++)
        sum += fmax(times.last[period] - times.first[period], 0);
    return sum;
}

TaskBlocks task_blocks(const Match *match)
{
    static const double PARTS = 5, SHORTEST = 5, LONGEST = 300; // the last two in seconds
    return (TaskBlocks){match->matches.count > 1, fmax(SHORTEST, fmin(span(match) / PARTS, LONGEST))};
}

TaskBlock task_block(const TaskBlocks *blocks, uint32_t match, int period, double time)
{
    static const double FAR = 1e9; // beyond any clock; a long holds it
    if (blocks->by_match)
        return (TaskBlock){.match = match + 1};
    return (TaskBlock){.period = period, .stretch = 1 + (long)floor(fmax(-FAR, fmin(time / blocks->length, FAR)))};
}

void task_step(Text *text, const TaskStep *step)
{
    text_addf(text, "%zu,%zu,", step->sequence, step->step);
    if (step->block.match)
        text_addf(text, "%u", step->block.match);
    else
        text_addf(text, "%d.%ld", step->block.period, step->block.stretch);
}

void task_word(Text *text, const char *word)
{
    Text shown = {0};
    text_add(text, ",");
    text_add_visible(&shown, word, strlen(word), false);
    if (shown.length)
        csv_add(text, text_string(&shown));
    text_free(&shown);
}
