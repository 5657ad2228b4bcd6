/* Who is on top: a hidden Markov chain a minute, seen through entries and shots. */
#include "engine/football/simulator.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/football/build.h"

enum { LENGTH, PERSISTENCE, SEQUENCES };
enum { AWAY, EVEN, HOME, STATES }; // whose game it is
enum { ENTRIES, ENTRIES_AGAINST, SHOTS, SHOTS_AGAINST, COUNTS };
enum { COUNT_MAX = 24 }; // more in a minute has a chance of 1e-18 and is counted as this many

static const char *const STATE_NAMES[STATES] = {"away", "even", "home"};
static const double EVEN_RATE[COUNTS] = {1.2, 1.2, 0.25, 0.25}; // a minute, when nobody is on top
static const double LIFT = 1.6; // times as many for who is on top, as many times fewer for the other

/** Game - the process: chances to go from state to state, and of each count in each state. */
typedef struct Game {
    double next[STATES][STATES];
    double chance[STATES][COUNTS][COUNT_MAX + 1];
} Game;

/** Belief - how likely each state is. */
typedef struct Belief {
    double of[STATES];
} Belief;

typedef struct Minute {
    int state;
    int count[COUNTS];
} Minute;

static double rate_of(int state, int count)
{
    const bool against = count == ENTRIES_AGAINST || count == SHOTS_AGAINST;
    return EVEN_RATE[count] * pow(LIFT, (state - EVEN) * (against ? -1 : 1));
}

static Game game_of(double persistence)
{
    Game game;
    for (int from = 0; from < STATES; from++) {
        for (int to = 0; to < STATES; to++)
            game.next[from][to] = from == to ? persistence : (1 - persistence) / (STATES - 1);
        for (int count = 0; count < COUNTS; count++) {
            const double rate = rate_of(from, count);
            double chance = exp(-rate); // Poisson
            for (int k = 0; k <= COUNT_MAX; chance *= rate / ++k)
                game.chance[from][count][k] = chance;
        }
    }
    return game;
}

/* ---- drawing ---- */

static int draw_count(const double *chance, Rng *rng)
{
    double left = rng_uniform(rng);
    int k = 0;
    while (k < COUNT_MAX && left >= chance[k])
        left -= chance[k++];
    return k;
}

/** draw_minutes - all states are equally likely at the start, and ever after. */
static void draw_minutes(const Game *game, size_t T, Rng *rng, Minute *minute)
{
    int state = (int)rng_below(rng, STATES);
    for (size_t t = 0; t < T; t++) {
        if (t > 0 && rng_uniform(rng) >= game->next[state][state])
            state = (state + 1 + (int)rng_below(rng, STATES - 1)) % STATES;
        minute[t].state = state;
        for (int count = 0; count < COUNTS; count++)
            minute[t].count[count] = draw_count(game->chance[state][count], rng);
    }
}

/* ---- what can be known of a game ---- */

static void normalise(Belief *belief)
{
    double sum = 0;
    for (int s = 0; s < STATES; s++)
        sum += belief->of[s];
    for (int s = 0; s < STATES; s++)
        belief->of[s] /= sum;
}

/** seen - from one minute alone, all states being equally likely before. */
static Belief seen(const Game *game, const Minute *minute)
{
    Belief belief;
    for (int s = 0; s < STATES; s++) {
        belief.of[s] = 1;
        for (int count = 0; count < COUNTS; count++)
            belief.of[s] *= game->chance[s][count][minute->count[count]];
    }
    normalise(&belief);
    return belief;
}

/** forward - the belief one minute later; the chain is the same backwards, so also one minute before. */
static Belief forward(const Game *game, const Belief *belief)
{
    Belief next = {{0}};
    for (int from = 0; from < STATES; from++)
        for (int to = 0; to < STATES; to++)
            next.of[to] += belief->of[from] * game->next[from][to];
    return next;
}

static Belief product(Belief a, const Belief *b)
{
    for (int s = 0; s < STATES; s++)
        a.of[s] *= b->of[s];
    normalise(&a);
    return a;
}

