/* Numbers on the grid, and which quantity each cell shows. */
#include "app/grid/grid.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/memory.h"

#define MOST_MARKS 65535 // a cell's mark is an unsigned short

static void mark_cells(Grid *grid, int x, int y, int width, unsigned short number)
{
    if (y < 0 || y >= grid->height)
        return;
    int end = width > grid->width - x ? grid->width : x + width;
    for (int i = x < 0 ? 0 : x; i < end; i++)
        grid->cell[(size_t)y * (size_t)grid->width + (size_t)i].mark = number;
}

/* A name that does not fit would be another name: then there is no mark. */
unsigned short grid_mark(Grid *grid, int x, int y, int width, const char *name, double value, const char *shown)
{
    Mark mark = {.x = x, .y = y, .width = width, .value = value};
    if (name == NULL || *name == '\0' || strlen(name) >= sizeof mark.name || grid->marks >= MOST_MARKS)
        return 0;
    memcpy(mark.name, name, strlen(name) + 1);
    snprintf(mark.shown, sizeof mark.shown, "%s", shown != NULL ? shown : "");
    grid->mark = memory_grow(grid->mark, &grid->mark_room, grid->marks + 1, sizeof *grid->mark);
    grid->mark[grid->marks++] = mark;
    mark_cells(grid, x, y, width, (unsigned short)grid->marks);
    return (unsigned short)grid->marks;
}

const Mark *grid_marked(const Grid *grid, int x, int y)
{
    const GridCell *cell = grid_cell(grid, x, y);
    return cell == NULL || cell->mark == 0 || cell->mark > grid->marks ? NULL : &grid->mark[cell->mark - 1];
}

/* "3.1e-09" -> "3.1e-9", "2e+06" -> "2e6": the exponent says the same in fewer columns. */
static void shorten_exponent(char *number)
{
    char *exponent = strchr(number, 'e');
    if (exponent == NULL)
        return;
    char *to = exponent + 1, *from = exponent + 1;
    if (*from == '-')
        to++;
    from += strspn(from, "+-0");
    memmove(to, from, strlen(from) + 1);
}

/* "12345" -> "1.2e4" with as many digits as fit; for numbers that %g would still write out. */
static bool fit_exponent(char *shown, size_t size, double value, int digits, int width)
{
    for (int i = digits < 1 ? 1 : digits; i >= 1; i--) {
        snprintf(shown, size, "%.*e", i - 1, value);
        shorten_exponent(shown);
        if ((int)strlen(shown) <= width)
            return true;
    }
    return false;
}

/* The number in at most width columns: as it is, with fewer digits, with an exponent; a row of # where all is too wide. */
static void fit_number(char *shown, size_t size, double value, int digits, int width)
{
    for (int i = digits < 1 ? 1 : digits; i >= 1; i--) {
        text_show_number(shown, size, value, i);
        if ((int)strlen(shown) <= width)
            return;
        shorten_exponent(shown);
        if ((int)strlen(shown) <= width)
            return;
    }
    if (fit_exponent(shown, size, value, digits, width))
        return;
    int room = width < (int)size ? width : (int)size - 1;
    memset(shown, '#', (size_t)room);
    shown[room] = '\0';
}

void grid_number(Grid *grid, int x, int y, int width, Style style, int digits, const char *name, double value)
{
    char shown[32];
    if (width <= 0)
        return;
    fit_number(shown, sizeof shown, value, digits, width);
    grid_fill(grid, (Rect){x, y, width, 1}, ' ', style);
    grid_text(grid, x + width - (int)strlen(shown), y, (int)strlen(shown), style, shown);
    grid_mark(grid, x, y, width, name, value, shown);
}
