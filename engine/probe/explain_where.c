#include <math.h>

#include "engine/probe/explainer.h"

/* Places in metres, down to the inputs and outputs that they are read from. */

/** Spot - the coordinate that is explained. */
typedef struct Spot {
    PlaceRun run;
    size_t t, who, axis;
} Spot;

static size_t number_of(const Spot *spot)
{
    return 2 * spot->who + spot->axis + 1;
}

/** input_terms - share times a number of the data as they give it, by what the network reads of it. */
static void input_terms(Explainer *explainer, const Spot *spot, size_t t, size_t position, double share)
{
    const Dataset *data = spot->run.data;
    explainer_term(explainer);
    explainer_factor(explainer, "%sx[%zu][%zu]", explainer->prefix, t, position + 1);
    if (data->standardised)
        explainer_factor(explainer, "x_sd[%zu]", position + 1);
    if (share != 1)
        explainer_known(explainer, "", share);
    if (!data->standardised)
        return;
    explainer_term(explainer);
    explainer_factor(explainer, "x_mean[%zu]", position + 1);
    if (share != 1)
        explainer_known(explainer, "", share);
}

static void note_turn(Explainer *explainer, const Spot *spot, size_t t)
{
    if (place_turn(&spot->run, t) < 0)
        explainer_note(explainer, "the other team acts here: x and y are turned back, so that all steps stand on one pitch");
}

static bool explain_seen(Explainer *explainer, const Spot *spot)
{
    const PlaceColumns *seen = &spot->run.data->places->who[spot->who].seen;
    if (isnan(explainer->out->value))
        return explainer_leaf(explainer, "nan", "nobody is seen there at this step");
    if (!seen->given)
        return explainer_leaf(explainer, "a number of the data", "carried along beside the targets; no model sees it");
    explainer_say(explainer, OUTER_SUM, "whereₜ = input as the data give it · metres a unit");
    input_terms(explainer, spot, spot->t, seen->at[spot->axis],
                place_turn(&spot->run, spot->t) * seen->scale[spot->axis]);
    note_turn(explainer, spot, spot->t);
    return true;
}

/* Where he was last seen and the way from there, or the place itself. */
static bool explain_meant(Explainer *explainer, const Spot *spot, const char *name)
{
    const Who *who = &spot->run.data->places->who[spot->who];
    const size_t last = who->way ? place_last(&spot->run, spot->t, spot->who) : spot->t;
    if (isnan(explainer->out->value) || last == 0)
        return explainer_leaf(explainer, "nan", "there is no target, or nobody has been seen yet");
    explainer_sayf(explainer, OUTER_SUM, who->way ? "the place last seen + %sₜ" : "%sₜ, a place itself", name);
    if (who->way) {
        explainer_term(explainer);
        explainer_factor(explainer, "%swhere[%zu][%zu]", explainer->prefix, last, number_of(spot));
    }
    const double share = place_turn(&spot->run, last) * who->asked.scale[spot->axis];
    explainer_term(explainer);
    explainer_factor(explainer, "%s%s[%zu][%zu]", explainer->prefix, name, spot->t, who->asked.at[spot->axis] + 1);
    if (share != 1)
        explainer_known(explainer, "", share);
    note_turn(explainer, spot, last);
    return true;
}

static void where_term(Explainer *explainer, const Spot *spot, size_t t, double share)
{
    explainer_term(explainer);
    explainer_factor(explainer, "%swhere[%zu][%zu]", explainer->prefix, t, number_of(spot));
    if (share != 1)
        explainer_known(explainer, "", share);
}

static bool explain_straight(Explainer *explainer, const Spot *spot)
{
    const Who *who = &spot->run.data->places->who[spot->who];
    const size_t last = place_last(&spot->run, spot->t, spot->who);
    if (isnan(explainer->out->value))
        return explainer_leaf(explainer, "nan", "no velocity is known there: it takes two places, or vx and vy");
    if (who->speed.given && spot->run.data->step > 0) {
        explainer_say(explainer, OUTER_SUM, "the place last seen + seconds ahead · velocity");
        where_term(explainer, spot, last, 1);
        input_terms(explainer, spot, last, who->speed.at[spot->axis],
                    place_ahead(&spot->run, spot->t, spot->who) * place_turn(&spot->run, last) *
                        who->speed.scale[spot->axis]);
        return true;
    }
    const double ahead = place_steps_ahead(&spot->run, spot->t, spot->who);
    explainer_sayf(explainer, OUTER_SUM, "the place last seen + %.4g · (it − the one before it): so many steps ahead", ahead);
    where_term(explainer, spot, last, 1 + ahead);
    where_term(explainer, spot, last - 1, -ahead);
    return true;
}

static bool explain_miss(Explainer *explainer, const Spot *spot, const char *name)
{
    if (isnan(explainer->out->value))
        return explainer_leaf(explainer, "nan", "there is no target, or no prediction, to measure from");
    explainer_sayf(explainer, OUTER_NORM, "√((x of %s − x of where_target)² + (y …)²)", name);
    for (size_t axis = 1; axis <= 2; axis++) {
        const size_t place = 2 * spot->who + axis;
        explainer_term(explainer);
        explainer_factor(explainer, "%s%s[%zu][%zu] - %swhere_target[%zu][%zu]", explainer->prefix, name, spot->t, place,
                         explainer->prefix, spot->t, place);
    }
    return true;
}

static bool explain_time(Explainer *explainer, const Spot *spot)
{
    const Dataset *data = spot->run.data;
    const Places *places = data->places;
    if (places && places->clock != PLACES_NONE) {
        explainer_say(explainer, OUTER_SUM, "time = the clock − the clock of step 1");
        input_terms(explainer, spot, spot->t, places->clock, places->clock_scale);
        input_terms(explainer, spot, 1, places->clock, -places->clock_scale);
        return true;
    }
    if (data->step > 0 || spot->t == 1)
        return explainer_leaf(explainer, "time = (t − 1) · seconds a step", "a step is %.4g s in this data", data->step);
    explainer_say(explainer, OUTER_SUM, "time = Σ of the seconds since the step before");
    for (size_t s = 2; s <= spot->t; s++)
        input_terms(explainer, spot, s, places->pause, places->pause_scale);
    return true;
}

static bool explain_ahead(Explainer *explainer, const Spot *spot)
{
    if (isnan(explainer->out->value))
        return explainer_leaf(explainer, "nan", "nobody has been seen yet, or how long a step is is not said");
    return explainer_leaf(explainer, "ahead", "steps since he was seen last, at %.4g s; or as far ahead as the data say, the next step unless said",
                          spot->run.data->step);
}

bool explain_where(Explainer *explainer, const NameRow *row, const size_t *i)
{
    Spot spot = {.run = run_of(&explainer->scope), .t = i[0]};
    if (row->field == WHERE_TIME)
        return explain_time(explainer, &spot);
    if (row->field == WHERE_MISS || row->field == WHERE_MISS_STRAIGHT) {
        spot.who = i[1] - 1;
        return explain_miss(explainer, &spot, row->field == WHERE_MISS ? "where_y" : "where_straight");
    }
    if (row->field == WHERE_AHEAD) {
        spot.who = i[1] - 1;
        return explain_ahead(explainer, &spot);
    }
    spot.who = (i[1] - 1) / 2;
    spot.axis = (i[1] - 1) % 2;
    switch (row->field) {
    case WHERE_SEEN: return explain_seen(explainer, &spot);
    case WHERE_STRAIGHT: return explain_straight(explainer, &spot);
    default: return explain_meant(explainer, &spot, row->field == WHERE_Y ? "y" : "target");
    }
}
