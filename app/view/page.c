#include "app/view/view.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "app/view/flow.h"
#include "app/view/kit.h"

static Style span_style(SpanStyle span)
{
    switch (span) {
    case SPAN_EMPHASIS:
    case SPAN_STRONG: return style(ROLE_STRONG);
    case SPAN_CODE: return style(ROLE_CODE);
    case SPAN_LINK: return style(ROLE_LINK);
    case SPAN_PLAIN: break;
    }
    return style(ROLE_TEXT);
}

static void add_spans(Flow *flow, const Block *block)
{
    for (size_t i = 0; i < block->spans; i++)
        flow_add(flow, span_style(block->span[i].style), block->span[i].text);
}

/** emphasis_at - the length of an *emphasised* or **strong** stretch that begins here, 0 for a star that only multiplies. */
static size_t emphasis_at(const char *text, const char *at, size_t *stars)
{
    *stars = strspn(at, "*");
    if (*stars < 1 || *stars > 2 || (at > text && !strchr(" (\n", at[-1])) || !isalpha((unsigned char)at[*stars]))
        return 0;
    const char *end = strchr(at + *stars, '*');
    if (!end || end[-1] == ' ' || strspn(end, "*") != *stars || isalnum((unsigned char)end[*stars]))
        return 0;
    return (size_t)(end - at) - *stars;
}

/** add_inline - the plain text of a question, a task, a hint: `code` and *emphasis* as in Markdown. */
static void add_inline(Flow *flow, const char *text)
{
    for (const char *at = text; *at;) {
        size_t stars = 0, length = 0, ahead = strcspn(at, "`*");
        const char *tick = *at == '`' ? strchr(at + 1, '`') : NULL;
        if (tick) {
            flow_addf(flow, style(ROLE_CODE), "%.*s", (int)(tick - at - 1), at + 1);
            at = tick + 1;
        } else if (*at == '*' && (length = emphasis_at(text, at, &stars)) > 0) {
            flow_addf(flow, style(ROLE_STRONG), "%.*s", (int)length, at + stars);
            at += length + 2 * stars;
        } else {
            ahead = ahead ? ahead : 1;
            flow_addf(flow, style(ROLE_TEXT), "%.*s", (int)ahead, at);
            at += ahead;
        }
    }
}

static const Attempt *attempt_of(const Session *session, size_t block)
{
    for (size_t i = 0; i < session->course.attempts; i++)
        if (session->course.attempt[i].block == block)
            return &session->course.attempt[i];
    return NULL;
}

/* ---- the live blocks --------------------------------------------------------------------------------------------- */

static void draw_commands(Flow *flow, const Block *block)
{
    for (size_t i = 0; i < block->sources; i++) {
        const char *text = block->source[i].text;
        if (!text[strspn(text, " \t")] || text[strspn(text, " \t")] == '#')
            continue;
        flow_add(flow, style(ROLE_CODE), text);
        flow_end(flow, 0, "▸ ", style(ROLE_FAINT));
    }
}

/** add_kinds - how many of a block's claims are identities, bounds, empirical. */
static void add_kinds(Flow *flow, const Block *block)
{
    static const char *const ONE[] = {"identity", "bound", "empirical"}, *const MANY[] = {"identities", "bounds",
                                                                                          "empirical"};
    const char *joint = ": ";
    for (size_t kind = CLAIM_IDENTITY; kind <= CLAIM_EMPIRICAL; kind++) {
        size_t count = 0;
        for (size_t i = 0; i < block->claims; i++)
            count += block->claim[i].kind == (ClaimKind)kind;
        if (count == 0)
            continue;
        flow_addf(flow, style(ROLE_FAINT), "%s%zu %s", joint, count, count == 1 ? ONE[kind] : MANY[kind]);
        joint = ", ";
    }
}

static void draw_claims(const Session *session, Flow *flow, const Block *block, size_t index)
{
    size_t held = 0, seen = 0, broken = 0;
    for (size_t i = 0; i < session->course.claims; i++) {
        const ClaimResult *result = &session->course.claim[i];
        if (result->block != index)
            continue;
        seen++;
        held += result->held;
        if (!result->held && !broken)
            broken = result->claim + 1;
    }
    if (seen == 0) {
        flow_addf(flow, style(ROLE_FAINT), "%zu %s to check", block->claims, block->claims == 1 ? "claim" : "claims");
        flow_end(flow, 0, "· ", style(ROLE_FAINT));
    } else if (held == seen) {
        flow_addf(flow, style(ROLE_GOOD), seen == 1 ? "the claim holds here" : "%zu of %zu claims hold here", held,
                  seen);
        add_kinds(flow, block);
        flow_end(flow, 0, "✓ ", style(ROLE_GOOD));
    } else {
        flow_addf(flow, style(ROLE_BAD), "%zu of %zu claims hold here; not: ", held, seen);
        if (broken <= block->claims)
            flow_add(flow, style(ROLE_CODE), block->claim[broken - 1].expression);
        flow_end(flow, 0, "✗ ", style(ROLE_BAD));
    }
}

