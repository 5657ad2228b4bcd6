/* Who needs rest: four weeks of sessions, a hidden load in each, and an injury that comes of too much of it of late.
 * Nobody's medicine: a load is Gamma, what is seen of it are Poisson counts, and so what can be known is a Beta. */
#include "engine/football/simulator.h"

#include <math.h>
#include <stdlib.h>

#include "engine/base/memory.h"
#include "engine/football/build.h"
#include "engine/football/walk.h"

enum { HAZARD, WINDOW, NOISE, BASE, SEQUENCES };
enum { SPEED, HIGH_SPEED, ACCELERATIONS, TURNS, FEATURES };
enum { SESSIONS = 28, SHAPE = 7 }; // a session's load is Gamma(7) of mean 1: it varies by 1/√7 = 38 %

static const double BARE = 0.01; // with less noise than this the load is seen as it is

/** Sight - what is seen of a load, against that of a usual session: slope·(seen − 1). Seen is the load itself, or a
 *  count over its mean. */
typedef struct Sight {
    const char *name, *unit;
    double slope;
    double share; // of all counts
} Sight;

static const Sight SIGHT[FEATURES] = {{"mean_speed", "m/s", 0.6, 0.16},
                                      {"high_speed", "km", 1, 0.24},
                                      {"accelerations", "1/min", 1.6, 0.32},
                                      {"turns", "1/min", 2, 0.28}};

/** Risk - the process: the chance of an injury is σ(a + b(acute/chronic − 1)). */
typedef struct Risk {
    double a, b;
    double window;
    double counts; // in a session of load 1, of all features together; 0 where the load is seen as it is
} Risk;

static double logistic(double x)
{
    return 1 / (1 + exp(-x));
}

/** chance_of - of an injury, for the share of all load that fell into the window. */
static double chance_of(const Risk *risk, double share)
{
    return logistic(risk->a + risk->b * (share * SESSIONS / risk->window - 1));
}

/** expected_chance - the mean of chance_of over a share that is Beta(alpha, beta): the trapezoid rule, whose error
 *  falls exponentially for what fades out on both sides. */
static double expected_chance(const Risk *risk, double alpha, double beta)
{
    enum { NODES = 10 }; // on either side, out to 8 standard deviations
    const double sum = alpha + beta, mean = alpha / sum, sd = sqrt(mean * (1 - mean) / (sum + 1));
    double weights = 0, chances = 0;
    for (int i = -NODES; i <= NODES; i++) {
        const double share = mean + 0.8 * i * sd;
        if (share <= 0 || share >= 1)
            continue;
        const double weight = exp((alpha - 1) * log(share / mean) + (beta - 1) * log((1 - share) / (1 - mean)));
        weights += weight;
        chances += weight * chance_of(risk, share);
    }
    return chances / weights;
}

/** risk_of - with a such that a share `base` of all players is injured. Shares of sums of Gamma loads are Beta. */
static Risk risk_of(const double *knob)
{
    const double noise = knob[NOISE], window = knob[WINDOW];
    Risk risk = {.b = knob[HAZARD], .window = window, .counts = noise < BARE ? 0 : 1 / (noise * noise)};
    double low = -80, high = 20;
    for (int i = 0; i < 60; i++) {
        risk.a = (low + high) / 2;
        if (expected_chance(&risk, SHAPE * window, SHAPE * (SESSIONS - window)) < knob[BASE])
            low = risk.a;
        else
            high = risk.a;
    }
    return risk;
}

/* ---- drawing ---- */

/** draw_load - Gamma(SHAPE) of mean 1: as long as so many waits. */
static double draw_load(Rng *rng)
{
    double product = 1;
    for (int i = 0; i < SHAPE; i++)
        product *= 1 - rng_uniform(rng);
    return -log(product) / SHAPE;
}

