/* Where will everyone be next: ten players sway about the places of their formation. */
#include "engine/football/simulator.h"

#include <math.h>
#include <stdio.h>

#include "engine/football/build.h"
#include "engine/football/pitch.h"

enum { GAIN, NOISE, PLAYERS, LENGTH, SEQUENCES };
enum { PLAYERS_MAX = 10, AXES_MAX = 2 * PLAYERS_MAX, LENGTH_MAX = 100 };
enum { PLACE, SPEED }; // the state of one player on one axis, from his anchor

static const double FRAME = 0.4;                // s
static const double DRAG = 0.2, PUSH = 0.9;     // 1/s, m/s²: how soon he slows down, and what moves him
static const double ANCHOR[PLAYERS_MAX][2] = {  // 4-3-3 from the front, m
    {14, 0}, {10, 19}, {10, -19}, {-12, 11}, {-15, 0}, {-12, -11}, {-30, 18}, {-33, 6}, {-33, -6}, {-30, -18}};

/** Sway - the process on one axis: s' = A s + push·B, seen is the place with an error of noise. */
typedef struct Sway {
    double A[2][2], B[2];
    double cov[2][2]; // of a state at any time
    double noise;
} Sway;

/** spread_on - covariance one frame later: A P Aᵀ + PUSH² B Bᵀ. */
static void spread_on(const Sway *sway, double P[2][2])
{
    double AP[2][2], next[2][2];
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++)
            AP[i][j] = sway->A[i][0] * P[0][j] + sway->A[i][1] * P[1][j];
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++)
            next[i][j] = AP[i][0] * sway->A[j][0] + AP[i][1] * sway->A[j][1] + PUSH * PUSH * sway->B[i] * sway->B[j];
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++)
            P[i][j] = next[i][j];
}

/** sway_of - v' = v + h(−gain·p − DRAG·v + push), p' = p + h(v + v')/2; the covariance is what is left when it has run long. */
static Sway sway_of(double gain, double noise)
{
    const double h = FRAME;
    Sway sway = {.A = {{1 - h * h * gain / 2, h - h * h * DRAG / 2}, {-h * gain, 1 - h * DRAG}}, .B = {h * h / 2, h}, .noise = noise};
    for (int i = 0; i < 4000; i++)
        spread_on(&sway, sway.cov);
    return sway;
}

/* ---- drawing ---- */

/** Walk - places and speeds on every axis at each frame, one more than are seen. */
typedef struct Walk {
    size_t T, axes;
    double at[LENGTH_MAX + 1][AXES_MAX][2];
} Walk;

static void draw_walk(const Sway *sway, Rng *rng, Walk *walk)
{
    const double first = sqrt(sway->cov[0][0]), mixed = sway->cov[1][0] / first;
    const double rest = sqrt(sway->cov[1][1] - mixed * mixed);
    for (size_t axis = 0; axis < walk->axes; axis++) {
        const double a = rng_normal(rng), b = rng_normal(rng);
        walk->at[0][axis][PLACE] = first * a;
        walk->at[0][axis][SPEED] = mixed * a + rest * b;
    }
    for (size_t t = 0; t < walk->T; t++)
        for (size_t axis = 0; axis < walk->axes; axis++) {
            const double *now = walk->at[t][axis], push = PUSH * rng_normal(rng);
            for (int i = 0; i < 2; i++)
                walk->at[t + 1][axis][i] = sway->A[i][0] * now[0] + sway->A[i][1] * now[1] + sway->B[i] * push;
        }
}

static bool is_legal_step(const Walk *walk, size_t t, size_t player)
{
    const double *x = walk->at[t][2 * player], *y = walk->at[t][2 * player + 1];
    const double *x_next = walk->at[t + 1][2 * player], *y_next = walk->at[t + 1][2 * player + 1];
    return fabs(ANCHOR[player][0] + x[PLACE]) <= PITCH_HALF_LENGTH && fabs(ANCHOR[player][1] + y[PLACE]) <= PITCH_HALF_WIDTH &&
           hypot(x[SPEED], y[SPEED]) <= PLAYER_SPEED_MAX &&
           hypot(x_next[SPEED] - x[SPEED], y_next[SPEED] - y[SPEED]) <= PLAYER_ACCELERATION_MAX * FRAME;
}

static bool is_legal(const Walk *walk)
{
    for (size_t t = 0; t < walk->T; t++)
        for (size_t player = 0; player < walk->axes / 2; player++)
            if (!is_legal_step(walk, t, player))
                return false;
    return true;
}

static void fill(Dataset *data, size_t first, double noise, const Walk *walk, Rng *eyes)
{
    for (size_t t = 0; t < walk->T; t++)
        for (size_t axis = 0; axis < walk->axes; axis++) {
            const double reach = axis % 2 ? PITCH_HALF_WIDTH : PITCH_HALF_LENGTH, anchor = ANCHOR[axis / 2][axis % 2];
            const double off = noise * rng_normal(eyes);
            const double seen = fmax(-reach, fmin(reach, anchor + walk->at[t][axis][PLACE] + off));
            build_feature(data, first + t, axis, seen / 10);
            build_target(data, first + t, axis, anchor + walk->at[t + 1][axis][PLACE] - seen);
        }
}

/* ---- truths ---- */

