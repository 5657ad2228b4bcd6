/* Three words, then a whole play: where the ball goes after a formation, a side and a code were called. */
#include "engine/football/simulator.h"

#include <math.h>
#include <stdlib.h>

#include "engine/base/memory.h"
#include "engine/football/build.h"
#include "engine/football/cloud.h"
#include "engine/football/pitch.h"

enum { NOISE, LENGTH, SEQUENCES };
enum { FORMATION, CODE, SIDE, WORDS };
enum { FORMATIONS = 3, CODES = 4, SIDES = 2, CALLS = FORMATIONS * CODES * SIDES };
enum { LENGTH_MAX = 40, PLAYERS = 4, MOVES = 6, PASSES = 3 };

static const double FRAME = 0.2; // s
static const double SWAY = 0.5;  // 1/s: how quickly players sway about their ways
static const double PI = 3.14159265358979323846;

static const char *const FORMATION_NAMES[FORMATIONS + 1] = {"3-5-2", "4-3-3", "4-4-2", "answer"};
static const char *const CODE_NAMES[CODES + 1] = {"answer", "give_and_go", "overlap", "switch", "through"};
static const char *const SIDE_NAMES[SIDES + 1] = {"answer", "left", "right"};
static const char *const BALL_NAMES[2] = {"carried", "passed"};

/* Who takes part, and where he begins when it goes over the left, m: who has the ball, who is out wide, the striker,
 * and who is out wide on the other side. */
enum { STARTER, WIDE, STRIKER, FAR };
static const double START[FORMATIONS][PLAYERS][2] = {
    {{-18, 14}, {2, 25}, {16, -3}, {0, -25}}, // 3-5-2: a centre back, wing backs
    {{-8, 3}, {20, 24}, {24, 2}, {18, -24}},  // 4-3-3: the holding midfielder, wingers
    {{-2, 8}, {8, 25}, {20, 7}, {6, -25}},    // 4-4-2: a central midfielder, wide ones
};

/** Move - from a standstill so far within so many seconds, with the least jerk there can be. Moves of one player add
 *  up. */
typedef struct Move {
    int player;
    double from, seconds; // 0 seconds: there are no more
    double dx, dy;        // m, over the left
} Move;

/** Pass - between two pictures; the ball rolls straight and evenly. */
typedef struct Pass {
    int to;
    int leaves, arrives; // pictures after the start; arrives 0: there are no more
} Pass;

typedef struct Code {
    Move move[MOVES];
    Pass pass[PASSES];
} Code;

static const Code CODE_OF[CODES] = {
    // to the striker, who comes towards the ball, and back into the run
    {{{STRIKER, 0, 2.4, -3, 1.5},
      {STARTER, 0.6, 5, 13, 5},
      {STARTER, 4.2, 3.8, 7, -3},
      {WIDE, 0, 6, 8, -2},
      {FAR, 0, 8, 10, 4}},
     {{STRIKER, 3, 12}, {STARTER, 15, 21}}},
    // out wide, who comes inside, and back to who has run round him
    {{{WIDE, 1.6, 4, 5, -7}, {STARTER, 0.8, 7.2, 19, 12}, {STRIKER, 2, 5, 8, -4}, {FAR, 1, 7, 12, 6}},
     {{WIDE, 4, 12}, {STARTER, 24, 30}}},
    // far across to the other side, and into the middle
    {{{FAR, 0.4, 6.6, 14, 8}, {STRIKER, 2, 6, 14, -2}, {STARTER, 1, 6, 9, -2}, {WIDE, 2, 6, 12, -6}},
     {{FAR, 5, 18}, {STRIKER, 30, 36}}},
    // behind the defence
    {{{STARTER, 0, 3, 4, 0}, {STRIKER, 0.6, 7, 20, 5}, {STARTER, 3, 5, 8, 2}, {WIDE, 1, 7, 14, -8}, {FAR, 1, 7, 12, 5}},
     {{STRIKER, 8, 18}}},
};

/** Call - what is said at the first step. */
typedef struct Call {
    size_t formation, code, side;
} Call;

static Call call_of(size_t n)
{
    return (Call){n / (CODES * SIDES), n / SIDES % CODES, n % SIDES};
}

/* ---- the way without chance ---- */

/** eased - the share of a move that is made after this share of its time: 10 s³ − 15 s⁴ + 6 s⁵ (Flash & Hogan 1985). */
static double eased(double s)
{
    s = fmax(0, fmin(1, s));
    return s * s * s * (10 + s * (6 * s - 15));
}