/** draw_count - Poisson, by inversion that goes out from the most likely count on both sides. */
static double draw_count(double mean, Rng *rng)
{
    const double mode = floor(mean);
    double up = exp(mode * log(mean) - mean - lgamma(mode + 1)), down = up, left = rng_uniform(rng) - up;
    for (double k = 1; left >= 0 && up + down > 1e-18; k++) {
        up *= mean / (mode + k);
        if ((left -= up) < 0)
            return mode + k;
        down *= (mode - k + 1) / mean; // 0 below no count at all
        if ((left -= down) < 0)
            return mode - k;
    }
    return mode;
}

static void fill_session(Dataset *data, size_t row, const Risk *risk, double load, Rng *eyes)
{
    for (size_t i = 0; i < FEATURES; i++) {
        const double mean = risk->counts * SIGHT[i].share;
        const double seen = mean > 0 ? draw_count(mean * load, eyes) / mean : load;
        build_feature(data, row, i, walk_grid(SIGHT[i].slope * (seen - 1), 1e5));
    }
    build_beside(data, row, 0, load);
}

static void fill(Dataset *data, size_t first, const Risk *risk, uint64_t seed, size_t s)
{
    Rng legs = rng_stream(seed, "injury load", s), eyes = rng_stream(seed, "injury sight", s),
        luck = rng_stream(seed, "injury luck", s);
    double acute = 0, chronic = 0;
    for (size_t t = 0; t < SESSIONS; t++) {
        const double load = draw_load(&legs);
        chronic += load;
        acute += (double)t + risk->window >= SESSIONS ? load : 0;
        fill_session(data, first + t, risk, load, &eyes);
    }
    build_target(data, first + SESSIONS - 1, 0, rng_uniform(&luck) < chance_of(risk, acute / chronic));
}

/* ---- truths: sums over all that can be seen, each as likely as it is ---- */

enum { POINTS = 161 };

/** Axis - what may be seen of some sessions together: a count, or their load where it is seen as it is. It is taken in
 *  even steps, where there are many values not one by one. */
typedef struct Axis {
    size_t count;
    double value[POINTS], weight[POINTS];
} Axis;

/** log_weight - of a sum over sessions: of Gammas (a Gamma), or of counts with Gamma means (negative binomial); but for
 *  a factor. */
static double log_weight(double shape, double counts, double value)
{
    if (counts == 0)
        return value > 0 ? (shape - 1) * log(value) - SHAPE * value : -INFINITY;
    return lgamma(value + shape) - lgamma(value + 1) + value * log(counts / (SHAPE + counts));
}

static Axis axis_of(const Risk *risk, double sessions)
{
    const double unit = risk->counts > 0 ? risk->counts : 1, mean = sessions * unit;
    const double sd = sqrt(sessions * unit * unit / SHAPE + (risk->counts > 0 ? mean : 0));
    double low = fmax(0, mean - 7 * sd), step = (mean + 10 * sd - low) / (POINTS - 1), sum = 0;
    if (risk->counts > 0) {
        low = floor(low);
        step = ceil(step);
    }
    const double top = log_weight(SHAPE * sessions, risk->counts, risk->counts > 0 ? floor(mean) : mean);
    Axis axis = {.count = POINTS};
    for (size_t i = 0; i < POINTS; i++) {
        axis.value[i] = low + step * (double)i;
        axis.weight[i] = exp(log_weight(SHAPE * sessions, risk->counts, axis.value[i]) - top);
        sum += axis.weight[i];
    }
    for (size_t i = 0; i < POINTS; i++)
        axis.weight[i] /= sum;
    return axis;
}

/** known_chance - for who has seen so much of the window and so much of the sessions before it. */
static double known_chance(const Risk *risk, double acute, double before)
{
    if (risk->counts == 0)
        return chance_of(risk, acute / (acute + before));
    return expected_chance(risk, SHAPE * risk->window + acute, SHAPE * (SESSIONS - risk->window) + before);
}

/** Kind - all players of whom the same is seen. */
typedef struct Kind {
    double weight, chance;
} Kind;

static int by_chance(const void *a, const void *b)
{
    const Kind *left = a, *right = b;
    return (left->chance > right->chance) - (left->chance < right->chance);
}

