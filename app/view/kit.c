#include "app/view/kit.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/grid/plot.h"
#include "engine/base/memory.h"
#include "engine/probe/value.h"

Window kit_window(size_t total, size_t room, size_t at)
{
    if (room == 0 || total == 0)
        return (Window){1, 0};
    if (room >= total)
        return (Window){1, total};
    size_t first = at > room / 2 ? at - room / 2 : 1;
    if (first + room - 1 > total)
        first = total - room + 1;
    return (Window){first, room};
}

double kit_number(const Eye *eye, const char *format, ...)
{
    char name[96];
    va_list arguments;
    Error error = {0};
    double number = NAN;
    va_start(arguments, format);
    const int length = vsnprintf(name, sizeof name, format, arguments);
    va_end(arguments);
    if (length >= (int)sizeof name) // cut off it might mean something else
        return NAN;
    return probe_number(&eye->probe, name, &number, &error) ? number : (double)NAN;
}

bool kit_matrix(const Eye *eye, const char *name, Value *value)
{
    Error error = {0};
    *value = (Value){0};
    if (probe_value(&eye->probe, name, value, &error) && value->rank == 2 && !strcmp(value->axis[0].name, "t"))
        return true;
    value_free(value);
    *value = (Value){0};
    return false;
}

double kit_at(const Value *value, size_t t, size_t i)
{
    return value->data[(t - value->axis[0].first) * value->axis[1].count + i - 1];
}

double *kit_log_norms(const Eye *eye, const char *name, size_t T)
{
    Value value;
    if (!kit_matrix(eye, name, &value))
        return NULL;
    const size_t first = value.axis[0].first, count = value.axis[1].count;
    double *norm = memory_new(T, sizeof *norm);
    for (size_t t = 1; t <= T; t++)
        norm[t - 1] = log10(value_norm(value.data + (t - first) * count, count, 1));
    value_free(&value);
    return norm;
}

Rect kit_title(Grid *grid, Rect area, const char *name, const char *subtitle)
{
    if (area.height < 1 || area.width < 1)
        return area;
    Line line = {grid, NULL, area.x, area.y, area.x + area.width, 3, style(ROLE_STRONG)};
    if (!line_text(&line, style(ROLE_TITLE), name))
        grid_text(grid, area.x, area.y, area.width, style(ROLE_TITLE), name);
    line_skip(&line, 2);
    line_text(&line, style(ROLE_FAINT), subtitle);
    return (Rect){area.x, area.y + 1, area.width, area.height - 1};
}

/** row_of - how many bytes of text make a row of at most width columns, broken at blanks. */
static size_t row_of(const char *text, int width)
{
    size_t best = 0, bytes = 0;
    int columns = 0;
    for (const char *at = text; *at && *at != '\n';) {
        const char *before = at;
        uint32_t code = utf8_next(&at);
        columns += utf8_width(code) > 0 ? utf8_width(code) : 0;
        if (columns > width)
            return best ? best : bytes;
        bytes = (size_t)(at - text);
        if (code == ' ')
            best = (size_t)(before - text) + 1;
    }
    return bytes;
}

int kit_wrap(Grid *grid, Rect area, Style text_style, const char *text)
{
    int rows = 0;
    for (const char *at = text; *at && rows < area.height && area.width >= 2; rows++) {
        size_t bytes = row_of(at, area.width);
        grid_textf(grid, area.x, area.y + rows, area.width, text_style, "%.*s", (int)bytes, at);
        at += bytes + (at[bytes] == '\n');
    }
    return rows;
}

void kit_message(Grid *grid, Rect area, Style text_style, const char *text)
{
    int width = area.width < 64 ? area.width : 64, rows = 0;
    if (width < 2)
        return;
    for (const char *at = text; *at; rows++) {
        size_t bytes = row_of(at, width);
        at += bytes + (at[bytes] == '\n');
    }
    int above = area.height > rows ? (area.height - rows) / 2 : 0;
    kit_wrap(grid, (Rect){area.x + (area.width - width) / 2, area.y + above, width, area.height - above}, text_style,
             text);
}

