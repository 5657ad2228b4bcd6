#include <stdio.h>
#include <string.h>

#include "engine/probe/source.h"

/* What the ways by which the loss reaches dh and dc are called. */

/* Nothing recurs in some cells; a cell without gates has one way through its pre. */
bool path_word(const Scope *scope, const NameRow *row, size_t layer, size_t index, char word[8])
{
    const NetSpec *spec = &scope->net->spec;
    const Cell *cell = spec->cell;
    const size_t gates = !cell->recurrent ? 0 : cell->gates[0] ? strlen(cell->gates) : 1;
    if (row->field == TAPE_DC) {
        snprintf(word, 8, "%s", index == 0 ? "h" : index == 1 ? "direct" : "alone");
        return index < 3;
    }
    if (index == 0)
        snprintf(word, 8, "%s", layer == spec->layers ? "loss" : "above");
    else if (index <= gates && cell->gates[0])
        snprintf(word, 8, "%c", cell->gates[index - 1]);
    else
        snprintf(word, 8, "%s", index <= gates ? "pre" : "direct");
    return index <= gates || (index == gates + 1 && cell->carry == CARRY_H);
}
