/* Which pattern was that: a team goes from one shape to another, and only the order of the pictures tells the way. */
#include "engine/football/simulator.h"

#include <math.h>
#include <stdio.h>

#include "engine/football/build.h"
#include "engine/football/pitch.h"

enum { NOISE, RATE, SEQUENCES };
enum { PLAYERS = 10, SECONDS = 8 };
enum { BLOCK, OPEN, ADVANCED, SHAPES };
enum { PLAYS = 6 };

/** Play - from one shape to another; each has its reversal in the table. */
typedef struct Play {
    const char *name; // in the order of their bytes
    int from, to;
    bool defending;
} Play;

static const Play PLAY[PLAYS] = {
    {"advance", OPEN, ADVANCED, false}, {"break_out", BLOCK, ADVANCED, false}, {"close_up", OPEN, BLOCK, true},
    {"drop_off", ADVANCED, OPEN, true}, {"open_up", BLOCK, OPEN, false},       {"recover", ADVANCED, BLOCK, true},
};

/* Left back, centre backs, right back, holding midfielder, midfielders, left winger, striker, right winger; m. */
static const double SHAPE[SHAPES][PLAYERS][2] = {
    [BLOCK] =
        {{-32, 12}, {-34, 4}, {-34, -4}, {-32, -12}, {-26, 0}, {-20, 7}, {-20, -7}, {-18, 16}, {-10, 0}, {-18, -16}},
    [OPEN] = {{-24, 23}, {-34, 13}, {-34, -13}, {-24, -23}, {-27, 2}, {-14, 9}, {-12, -8}, {-6, 24}, {2, 1}, {-6, -24}},
    [ADVANCED] =
        {{-18, 21}, {-21, 9}, {-21, -3}, {-19, -13}, {-12, 3}, {-6, 13}, {-6, -1}, {-4, 22}, {5, 5}, {-4, -11}},
};
static const double SHIFT = 3,
                    SHIFT_MAX = 9; // m: where the whole team stands, normal on each axis; never more than that

/* ---- drawing ---- */

static double way(double share)
{
    return share * share * share *
           (10 - 15 * share + 6 * share * share); // the smoothest there is from rest to rest (Flash & Hogan 1985)
}

/** Pace - when each player begins to run and when he has arrived, s; as likely forwards as backwards. */
typedef struct Pace {
    double begin[PLAYERS], end[PLAYERS];
    double shift[2];
} Pace;

static double draw_shift(Rng *rng)
{
    double shift;
    do
        shift = SHIFT * rng_normal(rng);
    while (fabs(shift) > SHIFT_MAX);
    return shift;
}

static Pace draw_pace(Rng *rng)
{
    Pace pace;
    const double early = rng_between(rng, 0.5, 1), late = rng_between(rng, 0.5, 1);
    for (int player = 0; player < PLAYERS; player++) {
        pace.begin[player] = early + rng_between(rng, 0, 0.5);
        pace.end[player] = SECONDS - late - rng_between(rng, 0, 0.5);
    }
    for (int axis = 0; axis < 2; axis++)
        pace.shift[axis] = draw_shift(rng);
    return pace;
}

/** fill - pictures in the middle of equal parts of the eight seconds, so that played backwards their times are the
 * same. */
static void fill(Dataset *data, size_t first, const double *knob, const Play *play, const Pace *pace, Rng *eyes)
{
    const size_t frames = SECONDS * (size_t)knob[RATE];
    for (size_t k = 0; k < frames; k++)
        for (int player = 0; player < PLAYERS; player++) {
            const double t = ((double)k + 0.5) / knob[RATE], time = pace->end[player] - pace->begin[player];
            const double share = way(fmax(0, fmin(1, (t - pace->begin[player]) / time)));
            for (int axis = 0; axis < 2; axis++) {
                const double from = SHAPE[play->from][player][axis], to = SHAPE[play->to][player][axis];
                const double place = from + share * (to - from) + pace->shift[axis] + knob[NOISE] * rng_normal(eyes);
                const double reach = axis ? PITCH_HALF_WIDTH : PITCH_HALF_LENGTH;
                build_feature(data, first + k, (size_t)(2 * player + axis), fmax(-reach, fmin(reach, place)) / 10);
            }
        }
}

/* ---- truths ---- */

/** Table - counts or shares of (play, shape that is named after the last picture). */
typedef struct Table {
    double cell[PLAYS][SHAPES];
} Table;

/** rand_index - adjusted (Hubert & Arabie 1985). one: 1 for counts, where a pair is of two; 0 for shares of a
 * population. */
