/* A lesson as text: steps of prose, commands, claims, questions, challenges, each with its place in the file.
 * Knows: Markdown (through markdown.c alone), files. Evaluates nothing: claims and commands are carried out above it. */
#ifndef BACKPASS_LESSON_H
#define BACKPASS_LESSON_H

#include "engine/base/text.h"

/** Span - a run of prose in one style. */
typedef enum SpanStyle { SPAN_PLAIN, SPAN_EMPHASIS, SPAN_STRONG, SPAN_CODE, SPAN_LINK } SpanStyle;
typedef struct Span { char *text; SpanStyle style; } Span; // filtered: safe to draw; "\n" is a hard break

typedef enum BlockKind {
    BLOCK_PARAGRAPH, BLOCK_HEADING, // level 3 and below
    BLOCK_ITEM,      // a list item's paragraph: depth, number (0: bullet)
    BLOCK_QUOTE, BLOCK_VERBATIM, BLOCK_RULE,
    BLOCK_COMMANDS, BLOCK_EXPECT, BLOCK_QUESTION, BLOCK_CHALLENGE // the live ones
} BlockKind;

/** SourceLine - a line of a live block with its place. */
typedef struct SourceLine { char *text; size_t line; } SourceLine;

typedef enum ClaimKind { CLAIM_IDENTITY, CLAIM_BOUND, CLAIM_EMPIRICAL } ClaimKind;
typedef struct Claim { char *expression; ClaimKind kind; char *comment; size_t line; } Claim;

typedef enum AcceptKind { ACCEPT_FACTOR, ACCEPT_PERCENT, ACCEPT_ABSOLUTE, ACCEPT_CHOICE } AcceptKind;
typedef struct Question {
    char *ask;            // filtered prose
    char *answer;         // an expression, evaluated on the learner's own run (choices: the number of the right one, from 1)
    AcceptKind accept;    // "within a factor of 10" | "within 5 %" | "within 0.1" | "exactly" (within 0)
    double margin;
    char **choice; size_t choices; // "choices: it shrinks | it stays | it grows"
    double *refuse; size_t refuses; // typical wrong answers, which must not be accepted
    char **hint; size_t hints;      // shown one by one
    size_t line;
} Question;
typedef struct Challenge {
    char *task;           // filtered prose
    char *goal;           // an expression: false at first, true when solved
    SourceLine *solution; size_t solutions; // command lines that solve it (";" separates, or "solution:" repeated)
    char **hint; size_t hints;
    size_t line;
} Challenge;

typedef struct Block {
    BlockKind kind;
    size_t line;
    int depth; size_t number;
    Span *span; size_t spans;          // prose and verbatim
    SourceLine *source; size_t sources; // BLOCK_COMMANDS
    Claim *claim; size_t claims;        // BLOCK_EXPECT
    Question question;
    Challenge challenge;
} Block;

typedef struct Step { char *title; size_t line; Block *block; size_t blocks; } Step;

typedef struct Lesson {
    char *path;   // as given
    char *name;   // "06-vanishing-gradients"
    char *title;  // the level-1 heading, or the name
    Block *intro; size_t intros; // between the title and the first step
    Step *step; size_t steps;
} Lesson;

/** lesson_parse - bytes (borrowed) of a file called path. New.
 *  Errors, with file:line:column: not UTF-8; no level-2 heading; an unknown key in a question or challenge (the nearest is
 *  suggested); a missing ask, answer, task, goal or solution; a claim without its kind
 *  (`EXPR # identity|bound|empirical: why`); an empty live block, one before the first step, or a fence whose word is almost a
 *  live one; a command that chooses a seed; a step without a title; a file over 1 MB. */
Lesson *lesson_parse(const char *path, const char *bytes, size_t count, Error *error) MUST_USE;
Lesson *lesson_read(const char *path, Error *error) MUST_USE; // new
void lesson_free(Lesson *lesson);

/** lesson_find - the file for what a person typed: "06", "6", "vanishing", "06-vanishing-gradients", or a path to a .md;
 *  looks through folder (borrowed). path written (cleared first). Errors: ERR_USE listing the lessons there are. */
bool lesson_find(const char *folder, const char *wanted, Text *path, Error *error) MUST_USE;
/** lesson_list - names ("06-vanishing-gradients") of the lessons in folder, sorted; a new NULL-ended array of new strings. */
char **lesson_list(const char *folder, size_t *count, Error *error) MUST_USE;

#endif