/** see - the Kalman filter's update: the place is seen. */
static void see(const Sway *sway, double P[2][2])
{
    const double S = P[0][0] + sway->noise * sway->noise, K[2] = {P[0][0] / S, P[1][0] / S};
    P[1][1] -= K[1] * P[0][1];
    P[0][1] = P[1][0] = (1 - K[0]) * P[0][1];
    P[0][0] *= 1 - K[0];
}

/** build_errors - of the next place given all places seen so far, for each frame by the Riccati recursion from the stationary
 *  state. The first frame is all that a memoryless model ever knows. */
static void build_errors(Dataset *data, const Sway *sway, size_t T)
{
    double P[2][2] = {{sway->cov[0][0], sway->cov[0][1]}, {sway->cov[1][0], sway->cov[1][1]}}, sum = 0;
    for (size_t t = 0; t < T; t++) {
        see(sway, P);
        spread_on(sway, P);
        if (t == 0)
            build_truth(data, "baseline", "", P[0][0]);
        sum += P[0][0];
    }
    build_truth(data, "optimum", "", sum / (double)T);
    build_truth(data, "optimum", "late", P[0][0]);
}

/** together - the covariance of a place with that k frames later: (Aᵏ cov)₀₀. */
static double together(const Sway *sway, size_t k)
{
    double p = sway->cov[0][0], v = sway->cov[1][0];
    for (; k > 0; k--) {
        const double next = sway->A[0][0] * p + sway->A[0][1] * v;
        v = sway->A[1][0] * p + sway->A[1][1] * v;
        p = next;
    }
    return p;
}

/** spread_of - the memoryless error e_t = p_{t+1} − b(p_t + noise) is normal with covariances C_k, so that the mean of its squares over T
 *  frames and so many independent axes has the variance 2/axes/T Σ_k (1 − |k|/T) C_k². */
static double spread_of(const Sway *sway, size_t T, size_t axes)
{
    const double noise = sway->noise * sway->noise, b = together(sway, 1) / (together(sway, 0) + noise);
    double sum = 0;
    for (size_t k = 0; k < T; k++) {
        const double C = (1 + b * b) * together(sway, k) - b * together(sway, k + 1) - b * together(sway, k ? k - 1 : 1) +
                         (k ? 0 : b * b * noise);
        sum += (k ? 2 : 1) * (1 - (double)k / (double)T) * C * C; // each frame's noise meets that of no other
    }
    return sqrt(2 / (double)axes * sum);
}

static void build_columns(Dataset *data, size_t axes)
{
    char name[32];
    for (int target = 0; target < 2; target++)
        for (size_t axis = 0; axis < axes; axis++) {
            snprintf(name, sizeof name, "%s%c%zu", target ? "d" : "", axis % 2 ? 'y' : 'x', axis / 2 + 1);
            build_column(data, target, name, target ? "m" : "10m", NULL, 0);
        }
}

static bool make_next(const double *knob, uint64_t seed, Dataset *data, Error *error)
{
    const size_t T = (size_t)knob[LENGTH], sequences = (size_t)knob[SEQUENCES], axes = 2 * (size_t)knob[PLAYERS];
    const Sway sway = sway_of(knob[GAIN], knob[NOISE]);
    build_columns(data, axes);
    build_clock(data, FRAME, 0);
    if (!build_room(data, sequences, sequences * T, error))
        return false;
    for (size_t s = 0; s < sequences; s++) {
        Rng legs = rng_stream(seed, "next walk", s), eyes = rng_stream(seed, "next noise", s);
        Walk walk = {.T = T, .axes = axes};
        do
            draw_walk(&sway, &legs, &walk);
        while (!is_legal(&walk)); // fewer than one in a thousand
        data->offset[s + 1] = data->offset[s] + T;
        fill(data, data->offset[s], knob[NOISE], &walk, &eyes);
    }
    build_errors(data, &sway, T);
    data->spread = spread_of(&sway, T, axes);
    return true;
}

const Simulator NEXT_SIMULATOR = {
    .name = "next",
    .task = "aligned",
    .title = "Where will everyone be next: players about the places of their formation",
    .describe =
        "Outfield players of a team in a 4-3-3, from the front ones on, seen every 0.4 seconds. Each sways about his place in the formation: chance pushes "
        "him, `gain` pulls him back, and he slows down by himself. Seen are their places (x1, y1, x2 … in tens of metres from "
        "the centre), each with an error of `noise` metres. At every moment the model is asked how far each player will be, at the next one, "
        "from where he is seen now (dx1, dy1 … in metres).\n\n"
        "Planted: the speed, which no single picture shows. A model without memory knows the formation and where everyone stands, and is "
        "left with the speed and the camera's error (baseline). One that remembers the pictures before knows the speeds as well as they can "
        "be known; a Kalman filter does it best, on average over the sequence (optimum), at its last moment (optimum(late)). The process is "
        "linear and normal, so all three are exact; take the root for metres. Networks learn it faster with scale=standard. The sequences are synthetic.",
    .places = true,
    .knob = {{"gain", "1/s²", 0.15, 0.1, 0.5, false, "how strongly a player is pulled back to his place"},
             {"noise", "m", 0.1, 0, 1, false, "how far off the camera sees him, on each axis"},
             {"players", "players", 3, 1, PLAYERS_MAX, true, "how many of the ten are seen"},
             {"length", "frames", 20, 2, LENGTH_MAX, true, "how many moments are seen, 0.4 s apart"},
             {"sequences", "sequences", 500, 20, 20000, true, "how many sequences; one fifth of them validate"}},
    .make = make_next,
};
