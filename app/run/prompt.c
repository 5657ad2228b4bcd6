#include "app/run/prompt.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "app/run/prompt_history.h"
#include "app/run/prompt_picture.h"
#include "engine/base/memory.h"

struct Prompt {
    Completion complete;
    void *context;
    FILE *nothing; // readline's terminal: no stray byte of it reaches ours
    Text queue;    // bytes readline has not read yet, from queue_at on
    size_t queue_at;
    bool open, leaving, entered;
    Text line;
    char **match; // new, what could stand at the cursor; shown until the next key
    size_t matches;
    PromptHistory history;
};

/* Readline keeps one state in the process, and calls back without telling for whom. */
static Prompt *current;

/* --- what readline asks for --- */

static bool queue_empty(const Prompt *prompt)
{
    return prompt->queue_at >= prompt->queue.length;
}

/* Never the end of the input: that would make readline give up the line. */
static int next_byte(FILE *unused)
{
    (void)unused;
    return queue_empty(current) ? 0 : (unsigned char)current->queue.bytes[current->queue_at++];
}

static int is_byte_there(void)
{
    return !queue_empty(current);
}

static void draw_nothing(void) // the frame draws the line
{
}

static void prepare_nothing(int meta)
{
    (void)meta;
}

static void forget_matches(Prompt *prompt)
{
    for (size_t i = 0; i < prompt->matches; i++)
        free(prompt->match[i]);
    free(prompt->match);
    prompt->match = NULL;
    prompt->matches = 0;
}

/* match[0] is what they have in common; the words follow. */
static void keep_matches(char **match, int count, int longest)
{
    (void)longest;
    forget_matches(current);
    current->match = memory_new((size_t)count, sizeof *current->match);
    for (int i = 1; i <= count; i++)
        current->match[current->matches++] = memory_copy_text(match[i]);
}

/* Readline's way to be told the words one by one; it frees each. */
static char *next_word(const char *text, int again)
{
    static char **words;
    static size_t at;
    (void)text;
    if (!again) {
        free(words);
        at = 0;
        words = current->complete(rl_line_buffer, (size_t)(rl_point - (int)strlen(text)), (size_t)rl_point,
                                  current->context);
    }
    if (words != NULL && words[at] != NULL)
        return words[at++];
    free(words);
    words = NULL;
    return NULL;
}

/* After a word that wants to be continued there is no blank. */
static char **complete_word(const char *text, int start, int end)
{
    (void)start, (void)end;
    rl_attempted_completion_over = 1; // no file names where nothing fits
    char **match = current->complete != NULL ? rl_completion_matches(text, next_word) : NULL;
    size_t length = match != NULL ? strlen(match[0]) : 0;
    if (length > 0 && strchr("=([:./", match[0][length - 1]) != NULL)
        rl_completion_suppress_append = 1;
    return match;
}

/* The handler must not be removed from inside: readline is still at work. */
static void take_line(char *line)
{
    current->leaving = true;
    current->entered = line != NULL && line[strspn(line, " \t")] != '\0';
    text_clear(&current->line);
    if (current->entered)
        text_add(&current->line, line + strspn(line, " \t"));
    while (current->line.length > 0 && strchr(" \t", current->line.bytes[current->line.length - 1]) != NULL)
        current->line.bytes[--current->line.length] = '\0';
    free(line);
}

/* --- a prompt --- */

/* After rl_initialize, which reads the user's inputrc: what would write to the terminal stays off. */
static void bind_variables(void)
{
    static const char *const FIXED[][2] = {
        {"bell-style", "none"},           {"enable-bracketed-paste", "off"},  {"show-mode-in-prompt", "off"},
        {"show-all-if-ambiguous", "on"},  {"blink-matching-paren", "off"},    {"page-completions", "off"},
        {"completion-query-items", "-1"}, {"echo-control-characters", "off"}, {"horizontal-scroll-mode", "on"},
    };
    for (size_t i = 0; i < sizeof FIXED / sizeof *FIXED; i++)
        rl_variable_bind(FIXED[i][0], FIXED[i][1]);
}

