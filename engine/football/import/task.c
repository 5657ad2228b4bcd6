#include "engine/football/import/task.h"

#include <string.h>

#include "engine/football/csv.h"

static const Task TASKS[] = {
    {"raw",
     "raw: the match as it was, a row an event (a sequence is a period) or a row a place (a sequence is one player "
     "without a gap); "
     "raw_… are the provider's own numbers. No target: the other tasks make what can be trained on",
     task_raw},
    {"next-event",
     "next-event: at every step the type of the next action; windows of 20 actions, one behind the other, never over "
     "the end of a "
     "period. x and y as the acting team sees them, turnover says that the other team acts, dt is the time since the "
     "action before",
     task_next_event},
    {"possession-shot",
     "possession-shot: from the first 4 actions of a possession, will the rest of it hold a shot? A possession is a "
     "run of actions of "
     "one team in a period, from one stop of the game to the next; one tackle, interception, clearance, foul or save "
     "of the other "
     "team with the ball back at once does not end it",
     task_possession_shot},
    {"trajectory",
     "trajectory: players at 5 Hz, their own team attacking to the right; v is the way since the step before / 0.2 s, "
     "the target the way to "
     "the next step; pieces of up to 25 steps (5 s), never over a gap or a jump",
     task_trajectory},
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

void task_word(Text *text, const char *word)
{
    Text shown = {0};
    text_add(text, ",");
    text_add_visible(&shown, word, strlen(word), false);
    if (shown.length)
        csv_add(text, text_string(&shown));
    text_free(&shown);
}
