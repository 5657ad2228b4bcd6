#include "engine/football/simulator.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/football/pitch.h"

enum { FORMATIONS = 3, CODES = 4, SIDES = 2, CALLS = 24, PLAYERS = 4, WIDTH = 4 + 5 + 3 };
enum { ANSWER_FORMATION = 3, ANSWER_CODE = 4, ANSWER_SIDE = 9 }; // their places in a row

static const double FRAME = 0.2;

static Dataset *make(double noise, double length, double sequences, uint64_t seed)
{
    Error error = {0};
    Dataset *data = simulate(&PLAY_SIMULATOR, (double[]){noise, length, sequences}, seed, &error);
    cr_assert(data, "%s", error.message);
    return data;
}

static size_t word_in(const double *row, size_t first, size_t count)
{
    size_t at = count;
    for (size_t i = 0; i < count; i++)
        if (row[first + i] != 0) {
            cr_assert(at == count && row[first + i] == 1);
            at = i;
        }
    cr_assert(at < count);
    return at;
}

/* call_at - 0 … 23: formation, code, side. */
static size_t call_at(const Dataset *data, size_t s)
{
    const double *row = data->raw + data->offset[s] * data->D;
    const size_t formation = word_in(row, 0, 4), code = word_in(row, 4, 5), side = word_in(row, 9, 3);
    cr_assert(formation < FORMATIONS && code > 0 && side > 0);
    return (formation * CODES + code - 1) * SIDES + side - 1;
}

static const real *ball_at(const Dataset *data, size_t s, size_t k)
{
    return data->y + (data->offset[s] + k) * data->K;
}

static bool is_passed(const Dataset *data, size_t s, size_t k)
{
    return data->beside[(data->offset[s] + k) * data->furthers] > 0;
}

static const double *player_at(const Dataset *data, size_t s, size_t k, size_t player)
{
    return data->beside + (data->offset[s] + k) * data->furthers + 1 + 2 * player;
}

/* ---- the process ---- */

Test(play, three_words_are_called_and_then_nothing_is_said)
{
    Dataset *data = make(0.5, 7, 24000, 3);
    double times[CALLS] = {0}, n = (double)data->sequences;
    cr_assert(data->D == WIDTH && data->K == 2 && data->metric == METRIC_ADE && data->step == FRAME);
    for (size_t s = 0; s < data->sequences; s++) {
        times[call_at(data, s)]++;
        cr_assert(dataset_length(data, s) == 8 && dataset_read_steps(data, s) == 1);
        for (size_t k = 1; k <= 7; k++) {
            const double *row = data->raw + (data->offset[s] + k) * data->D;
            cr_assert(row[ANSWER_FORMATION] == 1 && row[ANSWER_CODE] == 1 && row[ANSWER_SIDE] == 1);
            cr_assert(data->has_target[data->offset[s] + k]);
        }
    }
    for (size_t call = 0; call < CALLS; call++)
        cr_assert(fabs(times[call] / n - 1.0 / CALLS) < 4 * sqrt(1.0 / CALLS / n), "call %zu: %g", call, times[call]);
    dataset_free(data);
}

/* The ball is where a player is, or on its way between two of them. */
static bool is_with(const Dataset *data, size_t s, size_t k)
{
    for (size_t player = 0; player < PLAYERS; player++) {
        const double *place = player_at(data, s, k, player);
        const real *ball = ball_at(data, s, k);
        if (hypot(place[0] - (double)ball[0], place[1] - (double)ball[1]) < 1e-4)
            return true;
    }
    return false;
}

static double ball_way(const Dataset *data, size_t s, size_t k, double way[2])
{
    for (size_t axis = 0; axis < 2; axis++)
        way[axis] = (double)(ball_at(data, s, k)[axis] - ball_at(data, s, k - 1)[axis]);
    return hypot(way[0], way[1]);
}

