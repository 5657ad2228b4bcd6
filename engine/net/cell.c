#include "engine/net/cell.h"

#include <math.h>
#include <string.h>

static const Cell *const CELLS[] = {&RNN_CELL, &MLP_CELL};
enum { CELL_COUNT = sizeof CELLS / sizeof CELLS[0] };

static const char *const ACTIVATION_NAMES[ACTIVATIONS] = {
    [ACTIVATION_TANH] = "tanh",
    [ACTIVATION_IDENTITY] = "identity",
};

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

const char *activation_name(Activation activation)
{
    return ACTIVATION_NAMES[activation];
}

bool activation_find(const char *name, Activation *activation)
{
    for (int i = 0; i < ACTIVATIONS; i++) {
        if (strcmp(ACTIVATION_NAMES[i], name) == 0) {
            *activation = (Activation)i;
            return true;
        }
    }
    return false;
}

void activation_apply(Activation activation, size_t n, const real *z, real *y)
{
    if (activation == ACTIVATION_IDENTITY) {
        if (y != z)
            memcpy(y, z, n * sizeof *y);
        return;
    }
    for (size_t i = 0; i < n; i++)
        y[i] = (real)tanh(z[i]);
}

real activation_slope(Activation activation, real y)
{
    return activation == ACTIVATION_IDENTITY ? 1 : 1 - y * y; // tanh' = 1 − tanh²
}
