#include "engine/football/simulator.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/football/build.h"

static const Simulator *const SIMULATORS[] = {
    &CARRY_SIMULATOR,   // a row each, in the order of the alphabet
    &COMMENTARY_SIMULATOR,
    &EVENTS_SIMULATOR,
    &INJURY_SIMULATOR,
    &MOMENTUM_SIMULATOR,
    &NEXT_SIMULATOR,
    &ORDER_SIMULATOR,
    &PATTERNS_SIMULATOR,
    &PLAY_SIMULATOR,
    &RUNNERS_SIMULATOR,
    &SIGNAL_SIMULATOR,
    &TRAJECTORY_SIMULATOR,
    &ZONES_SIMULATOR,
};

const Simulator *simulator_at(size_t index)
{
    return index < sizeof SIMULATORS / sizeof *SIMULATORS ? SIMULATORS[index] : NULL;
}

const Simulator *simulator_find(const char *name)
{
    for (size_t i = 0; simulator_at(i); i++)
        if (strcmp(simulator_at(i)->name, name) == 0)
            return simulator_at(i);
    return NULL;
}

size_t simulator_knob(const Simulator *simulator, const char *name)
{
    for (size_t i = 0; i < KNOBS_MAX && simulator->knob[i].name; i++)
        if (strcmp(simulator->knob[i].name, name) == 0)
            return i;
    return KNOBS_MAX;
}

static bool check_knob(const Simulator *simulator, const Knob *knob, double value, Error *error)
{
    bool good = value >= knob->low && value <= knob->high && (!knob->whole || floor(value) == value);
    if (good) // NaN is not
        return true;
    return fail(error, ERR_USE, "%s: %s=%.15g is not possible; expected %s from %.15g to %.15g", simulator->name,
                knob->name, value, knob->whole ? "a whole number" : "a number", knob->low, knob->high);
}

/** write_command - the command line that makes this again, every knob named, and the seed. */
static void write_command(const Simulator *simulator, const double *knob, uint64_t seed, Dataset *data)
{
    char number[40];
    Text line = {0};
    text_addf(&line, "data %s", simulator->name);
    for (size_t i = 0; i < KNOBS_MAX && simulator->knob[i].name; i++) {
        text_show_number(number, sizeof number, knob[i], 17);
        text_addf(&line, " %s=%s", simulator->knob[i].name, number);
    }
    snprintf(data->made_by, sizeof data->made_by, "%s seed=%llu", text_string(&line), (unsigned long long)seed);
    text_free(&line);
}

Dataset *simulate(const Simulator *simulator, const double *knob, uint64_t seed, Error *error)
{
    for (size_t i = 0; i < KNOBS_MAX && simulator->knob[i].name; i++)
        if (!check_knob(simulator, &simulator->knob[i], knob[i], error))
            return NULL;
    Dataset *data = build_new();
    snprintf(data->name, sizeof data->name, "%s", simulator->name);
    data->describe = memory_copy_text(simulator->describe);
    write_command(simulator, knob, seed, data);
    if (!simulator->make(knob, seed, data, error)) {
        dataset_free(data);
        return NULL;
    }
    build_finish(data);
    dataset_split(data, seed);
    return data;
}
