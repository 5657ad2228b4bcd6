/* Sequences made of matches: one row a step, in the tidy layout.
 * Knows: matches in the inside frame. Must not know providers. */
#ifndef BACKPASS_IMPORT_TASK_H
#define BACKPASS_IMPORT_TASK_H

#include "engine/football/import/match.h"

/** TaskMade - what a task has written. */
typedef struct TaskMade {
    size_t sequences, rows;
    uint32_t asked; // a bit for each word that is a target somewhere
} TaskMade;

/** Task - a way to make sequences. */
typedef struct Task {
    const char *name;
    const char *words; // what a row is and what is asked, for the header
    bool of_places;    // it reads tracked places alone
    bool (*make)(Match *match, Text *text, TaskMade *made, Error *error);
} Task;

const Task *task_named(const char *name); // NULL where there is none
const char *task_names(void);             // for messages

/** Each adds the title line and the rows to text. Errors: ERR_INPUT where the match holds nothing for it. */
bool task_raw(Match *match, Text *text, TaskMade *made, Error *error) MUST_USE;
bool task_next_event(Match *match, Text *text, TaskMade *made, Error *error) MUST_USE;
bool task_possession_shot(Match *match, Text *text, TaskMade *made, Error *error) MUST_USE;
bool task_trajectory(Match *match, Text *text, TaskMade *made, Error *error) MUST_USE;

/** TaskBlocks - what goes together to training or to validation, since neighbours in time resemble each other: a match where
 *  there are several, otherwise a stretch of time, a fifth of what there is, at least 5 s and at most 5 minutes. */
typedef struct TaskBlocks {
    bool by_match;
    double length; // s
} TaskBlocks;

typedef struct TaskBlock {
    unsigned match; // from 1 where it is a match, otherwise 0
    int period;
    long stretch; // from 1 on the provider's clock
} TaskBlock;

/** TaskStep - the first columns of a row: which sequence, which step of it, in which block. */
typedef struct TaskStep {
    size_t sequence, step;
    TaskBlock block;
} TaskStep;

/** task_blocks - how this match is cut. task_block - the block of a moment, seconds on the provider's clock. */
TaskBlocks task_blocks(const Match *match);
TaskBlock task_block(const TaskBlocks *blocks, uint32_t match, int period, double time);
/** task_step - "3,1,1.2" added to text. */
void task_step(Text *text, const TaskStep *step);

/** task_word - a comma and a word from a file, made harmless and quoted where need be. */
void task_word(Text *text, const char *word);

#endif