static void draw_hints(Flow *flow, const Attempt *attempt, char **hint, size_t hints)
{
    for (size_t i = 0; attempt && i < attempt->hints && i < hints; i++) {
        add_inline(flow, hint[i]);
        flow_end(flow, 2, "hint: ", style(ROLE_FAINT));
    }
}

static void draw_reply(Flow *flow, const Attempt *attempt)
{
    if (!attempt || !*attempt->reply)
        return;
    Role role = attempt->standing == STANDING_DONE   ? ROLE_GOOD
                : attempt->standing == STANDING_OPEN ? ROLE_WARN
                                                     : ROLE_TEXT;
    flow_add(flow, style(role), attempt->reply);
    flow_end(flow, 2, attempt->standing == STANDING_DONE ? "✓ " : "▸ ", style(role));
}

static void draw_keys(Flow *flow, bool hints)
{
    flow_add(flow, style(ROLE_KEY), "a");
    flow_add(flow, style(ROLE_FAINT), " to answer");
    if (hints)
        flow_add(flow, style(ROLE_FAINT), ", :hint for help, :skip to see it");
    flow_end(flow, 2, "", style(ROLE_FAINT));
}

static void draw_question(const Session *session, Flow *flow, const Block *block, size_t index, unsigned parts)
{
    const Attempt *attempt = attempt_of(session, index);
    const Question *question = &block->question;
    Standing standing = attempt ? attempt->standing : STANDING_OPEN;
    add_inline(flow, question->ask);
    flow_end(flow, 0, "? ", style(ROLE_QUESTION));
    for (size_t i = 0; i < question->choices; i++) {
        char lead[24];
        snprintf(lead, sizeof lead, "%c  ", (char)('a' + i % 26));
        add_inline(flow, question->choice[i]);
        flow_end(flow, 4, lead, style(ROLE_KEY));
    }
    draw_hints(flow, attempt, block->question.hint, block->question.hints);
    draw_reply(flow, attempt);
    if (standing == STANDING_OPEN && (parts & PAGE_KEYS))
        draw_keys(flow, !attempt || attempt->hints < question->hints);
}

/** goal_holds - 1 it does, 0 not yet, −1 cannot be told. */
static int goal_holds(const Session *session, const char *goal)
{
    Eye eye;
    Error error = {0};
    double number = 0;
    if (!session_eye(session, &eye, &error) || !probe_number(&eye.probe, goal, &number, &error))
        return -1;
    return number != 0;
}

static void draw_challenge(const Session *session, Flow *flow, const Block *block, size_t index)
{
    const Attempt *attempt = attempt_of(session, index);
    const Challenge *challenge = &block->challenge;
    flow_add(flow, style(ROLE_STRONG), "Challenge  ");
    add_inline(flow, challenge->task);
    flow_end(flow, 0, "◆ ", style(ROLE_CHALLENGE));
    int holds = flow->grid ? goal_holds(session, challenge->goal) : 0;
    flow_add(flow, style(ROLE_CODE), challenge->goal);
    flow_add(flow, style(holds > 0 ? ROLE_GOOD : ROLE_WARN), holds > 0 ? "  ✓ holds" : holds == 0 ? "  not yet" : "  ");
    flow_end(flow, 2, "goal: ", style(ROLE_FAINT));
    draw_hints(flow, attempt, challenge->hint, challenge->hints);
    draw_reply(flow, attempt);
}

/* ---- prose ------------------------------------------------------------------------------------------------------- */

static void draw_item(Flow *flow, const Block *block)
{
    char lead[24] = "• ";
    if (block->number)
        snprintf(lead, sizeof lead, "%zu. ", block->number);
    add_spans(flow, block);
    flow_end(flow, 2 * (block->depth > 0 ? block->depth - 1 : 0), lead, style(ROLE_FAINT));
}

static void draw_block(const Session *session, Flow *flow, const Block *block, size_t index, unsigned parts)
{
    switch (block->kind) {
    case BLOCK_ITEM: draw_item(flow, block); return;
    case BLOCK_VERBATIM:
        for (size_t i = 0; i < block->spans; i++)
            flow_verbatim(flow, 2, style(ROLE_CODE), block->span[i].text);
        return;
    case BLOCK_RULE: flow_rule(flow); return;
    case BLOCK_COMMANDS: draw_commands(flow, block); return;
    case BLOCK_EXPECT: draw_claims(session, flow, block, index); return;
    case BLOCK_QUESTION: draw_question(session, flow, block, index, parts); return;
    case BLOCK_CHALLENGE: draw_challenge(session, flow, block, index); return;
    case BLOCK_HEADING:
        for (size_t i = 0; i < block->spans; i++)
            flow_add(flow, style(ROLE_TITLE), block->span[i].text);
        flow_end(flow, 0, "", style(ROLE_TITLE));
        return;
    case BLOCK_QUOTE:
        add_spans(flow, block);
        flow_end(flow, 0, "│ ", style(ROLE_RULE));
        return;
    case BLOCK_PARAGRAPH: break;
    }
    add_spans(flow, block);
    flow_end(flow, 0, "", style(ROLE_TEXT));
}

