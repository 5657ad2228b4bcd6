/* What stands inside the live blocks of a lesson: command lines, claims, questions, challenges.
 * Knows: lines of text. Must not know Markdown, and evaluates nothing. */
#ifndef BACKPASS_LESSON_LIVE_H
#define BACKPASS_LESSON_LIVE_H

#include "lessons/lesson.h"
#include "lessons/line.h"

/** live_kind - is a fence with this word live? live_near - the live word it was probably meant to be ("Expect",
 *  "questions"), or NULL. */
bool live_kind(const char *word, BlockKind *kind);
const char *live_near(const char *word);

/** live_parse - fill the part of block (written) that belongs to block->kind. Errors carry file:line:column. */
bool live_parse(const LiveText *text, Block *block, Error *error) MUST_USE;

/** The parts of it: live_claims lines of LIVE_CLAIM_FORM; live_question, live_challenge lines of `key: value`. */
#define LIVE_CLAIM_FORM "EXPR # identity|bound|empirical: why"
bool live_commands(const LiveText *text, Block *block, Error *error) MUST_USE;
bool live_claims(const LiveText *text, Block *block, Error *error) MUST_USE;
bool live_question(const LiveText *text, Question *question, Error *error) MUST_USE;
bool live_challenge(const LiveText *text, Challenge *challenge, Error *error) MUST_USE;

/** live_no_seed - a lesson must hold for any seed, so it may not choose one: `seed N` and `seed=N` are errors. */
bool live_no_seed(const char *path, const char *command, size_t line, Error *error) MUST_USE;
/** live_free - what live_parse made. */
void live_free(Block *block);

#endif
