/* Where will he be in the next four seconds: a call at the first step decides where he turns. */
#include "engine/football/simulator.h"

#include <math.h>

#include "engine/football/build.h"
#include "engine/football/pitch.h"

enum { LAG, NOISE, LENGTH, SEQUENCES };
enum { CALL, X, Y, VX, VY };
enum { ANSWER, LEFT, NONE, RIGHT, STRAIGHT, CALLS }; // in the order of their bytes
enum { LENGTH_MAX = 20, AHEAD = 20, TURN = 5 };      // frames: seen, asked for, and those of a turn

static const char *const CALL_NAMES[CALLS] = {"answer", "left", "none", "right", "straight"};
static const double FRAME = 0.2;                // s
static const double SPREAD_X = 8, SPREAD_Y = 6; // m, of the place seen last
static const double SPEED_LOW = 2.5, SPEED_HIGH = 3.5; // m/s when seen last: √2 · 3.5 a second is just below 5 m/s²
static const double PI = 3.14159265358979323846;

/** Path - places and velocities, v_k = (p_k − p_{k−1}) / FRAME; what is seen last stands at length − 1. */
typedef struct Path {
    size_t length; // frames seen
    int call;
    double place[LENGTH_MAX + AHEAD][2], speed[LENGTH_MAX + AHEAD][2];
} Path;

/* ---- drawing ---- */

/** turned - the share of the turn that is made n frames after the last one seen. */
static double turned(size_t wait, size_t n)
{
    return n <= wait ? 0 : n >= wait + TURN ? 1 : (double)(n - wait) / TURN;
}

static bool is_turning(size_t wait, size_t n)
{
    return n > wait && n <= wait + TURN;
}

/** draw_last - where he is seen last and how he runs there, in any direction. */
static void draw_last(Path *path, Rng *rng)
{
    double *place = path->place[path->length - 1], *speed = path->speed[path->length - 1];
    place[0] = SPREAD_X * rng_normal(rng);
    place[1] = SPREAD_Y * rng_normal(rng);
    const double v = rng_between(rng, SPEED_LOW, SPEED_HIGH), direction = 2 * PI * rng_uniform(rng);
    speed[0] = v * cos(direction);
    speed[1] = v * sin(direction);
}

/** draw_past - backwards from what is seen last, so that this tells nothing of the call. */
static void draw_past(Path *path, double noise, Rng *rng)
{
    for (size_t k = path->length - 1; k > 0; k--)
        for (int axis = 0; axis < 2; axis++) {
            path->place[k - 1][axis] = path->place[k][axis] - FRAME * path->speed[k][axis];
            path->speed[k - 1][axis] = path->speed[k][axis] - noise * rng_normal(rng);
        }
}

/** draw_future - he turns by what he ran with when last seen, in equal parts; no chance while he turns: his legs
 * are busy. */
static void draw_future(Path *path, size_t wait, double noise, Rng *rng)
{
    const double *last = path->speed[path->length - 1], side = path->call == LEFT ? 1 : path->call == RIGHT ? -1 : 0;
    const double turn[2] = {(-side * last[1] - last[0]) / TURN, (side * last[0] - last[1]) / TURN};
    for (size_t n = 1; n <= AHEAD; n++) {
        const size_t k = path->length - 1 + n;
        const bool turns = side != 0 && is_turning(wait, n);
        for (int axis = 0; axis < 2; axis++) {
            const double push = noise * rng_normal(rng);
            path->speed[k][axis] = path->speed[k - 1][axis] + (turns ? turn[axis] : push);
            path->place[k][axis] = path->place[k - 1][axis] + FRAME * path->speed[k][axis];
        }
    }
}

static bool is_legal(const Path *path)
{
    for (size_t k = 0; k < path->length + AHEAD; k++) {
        const double *p = path->place[k], *v = path->speed[k], *before = path->speed[k > 0 ? k - 1 : 0];
        if (fabs(p[0]) > PITCH_HALF_LENGTH || fabs(p[1]) > PITCH_HALF_WIDTH || hypot(v[0], v[1]) > PLAYER_SPEED_MAX ||
            hypot(v[0] - before[0], v[1] - before[1]) > PLAYER_ACCELERATION_MAX * FRAME)
            return false;
    }
    return true;
}

/** draw_path - what is not legal is drawn again: at noise 0.2 fewer than one in a thousand. */
static Path draw_path(const double *knob, size_t wait, uint64_t seed, const char *const *purpose, size_t s)
{
    static const int KINDS[] = {LEFT, RIGHT, STRAIGHT};
    Rng call = rng_stream(seed, purpose[0], s), past = rng_stream(seed, purpose[1], s),
        future = rng_stream(seed, purpose[2], s);
    Path path = {.length = (size_t)knob[LENGTH], .call = KINDS[rng_below(&call, 3)]};
    do {
        draw_last(&path, &past);
        draw_past(&path, knob[NOISE], &past);
        draw_future(&path, wait, knob[NOISE], &future);
    } while (!is_legal(&path));
    return path;
}