static void mean_place(const Call *call, int player, size_t k, double place[2])
{
    const Code *code = &CODE_OF[call->code];
    place[0] = START[call->formation][player][0];
    place[1] = START[call->formation][player][1];
    for (size_t i = 0; i < MOVES && code->move[i].seconds > 0; i++)
        if (code->move[i].player == player) {
            const double made = eased((FRAME * (double)k - code->move[i].from) / code->move[i].seconds);
            place[0] += made * code->move[i].dx;
            place[1] += made * code->move[i].dy;
        }
    place[1] *= call->side == 0 ? 1 : -1;
}

/** Hold - who has the ball at a picture; on its way it is a mixture of where it was played and where it will be taken. */
typedef struct Hold {
    int from, to;
    size_t left, taken; // pictures
    double way;         // 0 … 1
    bool passed;        // it rolled since the picture before
} Hold;

static Hold hold_of(size_t code, size_t k)
{
    const Pass *pass = CODE_OF[code].pass;
    Hold hold = {.from = STARTER, .to = STARTER, .left = k, .taken = k};
    for (size_t i = 0; i < PASSES && pass[i].arrives > 0; i++) {
        const size_t leaves = (size_t)pass[i].leaves, arrives = (size_t)pass[i].arrives;
        if (k <= leaves)
            break;
        hold.passed = k <= arrives;
        hold.from = hold.passed ? hold.to : pass[i].to;
        hold.to = pass[i].to;
        hold.left = hold.passed ? leaves : k;
        hold.taken = hold.passed ? arrives : k;
        hold.way = hold.passed ? (double)(k - leaves) / (double)(arrives - leaves) : 0;
    }
    return hold;
}

/** off_of - how far chance carries the ball off, on each axis, as a share of what it does to a player. */
static double off_of(size_t code, size_t k)
{
    const Hold hold = hold_of(code, k);
    return hypot(1 - hold.way, hold.way);
}

/* ---- drawing ---- */

/** Scene - places of everyone and of the ball at each picture, from the one at the start on. */
typedef struct Scene {
    Call call;
    double player[LENGTH_MAX + 1][PLAYERS][2], ball[LENGTH_MAX + 1][2];
} Scene;

/** draw_players - each sways by noise·(p cos ωt + q sin ωt), with p, q ~ N(0, 1): at any time N(0, noise²). */
static void draw_players(Scene *scene, double noise, Rng *rng)
{
    for (int player = 0; player < PLAYERS; player++) {
        double sway[2][2];
        for (int i = 0; i < 4; i++)
            sway[i / 2][i % 2] = noise * rng_normal(rng);
        for (size_t k = 0; k <= LENGTH_MAX; k++) {
            const double angle = SWAY * FRAME * (double)k, near = cos(angle), far = sin(angle);
            double *place = scene->player[k][player];
            mean_place(&scene->call, player, k, place);
            for (int axis = 0; axis < 2; axis++)
                place[axis] += sway[axis][0] * near + sway[axis][1] * far;
        }
    }
}

static void roll_ball(Scene *scene)
{
    for (size_t k = 0; k <= LENGTH_MAX; k++) {
        const Hold hold = hold_of(scene->call.code, k);
        for (int axis = 0; axis < 2; axis++)
            scene->ball[k][axis] = (1 - hold.way) * scene->player[hold.left][hold.from][axis] +
                                   hold.way * scene->player[hold.taken][hold.to][axis];
    }
}

/** keeps_to - nobody leaves the pitch, runs or turns as nobody can. */
static bool keeps_to(const Scene *scene, int player)
{
    double before[2] = {0, 0};
    for (size_t k = 0; k <= LENGTH_MAX; k++) {
        const double *now = scene->player[k][player], *last = scene->player[k > 0 ? k - 1 : 0][player];
        const double speed[2] = {(now[0] - last[0]) / FRAME, (now[1] - last[1]) / FRAME};
        if (fabs(now[0]) > PITCH_HALF_LENGTH || fabs(now[1]) > PITCH_HALF_WIDTH ||
            hypot(speed[0], speed[1]) > PLAYER_SPEED_MAX ||
            (k > 1 && hypot(speed[0] - before[0], speed[1] - before[1]) > PLAYER_ACCELERATION_MAX * FRAME))
            return false;
        before[0] = speed[0];
        before[1] = speed[1];
    }
    return true;
}

static bool is_legal(const Scene *scene)
{
    for (int player = 0; player < PLAYERS; player++)
        if (!keeps_to(scene, player))
            return false;
    for (size_t k = 1; k <= LENGTH_MAX; k++) {
        const double *now = scene->ball[k], *last = scene->ball[k - 1];
        if (hypot(now[0] - last[0], now[1] - last[1]) > BALL_SPEED_MAX * FRAME)
            return false;
    }
    return true;
}

