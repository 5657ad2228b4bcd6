/* A little program for the tests of screen and prompt: a status line, a row of shades, the last thing that happened, and the
 * `:` prompt. Its commands: quit, crash, abort, anything else is told back. */
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/grid/heat.h"
#include "app/run/prompt.h"
#include "engine/base/memory.h"

typedef struct Demo {
    Screen *screen;
    Prompt *prompt;
    Grid *grid;
    Appearance look;
    char said[512];
    bool open, done;
} Demo;

static const char *const WORDS[] = {"data",        "goto",         "gradients", "hold",    "model",
                                    "norm(dh[1])", "norm(dh[20])", "train",     "updates="};

static char **complete(const char *line, size_t start, size_t end, void *context)
{
    size_t count = sizeof WORDS / sizeof *WORDS, found = 0;
    char **words = memory_new(count + 1, sizeof *words);
    (void)context;
    for (size_t i = 0; i < count; i++)
        if (strncmp(WORDS[i], line + start, end - start) == 0)
            words[found++] = memory_copy_text(WORDS[i]);
    return words;
}

static void draw(Demo *demo)
{
    Grid *grid = demo->grid;
    int width, height;
    screen_size(demo->screen, &width, &height);
    if (width != grid->width || height != grid->height)
        grid_resize(grid, width, height);
    grid_clear(grid);
    grid->ascii = !screen_utf8();
    grid_textf(grid, 0, 0, width, style(ROLE_TITLE), "%dx%d ∂L/∂hₜ", width, height);
    for (int i = 0; i < 11; i++)
        heat_cell(grid, i, 1, 1, i - 5, 5, "h[1]");
    grid_text(grid, 0, 2, width, style(ROLE_TEXT), demo->said);
    grid->cursor_x = 3, grid->cursor_y = 1;
    if (demo->open)
        prompt_draw(demo->prompt, grid, grid_whole(grid));
    screen_show(demo->screen, grid, &demo->look);
}

static void obey(Demo *demo, const char *line)
{
    snprintf(demo->said, sizeof demo->said, "ran [%s]", line);
    if (strcmp(line, "quit") == 0)
        demo->done = true;
    if (strcmp(line, "crash") == 0)
        raise(SIGSEGV);
    if (strcmp(line, "abort") == 0)
        abort();
}

static void at_prompt(Demo *demo, Key key)
{
    switch (prompt_key(demo->prompt, key)) {
    case PROMPT_LINE:
        obey(demo, prompt_line(demo->prompt));
        demo->open = false;
        break;
    case PROMPT_CANCELLED:
        snprintf(demo->said, sizeof demo->said, "cancelled");
        demo->open = false;
        break;
    default: break;
    }
}

static void at_rest(Demo *demo, Key key)
{
    if (key.kind == KEY_TEXT && key.pasted)
        snprintf(demo->said, sizeof demo->said, "pasted text is ignored");
    else if (key.kind == KEY_TEXT && key.text == ':')
        prompt_open(demo->prompt, ""), demo->open = true;
    else if (key.kind == KEY_TEXT && key.text == 'a' && !key.alt)
        prompt_open(demo->prompt, "answer "), demo->open = true;
    else if (key.kind == KEY_TEXT && key.text == 'q')
        demo->done = true;
    else if (key.kind == KEY_TEXT)
        snprintf(demo->said, sizeof demo->said, "text U+%04X%s", (unsigned)key.text, key.alt ? " alt" : "");
    else if (key.kind == KEY_NAMED)
        snprintf(demo->said, sizeof demo->said, "named %d%s", (int)key.named, key.alt ? " alt" : "");
    else if (key.kind == KEY_INTERRUPT)
        snprintf(demo->said, sizeof demo->said, "interrupted");
}

static void happen(Demo *demo, Key key)
{
    int width, height;
    screen_size(demo->screen, &width, &height);
    if (key.kind == KEY_HANGUP)
        demo->done = true;
    else if (key.kind == KEY_CONTINUED)
        snprintf(demo->said, sizeof demo->said, "continued");
    else if (key.kind == KEY_RESIZED)
        prompt_resized(demo->prompt, width, height);
    else if (demo->open)
        at_prompt(demo, key);
    else
        at_rest(demo, key);
}

int main(int count, char **arguments)
{
    Error error = {0};
    Demo demo = {.look = {.depth = DEPTH_TRUE}};
    setlocale(LC_CTYPE, "");
    demo.screen = screen_open(&error);
    if (demo.screen == NULL) {
        fprintf(stderr, "%s\n", error.message);
        return error_status(&error);
    }
    demo.grid = grid_new(80, 24);
    demo.prompt = prompt_new(count > 1 ? arguments[1] : NULL, complete, NULL);
    while (!demo.done) {
        draw(&demo);
        happen(&demo, screen_key(demo.screen, -1));
    }
    int number = screen_signal(demo.screen);
    prompt_free(demo.prompt);
    screen_close(demo.screen);
    grid_free(demo.grid);
    puts("good bye");
    return number != 0 ? 128 + number : 0;
}