static double rand_index(const Table *table, double one)
{
    double together = 0, plays = 0, named = 0, all = 0, column[SHAPES] = {0};
    for (int play = 0; play < PLAYS; play++) {
        double row = 0;
        for (int shape = 0; shape < SHAPES; shape++) {
            const double n = table->cell[play][shape];
            together += n * (n - one);
            row += n;
            column[shape] += n;
        }
        plays += row * (row - one);
        all += row;
    }
    for (int shape = 0; shape < SHAPES; shape++)
        named += column[shape] * (column[shape] - one);
    const double chance = plays * named / (all * (all - one)), most = (plays + named) / 2;
    return most > chance ? (together - chance) / (most - chance) : 1;
}

/** Picture - a last picture: everyone at his place in a shape, shifted, blurred. */
typedef struct Picture {
    double at[PLAYERS][2];
} Picture;

static Picture draw_picture(int shape, double noise, Rng *rng)
{
    Picture picture;
    for (int axis = 0; axis < 2; axis++) {
        const double shift = draw_shift(rng);
        for (int player = 0; player < PLAYERS; player++)
            picture.at[player][axis] = SHAPE[shape][player][axis] + shift + noise * rng_normal(rng);
    }
    return picture;
}

/** fit - log-likelihood of a picture: differences from the shape have the covariance noise²·1 + SHIFT²·(all ones)
 * on each axis, whose inverse is (1 − SHIFT²/(noise² + PLAYERS·SHIFT²)·(all ones))/noise². */
static double fit(const Picture *picture, int shape, double noise)
{
    double log_likelihood = 0;
    for (int axis = 0; axis < 2; axis++) {
        double sum = 0, squares = 0;
        for (int player = 0; player < PLAYERS; player++) {
            const double off = picture->at[player][axis] - SHAPE[shape][player][axis];
            sum += off;
            squares += off * off;
        }
        const double shared = SHIFT * SHIFT / (noise * noise + PLAYERS * SHIFT * SHIFT);
        log_likelihood -= (squares - shared * sum * sum) / (2 * noise * noise);
    }
    return log_likelihood;
}

/** guess_shape - the likeliest after one picture; all three come last equally often. */
static int guess_shape(const Picture *picture, double noise)
{
    const double blur = fmax(noise, 0.01); // without any the sum would divide by zero
    int best = 0;
    for (int shape = 1; shape < SHAPES; shape++)
        best = fit(picture, shape, blur) > fit(picture, best, blur) ? shape : best;
    return best;
}

/** Guess - how often each shape (the first place) is taken for each, of so many; the index that comes of it, and
 * its error. */
typedef struct Guess {
    double taken[SHAPES][SHAPES], of;
    double index, error;
} Guess;

static double index_of(double taken[SHAPES][SHAPES])
{
    Table table; // each play as often, so the sum is no matter
    for (int play = 0; play < PLAYS; play++)
        for (int shape = 0; shape < SHAPES; shape++)
            table.cell[play][shape] = taken[PLAY[play].to][shape];
    return rand_index(&table, 0);
}

enum { PARTS = 20, DRAWS = 200 }; // pictures of each shape in each part; some 20 ms for all

/** take - the pictures of a part: how often each shape is taken for each. */
static void take(double noise, size_t part, double taken[SHAPES][SHAPES])
{
    Rng rng = rng_stream(1, "patterns truth", part);
    for (int i = 0; i < SHAPES * DRAWS; i++) {
        const Picture picture = draw_picture(i % SHAPES, noise, &rng);
        taken[i % SHAPES][guess_shape(&picture, noise)]++;
    }
}

/** judge - who sees the last picture alone and names of the two plays that end in its shape always the same one: no
 * other way of naming has a higher index. Over pictures of a stream of their own; the error from the parts'
 * differences. */
static Guess judge(double noise)
{
    Guess guess = {.of = PARTS * DRAWS};
    double index[PARTS];
    for (size_t part = 0; part < PARTS; part++) {
        double taken[SHAPES][SHAPES] = {{0}};
        take(noise, part, taken);
        index[part] = index_of(taken);
        for (int i = 0; i < SHAPES * SHAPES; i++)
            guess.taken[i / SHAPES][i % SHAPES] += taken[i / SHAPES][i % SHAPES];
    }
    guess.index = index_of(guess.taken);
    for (size_t part = 0; part < PARTS; part++)
        guess.error += (index[part] - guess.index) * (index[part] - guess.index);
    guess.error = sqrt(guess.error) / PARTS;
    return guess;
}

static int draw_taken(const Guess *guess, int last, Rng *rng)
{
    const double *taken = guess->taken[last];
    double left = guess->of * rng_uniform(rng);
    int shape = 0;
    while (shape < SHAPES - 1 && left >= taken[shape])
        left -= taken[shape++];
    return shape;
}

/** spread_of - of the index over validation sets of this many sequences. An index is no mean, so its spread depends
 * on their number. */
