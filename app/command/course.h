/* Walking a lesson: entering steps, carrying out their commands, checking their claims, judging answers.
 * Knows: the session, lessons as text, command lines. */
#ifndef BACKPASS_APP_COURSE_H
#define BACKPASS_APP_COURSE_H

#include "app/session/session.h"

/** course_open - take a lesson (by what a person typed) and walk to a step (from 1; 0: where the learner last was). */
bool course_open(Session *session, const char *wanted, size_t step, Error *error) MUST_USE;
/** course_enter - walk to a step: from what the step before left where that was visited, else through all before it. */
bool course_enter(Session *session, size_t step, Error *error) MUST_USE;
/** course_reseed - the lesson from its beginning to the step one is in, under the world's seed. */
bool course_reseed(Session *session, Error *error) MUST_USE;
/** course_settle - the commands of the step under way have run: keep its world, check its claims, go on to the target. */
bool course_settle(Session *session, Error *error) MUST_USE;
/** course_fault - a command of the lesson failed: say so on its page. */
void course_fault(Session *session, const Error *error);

/** course_step - the step the learner is in; NULL outside a lesson. inside. course_block - of an attempt. */
const Step *course_step(const Session *session);
const Block *course_block(const Session *session, const Attempt *attempt);
/** course_open_attempt - the first question or challenge that is still open, or NULL; course_open_question - the first question. */
Attempt *course_open_attempt(Session *session);
Attempt *course_open_question(Session *session);

/** question_answer - the right answer on the learner's own run. */
bool question_answer(const Session *session, const Question *question, double *answer, Error *error) MUST_USE;
/** question_judge - is this reply right? (choices: the number of one) */
bool question_judge(const Question *question, double answer, double reply);
/** question_reply - what the learner typed, as a number: an expression, or a choice by letter, number or words. */
bool question_reply(const Session *session, const Question *question, const char *typed, double *reply, Error *error) MUST_USE;
/** challenge_holds - does its goal hold now? */
bool challenge_holds(const Session *session, const Challenge *challenge, bool *holds, Error *error) MUST_USE;
/** claim_holds - evaluate a claim; why (written) shows both sides with their numbers. */
bool claim_holds(const Session *session, const char *expression, bool *holds, char *why, size_t size, Error *error) MUST_USE;
/** course_watch - after a change: challenges whose goal now holds are done. */
void course_watch(Session *session);

#endif