static void set_up_readline(Prompt *prompt)
{
    rl_readline_name = "backpass";
    rl_instream = rl_outstream = prompt->nothing;
    rl_catch_signals = rl_catch_sigwinch = rl_change_environment = 0;
    rl_prep_term_function = prepare_nothing;
    rl_deprep_term_function = draw_nothing;
    rl_getc_function = next_byte;
    rl_input_available_hook = is_byte_there;
    rl_redisplay_function = draw_nothing;
    rl_attempted_completion_function = complete_word;
    rl_completion_display_matches_hook = keep_matches;
    rl_completer_word_break_characters = " \t=,";
    rl_initialize();
    bind_variables();
}

static void open_history(Prompt *prompt, const char *path)
{
    Text lines = {0};
    using_history();
    clear_history();
    stifle_history(PROMPT_HISTORY_MOST);
    prompt->history.path = memory_copy_text(path);
    prompt_history_load(path, &lines);
    for (char *line = lines.bytes, *end; line != NULL && (end = strchr(line, '\n')) != NULL; line = end + 1) {
        *end = '\0';
        add_history(line);
        text_clear(&prompt->history.recent);
        text_add(&prompt->history.recent, line);
    }
    text_free(&lines);
}

/* A history that cannot be kept is not worth a word at the end of the work. */
static void close_history(Prompt *prompt)
{
    Error error = {0};
    if (!prompt_history_save(&prompt->history, &error))
        error_clear(&error);
    clear_history();
    free(prompt->history.path);
    text_free(&prompt->history.added);
    text_free(&prompt->history.recent);
}

Prompt *prompt_new(const char *history_file, Completion complete, void *context)
{
    assert(current == NULL);
    Prompt *prompt = memory_new(1, sizeof *prompt);
    prompt->complete = complete;
    prompt->context = context;
    prompt->nothing = fopen("/dev/null", "r+e");
    assert(prompt->nothing != NULL);
    current = prompt;
    set_up_readline(prompt);
    open_history(prompt, history_file);
    return prompt;
}

static void leave(Prompt *prompt)
{
    prompt->open = false;
    prompt->queue_at = prompt->queue.length = 0;
    forget_matches(prompt);
    rl_callback_handler_remove();
}

void prompt_free(Prompt *prompt)
{
    if (prompt == NULL)
        return;
    if (prompt->open)
        leave(prompt);
    close_history(prompt);
    rl_instream = rl_outstream = NULL;
    fclose(prompt->nothing);
    text_free(&prompt->queue);
    text_free(&prompt->line);
    free(prompt);
    current = NULL;
}

void prompt_open(Prompt *prompt, const char *initial)
{
    if (prompt->open)
        leave(prompt);
    prompt->open = true;
    prompt->leaving = prompt->entered = false;
    rl_callback_handler_install(":", take_line);
    if (initial != NULL)
        rl_insert_text(initial);
}

const char *prompt_line(const Prompt *prompt)
{
    return text_string(&prompt->line);
}

void prompt_resized(Prompt *prompt, int width, int height)
{
    (void)prompt;
    rl_set_screen_size(height, width);
}

/* --- keys --- */

static PromptState cancel(Prompt *prompt)
{
    rl_callback_sigcleanup();
    rl_free_line_state();
    rl_replace_line("", 1);
    leave(prompt);
    return PROMPT_CANCELLED;
}

/* What a terminal would send; a whole sequence each, so that readline never waits for the rest. */
static const char *sequence_of(const Key *key)
{
    switch (key->named) {
    case NAMED_UP:
    case NAMED_PAGE_UP: return "\033[A";
    case NAMED_DOWN:
    case NAMED_PAGE_DOWN: return "\033[B";
    case NAMED_RIGHT: return key->alt ? "\033f" : "\033[C";
    case NAMED_LEFT: return key->alt ? "\033b" : "\033[D";
    case NAMED_HOME: return "\033[H";
    case NAMED_END: return "\033[F";
    case NAMED_ENTER: return "\r";
    case NAMED_ESCAPE: return "\033";
    case NAMED_BACKSPACE: return key->alt ? "\033\177" : "\177";
    case NAMED_TAB: return "\t";
    default: return "";
    }
}