/** draw_scene - what is not legal is drawn again: at noise 2 fewer than one in a thousand. */
static void draw_scene(Scene *scene, Call call, double noise, Rng *rng)
{
    scene->call = call;
    do {
        draw_players(scene, noise, rng);
        roll_ball(scene);
    } while (!is_legal(scene));
}

static void fill_call(Dataset *data, size_t row, const Call *call)
{
    build_feature(data, row, FORMATION, (double)call->formation);
    build_feature(data, row, CODE, (double)(1 + call->code));
    build_feature(data, row, SIDE, (double)(1 + call->side));
}

static void fill_answer(Dataset *data, size_t row, const Scene *scene, size_t k)
{
    build_feature(data, row, FORMATION, FORMATIONS);
    build_feature(data, row, CODE, 0);
    build_feature(data, row, SIDE, 0);
    build_target(data, row, 0, scene->ball[k][0]);
    build_target(data, row, 1, scene->ball[k][1]);
}

static void fill(Dataset *data, size_t first, size_t length, const Scene *scene)
{
    for (size_t k = 0; k <= length; k++) {
        if (k == 0)
            fill_call(data, first, &scene->call);
        else
            fill_answer(data, first + k, scene, k);
        build_beside(data, first + k, 0, hold_of(scene->call.code, k).passed);
        for (int i = 0; i < 2 * PLAYERS; i++)
            build_beside(data, first + k, (size_t)(1 + i), scene->player[k][i / 2][i % 2]);
    }
}

/* ---- truths ---- */

static Cloud cloud_of(size_t n, double noise, size_t k)
{
    const Call call = call_of(n);
    const Hold hold = hold_of(call.code, k);
    double from[2], to[2];
    mean_place(&call, hold.from, hold.left, from);
    mean_place(&call, hold.to, hold.taken, to);
    Cloud cloud = {.sd = noise * off_of(call.code, k)};
    for (int axis = 0; axis < 2; axis++)
        cloud.mean[axis] = (1 - hold.way) * from[axis] + hold.way * to[axis];
    return cloud;
}

/** known_to - which of the calls look the same to who remembers these words alone. */
static size_t known_to(size_t n, const bool knows[WORDS])
{
    const Call call = call_of(n);
    return ((knows[FORMATION] ? call.formation : 0) * CODES + (knows[CODE] ? call.code : 0)) * SIDES +
           (knows[SIDE] ? call.side : 0);
}

/** remembering - the least mean distance, picture by picture, for who knows the time and these words. */
static double remembering(double noise, size_t length, const bool knows[WORDS])
{
    double sum = 0, place[2];
    for (size_t k = 1; k <= length; k++)
        for (size_t group = 0; group < CALLS; group++) {
            Cloud cloud[CALLS];
            size_t count = 0;
            for (size_t n = 0; n < CALLS; n++)
                if (known_to(n, knows) == group)
                    cloud[count++] = cloud_of(n, noise, k);
            sum += count > 0 ? (double)count * cloud_nearest(cloud, count, place) : 0;
        }
    return sum / (double)(CALLS * length);
}

/** always - for who says the same place in every step; it is written. */
static double always(double noise, size_t length, double place[2])
{
    Cloud *cloud = memory_new(CALLS * length, sizeof *cloud);
    for (size_t i = 0; i < CALLS * length; i++)
        cloud[i] = cloud_of(i / length, noise, 1 + i % length);
    const double mean = cloud_nearest(cloud, CALLS * length, place);
    free(cloud);
    return mean;
}

/** spread_of - of a play's mean distance from one place, over plays drawn with a stream of their own. */
static double spread_of(double noise, size_t length, const double place[2])
{
    enum { ROUNDS = 40 };
    const double plays = ROUNDS * CALLS;
    double sum = 0, squares = 0;
    for (size_t n = 0; n < ROUNDS * CALLS; n++) {
        Rng rng = rng_stream(1, "play truth", n);
        Scene scene;
        double mean = 0;
        draw_scene(&scene, call_of(n % CALLS), noise, &rng);
        for (size_t k = 1; k <= length; k++)
            mean += hypot(scene.ball[k][0] - place[0], scene.ball[k][1] - place[1]) / (double)length;
        sum += mean / plays;
        squares += mean * mean / plays;
    }
    return sqrt((squares - sum * sum) * (double)length);
}

