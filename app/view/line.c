#include "app/view/line.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

Line line_begin(Grid *grid, const Eye *eye, Rect area, int y)
{
    return (Line){grid, eye, area.x, y, area.x + area.width, 3, style(ROLE_STRONG)};
}

bool line_text(Line *line, Style text_style, const char *text)
{
    int columns = grid_columns(line->grid, text);
    if (line->x + columns > line->end)
        return false;
    line->x += grid_text(line->grid, line->x, line->y, line->end - line->x, text_style, text);
    return true;
}

bool line_textf(Line *line, Style text_style, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return line_text(line, text_style, text);
}

bool line_value(Line *line, const char *label, const char *name, double value)
{
    char shown[40];
    text_show_number(shown, sizeof shown, value, line->digits);
    int width = (int)strlen(shown);
    if (isnan(value) || line->x + grid_columns(line->grid, label) + width > line->end)
        return false;
    line_text(line, style(ROLE_TEXT), label);
    grid_number(line->grid, line->x, line->y, width, line->number, line->digits, name, value);
    line->x += width;
    return true;
}

bool line_number(Line *line, const char *label, const char *format, ...)
{
    char name[96];
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(name, sizeof name, format, arguments);
    va_end(arguments);
    double number;
    Error error = {0};
    return length < (int)sizeof name && probe_number(&line->eye->probe, name, &number, &error) &&
           line_value(line, label, name, number);
}

void line_skip(Line *line, int columns)
{
    line->x += columns;
}