int kit_keys_columns(const Grid *grid, const CurveKey *keys, size_t count)
{
    int columns = 0;
    for (size_t i = 0; i < count; i++)
        columns += (i ? 2 : 0) + 4 + grid_columns(grid, keys[i].name);
    return columns;
}

size_t kit_keys_fit(const Grid *grid, const CurveKey *keys, size_t count, int room)
{
    while (count && kit_keys_columns(grid, keys, count) > room)
        count--;
    return count;
}

int kit_keys(Grid *grid, Rect area, int from, const CurveKey *keys, size_t count)
{
    count = kit_keys_fit(grid, keys, count, area.x + area.width - from);
    int begin = area.x + area.width - kit_keys_columns(grid, keys, count), x = begin;
    for (size_t i = 0; i < count; i++)
        x += plot_key(grid, x, area.y, area.x + area.width - x, keys[i].series, keys[i].name) + 2;
    return begin;
}

void kit_mark_after(Grid *grid, const Eye *eye, int x, int y, const char *text, const char *before, const char *name)
{
    const char *at = strstr(text, before);
    double value = kit_number(eye, "%s", name);
    if (!at || isnan(value))
        return;
    at += strlen(before);
    int length = (int)strspn(at, "0123456789");
    char shown[32], lead[256];
    snprintf(lead, sizeof lead, "%.*s", (int)(at - text), text);
    snprintf(shown, sizeof shown, "%.*s", length, at);
    if (strtod(shown, NULL) == value)
        grid_mark(grid, x + grid_columns(grid, lead), y, length, name, value, shown);
}

bool kit_lesson(const Session *session)
{
    return session->course.lesson && !session->menu;
}

const Net *kit_net(const Session *session)
{
    const Model *model = world_model(session->world);
    return model && model->trainer ? trainer_net(model->trainer) : NULL;
}

static size_t inside(size_t number, size_t last)
{
    return number < 1 || last < 1 ? 1 : number > last ? last : number;
}

size_t kit_step(const Session *session)
{
    return inside(session->cursor.t, world_steps(session->world));
}

size_t kit_unit(const Session *session)
{
    return inside(session->cursor.unit, world_units(session->world));
}

const char *kit_model_name(const Session *session)
{
    const Model *model = world_model(session->world);
    return model ? model->name : "";
}

bool kit_loss_at(const Eye *eye, size_t t)
{
    if (!eye->probe.subjects)
        return false;
    const Lens *lens = eye->probe.subject[eye->probe.current].lens;
    return lens && t >= 1 && t <= lens->batch->T && lens->batch->has_target[(t - 1) * lens->batch->B];
}

void kit_sub(size_t number, char out[64])
{
    char digits[24];
    size_t bytes = 0;
    snprintf(digits, sizeof digits, "%zu", number);
    for (const char *at = digits; *at; at++)
        bytes += utf8_put(0x2080u + (uint32_t)(*at - '0'), out + bytes);
    out[bytes] = 0;
}

const NameInfo *kit_info(const char *quantity)
{
    const char *bare = strchr(quantity, ':') ? strchr(quantity, ':') + 1 : quantity;
    size_t length = strcspn(bare, "@.");
    for (size_t i = 0; probe_name(i); i++)
        if (strlen(probe_name(i)->name) == length && !strncmp(probe_name(i)->name, bare, length))
            return probe_name(i);
    return NULL;
}

void kit_symbol(const char *quantity, char out[96])
{
    const NameInfo *info = kit_info(quantity);
    const char *layer = strchr(quantity, '@'), *way = strchr(quantity, '.');
    int columns = layer ? (int)strcspn(layer, ".") : 0;
    bool alone = way && strcmp(way, ".alone") == 0;
    if (!info || !info->symbol || !*info->symbol || (way && !alone))
        snprintf(out, 96, "%s", quantity);
    else
        snprintf(out, 96, "%s%s%.*s%s", info->symbol, layer ? " " : "", columns, layer ? layer : "",
                 alone ? " along c alone" : "");
}

bool kit_simple(const char *quantity)
{
    for (const char *at = quantity; *at; at++)
        if (!isalnum((unsigned char)*at) && !strchr("_:@.", *at))
            return false;
    return *quantity != 0;
}
