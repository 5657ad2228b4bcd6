#include "engine/football/simulator.h"

#include <criterion/criterion.h>
#include <math.h>

enum { LEFT = 2, RIGHT = 3, SHOT = 5, ACTIONS = 7, CLASSES = 4 };

static Dataset *make(double gap, double sequences, uint64_t seed)
{
    Error error = {0};
    Dataset *data = simulate(&ORDER_SIMULATOR, (double[]){gap, sequences}, seed, &error);
    cr_assert(data, "%s", error.message);
    return data;
}

static size_t hot(const real *row, size_t count)
{
    size_t i = 0;
    while (i + 1 < count && row[i] == 0)
        i++;
    return i;
}

static size_t action_at(const Dataset *data, size_t row)
{
    return hot(data->x + row * data->D, ACTIONS);
}

static size_t class_of(const Dataset *data, size_t s)
{
    return hot(data->y + (data->offset[s + 1] - 1) * CLASSES, CLASSES);
}

/* The cues of a sequence: how many on the right, and where the first and the last stand. */
typedef struct Cues {
    size_t count, rights, step[2];
    bool right[2];
} Cues;

static Cues cues_of(const Dataset *data, size_t s)
{
    Cues cues = {0};
    for (size_t row = data->offset[s]; row < data->offset[s + 1]; row++) {
        const size_t action = action_at(data, row);
        if (action != LEFT && action != RIGHT)
            continue;
        cr_assert(cues.count < 2, "a third cue");
        cues.step[cues.count] = row - data->offset[s];
        cues.right[cues.count++] = action == RIGHT;
        cues.rights += action == RIGHT;
    }
    return cues;
}

Test(order, ten_thousand_have_two_cues_at_their_gap_a_shot_at_the_end_and_the_class_of_their_order)
{
    static const size_t GAP[] = {1, 10, 37};
    for (size_t i = 0; i < 3; i++) {
        Dataset *data = make((double)GAP[i], i == 1 ? 10000 : 100, i);
        for (size_t s = 0; s < data->sequences; s++) {
            const Cues cues = cues_of(data, s);
            cr_assert(cues.count == 2 && cues.step[0] < 3 && cues.step[1] == cues.step[0] + GAP[i]);
            cr_assert(dataset_length(data, s) == GAP[i] + 6 && action_at(data, data->offset[s + 1] - 1) == SHOT);
            cr_assert(class_of(data, s) == 2 * (size_t)cues.right[0] + (size_t)cues.right[1]);
            cr_assert(dataset_read_steps(data, s) == GAP[i] + 5);
        }
        cr_assert(data->many_to_one);
        dataset_free(data);
    }
}

/* The best for who knows how many cues were on the right, counted on the data themselves: most frequent class of each bag. */
Test(order, a_bag_of_events_and_a_guess_reach_what_is_declared)
{
    Dataset *data = make(5, 40000, 7);
    double met[3][CLASSES] = {{0}}, all[CLASSES] = {0}, bag = 0, guess = 0, n = (double)data->sequences;
    for (size_t s = 0; s < data->sequences; s++) {
        met[cues_of(data, s).rights][class_of(data, s)] += 1 / n;
        all[class_of(data, s)] += 1 / n;
    }
    for (size_t c = 0; c < CLASSES; c++)
        guess = fmax(guess, all[c]);
    for (size_t b = 0; b < 3; b++)
        bag += fmax(fmax(met[b][0], met[b][1]), fmax(met[b][2], met[b][3]));
    cr_assert(fabs(guess - dataset_truth(data, "baseline", "")->value) < 3.5 * data->spread / sqrt(n), "%g", guess);
    cr_assert(fabs(bag - dataset_truth(data, "baseline", "bag")->value) < 3.5 * sqrt(0.75 * 0.25 / n), "%g", bag);
    cr_assert(dataset_truth(data, "optimum", "")->value == 1);
    dataset_free(data);
}

Test(order, the_last_step_says_nothing_of_the_class)
{
    Dataset *data = make(5, 40000, 8);
    const double n = (double)data->sequences;
    for (size_t i = ACTIONS; i < data->D; i++)
        for (size_t c = 0; c < CLASSES; c++) {
            double sum = 0, mean = 0, squares = 0;
            for (size_t s = 0; s < data->sequences; s++)
                mean += data->raw[(data->offset[s + 1] - 1) * data->D + i] / n;
            for (size_t s = 0; s < data->sequences; s++) {
                const double off = data->raw[(data->offset[s + 1] - 1) * data->D + i] - mean;
                sum += off * ((class_of(data, s) == c) - 0.25);
                squares += off * off;
            }
            cr_assert(fabs(sum / sqrt(squares * n * 0.25 * 0.75)) < 4 / sqrt(n), "input %zu class %zu", i, c);
        }
    dataset_free(data);
}
