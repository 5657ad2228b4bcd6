#include "lessons/markdown.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "lessons/live.h"

/* What is under way while cmark walks its tree. */
typedef struct Builder {
    Lesson *lesson;
    Error *error;
    size_t step_room, block_room, span_room;
    Block current; // the paragraph or heading being filled
    Text run;      // its last span, not yet ended
    SpanStyle run_style;
    int emphasis, strong, link, lists, quotes;
    size_t item; // number of the list item whose first paragraph is awaited (0: bullet)
    bool item_awaits;
} Builder;

/* Blocks before the first step are the introduction. */
static Block *add_block(Builder *builder, const Block *block)
{
    Lesson *lesson = builder->lesson;
    Step *step = lesson->steps > 0 ? &lesson->step[lesson->steps - 1] : NULL;
    Block **blocks = step ? &step->block : &lesson->intro;
    size_t *count = step ? &step->blocks : &lesson->intros;
    *blocks = memory_grow(*blocks, &builder->block_room, *count + 1, sizeof **blocks);
    (*blocks)[*count] = *block;
    return &(*blocks)[(*count)++];
}

static void add_span(Block *block, size_t *room, const char *text, SpanStyle style)
{
    block->span = memory_grow(block->span, room, block->spans + 1, sizeof *block->span);
    block->span[block->spans++] = (Span){memory_copy_text(text), style};
}

static void end_run(Builder *builder)
{
    if (builder->run.length > 0)
        add_span(&builder->current, &builder->span_room, text_string(&builder->run), builder->run_style);
    text_clear(&builder->run);
}

static void set_style(Builder *builder, SpanStyle style)
{
    if (style != builder->run_style)
        end_run(builder);
    builder->run_style = style;
}

static SpanStyle style_now(const Builder *builder)
{
    if (builder->link > 0)
        return SPAN_LINK;
    if (builder->strong > 0)
        return SPAN_STRONG;
    return builder->emphasis > 0 ? SPAN_EMPHASIS : SPAN_PLAIN;
}

static void add_inline(Builder *builder, const char *text, SpanStyle style)
{
    if (!text)
        return;
    set_style(builder, style);
    text_add_visible(&builder->run, text, strlen(text), false);
}

static void add_break(Builder *builder, const char *mark)
{
    set_style(builder, style_now(builder));
    text_add(&builder->run, mark);
}

static void begin_block(Builder *builder, BlockKind kind, cmark_node *node)
{
    builder->current = (Block){.kind = kind, .line = (size_t)cmark_node_get_start_line(node)};
    builder->span_room = 0;
    text_clear(&builder->run);
}

static void free_spans(Block *block)
{
    for (size_t i = 0; i < block->spans; i++)
        free(block->span[i].text);
    free(block->span);
    block->span = NULL;
    block->spans = 0;
}

/* The heading's words without their styles; the heading itself is used up. */
static char *take_title(Builder *builder)
{
    Text title = {0};
    for (size_t i = 0; i < builder->current.spans; i++)
        text_add(&title, builder->current.span[i].text);
    char *copy = memory_copy_text(text_string(&title));
    text_free(&title);
    free_spans(&builder->current);
    return copy;
}

static void add_step(Builder *builder)
{
    Lesson *lesson = builder->lesson;
    lesson->step = memory_grow(lesson->step, &builder->step_room, lesson->steps + 1, sizeof *lesson->step);
    lesson->step[lesson->steps++] = (Step){.title = take_title(builder), .line = builder->current.line};
    builder->block_room = 0;
}

static bool is_top(cmark_node *node)
{
    return cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_DOCUMENT;
}

static void heading(Builder *builder, cmark_node *node, bool entering)
{
    int level = cmark_node_get_heading_level(node);
    if (entering) {
        begin_block(builder, BLOCK_HEADING, node);
        builder->current.depth = level;
        return;
    }
    end_run(builder);
    Lesson *lesson = builder->lesson;
    if (level == 2 && is_top(node))
        add_step(builder);
    else if (level == 1 && is_top(node) && !lesson->title && lesson->steps == 0)
        lesson->title = take_title(builder);
    else
        add_block(builder, &builder->current);
    builder->current = (Block){0};
}

static void paragraph(Builder *builder, cmark_node *node, bool entering)
{
    if (!entering) {
        end_run(builder);
        if (builder->current.spans > 0)
            add_block(builder, &builder->current);
        builder->current = (Block){0};
        return;
    }
    BlockKind kind = builder->quotes > 0 ? BLOCK_QUOTE : BLOCK_PARAGRAPH;
    if (builder->item_awaits)
        kind = BLOCK_ITEM;
    begin_block(builder, kind, node);
    builder->current.depth = builder->lists > 0 ? builder->lists : builder->quotes;
    builder->current.number = kind == BLOCK_ITEM ? builder->item : 0;
    builder->item_awaits = false;
}

/* The list's own user data counts its items: looking back from each would take a square of the time. */
static void item(Builder *builder, cmark_node *node, bool entering)
{
    cmark_node *list = cmark_node_parent(node);
    builder->item_awaits = entering;
    if (!entering)
        return;
    size_t before = (size_t)(uintptr_t)cmark_node_get_user_data(list);
    cmark_node_set_user_data(list, (void *)(uintptr_t)(before + 1));
    bool ordered = cmark_node_get_list_type(list) == CMARK_ORDERED_LIST;
    builder->item = ordered ? before + (size_t)cmark_node_get_list_start(list) : 0;
}

