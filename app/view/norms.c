#include "app/view/norms.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/probe/evaluate.h"

enum { SERIES = 6 };

static void count_zero(Path *path, size_t t)
{
    if (!path->zeros++)
        path->zero_first = t;
    path->zero_last = t;
}

/** add_path - false where the model has no such quantity. */
static bool add_path(const Eye *eye, Curves *curves, size_t model, const char *quantity)
{
    Path *path = &curves->path[curves->paths];
    Value value;
    *path = (Path){.model = model, .series = (int)model % SERIES};
    if (strchr(quantity, ':'))
        snprintf(path->name, sizeof path->name, "%s", quantity);
    else
        snprintf(path->name, sizeof path->name, "%s:%s", eye->probe.subject[model].name, quantity);
    snprintf(path->label, sizeof path->label, "%s", eye->probe.subject[model].name);
    if (!kit_matrix(eye, path->name, &value))
        return false;
    path->y = memory_new(curves->T + 1, sizeof *path->y);
    for (size_t t = 1; t <= curves->T; t++) {
        const double *row = &value.data[(t - value.axis[0].first) * value.axis[1].count];
        path->y[t - 1] = log10(value_norm(row, value.axis[1].count, 1));
        if (isinf(path->y[t - 1]) && path->y[t - 1] < 0)
            count_zero(path, t);
    }
    curves->paths++;
    value_free(&value);
    return true;
}

static size_t with_cell_state(const Eye *eye)
{
    size_t count = 0;
    for (size_t i = 0; i < eye->probe.subjects; i++)
        count += trainer_net(eye->probe.subject[i].trainer)->spec.cell->carry == CARRY_C;
    return count;
}

/** add_way - of the model in use one of its ways through c, in a series of its own. */
static void add_way(const Eye *eye, Curves *curves, const char *quantity, const char *label)
{
    size_t models = eye->probe.subjects, now = eye->probe.current;
    Path *path = &curves->path[curves->paths];
    if (!add_path(eye, curves, now, quantity))
        return;
    path->series = (int)(models + (curves->paths - models)) % SERIES;
    bool only = with_cell_state(eye) == 1; // then it goes without saying whose way it is
    snprintf(path->label, sizeof path->label, "%s%s%s", only ? "" : eye->probe.subject[now].name, only ? "" : " ", label);
}

/** add_ways - where the model in use has a cell state and there are series enough to tell all apart. */
static void add_ways(const Eye *eye, Curves *curves)
{
    const Net *net = trainer_net(eye->probe.subject[eye->probe.current].trainer);
    curves->cell_state = net->spec.cell->carry == CARRY_C;
    if (!curves->cell_state || eye->probe.subjects + 2 > SERIES)
        return;
    add_way(eye, curves, "dc", "∂L/∂c");
    add_way(eye, curves, "dc.alone", "along c alone");
}

Curves curves_read(const Session *session, const Eye *eye, const char *quantity)
{
    Curves curves = {.T = world_steps(session->world)};
    size_t models = eye->probe.subjects, now = eye->probe.current;
    bool all = !strchr(quantity, ':'), total = strcmp(quantity, "dh") == 0;
    kit_symbol(quantity, curves.symbol);
    for (size_t k = 1; all && k < models; k++)
        add_path(eye, &curves, (now + k) % models, quantity);
    if (total)
        add_ways(eye, &curves);
    size_t last = curves.paths;
    if (add_path(eye, &curves, now, quantity) && (!all || (models == 1 && curves.cell_state)))
        snprintf(curves.path[last].label, sizeof curves.path[last].label, "%s", all ? "∂L/∂h" : quantity);
    return curves;
}

void curves_free(Curves *curves)
{
    for (size_t i = 0; i < curves->paths; i++)
        free(curves->path[i].y);
}

void curves_range(const Curves *curves, double *low, double *high)
{
    static const double down[] = {-6, -12, -18, -24, -36, -48, -72, -96, -144, -192, -264, -330};
    static const double up[] = {0, 6, 12, 24, 48, 96, 192, 330};
    double least = 0, most = 0;
    for (size_t i = 0; i < curves->paths * curves->T; i++) {
        double y = curves->path[i / curves->T].y[i % curves->T];
        if (!isfinite(y))
            continue;
        least = fmin(least, y);
        most = fmax(most, y);
    }
    size_t d = 0, u = 0;
    while (d + 1 < sizeof down / sizeof *down && down[d] > least)
        d++;
    while (u + 1 < sizeof up / sizeof *up && up[u] < most)
        u++;
    *low = down[d];
    *high = most > 0.5 ? up[u] : 1;
}