static void fill(Dataset *data, size_t first, const Path *path)
{
    const double *last = path->place[path->length - 1];
    for (size_t k = 0; k < path->length; k++) {
        build_feature(data, first + k, CALL, k == 0 ? path->call : NONE);
        build_feature(data, first + k, X, path->place[k][0] / 10);
        build_feature(data, first + k, Y, path->place[k][1] / 10);
        build_feature(data, first + k, VX, path->speed[k][0]);
        build_feature(data, first + k, VY, path->speed[k][1]);
    }
    for (size_t k = path->length; k < path->length + AHEAD; k++) {
        build_feature(data, first + k, CALL, ANSWER);
        build_target(data, first + k, 0, path->place[k][0] - last[0]);
        build_target(data, first + k, 1, path->place[k][1] - last[1]);
    }
}

/* ---- truths ---- */

/** Ahead - n frames later, for a run of speed 1 m/s: how far he has come with and across the direction seen last if
 * he turns, how far if not, and how far chance has carried either off, on each axis. */
typedef struct Ahead {
    double along, across, straight;
    double off_turned, off_straight;
} Ahead;

static Ahead ahead_of(size_t wait, double noise, size_t n)
{
    Ahead ahead = {.straight = FRAME * (double)n};
    double free_turned = 0, free_straight = 0;
    for (size_t j = 1; j <= n; j++) {
        const double part = turned(wait, j), lever = (double)(n - j + 1); // a push at j carries him so many frames
        ahead.along += FRAME * (1 - part);
        ahead.across += FRAME * part;
        free_straight += lever * lever;
        free_turned += is_turning(wait, j) ? 0 : lever * lever;
    }
    ahead.off_turned = FRAME * noise * sqrt(free_turned);
    ahead.off_straight = FRAME * noise * sqrt(free_straight);
    return ahead;
}

/** mean_distance - E|z| of z ~ N(away, off²·1) in the plane (Rice 1945): off·√(π/2)·₁F₁(−½; 1; −q), q =
 * away²/(2·off²). Kummer's e^−q·₁F₁(3/2; 1; q) has terms of one sign; far out the expansion in 1/q is exact to ten
 * digits. */
static double mean_distance(double away, double off)
{
    if (off == 0)
        return fabs(away);
    const double q = away * away / (2 * off * off);
    if (q > 200)
        return fabs(away) * (1 + 1 / (4 * q) + 1 / (32 * q * q) + 3 / (128 * q * q * q));
    double term = exp(-q), sum = 0;
    for (int k = 0; k < 1000 && (k < q || term > 1e-18 * sum); k++) {
        sum += term;
        term *= (1.5 + k) * q / ((k + 1) * (double)(k + 1));
    }
    return off * sqrt(PI / 2) * sum;
}

/** miss - of who says `guess` metres straight on, on the average over the three calls. */
static double miss(const Ahead *ahead, double v, double guess)
{
    return mean_distance(v * ahead->straight - guess, ahead->off_straight) / 3 +
           mean_distance(hypot(v * ahead->along - guess, v * ahead->across), ahead->off_turned) * 2 / 3;
}

/** least_miss - of the best who knows the last frame and not the call. The mean distance is convex and the same on
 * both sides, so its least is straight on: by golden section. */
static double least_miss(const Ahead *ahead, double v)
{
    const double golden = 0.6180339887498949;
    double low = 0, high = v * ahead->straight;
    for (int i = 0; i < 40; i++) {
        const double a = high - golden * (high - low), b = low + golden * (high - low);
        if (miss(ahead, v, a) < miss(ahead, v, b))
            high = b;
        else
            low = a;
    }
    return miss(ahead, v, (low + high) / 2);
}

enum { STILL, LAST, CONSTANT, BEST, PREDICTORS };

/** add_misses - mean distances n frames ahead over all speeds, by Simpson's rule. */
static void add_misses(const Ahead *ahead, double share, double *sum)
{
    enum { PARTS = 8 };
    for (int i = 0; i <= PARTS; i++) {
        const double v = SPEED_LOW + (SPEED_HIGH - SPEED_LOW) * i / PARTS;
        const double weight = share * (i == 0 || i == PARTS ? 1 : i % 2 ? 4 : 2) / (3 * PARTS);
        sum[STILL] += weight * miss(ahead, v, 0);
        sum[LAST] += weight * least_miss(ahead, v);
        sum[CONSTANT] += weight * miss(ahead, v, v * ahead->straight);
    }
    sum[BEST] += share * (mean_distance(0, ahead->off_straight) + 2 * mean_distance(0, ahead->off_turned)) / 3;
}