static double spread_of(const Guess *guess, size_t places)
{
    enum { SETS = 400 };
    double sum = 0, squares = 0;
    for (size_t set = 0; set < SETS; set++) {
        Rng rng = rng_stream(1, "patterns spread", set);
        Table table = {{{0}}};
        for (size_t i = 0; i < places; i++) {
            const size_t play = rng_below(&rng, PLAYS);
            table.cell[play][draw_taken(guess, PLAY[play].to, &rng)]++;
        }
        const double index = rand_index(&table, 1);
        sum += index / SETS;
        squares += index * index / SETS;
    }
    return sqrt(fmax(0, squares - sum * sum) * (double)places);
}

static void build_truths(Dataset *data, const double *knob)
{
    const Guess guess = judge(knob[NOISE]);
    const double right = (guess.taken[0][0] + guess.taken[1][1] + guess.taken[2][2]) / (2 * SHAPES * guess.of);
    build_measured_truth(data, "baseline", "", guess.index, guess.error);
    build_truth(data, "baseline", "average", 4.0 / 7);
    build_truth(data, "baseline", "coin", 0.4);
    build_truth(data, "optimum", "", 1);
    build_measured_truth(data, "baseline", "accuracy", right, sqrt(right * (0.5 - right) / (SHAPES * guess.of)));
    build_truth(data, "optimum", "accuracy", 1);
    data->spread = spread_of(&guess, (size_t)knob[SEQUENCES] / 5);
}

static void build_columns(Dataset *data)
{
    static const char *const PHASES[] = {"building_up", "defending"};
    const char *names[PLAYS];
    char name[16];
    for (int axis = 0; axis < 2 * PLAYERS; axis++) {
        snprintf(name, sizeof name, "%c%d", axis % 2 ? 'y' : 'x', axis / 2 + 1);
        build_column(data, false, name, "10m", NULL, 0);
    }
    for (int play = 0; play < PLAYS; play++)
        names[play] = PLAY[play].name;
    build_column(data, true, "play", "", names, PLAYS);
    build_further(data, "phase", "", PHASES, 2);
    build_metric(data, METRIC_ARI, "1");
}

static bool make_patterns(const double *knob, uint64_t seed, Dataset *data, Error *error)
{
    const size_t T = SECONDS * (size_t)knob[RATE], sequences = (size_t)knob[SEQUENCES];
    build_columns(data);
    build_clock(data, 1 / knob[RATE], 0);
    if (!build_room(data, sequences, sequences * T, error))
        return false;
    for (size_t s = 0; s < sequences; s++) {
        Rng call = rng_stream(seed, "patterns play", s), legs = rng_stream(seed, "patterns pace", s),
            eyes = rng_stream(seed, "patterns noise", s);
        const size_t play = rng_below(&call, PLAYS);
        const Pace pace = draw_pace(&legs);
        data->offset[s + 1] = data->offset[s] + T;
        fill(data, data->offset[s], knob, &PLAY[play], &pace, &eyes);
        build_target(data, data->offset[s + 1] - 1, 0, (double)play);
        build_beside(data, data->offset[s + 1] - 1, 0, PLAY[play].defending);
    }
    build_truths(data, knob);
    return true;
}

const Simulator PATTERNS_SIMULATOR = {
    .name = "patterns",
    .task = "many-to-one",
    .title = "Which pattern was that: ten players go from shape to shape, three plays are three others backwards",
    .describe =
        "Ten outfield players of a team for eight seconds, `rate` pictures a second (x1, y1 … x10, y10 in tens of "
        "metres from the centre), each place with an error of `noise` metres. There are three shapes: the compact "
        "block deep in one's own half, the open shape that makes the pitch wide in building up, and the advanced "
        "one with the left side overloaded. A play leads from one to another. Building up: open_up (block to "
        "open), advance (open to advanced), break_out (block to advanced). Defending: the same three backwards, "
        "close_up, drop_off and recover. Where the team stands as a whole (3 m), when it sets out and how fast, "
        "and when each player does, are chance. After the last picture the model is asked for the play; `phase`, "
        "building up or defending, is carried along.\n\n"
        "Planted: the order of the pictures. A play and its reversal hold the same pictures, equally likely, so "
        "the average picture tells which two shapes but not the way: half of the plays can be named, an adjusted "
        "Rand index of 4/7 for who always names the same of two (baseline(average)), 0.4 for who tosses a coin "
        "(baseline(coin)). The last picture alone tells where the play ended, and two plays end in each shape: no "
        "more again (baseline). Where it began and where it ended are the play (optimum 1). The sequences are "
        "synthetic.",
    .places = true,
    .knob = {{"noise", "m", 1, 0, 3, false, "how far off each place is seen, on each axis"},
             {"rate", "Hz", 5, 1, 10, true, "pictures a second: 40 of eight seconds at 5"},
             {"sequences", "sequences", 600, 20, 20000, true, "how many plays; one fifth of them validate"}},
    .make = make_patterns,
};
