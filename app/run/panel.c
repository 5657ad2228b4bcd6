#include "app/run/panel.h"

#include <stdio.h>
#include <string.h>

void panel_say(Panel *panel, const char *title, const char *text, bool bad)
{
    text_clear(&panel->text);
    text_add_visible(&panel->text, text, strlen(text), true);
    snprintf(panel->title, sizeof panel->title, "%s", title);
    panel->bad = bad;
    panel->scroll = 0;
}

bool panel_open(const Panel *panel)
{
    return panel->text.length > 0;
}

void panel_scroll(Panel *panel, int lines)
{
    if (lines < 0 && panel->scroll < (size_t)-lines)
        panel->scroll = 0;
    else
        panel->scroll = (size_t)((long)panel->scroll + lines);
}

/** The piece of text that fits one row: bytes up to a newline or the width, at a blank where there is one. */
static size_t row_length(const char *text, int width)
{
    size_t fits = 0, blank = 0;
    int columns = 0;
    for (const char *at = text; *at && *at != '\n';) {
        const char *start = at;
        int wide = utf8_width(utf8_next(&at));
        columns += wide > 0 ? wide : 0;
        if (columns > width)
            return blank ? blank : fits ? fits : (size_t)(at - text);
        if (*start == ' ')
            blank = (size_t)(at - text);
        fits = (size_t)(at - text);
    }
    return fits;
}

/** Draw rows from `first` on into the area (height 0: only count). Returns the rows the text has. */
static size_t draw_rows(const Panel *panel, Grid *grid, Rect area, size_t first)
{
    char row[1024];
    size_t number = 0;
    for (const char *at = text_string(&panel->text); *at; number++) {
        size_t length = row_length(at, area.width);
        if (number >= first && number < first + (size_t)area.height) {
            snprintf(row, sizeof row, "%.*s", (int)length, at);
            grid_text(grid, area.x, area.y + (int)(number - first), area.width, style(panel->bad ? ROLE_BAD : ROLE_TEXT), row);
        }
        at += length;
        if (*at == '\n')
            at++;
    }
    return number;
}

void panel_draw(Panel *panel, Grid *grid)
{
    if (!panel_open(panel) || grid->width < 4 || grid->height < 3)
        return;
    int width = grid->width - 4;
    int rows = (int)draw_rows(panel, grid, (Rect){0, 0, width, 0}, 0);
    int room = grid->height - 4 > 1 ? grid->height - 4 : 1;
    int height = rows < room ? rows : room;
    size_t last = (size_t)(rows - height);
    panel->longer = last > 0;
    if (panel->scroll > last)
        panel->scroll = last;
    Rect box = {0, grid->height - height - 3, grid->width, height + 2};
    grid_fill(grid, box, ' ', style(ROLE_TEXT));
    grid_box(grid, box, style(panel->bad ? ROLE_BAD : ROLE_RULE));
    grid_text(grid, 2, box.y, grid->width - 4, style(panel->bad ? ROLE_BAD : ROLE_TITLE), panel->title);
    draw_rows(panel, grid, (Rect){2, box.y + 1, width, height}, panel->scroll);
    const char *foot = panel->longer ? " ↑↓ scroll · Esc closes " : " Esc closes ";
    grid_right(grid, 2, box.y + height + 1, width, style(ROLE_FAINT), foot);
}