/** sway_left - the mean distance from the mean place is σ√(π/2) (Rayleigh), over plays and pictures. */
static double sway_left(double noise, size_t length)
{
    double sum = 0;
    for (size_t code = 0; code < CODES; code++)
        for (size_t k = 1; k <= length; k++)
            sum += off_of(code, k);
    return noise * sqrt(PI / 2) * sum / (double)(CODES * length);
}

static void build_truths(Dataset *data, double noise, size_t length)
{
    static const bool NONE[WORDS] = {0};
    static const bool BUT[WORDS][WORDS] = {{false, true, true}, {true, false, true}, {true, true, false}};
    double place[2];
    build_truth(data, "baseline", "", always(noise, length, place));
    build_truth(data, "baseline", "time", remembering(noise, length, NONE));
    build_truth(data, "baseline", "formation", remembering(noise, length, BUT[FORMATION]));
    build_truth(data, "baseline", "play", remembering(noise, length, BUT[CODE]));
    build_truth(data, "baseline", "side", remembering(noise, length, BUT[SIDE]));
    build_truth(data, "optimum", "", sway_left(noise, length));
    data->spread = spread_of(noise, length, place);
}

static void build_columns(Dataset *data)
{
    static const char *const PLACE_NAMES[2 * PLAYERS] = {"x1", "y1", "x2", "y2", "x3", "y3", "x4", "y4"};
    build_column(data, false, "formation", "", FORMATION_NAMES, FORMATIONS + 1);
    build_column(data, false, "play", "", CODE_NAMES, CODES + 1);
    build_column(data, false, "side", "", SIDE_NAMES, SIDES + 1);
    build_column(data, true, "ball_x", "m", NULL, 0);
    build_column(data, true, "ball_y", "m", NULL, 0);
    build_further(data, "ball", "", BALL_NAMES, 2);
    for (size_t i = 0; i < 2 * PLAYERS; i++)
        build_further(data, PLACE_NAMES[i], "m", NULL, 0);
    build_clock(data, FRAME, 0);
    build_metric(data, METRIC_ADE, "m");
}

static bool make_play(const double *knob, uint64_t seed, Dataset *data, Error *error)
{
    const size_t length = (size_t)knob[LENGTH], sequences = (size_t)knob[SEQUENCES];
    build_columns(data);
    if (!build_room(data, sequences, sequences * (1 + length), error))
        return false;
    for (size_t s = 0; s < sequences; s++) {
        Rng called = rng_stream(seed, "play call", s), legs = rng_stream(seed, "play legs", s);
        Scene scene;
        draw_scene(&scene, call_of(rng_below(&called, CALLS)), knob[NOISE], &legs);
        data->offset[s + 1] = data->offset[s] + 1 + length;
        fill(data, data->offset[s], length, &scene);
    }
    build_truths(data, knob[NOISE], length);
    return true;
}

const Simulator PLAY_SIMULATOR = {
    .name = "play",
    .task = "one-to-many",
    .title = "Three words, then a whole play: where the ball goes",
    .describe =
        "At the first step a formation (3-5-2, 4-3-3 or 4-4-2), a side and a play are called, and nothing more is "
        "said: `length` steps follow that say `answer`, 0.2 seconds apart. In each the model is asked for the place "
        "of the ball (ball_x, ball_y in metres from the centre). The plays: give_and_go (to the striker and back into "
        "the run), overlap (out wide, and back to who has run round), switch (far across, and into the middle), "
        "through (behind the defence). They are made of passes, which roll straight, and of carries; four players "
        "take part, who begin where the formation has them. Each sways about his way by `noise` metres, and the ball "
        "with him. Players keep to 9.5 m/s and 5 m/s², the ball to 30 m/s. Their places, and whether the ball is "
        "carried or passed, are carried along.\n\n"
        "Planted: the three words. In every step of the answer a model without memory sees the same and can only say "
        "one place in the middle of all that the ball may do (baseline). One that counts the steps, but forgot the "
        "words, knows where the ball is by then in the middle of all plays (baseline(time)); who forgot one word "
        "alone, baseline(formation), baseline(play), baseline(side). Who remembers all three knows the way, but for "
        "the sway (optimum). The metric is the mean distance (ADE). The sequences are synthetic.",
    .places = true,
    .knob = {{"noise", "m", 0.5, 0, 2, false, "how far off his way a player is, on each axis"},
             {"length", "frames", 20, 2, LENGTH_MAX, true, "how many places of the ball are asked for, 0.2 s apart"},
             {"sequences", "sequences", 1000, 20, 100000, true, "how many plays; one fifth of them validate"}},
    .make = make_play,
};