/** spread_of - of the mean distance of who says that he stays where he is, run by run. */
static double spread_of(const double *knob, size_t wait)
{
    enum { RUNS = 4000 };
    static const char *const PURPOSE[] = {"trajectory truth call", "trajectory truth past", "trajectory truth future"};
    double sum = 0, squares = 0;
    for (size_t s = 0; s < RUNS; s++) {
        const Path path = draw_path(knob, wait, 1, PURPOSE, s);
        const double *last = path.place[path.length - 1];
        double mean = 0;
        for (size_t k = path.length; k < path.length + AHEAD; k++)
            mean += hypot(path.place[k][0] - last[0], path.place[k][1] - last[1]) / AHEAD;
        sum += mean / RUNS;
        squares += mean * mean / RUNS;
    }
    return sqrt((squares - sum * sum) * AHEAD);
}

static void build_truths(Dataset *data, const double *knob, size_t wait)
{
    double ade[PREDICTORS] = {0}, fde[PREDICTORS] = {0};
    for (size_t n = 1; n <= AHEAD; n++) {
        const Ahead ahead = ahead_of(wait, knob[NOISE], n);
        add_misses(&ahead, 1.0 / AHEAD, ade);
        if (n == AHEAD)
            add_misses(&ahead, 1, fde);
    }
    build_truth(data, "baseline", "", ade[STILL]);
    build_truth(data, "baseline", "last", ade[LAST]);
    build_truth(data, "baseline", "constant_velocity", ade[CONSTANT]);
    build_truth(data, "optimum", "", ade[BEST]);
    build_truth(data, "baseline", "fde", fde[STILL]);
    build_truth(data, "baseline", "last_fde", fde[LAST]);
    build_truth(data, "baseline", "constant_velocity_fde", fde[CONSTANT]);
    build_truth(data, "optimum", "fde", fde[BEST]);
    data->spread = spread_of(knob, wait);
}

static bool make_trajectory(const double *knob, uint64_t seed, Dataset *data, Error *error)
{
    static const char *const PURPOSE[] = {"trajectory call", "trajectory past", "trajectory future"};
    const size_t T = (size_t)knob[LENGTH] + AHEAD, sequences = (size_t)knob[SEQUENCES],
                 wait = (size_t)lround(knob[LAG] / FRAME);
    build_column(data, false, "call", "", CALL_NAMES, CALLS);
    build_column(data, false, "x", "10m", NULL, 0);
    build_column(data, false, "y", "10m", NULL, 0);
    build_column(data, false, "vx", "m/s", NULL, 0);
    build_column(data, false, "vy", "m/s", NULL, 0);
    build_column(data, true, "dx", "m", NULL, 0);
    build_column(data, true, "dy", "m", NULL, 0);
    build_clock(data, FRAME, 0);
    build_metric(data, METRIC_ADE, "m");
    if (!build_room(data, sequences, sequences * T, error))
        return false;
    for (size_t s = 0; s < sequences; s++) {
        const Path path = draw_path(knob, wait, seed, PURPOSE, s);
        data->offset[s + 1] = data->offset[s] + T;
        fill(data, data->offset[s], &path);
    }
    build_truths(data, knob, wait);
    return true;
}

const Simulator TRAJECTORY_SIMULATOR = {
    .name = "trajectory",
    .task = "encoder-decoder",
    .title = "Where in the next four seconds: he turns as he was called, some time later",
    .describe =
        "A player on the run, seen five times a second: where he is (x, y in tens of metres from the centre) and "
        "how fast (vx, vy in metres a second, the way since the picture before). With the first picture comes a "
        "call: left, right or straight on. After `length` pictures come 20 steps that say `answer` and nothing "
        "else; in each the model is asked how far he is, then, from where he was seen last (dx, dy in metres), "
        "0.2 to 4 seconds later. `lag` seconds after the last picture he turns as he was called, by 90 degrees "
        "within a second: he brakes and speeds up again, keeping to 5 m/s². Chance changes his velocity by "
        "`noise` at each step and on each axis, but not while he turns, when his legs are busy.\n\n"
        "Planted: the call; place and velocity when seen last tell nothing of it. The metric is the mean distance "
        "(ADE); with fde in brackets it is that after four seconds alone. A model without memory sees in each of "
        "the 20 steps the same and can only say that he stays where he is (baseline). One that remembers the last "
        "picture can let him run on (baseline(constant_velocity)), or better somewhat less far, since he may turn "
        "(baseline(last), the best there is without the call). One that remembers the call as well is left with "
        "chance (optimum). The later the turn, the less the call matters. The sequences are synthetic.",
    .places = true,
    .knob = {{"lag", "s", 1, 0, 3, false, "from the last picture to the turn, in steps of 0.2"},
             {"noise", "m/s", 0.2, 0, 0.25, false, "how much chance changes his velocity, each step on each axis"},
             {"length", "frames", 10, 2, LENGTH_MAX, true,
              "how many pictures are seen, 0.2 s apart; the call comes with the first"},
             {"sequences", "sequences", 2000, 20, 50000, true, "how many runs; one fifth of them validate"}},
    .make = make_trajectory,
};