/** Area - under the curve of kinds in their order, and the variance that one player adds to it in a sample (Hanley &
 *  McNeil 1982; DeLong et al. 1988). */
typedef struct Area {
    double area, variance;
} Area;

static Area area_of(const Kind *kind, size_t count)
{
    double injured = 0, well = 0, injured_below = 0, well_below = 0, sum = 0, squares = 0, other_squares = 0;
    for (size_t i = 0; i < count; i++) {
        injured += kind[i].weight * kind[i].chance;
        well += kind[i].weight * (1 - kind[i].chance);
    }
    for (size_t i = 0; i < count; i++) {
        const double yes = kind[i].weight * kind[i].chance / injured, no = kind[i].weight * (1 - kind[i].chance) / well;
        const double above = well_below + no / 2, below = 1 - injured_below - yes / 2;
        sum += yes * above;
        squares += yes * above * above;
        other_squares += no * below * below;
        injured_below += yes;
        well_below += no;
    }
    return (Area){sum, (squares - sum * sum) / injured + (other_squares - sum * sum) / well};
}

/** Known - what can be reached, summed over kinds. */
typedef struct Known {
    Area area;
    double accuracy, nats;
} Known;

static Known known_of(const Kind *kind, size_t count)
{
    Known known = {.area = area_of(kind, count)};
    for (size_t i = 0; i < count; i++) {
        const double p = kind[i].chance;
        known.accuracy += kind[i].weight * fmax(p, 1 - p);
        known.nats -= kind[i].weight * (p * log(p) + (1 - p) * log1p(-p));
    }
    return known;
}

/** fill_kinds - all that can be seen of the window (rows) and of the sessions before it. */
static void fill_kinds(const Risk *risk, const Axis *acute, Kind *kind)
{
    const Axis before = axis_of(risk, SESSIONS - risk->window);
    for (size_t i = 0; i < POINTS; i++)
        for (size_t j = 0; j < POINTS; j++)
            kind[i * POINTS + j] =
                (Kind){acute->weight[i] * before.weight[j], known_chance(risk, acute->value[i], before.value[j])};
}

/** between - the value at x of what is known in even steps, by the parabola through the three nearest. */
static double between(const Axis *axis, const double *known, double x)
{
    const double step = axis->value[1] - axis->value[0];
    const double at = fmax(0, fmin(POINTS - 1, (x - axis->value[0]) / step)),
                 middle = fmax(1, fmin(POINTS - 2, round(at)));
    const double *near = known + (size_t)middle, d = at - middle;
    return near[0] + d * (near[1] - near[-1]) / 2 + d * d * (near[1] - 2 * near[0] + near[-1]) / 2;
}

/** last_session - what who sees it alone can know: the other sessions are as they may be. */
static Known last_session(const Risk *risk, const Axis *acute, const Kind *kind)
{
    const Axis last = axis_of(risk, 1), others = axis_of(risk, risk->window - 1);
    double of_window[POINTS] = {0};
    Kind seen[POINTS];
    for (size_t i = 0; i < POINTS * POINTS; i++)
        of_window[i / POINTS] +=
            acute->weight[i / POINTS] > 0 ? kind[i].weight / acute->weight[i / POINTS] * kind[i].chance : 0;
    for (size_t i = 0; i < POINTS; i++) {
        seen[i] = (Kind){last.weight[i], 0};
        for (size_t j = 0; j < POINTS; j++)
            seen[i].chance += others.weight[j] * between(acute, of_window, last.value[i] + others.value[j]);
    }
    return known_of(seen, POINTS);
}

/** Reach - of who remembers all sessions, and of who sees the last one alone. */
typedef struct Reach {
    Known all, last;
} Reach;

static Reach reach_of(const Risk *risk)
{
    const Axis acute = axis_of(risk, risk->window);
    Kind *kind = memory_new(POINTS * POINTS, sizeof *kind);
    Reach reach;
    fill_kinds(risk, &acute, kind);
    reach.last = last_session(risk, &acute, kind);
    qsort(kind, POINTS * POINTS, sizeof *kind, by_chance);
    reach.all = known_of(kind, POINTS * POINTS);
    free(kind);
    return reach;
}