Test(play, ten_thousand_balls_are_carried_by_players_or_roll_straight_between_them)
{
    Dataset *data = make(2, 40, 10000, 4);
    size_t passed = 0, carried = 0;
    double fastest = 0;
    for (size_t s = 0; s < data->sequences; s++)
        for (size_t k = 2; k <= 40; k++) {
            double now[2], before[2];
            const double way = ball_way(data, s, k, now);
            cr_assert(fabs((double)ball_at(data, s, k)[0]) <= PITCH_HALF_LENGTH);
            cr_assert(fabs((double)ball_at(data, s, k)[1]) <= PITCH_HALF_WIDTH);
            cr_assert(is_passed(data, s, k) || is_with(data, s, k), "sequence %zu step %zu", s, k);
            cr_assert(way <= (is_passed(data, s, k) ? BALL_SPEED_MAX : PLAYER_SPEED_MAX) * FRAME + 1e-4, "%g m", way);
            if (is_passed(data, s, k) && is_passed(data, s, k - 1) && k > 2) {
                ball_way(data, s, k - 1, before);
                cr_assert(hypot(now[0] - before[0], now[1] - before[1]) < 1e-3, "a pass bends");
            }
            passed += is_passed(data, s, k);
            carried += !is_passed(data, s, k);
            fastest = fmax(fastest, way / FRAME);
        }
    cr_assert(passed > data->sequences * 8 && carried > data->sequences * 8 && fastest > 15, "%zu, %zu, %g", passed,
              carried, fastest);
    dataset_free(data);
}

/* apart - the most that two ways are. */
static double apart(double (*a)[2], double (*b)[2])
{
    double most = 0;
    for (size_t k = 1; k <= 40; k++)
        most = fmax(most, hypot(a[k][0] - b[k][0], a[k][1] - b[k][1]));
    return most;
}

Test(play, without_noise_each_call_is_one_way_and_the_sides_mirror_each_other)
{
    static double way[CALLS][41][2];
    bool known[CALLS] = {false};
    Dataset *data = make(0, 40, 2000, 5);
    for (size_t s = 0; s < data->sequences; s++) {
        const size_t call = call_at(data, s);
        for (size_t k = 1; k <= 40; k++)
            for (size_t axis = 0; axis < 2; axis++) {
                const double now = (double)ball_at(data, s, k)[axis];
                cr_assert(!known[call] || way[call][k][axis] == now);
                way[call][k][axis] = now;
            }
        known[call] = true;
    }
    for (size_t a = 0; a < CALLS; a++) {
        cr_assert(known[a]);
        for (size_t b = 0; b < a; b++)
            cr_assert(apart(way[a], way[b]) > 2, "%zu and %zu", a, b);
        for (size_t k = 1; k <= 40; k++)
            cr_assert(way[a][k][0] == way[a ^ 1][k][0] && way[a][k][1] == -way[a ^ 1][k][1]);
    }
    dataset_free(data);
}

Test(play, players_sway_by_the_noise_at_any_time)
{
    Dataset *data = make(0.8, 40, 4000, 6), *calm = make(0, 40, 4000, 6);
    const double n = (double)data->sequences;
    for (size_t k = 0; k <= 40; k += 20)
        for (size_t i = 0; i < 2 * PLAYERS; i++) {
            double sum = 0, squares = 0;
            for (size_t s = 0; s < data->sequences; s++) { // the same seed calls the same plays
                const double off = player_at(data, s, k, 0)[i] - player_at(calm, s, k, 0)[i];
                sum += off / n;
                squares += off * off / n;
            }
            cr_assert(fabs(sum) < 4 * 0.8 / sqrt(n) && fabs(squares / 0.64 - 1) < 4 * sqrt(2 / n), "%zu %zu: %g, %g", k,
                      i, sum, squares);
        }
    dataset_free(data);
    dataset_free(calm);
}

/* ---- the truths ---- */

enum { LENGTH = 30, MANY = 3000 };

static size_t group_of(size_t call, bool formation, bool code, bool side)
{
    return ((formation ? call / (CODES * SIDES) : 0) * CODES + (code ? call / SIDES % CODES : 0)) * SIDES +
           (side ? call % SIDES : 0);
}

/* median - of places: the one of least mean distance, by Weiszfeld's steps. */
static void median(size_t count, double (*place)[2], double best[2])
{
    best[0] = best[1] = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t axis = 0; axis < 2; axis++)
            best[axis] += place[i][axis] / (double)count;
    for (size_t step = 0; step < 40; step++) {
        double sum[2] = {0, 0}, weights = 0;
        for (size_t i = 0; i < count; i++) {
            const double weight = 1 / fmax(1e-6, hypot(place[i][0] - best[0], place[i][1] - best[1]));
            sum[0] += weight * place[i][0];
            sum[1] += weight * place[i][1];
            weights += weight;
        }
        best[0] = sum[0] / weights;
        best[1] = sum[1] / weights;
    }
}

