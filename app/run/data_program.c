#include "app/run/data_program.h"

#include <stdio.h>
#include <string.h>

#include "app/run/player.h"
#include "engine/base/file.h"
#include "engine/football/tidy.h"

/** add_word - as the command line of the program itself would have it. */
static void add_word(Text *line, const char *word)
{
    static const char PLAIN[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./+@%,:~=";
    const bool plain = *word && strspn(word, PLAIN) == strlen(word);
    text_add(line, plain ? " " : " \"");
    for (const char *byte = word; *byte; byte++) {
        if (!plain && (*byte == '"' || *byte == '\\'))
            text_add(line, "\\");
        text_add_bytes(line, byte, 1);
    }
    text_add(line, plain ? "" : "\"");
}

static int play_words(Session *session, char *const *words, int count)
{
    Text line = {0};
    text_add(&line, "data");
    for (int i = 0; i < count; i++)
        add_word(&line, words[i]);
    int status = play_commands(session, text_string(&line));
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
        return count ? play_words(session, words, count) : play_commands(session, "data list");
    int status = play_words(session, words + 1, count - 1);
    return status ? status : write_data(session, output);
}