static void verbatim(Builder *builder, cmark_node *node, const char *literal)
{
    Text shown = {0};
    size_t count = strlen(literal), room = 0;
    if (count > 0 && literal[count - 1] == '\n')
        count--;
    text_add_visible(&shown, literal, count, true);
    Block block = {.kind = BLOCK_VERBATIM, .line = (size_t)cmark_node_get_start_line(node)};
    add_span(&block, &room, text_string(&shown), SPAN_CODE);
    add_block(builder, &block);
    text_free(&shown);
}

static bool live(Builder *builder, cmark_node *node, BlockKind kind, const char *literal)
{
    const char *path = builder->lesson->path;
    size_t line = (size_t)cmark_node_get_start_line(node);
    if (builder->lesson->steps == 0)
        return fail_at(builder->error, ERR_INPUT, path, line, 1,
                       "a live block before the first step (a heading with ##)");
    Block *block = add_block(builder, &(Block){.kind = kind, .line = line});
    return live_parse(&(LiveText){path, literal, line + 1}, block, builder->error);
}

static bool code_block(Builder *builder, cmark_node *node)
{
    const char *info = cmark_node_get_fence_info(node), *literal = cmark_node_get_literal(node);
    char word[16] = "";
    size_t length = info ? strcspn(info, " \t") : 0;
    if (length > 0 && length < sizeof word)
        memcpy(word, info, length);
    BlockKind kind = BLOCK_VERBATIM;
    if (live_kind(word, &kind))
        return live(builder, node, kind, literal ? literal : "");
    const char *near = *word ? live_near(word) : NULL;
    if (near)
        return fail_at(builder->error, ERR_INPUT, builder->lesson->path, (size_t)cmark_node_get_start_line(node), 1,
                       "'%s' is not a live block; did you mean '%s'?", word, near);
    verbatim(builder, node, literal ? literal : "");
    return true;
}

/* Comments are the author's own; other HTML means nothing to a terminal and is shown as it stands. */
static void html(Builder *builder, cmark_node *node, bool whole_block)
{
    const char *literal = cmark_node_get_literal(node);
    if (!literal || strncmp(literal, "<!--", 4) == 0)
        return;
    if (whole_block)
        verbatim(builder, node, literal);
    else
        add_inline(builder, literal, style_now(builder));
}

/* Inside a paragraph or a heading. */
static void inline_node(Builder *builder, cmark_node *node, int step)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT: add_inline(builder, cmark_node_get_literal(node), style_now(builder)); break;
    case CMARK_NODE_CODE: add_inline(builder, cmark_node_get_literal(node), SPAN_CODE); break;
    case CMARK_NODE_SOFTBREAK: add_break(builder, " "); break;
    case CMARK_NODE_LINEBREAK: add_break(builder, "\n"); break;
    case CMARK_NODE_HTML_INLINE: html(builder, node, false); break;
    case CMARK_NODE_EMPH: builder->emphasis += step; break;
    case CMARK_NODE_STRONG: builder->strong += step; break;
    case CMARK_NODE_LINK:
    case CMARK_NODE_IMAGE: builder->link += step; break;
    default: break;
    }
}

static bool visit(Builder *builder, cmark_node *node, bool entering)
{
    int step = entering ? 1 : -1;
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_HEADING: heading(builder, node, entering); return true;
    case CMARK_NODE_PARAGRAPH: paragraph(builder, node, entering); return true;
    case CMARK_NODE_LIST: builder->lists += step; return true;
    case CMARK_NODE_ITEM: item(builder, node, entering); return true;
    case CMARK_NODE_BLOCK_QUOTE: builder->quotes += step; return true;
    case CMARK_NODE_CODE_BLOCK: return code_block(builder, node);
    case CMARK_NODE_HTML_BLOCK: html(builder, node, true); return true;
    case CMARK_NODE_THEMATIC_BREAK:
        add_block(builder, &(Block){.kind = BLOCK_RULE, .line = (size_t)cmark_node_get_start_line(node)});
        return true;
    default: inline_node(builder, node, step); return true;
    }
}

static bool walk(Builder *builder, cmark_node *document)
{
    cmark_iter *iterator = cmark_iter_new(document);
    bool good = true;
    for (cmark_event_type event; good && (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;)
        good = visit(builder, cmark_iter_get_node(iterator), event == CMARK_EVENT_ENTER);
    cmark_iter_free(iterator);
    free_spans(&builder->current);
    text_free(&builder->run);
    return good;
}

/* cmark would read front matter as a rule and a heading; blanked, every line keeps its number. */
static void blank_front_matter(char *bytes)
{
    if (strncmp(bytes, "---\n", 4) != 0 && strncmp(bytes, "---\r\n", 5) != 0)
        return;
    const char *end = strstr(bytes + 3, "\n---");
    if (!end || (end[4] != '\n' && end[4] != '\r' && end[4] != '\0'))
        return;
    for (char *at = bytes; at < end + 4; at++)
        if (*at != '\n')
            *at = ' ';
}

bool markdown_parse(const char *bytes, size_t count, Lesson *lesson, Error *error)
{
    Text copy = {0};
    text_add_bytes(&copy, bytes, count);
    if (copy.bytes)
        blank_front_matter(copy.bytes);
    cmark_node *document = cmark_parse_document(text_string(&copy), copy.length, CMARK_OPT_DEFAULT);
    text_free(&copy);
    cmark_consolidate_text_nodes(document);
    Builder builder = {.lesson = lesson, .error = error};
    bool good = walk(&builder, document);
    cmark_node_free(document);
    return good;
}
