/* The match as it was. */

#include "engine/football/import/decimal.h"
#include "engine/football/import/task.h"

static void number(Text *text, double value)
{
    text_add(text, ",");
    decimal_add(text, value);
}

static void add_event(const Match *match, const MatchEvent *event, size_t sequence, size_t step, Text *text)
{
    text_addf(text, "%zu,%zu", sequence, step);
    task_word(text, event->match == MATCH_NOBODY ? "" : intern_word(&match->matches, event->match));
    text_addf(text, ",%d", event->period);
    number(text, event->time);
    task_word(text, match_team_name(match, event->team));
    task_word(text, match_player_name(match, event->player));
    text_addf(text, ",%s,%s,%s", action_name(event->action), action_result(event->result), action_body(event->body));
    for (size_t i = 0; i < 4; i++)
        number(text, event->at[i]);
    for (size_t i = 0; i < 4; i++) {
        text_add(text, ",");
        decimal_exact(text, event->raw[i]);
    }
    task_word(text, event->word == MATCH_NOBODY ? "" : intern_word(&match->words, event->word));
    text_add(text, "\n");
}

static void events(const Match *match, Text *text, TaskMade *made)
{
    text_add(text, "sequence,step,match,period,time[s],team,player,action,result,body,x[m],y[m],end_x[m],end_y[m],raw_"
                   "x,raw_y,raw_end_x,raw_end_y,raw_event\n");
    size_t step = 0;
    for (size_t i = 0; i < match->events; i++) {
        const MatchEvent *event = &match->event[i], *before = i ? event - 1 : NULL;
        bool begins = !before || before->match != event->match || before->period != event->period;
        made->sequences += begins;
        step = begins ? 1 : step + 1;
        add_event(match, event, made->sequences, step, text);
    }
    made->rows = match->events;
}

static void add_spot(const Match *match, const MatchSpot *spot, size_t sequence, size_t step, Text *text)
{
    text_addf(text, "%zu,%zu,%d,%d", sequence, step, spot->period, spot->frame);
    number(text, spot->frame / match->rate);
    task_word(text, match_team_name(match, match->player[spot->player].team));
    task_word(text, match_player_name(match, spot->player));
    number(text, spot->at[0]);
    number(text, spot->at[1]);
    for (size_t i = 0; i < 2; i++) {
        text_add(text, ",");
        decimal_exact(text, spot->raw[i]);
    }
    text_add(text, "\n");
}

static void spots(const Match *match, Text *text, TaskMade *made)
{
    text_add(text, "sequence,step,period,frame,time[s],team,player,x[m],y[m],raw_x,raw_y\n");
    size_t step = 0;
    for (size_t i = 0; i < match->spots; i++) {
        const MatchSpot *spot = &match->spot[i], *before = i ? spot - 1 : NULL;
        bool begins = !before || before->player != spot->player || before->period != spot->period ||
                      before->frame + 1 != spot->frame;
        made->sequences += begins;
        step = begins ? 1 : step + 1;
        add_spot(match, spot, made->sequences, step, text);
    }
    made->rows = match->spots;
}

bool task_raw(Match *match, Text *text, TaskMade *made, Error *error)
{
    (void)error;
    if (match->events) {
        match_drop(match, match->spots, "a place: raw writes the events; give the tracking alone to have the places");
        events(match, text, made);
    } else
        spots(match, text, made);
    return true;
}
