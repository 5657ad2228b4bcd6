#include "engine/net/layout.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

void layout_add(Layout *layout, const char *name, size_t units, size_t inputs, bool vector, bool head)
{
    assert(layout->parts < LAYOUT_MAX && strlen(name) < sizeof layout->part[0].name);
    Part *part = &layout->part[layout->parts++];
    *part = (Part){.units = units, .inputs = inputs, .vector = vector, .head = head, .offset = layout->count};
    snprintf(part->name, sizeof part->name, "%s", name);
    layout->count += units * inputs;
    if (!head)
        layout->cell_count += units * inputs;
}

const Part *layout_find(const Layout *layout, const char *name)
{
    for (size_t i = 0; i < layout->parts; i++)
        if (strcmp(layout->part[i].name, name) == 0)
            return &layout->part[i];
    return NULL;
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
