#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/probe/explainer.h"

/* Weights down to how they were drawn; their gradients down to the steps. */

static void weight_index(const Part *part, const size_t *i, char *text, size_t size)
{
    if (part->vector)
        snprintf(text, size, "[%zu]", i[0]);
    else
        snprintf(text, size, "[%zu][%zu]", i[0], i[1]);
}

/* How a part was drawn, as net_init draws it. */
static void drawn_text(const Scope *scope, const Part *part, char *text, size_t size)
{
    const NetSpec *spec = &scope->net->spec;
    bool recurrent = strcmp(part->name, "Wh") == 0;
    const size_t units = part->head ? part->units : spec->hidden; // each gate is a layer of its own
    double bound = 1 / sqrt((double)spec->hidden);
    if (spec->init == INIT_XAVIER && part->vector)
        snprintf(text, size, "begins at 0 (xavier)");
    else if (spec->init == INIT_XAVIER)
        snprintf(text, size, "drawn from U(±√(6/(%zu+%zu))) = U(±%.4g)", part->inputs, units,
                 sqrt(6.0 / (double)(part->inputs + units)));
    else if (recurrent && spec->init == INIT_ORTHOGONAL)
        snprintf(text, size, "drawn as an orthogonal matrix");
    else if (recurrent && spec->init == INIT_IDENTITY)
        snprintf(text, size, "begins as the identity matrix");
    else
        snprintf(text, size, "drawn from U(±1/√%zu) = U(±%.4g)", spec->hidden, bound);
}

/* The bias of the gate that remembers, and of the one set against it. */
static void remember_text(const Explainer *explainer, const Part *part, char *text, size_t size)
{
    const NetSpec *spec = &explainer->scope.net->spec;
    const int block = explainer->where.block;
    const size_t used = strlen(text);
    const bool bias = strcmp(part->name, "b") == 0 && block != NO_BLOCK, keeper = block == spec->cell->keeper;
    const bool mirrored = spec->cell->mirrored && spec->update == UPDATE_REPLACE;
    if (bias && keeper && spec->forget_bias != 0)
        snprintf(text + used, size - used, " %c forget_bias %g", mirrored ? '-' : '+', spec->forget_bias);
    else if (bias && spec->chrono > 0 && (keeper || block == spec->cell->writer))
        snprintf(text, size, "%sln of a number drawn from U(1, %g) (chrono)", keeper == mirrored ? "−" : "",
                 spec->chrono - 1);
}

static bool explain_initial(Explainer *explainer, const Part *part)
{
    char drawn[140], gain[48] = "", seed[48] = "", stream[24];
    const Subject *subject = explainer->scope.subject;
    const NetSpec *spec = &explainer->scope.net->spec;
    drawn_text(&explainer->scope, part, drawn, sizeof drawn);
    if (strcmp(part->name, "Wh") == 0 && spec->gain != 1)
        snprintf(gain, sizeof gain, ", times the gain %g", spec->gain);
    remember_text(explainer, part, drawn, sizeof drawn);
    part_address(part, stream, sizeof stream);
    if (part->layer == 1 && !part->reverse)
        snprintf(stream, sizeof stream, "%s", part->name);
    if (subject->seed)
        snprintf(seed, sizeof seed, " by seed %llu", (unsigned long long)subject->seed);
    return explainer_leaf(explainer, "an initial weight", "%s%s%s, stream %s", drawn, gain, seed, stream);
}

static double weight_change(const Explainer *explainer, const Part *part, const size_t *i)
{
    size_t at = part_at(part, explainer->where.first + i[0] - 1, part->vector ? 0 : i[1] - 1);
    return (double)explainer->scope.net->weights[at] - (double)trainer_initial(explainer->scope.trainer)[at];
}

static bool explain_current(Explainer *explainer, const Part *part, const size_t *i)
{
    char index[64];
    weight_index(part, i, index, sizeof index);
    if (trainer_update(explainer->scope.trainer) == 0 && !(weight_change(explainer, part, i) != 0))
        return explain_initial(explainer, part);
    explainer_say(explainer, OUTER_SUM, "W = its initial value + what training added");
    explainer_term(explainer);
    explainer_factor(explainer, "%s%s_initial%s%s", explainer->prefix, part->name, explainer->tag.text, index);
    explainer_term(explainer);
    explainer_factor(explainer, "%s%s_change%s%s", explainer->prefix, part->name, explainer->tag.text, index);
    return true;
}

static bool explain_change(Explainer *explainer)
{
    const Trainer *trainer = explainer->scope.trainer;
    size_t updates = trainer_update(trainer);
    if (updates == 0)
        return explainer_leaf(explainer, "ΔW", "not trained yet; what differs was set by hand");
    return explainer_leaf(explainer, "ΔW = the steps of every update",
                          "%zu updates by %s (the last with learning rate %g), and what was set by hand if anything was",
                          updates, optimizer_name(trainer_options(trainer)->optimizer), trainer_record(trainer, updates)->lr);
}

static bool explain_gradient(Explainer *explainer, const Part *part, const size_t *i)
{
    char index[64];
    weight_index(part, i, index, sizeof index);
    explainer_say(explainer, OUTER_SUM, "∂L/∂W = Σₜ (∂L/∂W)ₜ: the same weight serves every step");
    for (size_t t = 1; t <= explainer->scope.steps; t++) {
        explainer_term(explainer);
        explainer_factor(explainer, "%sd%s_t%s[%zu]%s", explainer->prefix, part->name, explainer->tag.text, t,
                         index);
    }
    return true;
}

bool explain_weight(Explainer *explainer, const NameRow *row, const size_t *i)
{
    const Part *part = where_part(&explainer->scope, row, &explainer->where);
    const NetSpec *spec = &explainer->scope.net->spec;
    if ((row->needs & GATED) && spec->cell->gates[0] && explainer->where.block == NO_BLOCK) {
        const size_t block = (i[0] - 1) / spec->hidden, inner[] = {i[0] - block * spec->hidden, part->vector ? 0 : i[1]};
        char index[64];
        weight_index(part, inner, index, sizeof index);
        explainer_say(explainer, OUTER_SUM, "the units of one gate after those of the other");
        explainer_term(explainer);
        explainer_factor(explainer, "%s%s%s%s", explainer->prefix, row->info.name,
                         name_tag(explainer, explainer->where.track, block).text, index);
        return true;
    }
    switch (row->field) {
    case WEIGHT_GRADIENT: return explain_gradient(explainer, part, i);
    case WEIGHT_INITIAL: return explain_initial(explainer, part);
    case WEIGHT_CHANGE: return explain_change(explainer);
    case WEIGHT_BATCH:
        return explainer_leaf(explainer, "∂L̄/∂W = mean of ∂L/∂W over the batch",
                              "measured in update %zu, over its batch, with the weights before it and before clipping",
                              trainer_update(explainer->scope.trainer));
    default: return explain_current(explainer, part, i);
    }
}