/** close_together - items of a list, and commands with their claims, stand without a gap. */
static bool close_together(const Block *above, const Block *below)
{
    if (above->kind == BLOCK_ITEM && below->kind == BLOCK_ITEM)
        return true;
    bool live = above->kind == BLOCK_COMMANDS || above->kind == BLOCK_EXPECT;
    return live && (below->kind == BLOCK_EXPECT || below->kind == BLOCK_COMMANDS);
}

/** focus_of - the block whose question or challenge waits first; where none does, the one replied to last; `blocks` for none. */
static size_t focus_of(const Session *session, const Step *step)
{
    size_t replied = step->blocks;
    for (size_t i = 0; i < session->course.attempts; i++) {
        const Attempt *attempt = &session->course.attempt[i];
        if (attempt->standing == STANDING_OPEN)
            return attempt->block;
        if (*attempt->reply)
            replied = attempt->block;
    }
    return replied;
}

static void draw_step(const Session *session, Flow *flow, const Step *step, unsigned parts, PageSize *size)
{
    size_t focus = focus_of(session, step);
    for (size_t i = 0; i < step->blocks; i++) {
        if (i > 0 && !close_together(&step->block[i - 1], &step->block[i]))
            flow_gap(flow);
        if (i == focus)
            size->focus_from = flow->row;
        draw_block(session, flow, &step->block[i], i, parts);
        const Attempt *attempt = attempt_of(session, i);
        bool replied = attempt && *attempt->reply;
        if (replied)
            size->replied_to = flow->row;
        if (i == focus) {
            size->focus_to = flow->row;
            size->focus_busy = replied || (attempt && attempt->hints > 0);
        }
    }
}

/** draw_fault - why the step's commands could not all be carried out. */
static void draw_fault(Flow *flow, const char *fault)
{
    flow_gap(flow);
    flow_add(flow, style(ROLE_BAD), fault);
    flow_end(flow, 0, "✗ ", style(ROLE_BAD));
}

/** draw_intro - what stands before the first step, and how to go on from there. */
static void draw_intro(const Session *session, Flow *flow, unsigned parts)
{
    const Lesson *lesson = session->course.lesson;
    for (size_t i = 0; i < lesson->intros; i++) {
        if (i > 0 && !close_together(&lesson->intro[i - 1], &lesson->intro[i]))
            flow_gap(flow);
        draw_block(session, flow, &lesson->intro[i], i, parts);
    }
    flow_gap(flow);
    flow_add(flow, style(ROLE_KEY), "n");
    flow_addf(flow, style(ROLE_FAINT), " begins: %zu steps", lesson->steps);
    flow_end(flow, 0, "", style(ROLE_FAINT));
}

static PageSize draw_all(const Session *session, Grid *grid, Rect area, int skip, unsigned parts)
{
    const Course *course = &session->course;
    PageSize size = {0};
    if (!course->lesson || area.width < 1)
        return size;
    Flow flow = flow_start(grid, area, skip, grid && grid->ascii);
    const Step *step = course->step ? &course->lesson->step[course->step - 1] : NULL;
    if (parts & PAGE_HEADING) {
        flow_add(&flow, style(ROLE_TITLE), step ? step->title : course->lesson->title);
        flow_end(&flow, 0, "", style(ROLE_TITLE));
        flow_gap(&flow);
    }
    if (step)
        draw_step(session, &flow, step, parts, &size);
    else
        draw_intro(session, &flow, parts);
    if (step && *course->fault)
        draw_fault(&flow, course->fault);
    size.rows = flow.row;
    flow_free(&flow);
    return size;
}

PageSize page_size(const Session *session, int width, unsigned parts)
{
    return draw_all(session, NULL, (Rect){0, 0, width, 0}, 0, parts);
}

int page_skip(const Session *session, int rows, int height)
{
    int hidden = rows - height;
    return hidden <= 0 ? 0 : session->cursor.scroll < (size_t)hidden ? (int)session->cursor.scroll : hidden;
}

void page_draw(const Session *session, Grid *grid, Rect area, unsigned parts)
{
    int rows = page_size(session, area.width, parts).rows, skip = page_skip(session, rows, area.height);
    draw_all(session, grid, area, skip, parts);
    int x = area.x + area.width - 1;
    if (skip > 0)
        grid_text(grid, x, area.y, 1, style(ROLE_WARN), grid->ascii ? "^" : "▲");
    if (rows - area.height > skip)
        grid_text(grid, x, area.y + area.height - 1, 1, style(ROLE_WARN), grid->ascii ? "v" : "▼");
}
