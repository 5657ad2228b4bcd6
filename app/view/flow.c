#include "app/view/flow.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"

enum { READING_WIDTH = 76, ROW_BYTES = 1024 };

Flow flow_start(Grid *grid, Rect area, int skip, bool ascii)
{
    if (area.width > READING_WIDTH)
        area.width = READING_WIDTH;
    return (Flow){.grid = grid, .area = area, .skip = skip, .ascii = ascii};
}

void flow_free(Flow *flow)
{
    free(flow->rune);
    flow->rune = NULL;
}

static void add_rune(Flow *flow, uint32_t code, Style rune_style)
{
    flow->rune = memory_grow(flow->rune, &flow->room, flow->runes + 1, sizeof *flow->rune);
    flow->rune[flow->runes++] = (Rune){code, rune_style};
}

void flow_add(Flow *flow, Style rune_style, const char *text)
{
    for (const char *at = text; *at;) {
        uint32_t code = utf8_next(&at);
        const char *spelled = flow->ascii && code > 127 ? grid_ascii(code) : "";
        if (*spelled)
            for (; *spelled; spelled++)
                add_rune(flow, (unsigned char)*spelled, rune_style);
        else
            add_rune(flow, code, rune_style);
    }
}

void flow_addf(Flow *flow, Style rune_style, const char *format, ...)
{
    char text[2048];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    flow_add(flow, rune_style, text);
}

static int row_y(const Flow *flow)
{
    int y = flow->area.y + flow->row - flow->skip;
    return flow->grid && y >= flow->area.y && y < flow->area.y + flow->area.height ? y : -1;
}

/** draw_row - runes [from, to) from column x on, one call of grid_text for each run of a style. */
static void draw_row(Flow *flow, int x, size_t from, size_t to)
{
    int y = row_y(flow), end = flow->area.x + flow->area.width;
    for (size_t i = from; y >= 0 && i < to;) {
        char bytes[ROW_BYTES + 8];
        size_t length = 0, first = i;
        for (; i < to && length < ROW_BYTES && !memcmp(&flow->rune[i].style, &flow->rune[first].style, sizeof(Style));
             i++)
            length += utf8_put(flow->rune[i].code, bytes + length);
        bytes[length] = 0;
        x += grid_text(flow->grid, x, y, end - x, flow->rune[first].style, bytes);
    }
}

static int rune_width(uint32_t code)
{
    int width = utf8_width(code);
    return width > 0 ? width : 0;
}

/** row_end - how far a row of `width` columns reaches from `from`; *next is where the row after it begins. */
static size_t row_end(const Flow *flow, size_t from, int width, size_t *next)
{
    size_t blank = 0;
    int columns = 0;
    for (size_t i = from; i < flow->runes; i++) {
        uint32_t code = flow->rune[i].code;
        if (code == '\n') {
            *next = i + 1;
            return i;
        }
        if (code == ' ')
            blank = i + 1;
        columns += rune_width(code);
        if (columns <= width || i == from)
            continue;
        if (code == ' ') {
            *next = i + 1;
            return i;
        }
        *next = blank ? blank : i;
        return blank ? blank - 1 : i;
    }
    *next = flow->runes;
    return flow->runes;
}

/** lead_columns - what a lead takes, its signs spelled out where the grid is in ASCII. */
static int lead_columns(const Flow *flow, const char *lead)
{
    Grid plain = {.ascii = flow->ascii};
    return grid_columns(&plain, lead);
}

void flow_end(Flow *flow, int indent, const char *lead, Style lead_style)
{
    int hang = indent + lead_columns(flow, lead), width = flow->area.width - hang;
    if (width < 4) {
        hang = 0;
        width = flow->area.width > 0 ? flow->area.width : 1;
    }
    int y = row_y(flow);
    if (y >= 0 && hang)
        grid_text(flow->grid, flow->area.x + indent, y, flow->area.width - indent, lead_style, lead);
    if (flow->runes == 0 && *lead)
        flow->row++;
    for (size_t from = 0, next; from < flow->runes; from = next) {
        size_t to = row_end(flow, from, width, &next);
        draw_row(flow, flow->area.x + hang, from, to);
        flow->row++;
    }
    flow->runes = 0;
}

void flow_verbatim(Flow *flow, int indent, Style text_style, const char *text)
{
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, "\n");
        int y = row_y(flow);
        if (y >= 0 && length)
            grid_textf(flow->grid, flow->area.x + indent, y, flow->area.width - indent, text_style, "%.*s", (int)length,
                       at);
        flow->row++;
        at += length + (at[length] == '\n');
    }
}

void flow_gap(Flow *flow)
{
    if (flow->row > 0)
        flow->row++;
}

void flow_rule(Flow *flow)
{
    int y = row_y(flow);
    if (y >= 0)
        grid_line_across(flow->grid, flow->area.x, y, flow->area.width, style(ROLE_RULE));
    flow->row++;
}
