#include "app/run/data_program.h"

#include <stdio.h>
#include <string.h>

#include "app/run/player.h"
#include "engine/base/file.h"
#include "engine/football/tidy.h"

/** add_word - as a command line has it: in quotes, in which nothing but a quote and the end of a line means anything. */
static bool add_word(Text *line, const char *word, Error *error)
{
    if (strpbrk(word, "\"\n\r"))
        return fail(error, ERR_USE, "`%.60s` holds a quote or an end of line; no name of data may", word);
    text_addf(line, " \"%s\"", word);
    return true;
}

/** play_words - `data` and these words, as a command. */
static int play_words(Session *session, char *const *words, int count)
{
    Text line = {0};
    Error error = {0};
    text_add(&line, "data");
    bool good = true;
    for (int i = 0; good && i < count; i++)
        good = add_word(&line, words[i], &error);
    int status = good ? play_commands(session, text_string(&line), NULL) : play_error(&error);
    text_free(&line);
    return status;
}

/** write_data - the sequences there are as tidy CSV. */
static int write_data(const Session *session, const char *output)
{
    Text text = {0};
    Error error = {0};
    tidy_write(session->world->data, &text);
    bool good = true;
    if (!output || strcmp(output, "-") == 0)
        good = fwrite(text.bytes, 1, text.length, stdout) == text.length || fail(&error, ERR_FILE, "the output cannot be written");
    else
        good = file_write(output, text.bytes, text.length, &error);
    text_free(&text);
    return good ? 0 : play_error(&error);
}

int data_program(Session *session, char *const *words, int count, const char *output)
{
    Error error = {0};
    const char *verb = count ? words[0] : "list";
    const bool draws = strcmp(verb, "simulate") == 0;
    if (!draws && strcmp(verb, "list") != 0 && strcmp(verb, "describe") != 0)
        fail(&error, ERR_USE, "`backpass data %.60s`: expected list, describe NAME or simulate NAME", verb);
    else if (draws && count < 2)
        fail(&error, ERR_USE, "simulate what? `backpass data list` says what there is");
    else if (output && !draws)
        fail(&error, ERR_USE, "-o belongs to `backpass data simulate`");
    if (error.kind)
        return play_error(&error);
    if (!draws)
        return count ? play_words(session, words, count) : play_commands(session, "data list", NULL);
    int status = play_words(session, words + 1, count - 1);
    return status ? status : write_data(session, output);
}