/* Knower - who remembers these words and, maybe, counts the steps. */
typedef struct Knower {
    const char *name, *variant;
    bool counts, formation, code, side;
} Knower;

static size_t case_of(const Knower *knower, size_t call, size_t k)
{
    return group_of(call, knower->formation, knower->code, knower->side) * LENGTH + (knower->counts ? k - 1 : 0);
}

/* learn - the best place in each case, from one data set: places are laid out case by case. */
static void learn(const Dataset *data, const Knower *knower, double (*best)[2])
{
    static double place[MANY * LENGTH][2];
    size_t end[CALLS * LENGTH + 1] = {0};
    for (size_t i = 0; i < data->sequences * LENGTH; i++)
        end[case_of(knower, call_at(data, i / LENGTH), 1 + i % LENGTH) + 1]++;
    for (size_t c = 0; c < CALLS * LENGTH; c++)
        end[c + 1] += end[c];
    for (size_t i = 0; i < data->sequences * LENGTH; i++) {
        const size_t s = i / LENGTH, k = 1 + i % LENGTH, at = end[case_of(knower, call_at(data, s), k)]++;
        place[at][0] = (double)ball_at(data, s, k)[0];
        place[at][1] = (double)ball_at(data, s, k)[1];
    }
    for (size_t c = 0, first = 0; c < CALLS * LENGTH; first = end[c++])
        if (end[c] > first)
            median(end[c] - first, place + first, best[c]);
}

/* score - the mean distance of sequences, and the sd of that from sequence to sequence. */
static double score(const Dataset *data, const Knower *knower, double (*best)[2], double *sd)
{
    double sum = 0, squares = 0, n = (double)data->sequences;
    for (size_t s = 0; s < data->sequences; s++) {
        double mean = 0;
        for (size_t k = 1; k <= LENGTH; k++) {
            const double *place = best[case_of(knower, call_at(data, s), k)];
            const real *ball = ball_at(data, s, k);
            mean += hypot((double)ball[0] - place[0], (double)ball[1] - place[1]) / LENGTH;
        }
        sum += mean / n;
        squares += mean * mean / n;
    }
    *sd = sqrt(squares - sum * sum);
    return sum;
}

Test(play, who_forgot_everything_one_word_or_nothing_is_off_by_as_much_as_declared)
{
    static const Knower KNOWER[] = {
        {"baseline", "", false, false, false, false},       {"baseline", "time", true, false, false, false},
        {"baseline", "formation", true, false, true, true}, {"baseline", "play", true, true, false, true},
        {"baseline", "side", true, true, true, false},      {"optimum", "", true, true, true, true}};
    static double best[CALLS * LENGTH][2];
    Dataset *learnt = make(0.7, LENGTH, MANY, 7), *data = make(0.7, LENGTH, MANY, 8);
    for (size_t i = 0; i < sizeof KNOWER / sizeof *KNOWER; i++) {
        double sd;
        learn(learnt, &KNOWER[i], best);
        const double found = score(data, &KNOWER[i], best, &sd), error = sd / sqrt(MANY);
        const Truth *known = dataset_truth(data, KNOWER[i].name, KNOWER[i].variant);
        cr_assert(known && known->error == 0 && fabs(known->value - found) < 3.5 * error, "%s(%s): %g against %g ± %g",
                  KNOWER[i].name, KNOWER[i].variant, known ? known->value : 0, found, error);
        if (i == 0)
            cr_assert(fabs(sd * sqrt(LENGTH) / data->spread - 1) < 0.08, "%g against %g", sd * sqrt(LENGTH),
                      data->spread);
    }
    dataset_free(learnt);
    dataset_free(data);
}

/* The sums that Rice's mean is made of meet the series far away, and no noise at all, without a step. */
Test(play, truths_change_little_where_the_noise_does)
{
    double before = 0;
    for (int i = 0; i <= 40; i++) {
        Dataset *data = make(0.05 * i, 20, 20, 1);
        const double now = dataset_truth(data, "baseline", "side")->value,
                     left = dataset_truth(data, "optimum", "")->value;
        cr_assert(i == 0 || (now >= before - 1e-9 && now - before < 0.03), "noise %g: %.9g after %.9g", 0.05 * i, now,
                  before);
        cr_assert(fabs(left - 0.05 * i * 1.1190) < 1e-3 * i + 1e-12, "noise %g: %.9g", 0.05 * i, left);
        before = now;
        dataset_free(data);
    }
}
