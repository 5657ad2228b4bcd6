#include "app/view/norms.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/grid/plot.h"

/** count_zeros - the steps at which it is exactly 0. */
static void count_zeros(Path *path, size_t T)
{
    for (size_t t = 1; t <= T; t++)
        if (path->y[t - 1] == -INFINITY) {
            path->zero_first = path->zeros++ ? path->zero_first : t;
            path->zero_last = t;
        }
}

/** add_path - false where the model has no such quantity. */
static bool add_path(const Eye *eye, Curves *curves, size_t model, const char *quantity)
{
    Path *path = &curves->path[curves->paths];
    *path = (Path){.model = model, .series = (int)model};
    if (strchr(quantity, ':'))
        snprintf(path->name, sizeof path->name, "%s", quantity);
    else
        snprintf(path->name, sizeof path->name, "%s:%s", eye->probe.subject[model].name, quantity);
    snprintf(path->label, sizeof path->label, "%s", eye->probe.subject[model].name);
    path->y = kit_log_norms(eye, path->name, curves->T);
    if (!path->y)
        return false;
    count_zeros(path, curves->T);
    curves->paths++;
    return true;
}

static size_t with_cell_state(const Eye *eye)
{
    size_t count = 0;
    for (size_t i = 0; i < eye->probe.subjects; i++)
        count += trainer_net(eye->probe.subject[i].trainer)->spec.cell->carry == CARRY_C;
    return count;
}

/** add_way - of the model in use one of its ways through c, in a series behind those of all models. */
static void add_way(const Eye *eye, Curves *curves, size_t number, const char *quantity, const char *label)
{
    size_t models = eye->probe.subjects, now = eye->probe.current;
    Path *path = &curves->path[curves->paths];
    if (!add_path(eye, curves, now, quantity))
        return;
    path->series = (int)(models + number);
    bool only = with_cell_state(eye) == 1; // then it goes without saying whose way it is
    snprintf(path->label, sizeof path->label, "%s%s%s", only ? "" : eye->probe.subject[now].name, only ? "" : " ", label);
}

/** add_ways - where the model in use has a cell state and there are series enough to tell all apart. */
static void add_ways(const Eye *eye, Curves *curves)
{
    const Net *net = trainer_net(eye->probe.subject[eye->probe.current].trainer);
    curves->cell_state = net->spec.cell->carry == CARRY_C;
    if (!curves->cell_state || eye->probe.subjects + 2 > PLOT_SERIES)
        return;
    add_way(eye, curves, 0, "dc", "∂L/∂c");
    add_way(eye, curves, 1, "dc.alone", "along c alone");
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

Ladder curves_ladder(const Curves *curves)
{
    Ladder ladder = ladder_of(NULL, 0);
    for (size_t i = 0; i < curves->paths; i++)
        ladder = ladder_widen(ladder, ladder_of(curves->path[i].y, curves->T));
    return ladder;
}
