#include "app/command/verify.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/command/command.h"
#include "app/command/verify_name.h"
#include "engine/net/gradcheck.h"

/** Which of the names' gradients comes at this place. */
static bool spot_at(const World *world, const char *subject, size_t at, Spots *spots, Spot *spot, Error *error)
{
    if (*subject) {
        if (!spots_read(world, subject, spots, error))
            return false;
        *spot = spots_at(spots, at);
        return true;
    }
    for (size_t i = 0; spots_all(world_model(world), i, spots); at -= spots_count(spots), i++)
        if (at < spots_count(spots)) {
            *spot = spots_at(spots, at);
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
    Spots spots;
    Spot spot;
    Check check;
    if (!world_look(session->world, error) || !spot_at(session->world, work->subject, work->done, &spots, &spot, error) ||
        !gradcheck_spot(trainer_net(spots.model->trainer), spots.model->lens->batch, spot, spots_analytic(&spots, spot), &check, error))
        return false;
    if (!(check.relative <= work->worst) && !isnan(work->worst))
        work->worst = check.relative;
    *done = ++work->done == work->total;
    return !*done || conclude(session, &check, error);
}

/** How many gradients the text names. */
static bool count_spots(const World *world, const char *text, size_t *total, Error *error)
{
    Spots spots;
    *total = 0;
    if (*text) {
        if (!spots_read(world, text, &spots, error))
            return false;
        *total = spots_count(&spots);
        return true;
    }
    Model *model = world_model(world);
    if (!spots_possible(model, error))
        return false;
    for (size_t i = 0; spots_all(model, i, &spots); i++)
        *total += spots_count(&spots);
    return true;
}

bool verify_begin(Session *session, const char *text, Error *error)
{
    size_t total;
    if (!world_ready(session->world, error) || !world_look(session->world, error))
        return false;
    if (strlen(text) >= QUANTITY_MAX)
        return fail_at(error, ERR_USE, NULL, 0, 1, "this is too long to be the name of a gradient");
    if (!count_spots(session->world, text, &total, error))
        return false;
    Work *work = work_begin(session, verify_step, "verifying", total);
    snprintf(work->subject, sizeof work->subject, "%s", text);
    return true;
}
