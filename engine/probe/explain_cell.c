#include <stdio.h>

#include "engine/net/wiring.h"
#include "engine/probe/explainer.h"

/* What a cell calls its things: layers, directions, gates, and the steps before and after. */

static const NetSpec *spec_of(const Explainer *explainer)
{
    return &explainer->scope.net->spec;
}

static const Track *own_track(const Explainer *explainer)
{
    return &explainer->scope.lens->tape->track[explainer->where.track];
}

Name name_address(const Explainer *explainer, size_t track)
{
    const NetSpec *spec = spec_of(explainer);
    Name name = {""};
    if (net_tracks(spec) > 1)
        snprintf(name.text, sizeof name.text, "@%zu%s", net_layer(spec, track), net_reverse(spec, track) ? "r" : "");
    return name;
}

Name name_tag(const Explainer *explainer, size_t track, size_t block)
{
    Name name = name_address(explainer, track), tag;
    const char *gates = spec_of(explainer)->cell->gates;
    if (!gates[0])
        return name;
    snprintf(tag.text, sizeof tag.text, "%.60s.%c", name.text, gates[block]);
    return tag;
}

const char *name_mark(const Explainer *explainer, size_t block)
{
    static const struct Mark {
        char gate;
        const char *mark;
    } MARKS[] = {{'i', "ⁱ"}, {'f', "ᶠ"}, {'g', "ᵍ"}, {'o', "ᵒ"}, {'r', "ʳ"}, {'z', "ᶻ"}, {'n', "ⁿ"}};
    const char *gates = spec_of(explainer)->cell->gates;
    for (size_t i = 0; gates[0] && i < sizeof MARKS / sizeof *MARKS; i++)
        if (MARKS[i].gate == gates[block])
            return MARKS[i].mark;
    return "";
}

Name name_input(const Explainer *explainer, size_t layer, size_t t, size_t i)
{
    const NetSpec *spec = spec_of(explainer);
    Name name;
    if (layer == 1) {
        snprintf(name.text, sizeof name.text, "%sx[%zu][%zu]", explainer->prefix, t, i);
        return name;
    }
    const bool reverse = i > spec->hidden, standing = reverse && layer > spec->layers && spec->many_to_one;
    snprintf(name.text, sizeof name.text, "%sh%.12s[%zu][%zu]", explainer->prefix,
             name_address(explainer, net_track(spec, layer - 1, reverse)).text, standing ? 1 : t,
             reverse ? i - spec->hidden : i);
    return name;
}

Name name_own(const Explainer *explainer, const char *what, size_t t, size_t unit)
{
    Name name;
    snprintf(name.text, sizeof name.text, "%s%.12s%.12s[%zu][%zu]", explainer->prefix, what,
             name_address(explainer, explainer->where.track).text, t, unit);
    return name;
}

Name name_gate(const Explainer *explainer, size_t block, size_t t, size_t unit)
{
    const char gate[] = {spec_of(explainer)->cell->gates[block], 0};
    return name_own(explainer, gate, t, unit);
}

size_t step_before(const Explainer *explainer, size_t t)
{
    return wiring_before(own_track(explainer), t);
}

size_t step_after(const Explainer *explainer, size_t t)
{
    return explainer->where.reverse ? t - 1 : t + 1; // below 1 there is none: step_real
}

bool step_real(const Explainer *explainer, size_t t)
{
    return t >= 1 && t <= explainer->scope.steps;
}

bool step_cut(const Explainer *explainer, size_t t, Edge edge)
{
    return wiring_cut(explainer->scope.net, own_track(explainer), t, edge);
}

const char *sign_before(const Explainer *explainer)
{
    return explainer->where.reverse ? "ₜ₊₁" : "ₜ₋₁";
}

const char *sign_after(const Explainer *explainer)
{
    return explainer->where.reverse ? "ₜ₋₁" : "ₜ₊₁";
}

double gate_held(const Explainer *explainer, size_t block, size_t unit)
{
    return net_held(explainer->scope.net, explainer->where.track, block, unit - 1);
}

bool gate_bends(const Explainer *explainer, size_t block)
{
    return cell_lowest(spec_of(explainer)->cell, block) < 0;
}

Wire own_wire(const Explainer *explainer, size_t block)
{
    const CellWeights w = net_cell_weights(explainer->scope.net, explainer->where.track);
    return cell_wire(spec_of(explainer)->cell, &w, block);
}

void note_cut(Explainer *explainer, size_t t)
{
    explainer_note(explainer, "cut: nothing passes from step %zu to step %zu here, and no gradient back",
                   step_before(explainer, t), t);
}