/** know - the forward-backward algorithm (Rabiner 1989, section III): filter[t] from the minutes up to t, smoother[t] from all. */
static void know(const Game *game, size_t T, const Minute *minute, Belief *filter, Belief *smoother)
{
    Belief after = {{1, 1, 1}}; // what the minutes after t say about the state at t
    for (size_t t = 0; t < T; t++) {
        filter[t] = seen(game, &minute[t]);
        if (t > 0)
            filter[t] = product(forward(game, &filter[t - 1]), &filter[t]);
    }
    for (size_t t = T; t-- > 0;) {
        smoother[t] = product(filter[t], &after);
        const Belief now = seen(game, &minute[t]), both = product(after, &now);
        after = forward(game, &both);
    }
}

/* ---- truths ---- */

static double top(const Belief *belief)
{
    return fmax(belief->of[0], fmax(belief->of[1], belief->of[2]));
}

static double entropy(const Belief *belief)
{
    double sum = 0;
    for (int s = 0; s < STATES; s++)
        sum -= belief->of[s] > 0 ? belief->of[s] * log(belief->of[s]) : 0;
    return sum;
}

/** Average - of the means of whole games, which are independent. */
typedef struct Average {
    double sum, squares;
} Average;

static void add(Average *average, double value)
{
    average->sum += value;
    average->squares += value * value;
}

static double sd_of(const Average *average, double n)
{
    const double mean = average->sum / n;
    return sqrt(fmax(0, average->squares / n - mean * mean));
}

/** Alone - sums over every minute there can be, each as likely as it is. */
typedef struct Alone {
    double right, nats;
} Alone;

/** alone - who sees one minute alone, exactly: entries and shots of both sides up to so many that no chance is left. */
static Alone alone(const Game *game)
{
    enum { ENTRIES_END = 16, SHOTS_END = 9 };
    Alone sum = {0, 0};
    for (int code = 0; code < ENTRIES_END * ENTRIES_END * SHOTS_END * SHOTS_END; code++) {
        const int left = code / (ENTRIES_END * ENTRIES_END);
        const Minute minute = {0, {code % ENTRIES_END, code / ENTRIES_END % ENTRIES_END, left % SHOTS_END, left / SHOTS_END}};
        const Belief belief = seen(game, &minute);
        double chance = 0;
        for (int s = 0; s < STATES; s++) {
            double here = 1.0 / STATES;
            for (int count = 0; count < COUNTS; count++)
                here *= game->chance[s][count][minute.count[count]];
            chance += here;
        }
        sum.right += chance * top(&belief);
        sum.nats += chance * entropy(&belief);
    }
    return sum;
}

/** Reach - what the three can reach, game by game. */
typedef struct Reach {
    Average filter, smoother, filter_nats, smoother_nats, hits;
} Reach;

static int best_of(const Belief *belief)
{
    int best = 0;
    for (int s = 1; s < STATES; s++)
        best = belief->of[s] > belief->of[best] ? s : best;
    return best;
}

/** add_game - what the posterior expects of itself (the chance of its best state, its entropy) varies less than hits do, and has
 *  the same mean. */
static void add_game(Reach *reach, const Game *game, size_t T, const Minute *minute, const Belief *filter, const Belief *smoother)
{
    double sum[4] = {0}, hits = 0, n = (double)T;
    for (size_t t = 0; t < T; t++) {
        const Belief now = seen(game, &minute[t]);
        sum[0] += top(&filter[t]) / n;
        sum[1] += top(&smoother[t]) / n;
        sum[2] += entropy(&filter[t]) / n;
        sum[3] += entropy(&smoother[t]) / n;
        hits += (best_of(&now) == minute[t].state) / n;
    }
    add(&reach->filter, sum[0]);
    add(&reach->smoother, sum[1]);
    add(&reach->filter_nats, sum[2]);
    add(&reach->smoother_nats, sum[3]);
    add(&reach->hits, hits);
}

static void tell(Dataset *data, const char *name, const char *variant, const Average *average, double n)
{
    build_measured_truth(data, name, variant, average->sum / n, sd_of(average, n) / sqrt(n));
}

