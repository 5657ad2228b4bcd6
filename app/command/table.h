/* The command table: every command's name, arguments, help, example and handler. From it come parsing, help, completion,
 * the manual and the tests.
 * Knows: the session. */
#ifndef BACKPASS_APP_TABLE_H
#define BACKPASS_APP_TABLE_H

#include "app/session/session.h"

typedef enum Group {
    GROUP_DATA, GROUP_MODEL, GROUP_TRAINING, GROUP_MOVING, GROUP_INTERVENING, GROUP_ASKING, GROUP_KEEPING, GROUP_COURSE,
    GROUP_PROGRAM, GROUPS
} Group;

/** What a command does to the session: only what changes it is undone, recorded and replayed. */
typedef enum Effect {
    EFFECT_ASKS,    // prints
    EFFECT_MOVES,   // the cursor
    EFFECT_CHANGES, // data, models, weights, inputs: recorded, undone
    EFFECT_KEEPS,   // files: never replayed, not for lessons
    EFFECT_COURSE,  // lessons
    EFFECT_PROGRAM  // the program itself
} Effect;

typedef enum OptionKind {
    OPTION_COUNT,   // whole number low … high
    OPTION_NUMBER,  // number low … high
    OPTION_MOVE,    // whole number, or +N or -N from here
    OPTION_CHOICE,  // one of `choices`, blank-separated
    OPTION_NAME,    // letters, digits, _ and -
    OPTION_TEXT,    // anything
    OPTION_FILE
} OptionKind;

typedef struct Option {
    const char *name;
    OptionKind kind;
    bool bare;            // given by its place, not as name=value
    bool needed;
    double low, high;
    const char *choices;
    const char *standard; // what it is when not given, for the help; NULL when there is nothing to say
    const char *help;
} Option;

enum { OPTIONS_MAX = 16 };

typedef struct Arguments Arguments;

typedef struct Command {
    const char *name;
    Group group;
    Effect effect;
    bool whole_line;     // takes the rest of the line as it stands: an expression, an answer
    bool open;           // takes further name=value or bare words; the handler checks them
    Option option[OPTIONS_MAX]; // ends at name NULL
    const char *usage;   // for a whole_line or open command, what stands after its name; NULL: made from the options
    const char *help;    // one line
    const char *example; // runnable lines, `;` separated, from an empty session
    const char *more;    // a paragraph; NULL when the line says it all
    /** run - carry it out or begin session->work; on failure nothing has changed. */
    bool (*run)(Session *session, const Arguments *arguments, Error *error);
} Command;

extern const Command DATA_COMMANDS[], MODEL_COMMANDS[], TRAINING_COMMANDS[], MOVING_COMMANDS[], INTERVENING_COMMANDS[],
    ASKING_COMMANDS[], KEEPING_COMMANDS[], COURSE_COMMANDS[], PROGRAM_COMMANDS[]; // each ends at name NULL

/** command_at - in the order of the groups; NULL past the end. command_find - NULL when there is none of that name. */
const Command *command_at(size_t index);
const Command *command_find(const char *name);
const char *group_title(Group group);
/** command_usage - "train [updates=N] …": added to text. */
void command_usage(const Command *command, Text *text);

#endif
