/* What the tests of the program share: a session in a folder of its own, lines carried out in it, numbers read from it. */
#ifndef BACKPASS_TESTS_SESSION_KIT_H
#define BACKPASS_TESTS_SESSION_KIT_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/command/command.h"
#include "app/command/complete.h"

static inline const char *kit_lessons(void)
{
    static char folder[4096];
    const char *source = getenv("top_srcdir");
    snprintf(folder, sizeof folder, "%s/lessons", source ? source : ".");
    return folder;
}

/** A folder that is the current one until the test ends; files the test writes stay out of the tree. */
static inline void kit_enter_folder(char folder[64])
{
    snprintf(folder, 64, "/tmp/backpass-test-XXXXXX");
    cr_assert(mkdtemp(folder) != NULL);
    cr_assert(chdir(folder) == 0);
}

static inline void kit_leave_folder(const char *folder)
{
    char line[128];
    cr_assert(chdir("/") == 0);
    snprintf(line, sizeof line, "rm -rf '%s'", folder);
    cr_assert(system(line) == 0);
}

static inline Session *kit_session(void)
{
    return session_new(1, kit_lessons());
}

/** Carry out a line that must succeed. */
static inline void kit_run(Session *session, const char *line)
{
    Error error = {0};
    cr_assert(command_run(session, line, &error), "%s: %s", line, error.message);
}

/** Carry out a line that must fail, with these words in what it says. */
static inline void kit_fails(Session *session, const char *line, const char *words)
{
    Error error = {0};
    cr_assert(!command_run(session, line, &error), "`%s` should fail", line);
    char said[1024];
    error_line(&error, said, sizeof said);
    cr_assert(strstr(said, words) != NULL, "`%s` says: %s", line, said);
}

static inline double kit_number(Session *session, const char *expression)
{
    Eye eye;
    Error error = {0};
    double number = 0;
    cr_assert(session_eye(session, &eye, &error), "%s", error.message);
    cr_assert(probe_number(&eye.probe, expression, &number, &error), "%s: %s", expression, error.message);
    return number;
}

/** Is this word among what could stand at the end of the line? */
static inline bool kit_offered(Session *session, const char *line, const char *word)
{
    size_t start = strlen(line);
    while (start && !strchr(" =,", line[start - 1]))
        start--;
    char **words = complete(line, start, strlen(line), session);
    bool found = false;
    for (char **at = words; at && *at; at++) {
        found |= strcmp(*at, word) == 0;
        free(*at);
    }
    free(words);
    return found;
}

#endif
