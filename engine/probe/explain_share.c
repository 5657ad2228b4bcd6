#include <string.h>

#include "engine/probe/explainer.h"

/* One step's share in a weight's gradient: what came back at t times what stood at the weight's other end. */

static const NetSpec *spec_of(const Explainer *explainer)
{
    return &explainer->scope.net->spec;
}

static size_t own_block(const Explainer *explainer)
{
    return explainer->where.block == NO_BLOCK ? 0 : (size_t)explainer->where.block;
}

static void back_factor(Explainer *explainer, size_t block, size_t t, size_t unit)
{
    explainer_factor(explainer, "%sdpre%s[%zu][%zu]", explainer->prefix,
                     name_tag(explainer, explainer->where.track, block).text, t, unit);
}

static bool head_share(Explainer *explainer, const Part *part, const size_t *i)
{
    const NetSpec *spec = spec_of(explainer);
    explainer_say(explainer, OUTER_SUM, part->vector          ? "(∂L/∂bᵧ)ₜ = ∂L/∂yₜ"
                                        : spec->bidirectional ? "(∂L/∂Wᵧ)ₜ = ∂L/∂yₜ·[h→ ; h←]ᵀ"
                                                              : "(∂L/∂Wᵧ)ₜ = ∂L/∂yₜ·hₜᵀ");
    explainer_term(explainer);
    explainer_factor(explainer, "%sdy[%zu][%zu]", explainer->prefix, i[0], i[1]);
    if (!part->vector)
        explainer_factor(explainer, "%s", name_input(explainer, spec->layers + 1, i[0], i[2]).text);
    return true;
}

static bool input_share(Explainer *explainer, const size_t *i)
{
    const char *mark = name_mark(explainer, own_block(explainer));
    explainer_sayf(explainer, OUTER_SUM, "(∂L/∂Wₓ%s)ₜ = ∂L/∂pre%sₜ·%s", mark, mark,
                   explainer->where.layer > 1 ? "(what the layer below answers)ᵀ" : "xₜᵀ");
    explainer_term(explainer);
    back_factor(explainer, own_block(explainer), i[0], i[1]);
    explainer_factor(explainer, "%s", name_input(explainer, explainer->where.layer, i[0], i[2]).text);
    return true;
}

static bool recurrent_share(Explainer *explainer, const size_t *i)
{
    const size_t block = own_block(explainer), t = i[0];
    const Wire wire = own_wire(explainer, block);
    const char *mark = name_mark(explainer, block);
    if (step_cut(explainer, t, EDGE_WEIGHTS))
        return explainer_leaf(explainer, "(∂L/∂Wₕ)ₜ = 0", "cut: the weights read nothing at step %zu", t);
    const char by = wire.by != NO_BLOCK ? explainer->scope.net->spec.cell->gates[wire.by] : ' ';
    const char *before = sign_before(explainer);
    if (wire.reads_aux)
        explainer_sayf(explainer, OUTER_SUM, "(∂L/∂Wₕ%s)ₜ = ∂L/∂pre%sₜ·(%cₜ⊙h%s)ᵀ", mark, mark, by, before);
    else if (wire.feeds_aux)
        explainer_sayf(explainer, OUTER_SUM, "(∂L/∂Wₕ%s)ₜ = (%cₜ⊙∂L/∂pre%sₜ)·h%sᵀ", mark, by, mark, before);
    else
        explainer_sayf(explainer, OUTER_SUM, "(∂L/∂Wₕ%s)ₜ = ∂L/∂pre%sₜ·h%sᵀ", mark, mark, before);
    explainer_term(explainer);
    back_factor(explainer, block, t, i[1]);
    if (wire.reads_aux || wire.feeds_aux)
        explainer_factor(explainer, "%s", name_gate(explainer, (size_t)wire.by, t, wire.reads_aux ? i[2] : i[1]).text);
    explainer_factor(explainer, "%s", name_own(explainer, "h", step_before(explainer, t), i[2]).text);
    return true;
}

static bool bias_share(Explainer *explainer, const Part *part, const size_t *i)
{
    const bool inner = strcmp(part->name, "bh") == 0;
    const size_t block = inner ? part->block : own_block(explainer);
    const char *mark = name_mark(explainer, block);
    if (inner)
        explainer_sayf(explainer, OUTER_SUM, "(∂L/∂bₕ)ₜ = rₜ⊙∂L/∂pre%sₜ", mark);
    else
        explainer_sayf(explainer, OUTER_SUM, "(∂L/∂b%s)ₜ = ∂L/∂pre%sₜ", mark, mark);
    explainer_term(explainer);
    if (inner)
        explainer_factor(explainer, "%s", name_gate(explainer, (size_t)own_wire(explainer, block).by, i[0], i[1]).text);
    back_factor(explainer, block, i[0], i[1]);
    return true;
}

bool explain_share(Explainer *explainer, const NameRow *row, const size_t *i)
{
    const Part *part = where_part(&explainer->scope, row, &explainer->where);
    const size_t H = spec_of(explainer)->hidden, block = (i[1] - 1) / H;
    if (part->head)
        return head_share(explainer, part, i);
    if ((row->needs & GATED) && spec_of(explainer)->cell->gates[0] && explainer->where.block == NO_BLOCK) {
        explainer_say(explainer, OUTER_SUM, "the units of one gate after those of the other");
        explainer_term(explainer);
        explainer_factor(explainer, part->vector ? "%s%s%s[%zu][%zu]" : "%s%s%s[%zu][%zu][%zu]", explainer->prefix,
                         row->info.name, name_tag(explainer, explainer->where.track, block).text, i[0], i[1] - block * H,
                         i[2]);
        return true;
    }
    if (part->vector)
        return bias_share(explainer, part, i);
    return strcmp(part->name, "Wx") == 0 ? input_share(explainer, i) : recurrent_share(explainer, i);
}