/* Pasted text is inserted and never obeyed: line ends become the `;` between commands, tabs blanks, other controls are left out. */
static void queue_text(Prompt *prompt, const Key *key)
{
    uint32_t code = key->text;
    char bytes[4];
    if (key->pasted && code == '\n')
        text_add(&prompt->queue, ";");
    if (key->pasted && (code == '\n' || code == '\t'))
        code = ' ';
    if (code == 0 || (key->pasted && (code < 0x20 || code == 0x7F)) || (code >= 0x80 && !screen_utf8()))
        return;
    if (key->alt)
        text_add(&prompt->queue, "\033");
    text_add_bytes(&prompt->queue, bytes, utf8_put(code, bytes));
}

static PromptState read_queue(Prompt *prompt)
{
    while (!queue_empty(prompt) && !prompt->leaving) {
        forget_matches(prompt);
        rl_callback_read_char();
    }
    prompt->queue_at = prompt->queue.length = 0;
    if (!prompt->leaving)
        return PROMPT_OPEN;
    leave(prompt);
    if (!prompt->entered)
        return PROMPT_CANCELLED;
    if (prompt_history_note(&prompt->history, prompt_line(prompt)))
        add_history(prompt_line(prompt));
    return PROMPT_LINE;
}

/* Esc ends the prompt; a search goes back to the line first, and in vi's manner it leaves the inserting. */
static PromptState escape(Prompt *prompt)
{
    if (RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH))
        text_add(&prompt->queue, "\a");
    else if (rl_editing_mode == 0 && rl_get_keymap() == vi_insertion_keymap)
        text_add(&prompt->queue, "\033");
    else
        return cancel(prompt);
    return read_queue(prompt);
}

/* Called by name: the sequence that terminals send for this key is not bound on all of them. */
static PromptState delete_next(void)
{
    if (!RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_MULTIKEY) && rl_point < rl_end)
        rl_delete(1, 0);
    return PROMPT_OPEN;
}

PromptState prompt_key(Prompt *prompt, Key key)
{
    if (!prompt->open)
        return PROMPT_CLOSED;
    if (key.kind == KEY_INTERRUPT || key.kind == KEY_HANGUP)
        return cancel(prompt);
    if (key.kind == KEY_NAMED && key.named == NAMED_ESCAPE)
        return escape(prompt);
    if (key.kind == KEY_NAMED && key.named == NAMED_DELETE)
        return delete_next();
    if (key.kind == KEY_NAMED)
        text_add(&prompt->queue, sequence_of(&key));
    else if (key.kind == KEY_TEXT)
        queue_text(prompt, &key);
    return read_queue(prompt);
}

/* --- drawing --- */

/* Readline's own prompt: ":" or what it says in a search, without the marks it puts around what is invisible. */
static void add_prompt(Text *text)
{
    for (const char *at = rl_display_prompt != NULL ? rl_display_prompt : ":"; *at != '\0'; at++)
        if (*at != RL_PROMPT_START_IGNORE && *at != RL_PROMPT_END_IGNORE)
            text_add_bytes(text, at, 1);
}

void prompt_draw(const Prompt *prompt, Grid *grid, Rect area)
{
    if (!prompt->open || area.width < 1 || area.height < 1)
        return;
    Text shown = {0};
    add_prompt(&shown);
    PromptPicture picture = {
        .prompt = text_string(&shown), .line = rl_line_buffer, .match = prompt->match, .matches = prompt->matches};
    picture.point = rl_point < 0 ? 0 : (size_t)rl_point;
    prompt_picture_draw(&picture, grid, area);
    text_free(&shown);
}
