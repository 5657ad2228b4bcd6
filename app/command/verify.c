#include "app/command/verify.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/command/command.h"
#include "engine/net/gradcheck.h"

/** Range - spots of one kind, counted: the `at`-th is found by arithmetic. */
typedef struct Range {
    SpotKind kind;
    const Part *part;         // SPOT_WEIGHT
    size_t t_first, t_count;  // not for weights
    size_t track;             // of states and pre-activations: the top layer's, reading forward
    size_t first, count;      // units, features, outputs; of weights: all of the part, or one
} Range;

typedef struct Name { const char *name; SpotKind kind; } Name;
static const Name OVER_TIME[] = {{"dx", SPOT_INPUT}, {"dh", SPOT_STATE}, {"dpre", SPOT_PRE}, {"dy", SPOT_OUTPUT}};

static bool not_a_gradient(const char *text, Error *error)
{
    return fail_at(error, ERR_USE, NULL, 0, 1,
                   "`%.60s` is not a gradient that can be verified: dWx, dWh, db, dWy, dby, dx, dh, dpre, dy, with or without [indices]", text);
}

/** Up to two [n] behind the name; *count of them. False when anything else stands there. */
static bool indices(const char *text, size_t index[2], size_t *count)
{
    int end;
    for (*count = 0; *text; (*count)++, text += end) {
        end = 0;
        if (*count == 2 || sscanf(text, "[%zu]%n", &index[*count], &end) != 1 || !end)
            return false;
    }
    return true;
}

static bool outside(const char *text, Error *error)
{
    return fail_at(error, ERR_USE, NULL, 0, 1, "%.60s is outside what there is", text);
}

static bool weight_range(const Part *part, const char *text, const size_t *index, size_t count, Range *range, Error *error)
{
    *range = (Range){.kind = SPOT_WEIGHT, .part = part, .count = part->units * part->inputs};
    if (count == 0)
        return true;
    if (count != (part->vector ? 1u : 2u))
        return fail_at(error, ERR_USE, NULL, 0, 1, "%.60s: say d%s or d%s%s", text, part->name, part->name,
                       part->vector ? "[unit]" : "[unit][input]");
    size_t input = part->vector ? 1 : index[1];
    if (index[0] < 1 || index[0] > part->units || input < 1 || input > part->inputs)
        return outside(text, error);
    range->first = part_at(part, index[0] - 1, input - 1) - part->offset;
    range->count = 1;
    return true;
}

static bool time_range(const Net *net, const Tape *tape, SpotKind kind, const char *text, const size_t *index, size_t count,
                       Range *range, Error *error)
{
    const NetSpec *spec = &net->spec;
    size_t width = kind == SPOT_INPUT ? spec->inputs : kind == SPOT_STATE ? spec->hidden
                 : kind == SPOT_PRE ? spec->hidden * spec->cell->blocks : spec->outputs;
    size_t earliest = kind == SPOT_STATE ? 0 : 1;
    *range = (Range){.kind = kind, .t_first = 1, .t_count = tape->T, .count = width, .track = net_top(spec)};
    if (count > 0) {
        if (index[0] < earliest || index[0] > tape->T)
            return outside(text, error);
        range->t_first = index[0];
        range->t_count = 1;
    }
    if (count > 1) {
        if (index[1] < 1 || index[1] > width)
            return outside(text, error);
        range->first = index[1] - 1;
        range->count = 1;
    }
    return true;
}

static bool find_range(const Model *model, const char *text, Range *range, Error *error)
{
    const Net *net = trainer_net(model->trainer);
    char name[16];
    size_t index[2], count, length = strcspn(text, "[");
    if (length >= sizeof name || !indices(text + length, index, &count))
        return not_a_gradient(text, error);
    snprintf(name, sizeof name, "%.*s", (int)length, text);
    const Part *part = *name == 'd' ? layout_find(&net->layout, name + 1) : NULL;
    if (part)
        return weight_range(part, text, index, count, range, error);
    for (size_t i = 0; i < sizeof OVER_TIME / sizeof OVER_TIME[0]; i++)
        if (strcmp(OVER_TIME[i].name, name) == 0)
            return time_range(net, model->lens->tape, OVER_TIME[i].kind, text, index, count, range, error);
    return not_a_gradient(text, error);
}

static size_t range_size(const Range *range)
{
    return range->kind == SPOT_WEIGHT ? range->count : range->t_count * range->count;
}

