/* Sequences of actions: what comes next, and whether a possession ends with a shot. */
#include "engine/football/import/decimal.h"
#include "engine/football/import/task.h"

enum { WINDOW = 20, WINDOW_MIN = 2, LOOK = 4 };

static bool needs_events(const Match *match, const char *task, Error *error)
{
    return match->events > 0 ||
           fail(error, ERR_INPUT, "these files hold no events; expected a provider's file of events for the task %s",
                task);
}

/** differs - targets that are all the same word teach nothing. */
static bool differs(const TaskMade *made, const char *what, Error *error)
{
    return (made->asked & (made->asked - 1)) != 0 ||
           fail(error, ERR_INPUT, "%s; expected more events, so that there is something to tell apart", what);
}

static bool same_period(const MatchEvent *a, const MatchEvent *b)
{
    return a->match == b->match && a->period == b->period;
}

static TaskBlock block_of(const Match *match, const TaskBlocks *blocks, size_t at)
{
    const MatchEvent *event = &match->event[at];
    return task_block(blocks, event->match, event->period, event->time);
}

/** add_step - what a model may see of an action. */
static void add_step(const Match *match, size_t at, bool first, const TaskStep *step, Text *text)
{
    const MatchEvent *event = &match->event[at], *before = at ? event - 1 : event;
    bool alone = first && (at == 0 || !same_period(before, event));
    task_step(text, step);
    text_addf(text, ",%s,", action_name(event->action));
    decimal_add(text, event->at[0]);
    text_add(text, ",");
    decimal_add(text, event->at[1]);
    text_add(text, ",");
    decimal_add(text, alone ? 0 : event->time - before->time);
}

/** window - actions from `begin` on, each with the next one's type; returns where the next window begins. */
static size_t window(Match *match, const TaskBlocks *blocks, size_t begin, Text *text, TaskMade *made)
{
    size_t end = begin; // the first whose next is not in the period
    while (end < begin + WINDOW && end + 1 < match->events && same_period(&match->event[end], &match->event[end + 1]))
        end++;
    bool closes = end < begin + WINDOW;
    match_drop(match, closes, "the last action of a period: nothing comes next");
    if (end - begin < WINDOW_MIN) {
        match_drop(match, end - begin, "an action in a window of less than 2");
        return end + closes;
    }
    made->sequences++;
    for (size_t i = begin; i < end; i++) {
        bool other = i > 0 && same_period(&match->event[i - 1], &match->event[i]) &&
                     match->event[i - 1].team != match->event[i].team;
        add_step(match, i, i == begin, &(TaskStep){made->sequences, i - begin + 1, block_of(match, blocks, begin)}, text);
        made->asked |= 1u << match->event[i + 1].action;
        text_addf(text, ",%d,%s\n", other, action_name(match->event[i + 1].action));
    }
    made->rows += end - begin;
    return end + closes;
}

bool task_next_event(Match *match, Text *text, TaskMade *made, Error *error)
{
    if (!needs_events(match, "next-event", error))
        return false;
    text_add(text, "sequence,step,block,action,x[m],y[m],dt[s],turnover[0/1],target.next_action\n");
    const TaskBlocks blocks = task_blocks(match);
    for (size_t at = 0; at < match->events;)
        at = window(match, &blocks, at, text, made);
    if (made->sequences == 0)
        return fail(error, ERR_INPUT, "no period holds three actions; expected more events for the task next-event");
    return differs(made, "every action is followed by the same one", error);
}

/** possession_end - behind the last action of the possession that begins here. One defending action of the other team, with
 *  the ball back at once, is part of it. */
static size_t possession_end(const Match *match, size_t begin)
{
    const MatchEvent *event = match->event;
    size_t end = begin + 1;
    for (; end < match->events && same_period(&event[begin], &event[end]); end++) {
        if (action_restarts(event[end].action))
            break;
        if (event[end].team == event[begin].team)
            continue;
        bool back = end + 1 < match->events && same_period(&event[begin], &event[end + 1]) &&
                    event[end + 1].team == event[begin].team;
        if (!action_defends(event[end].action) || !back)
            break;
    }
    return end;
}

/** look - the first actions of its team; returns how many, and whether the shot is among them or behind. */
static size_t look(const Match *match, size_t begin, size_t end, size_t seen[LOOK], bool *early, bool *late)
{
    size_t count = 0;
    *early = *late = false;
    for (size_t i = begin; i < end; i++) {
        if (match->event[i].team != match->event[begin].team)
            continue;
        bool shot = action_is_shot(match->event[i].action);
        *early = *early || (shot && count < LOOK);
        *late = *late || (shot && count >= LOOK);
        if (count < LOOK)
            seen[count] = i;
        count++;
    }
    return count;
}

static void possession(Match *match, const TaskBlocks *blocks, size_t begin, size_t end, Text *text, TaskMade *made)
{
    size_t seen[LOOK];
    bool early, late;
    size_t count = look(match, begin, end, seen, &early, &late);
    if (early || count < LOOK) {
        match_drop(match, 1,
                   early ? "a possession whose shot is among the first 4 actions: nothing is left to foresee"
                         : "a possession of less than 4 actions");
        return;
    }
    made->sequences++;
    made->asked |= late ? 1u : 2u;
    for (size_t i = 0; i < LOOK; i++) {
        const MatchEvent *event = &match->event[seen[i]];
        task_step(text, &(TaskStep){made->sequences, i + 1, block_of(match, blocks, begin)});
        text_addf(text, ",%s,", action_name(event->action));
        decimal_add(text, event->at[0]);
        text_add(text, ",");
        decimal_add(text, event->at[1]);
        text_add(text, ",");
        decimal_add(text, i ? event->time - match->event[seen[i - 1]].time : 0);
        text_addf(text, ",%s\n", i + 1 < LOOK ? "" : late ? "shot" : "no shot");
    }
    made->rows += LOOK;
}

bool task_possession_shot(Match *match, Text *text, TaskMade *made, Error *error)
{
    if (!needs_events(match, "possession-shot", error))
        return false;
    text_add(text, "sequence,step,block,action,x[m],y[m],dt[s],target.shot\n");
    const TaskBlocks blocks = task_blocks(match);
    for (size_t begin = 0, end; begin < match->events; begin = end) {
        end = possession_end(match, begin);
        possession(match, &blocks, begin, end, text, made);
    }
    if (made->sequences == 0)
        return fail(error, ERR_INPUT,
                    "no possession of at least 4 actions; expected more events for the task possession-shot");
    return differs(made, made->asked == 1 ? "every possession of at least 4 actions goes on to a shot"
                                          : "no possession of at least 4 actions goes on to a shot",
                   error);
}