/** build_truths - the games are of a stream of their own, so that truths are the same whatever the seed. */
static void build_truths(Dataset *data, const Game *game, size_t T)
{
    const size_t games = 200000 / T; // some 50 ms
    Minute *minute = memory_new(T, sizeof *minute);
    Belief *filter = memory_new(T, sizeof *filter), *smoother = memory_new(T, sizeof *smoother);
    Reach reach;
    memset(&reach, 0, sizeof reach);
    for (size_t g = 0; g < games; g++) {
        Rng rng = rng_stream(1, "momentum truth", g);
        draw_minutes(game, T, &rng, minute);
        know(game, T, minute, filter, smoother);
        add_game(&reach, game, T, minute, filter, smoother);
    }
    const double n = (double)games;
    const Alone single = alone(game);
    build_truth(data, "baseline", "", single.right);
    tell(data, "optimum", "", &reach.smoother, n);
    tell(data, "optimum", "causal", &reach.filter, n);
    tell(data, "optimum", "smoother", &reach.smoother, n);
    build_truth(data, "baseline", "logloss", single.nats);
    tell(data, "optimum", "causal_logloss", &reach.filter_nats, n);
    tell(data, "optimum", "smoother_logloss", &reach.smoother_nats, n);
    data->spread = sd_of(&reach.hits, n) * sqrt((double)T);
    free(minute);
    free(filter);
    free(smoother);
}

static bool make_momentum(const double *knob, uint64_t seed, Dataset *data, Error *error)
{
    static const char *const COUNT_NAMES[COUNTS] = {"entries", "entries_against", "shots", "shots_against"};
    size_t T = (size_t)knob[LENGTH], sequences = (size_t)knob[SEQUENCES];
    const Game game = game_of(knob[PERSISTENCE]);
    for (int count = 0; count < COUNTS; count++)
        build_column(data, false, COUNT_NAMES[count], "1/min", NULL, 0);
    build_column(data, true, "on_top", "", STATE_NAMES, STATES);
    if (!build_room(data, sequences, sequences * T, error))
        return false;
    Minute *minute = memory_new(T, sizeof *minute);
    for (size_t s = 0; s < sequences; s++) {
        Rng rng = rng_stream(seed, "momentum", s);
        data->offset[s + 1] = data->offset[s] + T;
        draw_minutes(&game, T, &rng, minute);
        for (size_t t = 0; t < T; t++) {
            for (int count = 0; count < COUNTS; count++)
                build_feature(data, data->offset[s] + t, (size_t)count, minute[t].count[count]);
            build_target(data, data->offset[s] + t, 0, minute[t].state);
        }
    }
    free(minute);
    build_truths(data, &game, T);
    return true;
}

const Simulator MOMENTUM_SIMULATOR = {
    .name = "momentum",
    .task = "aligned",
    .title = "Who is on top: a hidden state, minute by minute, seen through entries and shots",
    .describe =
        "A match, a step a minute. Momentum is a hidden state: the home team is on top, the away team is, or the game is even. It stays as "
        "it is from one minute to the next with probability `persistence` and otherwise changes to one of the other two. What is seen "
        "are counts: the home team's entries into the final third and shots, and those against it. In an even minute each side has "
        "1.2 entries and 0.25 shots in the mean; who is on top has 1.6 times as many, the other as many times fewer. For each minute "
        "the model is asked whose game it is.\n\n"
        "Planted: the persistence of the state. A minute by itself says little, since counts are small and chance is large: seeing it "
        "alone one is right in a share of `baseline`. Who also remembers the minutes before can reach optimum(causal), the filter; who "
        "knows the minutes after as well, as after the match, optimum(smoother), which is the optimum. What lies between the two is the "
        "worth of the future: nobody has it live. The same is told for the log-loss: baseline(logloss), optimum(causal_logloss), "
        "optimum(smoother_logloss). The sequences are synthetic.",
    .knob = {{"length", "minutes", 90, 2, 500, true, "how long a match is"},
             {"persistence", "1", 0.92, 0.34, 0.99, false, "the chance that a minute is as the one before"},
             {"sequences", "sequences", 600, 20, 20000, true, "how many matches; one fifth of them validate"}},
    .make = make_momentum,
};
