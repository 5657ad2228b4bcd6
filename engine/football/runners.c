/* A runner is seen at eight moments; where will he be a second later? The direction is in the past alone. */
#include "engine/football/simulator.h"

#include <math.h>

#include "engine/football/build.h"
#include "engine/football/pitch.h"

enum { NOISE, SEQUENCES };
enum { FRAMES = 8 };

static const double FRAME = 0.4, AHEAD = 1; // seconds from a moment to the next, and from the last one to the question
/* Where runners are seen last, and how they run: speeds of this spread have a median of 2.4 m/s, one in twenty is above 4.9, one in
 * a hundred above 6.1 m/s, as in a real match. */
static const double SPREAD_X = 8, SPREAD_Y = 6, SPREAD_V = 2;

/** Run - where the runner is at the last moment, and how he runs. */
typedef struct Run {
    double x, y, vx, vy;
} Run;

/** is_legal - no faster than a man runs, and on the pitch from the first moment to the one that is asked for. */
static bool is_legal(const Run *run)
{
    const double back = -FRAME * (FRAMES - 1);
    bool inside = true;
    for (int end = 0; end < 2; end++) {
        const double t = end ? AHEAD : back;
        inside = inside && fabs(run->x + t * run->vx) <= PITCH_HALF_LENGTH && fabs(run->y + t * run->vy) <= PITCH_HALF_WIDTH;
    }
    return inside && hypot(run->vx, run->vy) <= PLAYER_SPEED_MAX;
}

/** draw_run - place and velocity independent, so that the last place tells nothing about the direction. Fewer than one in ten
 *  thousand is not legal and drawn again; that moves no truth by a thousandth of itself. */
static Run draw_run(Rng *rng)
{
    Run run;
    do {
        run.x = SPREAD_X * rng_normal(rng);
        run.y = SPREAD_Y * rng_normal(rng);
        run.vx = SPREAD_V * rng_normal(rng);
        run.vy = SPREAD_V * rng_normal(rng);
    } while (!is_legal(&run));
    return run;
}

static double clamp(double value, double reach)
{
    return fmax(-reach, fmin(reach, value));
}

static void fill_run(Dataset *data, size_t first, double noise, const Run *run, Rng *rng)
{
    double x = 0, y = 0;
    for (size_t k = 0; k < FRAMES; k++) {
        const double t = FRAME * ((double)k - (FRAMES - 1));
        x = clamp(run->x + t * run->vx + noise * rng_normal(rng), PITCH_HALF_LENGTH);
        y = clamp(run->y + t * run->vy + noise * rng_normal(rng), PITCH_HALF_WIDTH);
        build_feature(data, first + k, 0, x / 10);
        build_feature(data, first + k, 1, y / 10);
    }
    build_target(data, first + FRAMES - 1, 0, run->x + AHEAD * run->vx - x);
    build_target(data, first + FRAMES - 1, 1, run->y + AHEAD * run->vy - y);
}

/** variance_left - of p + AHEAD·v on one axis, for who has seen the last `seen` moments: the prior and each moment add to the
 *  precision of (p, v); z_k = p − τ_k v + noise. The Kalman filter of a constant velocity, all at once. */
static double variance_left(double place, double noise, size_t seen)
{
    double pp = 1 / (place * place), pv = 0, vv = 1 / (SPREAD_V * SPREAD_V);
    for (size_t k = 0; k < seen; k++) {
        const double back = FRAME * (double)k, precision = 1 / (noise * noise);
        pp += precision;
        pv -= precision * back;
        vv += precision * back * back;
    }
    const double determinant = pp * vv - pv * pv; // covariance = (vv, −pv; −pv, pp) / determinant
    return (vv - 2 * AHEAD * pv + AHEAD * AHEAD * pp) / determinant;
}

/** error_left - the mean squared error over both axes. With no noise one moment gives the place, two the velocity. */
static double error_left(double noise, size_t seen)
{
    if (noise == 0)
        return seen > 1 ? 0 : AHEAD * AHEAD * SPREAD_V * SPREAD_V;
    return (variance_left(SPREAD_X, noise, seen) + variance_left(SPREAD_Y, noise, seen)) / 2;
}

static bool make_runners(const double *knob, uint64_t seed, Dataset *data, Error *error)
{
    size_t sequences = (size_t)knob[SEQUENCES];
    build_column(data, false, "x", "10m", NULL, 0);
    build_column(data, false, "y", "10m", NULL, 0);
    build_column(data, true, "dx", "m", NULL, 0);
    build_column(data, true, "dy", "m", NULL, 0);
    build_clock(data, FRAME, AHEAD);
    if (!build_room(data, sequences, sequences * FRAMES, error))
        return false;
    for (size_t s = 0; s < sequences; s++) {
        Rng legs = rng_stream(seed, "runners run", s), eyes = rng_stream(seed, "runners noise", s);
        const Run run = draw_run(&legs);
        data->offset[s + 1] = data->offset[s] + FRAMES;
        fill_run(data, data->offset[s], knob[NOISE], &run, &eyes);
    }
    build_truth(data, "baseline", "", error_left(knob[NOISE], 1));
    build_truth(data, "baseline", "two", error_left(knob[NOISE], 2));
    build_truth(data, "optimum", "", error_left(knob[NOISE], FRAMES));
    // (a² + b²)/2 of two independent normals of nearly one variance B: its standard deviation is B.
    data->spread = error_left(knob[NOISE], 1);
    return true;
}

const Simulator RUNNERS_SIMULATOR = {
    .name = "runners",
    .task = "many-to-one",
    .title = "Where is he running: only the past knows the direction",
    .describe =
        "A player runs straight on at a steady speed. A camera sees where he is at eight moments, 0.4 seconds apart, each place (x, y "
        "in tens of metres from the centre) with an error of `noise` metres. After the last one the model is asked how far he will be "
        "from where he was last seen one second later, dx and dy in metres.\n\n"
        "Planted: the velocity, which no single place shows: speed and direction are drawn independently of where the runner is last "
        "seen (speeds as in a real match: median 2.4 m/s). A model without memory sees one place and can only answer that he will be "
        "about there; its mean squared error is the variance of the velocity and of the camera's error (baseline). One that "
        "remembers two moments has a velocity, and doubles the camera's error with it (baseline(two)). One that weighs all eight as a "
        "Kalman filter does is left with what the camera blurs (optimum). Take the root of the metric for metres. The sequences are "
        "synthetic.",
    .places = true,
    .knob = {{"noise", "m", 0.5, 0, 5, false, "how far off the camera sees him, on each axis"},
             {"sequences", "sequences", 1000, 20, 100000, true, "how many runs; one fifth of them validate"}},
    .make = make_runners,
};