static void build_truths(Dataset *data, const Risk *risk)
{
    const Risk bare = {.a = risk->a, .b = risk->b, .window = risk->window};
    const Reach reach = reach_of(risk), best = reach_of(&bare);
    build_truth(data, "baseline", "", reach.last.area.area);
    build_truth(data, "optimum", "", reach.all.area.area);
    build_truth(data, "baseline", "load", best.last.area.area);
    build_truth(data, "optimum", "load", best.all.area.area);
    build_truth(data, "baseline", "accuracy", reach.last.accuracy);
    build_truth(data, "optimum", "accuracy", reach.all.accuracy);
    build_truth(data, "baseline", "logloss", reach.last.nats);
    build_truth(data, "optimum", "logloss", reach.all.nats);
    data->spread = sqrt(reach.last.area.variance);
}

static bool make_injury(const double *knob, uint64_t seed, Dataset *data, Error *error)
{
    static const char *const INJURY_NAMES[2] = {"no", "yes"};
    const size_t sequences = (size_t)knob[SEQUENCES];
    const Risk risk = risk_of(knob);
    for (size_t i = 0; i < FEATURES; i++)
        build_column(data, false, SIGHT[i].name, SIGHT[i].unit, NULL, 0);
    build_column(data, true, "injury", "", INJURY_NAMES, 2);
    build_further(data, "load", "1", NULL, 0);
    build_metric(data, METRIC_AUC, "1");
    if (!build_room(data, sequences, sequences * SESSIONS, error))
        return false;
    for (size_t s = 0; s < sequences; s++) {
        data->offset[s + 1] = data->offset[s] + SESSIONS;
        fill(data, data->offset[s], &risk, seed, s);
    }
    build_truths(data, &risk);
    return true;
}

const Simulator INJURY_SIMULATOR = {
    .name = "injury",
    .task = "many-to-one",
    .title = "Who needs rest: too much load of late, and only few are injured (synthetic, not medical)",
    .describe =
        "A player's last 28 sessions, a step each: mean speed, distance at high speed, accelerations and sharp turns "
        "a minute, each as so much more or less than is usual for him. All four grow with a load that nobody sees and "
        "that varies by 38 % from session to session; in each of them chance has a part, and together they are off by "
        "`noise`. After the last session the model is asked whether he will be injured. The risk is the sigmoid of a "
        "+ b (acute/chronic - 1): acute is the mean load of the last `window` sessions, chronic that of all 28, and a "
        "is such that a share `base` of all players is injured. The load itself is carried along, to look at.\n\n"
        "Planted: the ratio of recent load to what he is used to. Sessions have independent loads, so the last one is "
        "no more than one of those in the window (baseline). Who adds up the window and all the sessions knows the "
        "ratio as well as noise lets him (optimum); who saw the load itself would know it exactly (optimum(load), and "
        "baseline(load) for its last session). Few are injured, so to say of everybody that he will not be is right "
        "in a share of 1 - base, and knowing more adds nothing to that: compare baseline(accuracy) and "
        "optimum(accuracy). The metric is therefore the chance that a player who is injured is ranked above one who "
        "is not. baseline(logloss) and optimum(logloss) tell the same in nats. Rare events need many sequences and "
        "large batches: train batch=256.\n\n"
        "Synthetic, not medical: that this ratio leads to injuries is assumed here, and disputed for people. Nothing "
        "that is learnt from these sequences says anything about anybody's health.",
    .knob = {{"b", "1", 8, 0, 30, false, "how steeply the risk rises with the ratio of acute to chronic load"},
             {"window", "sessions", 7, 2, 14, true, "how many of the last sessions are the acute load"},
             {"noise", "1", 0.2, 0, 1, false, "how far off a load of 1 is seen; below 0.01 it is seen as it is"},
             {"base", "1", 0.02, 0.005, 0.5, false, "the share of players who are injured"},
             {"sequences", "sequences", 40000, 20, 100000, true, "how many players; one fifth of them validate"}},
    .make = make_injury,
};
