#include "engine/net/cell.h"

#include <string.h>

#include "engine/math/curve.h"
#include "engine/math/lift.h"

static const Cell *const CELLS[] = {&RNN_CELL, &LSTM_CELL, &GRU_CELL, &MLP_CELL};
enum { CELL_COUNT = sizeof CELLS / sizeof CELLS[0] };

static const char *const ACTIVATION_NAMES[ACTIVATIONS] = {
    [ACTIVATION_TANH] = "tanh",
    [ACTIVATION_IDENTITY] = "identity",
    [ACTIVATION_RELU] = "relu",
};
static const char *const RESET_NAMES[RESETS] = {[RESET_BEFORE] = "before", [RESET_AFTER] = "after"};
static const char *const UPDATE_NAMES[UPDATES] = {[UPDATE_REPLACE] = "replace", [UPDATE_KEEP] = "keep"};

const Cell *cell_find(const char *name)
{
    for (size_t i = 0; i < CELL_COUNT; i++)
        if (strcmp(CELLS[i]->name, name) == 0)
            return CELLS[i];
    return NULL;
}

const char *cell_name(size_t index)
{
    return index < CELL_COUNT ? CELLS[index]->name : NULL;
}

int cell_block(const Cell *cell, char gate)
{
    const char *found = gate != '\0' ? strchr(cell->gates, gate) : NULL;
    return found != NULL ? (int)(found - cell->gates) : NO_BLOCK;
}

double cell_lowest(const Cell *cell, size_t block)
{
    return cell->candidate != '\0' && cell->gates[block] == cell->candidate ? -1 : 0;
}

Wire cell_wire(const Cell *cell, const CellWeights *w, size_t block)
{
    return cell->wire != NULL ? cell->wire(w, block) : (Wire){.by = NO_BLOCK};
}

bool cell_has_bh(const Cell *cell, Reset reset, size_t *block)
{
    const CellWeights options = {.reset = reset};
    for (size_t i = 0; i < cell->blocks; i++)
        if (cell_wire(cell, &options, i).feeds_aux) {
            if (block != NULL)
                *block = i;
            return true;
        }
    return false;
}

size_t cell_states(const Cell *cell)
{
    return cell->carry == CARRY_C ? 2 : 1;
}

/* The place of a name in a list, -1 when it is not there. */
static int place(const char *name, const char *const *names, int count)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

const char *activation_name(Activation activation)
{
    return ACTIVATION_NAMES[activation];
}

bool activation_find(const char *name, Activation *activation)
{
    const int found = place(name, ACTIVATION_NAMES, ACTIVATIONS);
    if (found >= 0)
        *activation = (Activation)found;
    return found >= 0;
}

const char *reset_name(Reset reset)
{
    return RESET_NAMES[reset];
}

bool reset_find(const char *name, Reset *reset)
{
    const int found = place(name, RESET_NAMES, RESETS);
    if (found >= 0)
        *reset = (Reset)found;
    return found >= 0;
}

const char *update_name(Update update)
{
    return UPDATE_NAMES[update];
}

bool update_find(const char *name, Update *update)
{
    const int found = place(name, UPDATE_NAMES, UPDATES);
    if (found >= 0)
        *update = (Update)found;
    return found >= 0;
}

void activation_apply(Activation activation, size_t n, const real *z, real *y)
{
    if (activation == ACTIVATION_IDENTITY) {
        if (y != z)
            memcpy(y, z, n * sizeof *y);
        return;
    }
    if (activation == ACTIVATION_TANH)
        curve_tanh(1, n, n, z, y);
    else
        for (size_t i = 0; i < n; i++)
            y[i] = z[i] < 0 ? 0 : z[i]; // relu keeps NaN
}

real activation_slope(Activation activation, real y)
{
    switch (activation) {
    case ACTIVATION_TANH: return 1 - y * y; // tanh' = 1 − tanh²
    case ACTIVATION_RELU: return y > 0 ? 1 : 0;
    default: return 1;
    }
}

LIFTED static void tanh_slopes(size_t n, const real *y, const real *dy, real *dz)
{
    ANY_ORDER
    for (size_t i = 0; i < n; i++)
        dz[i] = (1 - y[i] * y[i]) * dy[i];
}

void activation_back(Activation activation, size_t n, const real *y, const real *dy, real *dz)
{
    if (activation == ACTIVATION_TANH)
        tanh_slopes(n, y, dy, dz);
    else
        for (size_t i = 0; i < n; i++)
            dz[i] = activation_slope(activation, y[i]) * dy[i];
}
