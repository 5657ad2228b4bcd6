#include "engine/net/layout.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static Part *add(Layout *layout, const char *name, Part part)
{
    assert(layout->parts < LAYOUT_MAX && strlen(name) < sizeof part.name);
    snprintf(part.name, sizeof part.name, "%s", name);
    part.offset = layout->count;
    layout->count += part.units * part.inputs;
    if (!part.head)
        layout->cell_count += part.units * part.inputs;
    layout->part[layout->parts] = part;
    return &layout->part[layout->parts++];
}

Part *layout_add(Layout *layout, const char *name, size_t units, size_t inputs, bool vector, bool head)
{
    return add(layout, name,
               (Part){.layer = head ? 0 : 1, .units = units, .inputs = inputs, .vector = vector, .head = head});
}

Part *layout_add_cell(Layout *layout, const char *name, size_t layer, bool reverse, size_t units, size_t inputs,
                      bool vector)
{
    return add(layout, name,
               (Part){.layer = layer, .reverse = reverse, .units = units, .inputs = inputs, .vector = vector});
}

const Part *layout_part(const Layout *layout, const char *name, size_t layer, bool reverse)
{
    const Part *found = NULL;
    for (size_t i = 0; i < layout->parts; i++) {
        const Part *part = &layout->part[i];
        if (part->name[0] == name[0] && part->reverse == reverse && (layer == 0 || part->layer == layer) &&
            strcmp(part->name, name) == 0)
            found = part; // the layers stand in order: the last is the top
    }
    return found;
}

const Part *layout_find(const Layout *layout, const char *name)
{
    char bare[sizeof layout->part[0].name], *end = NULL;
    const char *at = strchr(name, '@');
    const size_t length = at != NULL ? (size_t)(at - name) : strlen(name);
    if (length >= sizeof bare)
        return NULL;
    memcpy(bare, name, length);
    bare[length] = '\0';
    if (at == NULL)
        return layout_part(layout, bare, 0, false);
    const unsigned long layer = at[1] >= '1' && at[1] <= '9' ? strtoul(at + 1, &end, 10) : 0;
    const bool reverse = end != NULL && *end == 'r';
    if (layer == 0 || end[reverse ? 1 : 0] != '\0')
        return NULL;
    return layout_part(layout, bare, layer, reverse);
}

void part_address(const Part *part, char *text, size_t size)
{
    if (part->head)
        snprintf(text, size, "%s", part->name);
    else
        snprintf(text, size, "%s@%zu%s", part->name, part->layer, part->reverse ? "r" : "");
}

size_t part_at(const Part *part, size_t unit, size_t input)
{
    assert(unit < part->units && input < part->inputs);
    return part->offset + input * part->units + unit;
}

const Part *layout_at(const Layout *layout, size_t index, size_t *unit, size_t *input)
{
    assert(index < layout->count);
    const Part *part = layout->part;
    while (index >= part->offset + part->units * part->inputs)
        part++;
    *unit = (index - part->offset) % part->units;
    *input = (index - part->offset) / part->units;
    return part;
}