static Spot range_spot(const Range *range, size_t at)
{
    if (range->kind == SPOT_WEIGHT)
        return (Spot){.kind = SPOT_WEIGHT, .index = range->part->offset + range->first + at};
    return (Spot){.kind = range->kind, .t = range->t_first + at / range->count, .index = range->first + at % range->count,
                  .track = range->track};
}

/** What backward found for a spot of the lens (one sequence). */
static double analytic(const Lens *lens, Spot spot)
{
    const Tape *tape = lens->tape;
    switch (spot.kind) {
    case SPOT_WEIGHT:
        return (double)lens->gradient[spot.index];
    case SPOT_INPUT:
        return (double)tape->dx[(spot.t - 1) * tape->D + spot.index];
    case SPOT_STATE:
        return (double)tape->dh[spot.t * tape->H + spot.index];
    case SPOT_PRE:
        return (double)tape->dpre[(spot.t - 1) * tape->G * tape->H + spot.index];
    case SPOT_OUTPUT:
        return (double)tape->dy[(spot.t - 1) * tape->K + spot.index];
    default:
        return 0;
    }
}

/** The ranges "" stands for: every part, then the inputs; false past the end. */
static bool range_of_all(const Model *model, size_t number, Range *range)
{
    const Net *net = trainer_net(model->trainer);
    Error none = {0};
    if (number < net->layout.parts)
        return weight_range(&net->layout.part[number], "", NULL, 0, range, &none);
    return number == net->layout.parts && time_range(net, model->lens->tape, SPOT_INPUT, "dx", NULL, 0, range, &none);
}

static bool spot_at(const Model *model, const char *subject, size_t at, Spot *spot, Error *error)
{
    Range range;
    if (*subject) {
        if (!find_range(model, subject, &range, error))
            return false;
        *spot = range_spot(&range, at);
        return true;
    }
    for (size_t i = 0; range_of_all(model, i, &range); at -= range_size(&range), i++)
        if (at < range_size(&range)) {
            *spot = range_spot(&range, at);
            return true;
        }
    return fail(error, ERR_PROGRAM, "nothing left to verify");
}

static void say_one(Session *session, const Check *check)
{
    session_say(session, "analytic    %.17g", check->analytic);
    session_say(session, "difference  %.17g   (central, extrapolated; rounding alone can do %.1e)", check->difference, check->noise);
    session_say(session, "tangent     %.17g   (forward mode)", check->tangent);
    session_say(session, "relative    %.2e, measured against the %s", check->relative, check->by_tangent ? "tangent: the difference is lost in its noise" : "difference");
}

static bool conclude(Session *session, const Check *check, Error *error)
{
    Work *work = &session->work;
    const char *what = *work->subject ? work->subject : "every weight and every input";
    if (!(work->worst <= GRADCHECK_LIMIT)) // not a number is no agreement
        return fail(error, ERR_CLAIM, "%s: analytic and numeric disagree by %.2e relative, more than %.0e", what, work->worst, GRADCHECK_LIMIT);
    if (work->total == 1)
        say_one(session, check);
    else
        session_say(session, "%s: %zu gradients agree, the worst to %.2e relative", what, work->total, work->worst);
    return true;
}

static bool verify_step(Session *session, bool *done, Error *error)
{
    Work *work = &session->work;
    Spot spot;
    Check check;
    if (!world_look(session->world, error))
        return false;
    const Model *model = world_model(session->world);
    if (!spot_at(model, work->subject, work->done, &spot, error) ||
        !gradcheck_spot(trainer_net(model->trainer), model->lens->batch, spot, analytic(model->lens, spot), &check, error))
        return false;
    if (!(check.relative <= work->worst) && !isnan(work->worst))
        work->worst = check.relative;
    *done = ++work->done == work->total;
    return !*done || conclude(session, &check, error);
}

bool verify_begin(Session *session, const char *text, Error *error)
{
    const Model *model = world_ready(session->world, error);
    Range range;
    size_t total = 0;
    if (!model || !world_look(session->world, error))
        return false;
    if (strlen(text) >= QUANTITY_MAX)
        return not_a_gradient(text, error);
    if (*text && !find_range(model, text, &range, error))
        return false;
    if (*text)
        total = range_size(&range);
    for (size_t i = 0; !*text && range_of_all(model, i, &range); i++)
        total += range_size(&range);
    Work *work = work_begin(session, verify_step, "verifying", total);
    snprintf(work->subject, sizeof work->subject, "%s", text);
    return true;
}
