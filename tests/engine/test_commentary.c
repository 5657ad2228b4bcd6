#include "engine/football/simulator.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#include "engine/base/text.h"

enum { PLACES = 60, WORDS = 24 };

static Dataset *make(double length, double sequences, uint64_t seed)
{
    Error error = {0};
    Dataset *data = simulate(&COMMENTARY_SIMULATOR, (double[]){length, sequences}, seed, &error);
    cr_assert(data, "%s", error.message);
    return data;
}

static size_t level_at(const double *row)
{
    size_t i = 0;
    while (row[i] == 0)
        i++;
    return i;
}

static const char *event_at(const Dataset *data, size_t row)
{
    return data->feature[0].level[level_at(data->raw + row * data->D)];
}

static size_t word_at(const Dataset *data, size_t row)
{
    size_t i = 0;
    while (data->y[row * data->K + i] == 0)
        i++;
    return i;
}

static size_t level_of(const Column *column, const char *name)
{
    size_t i = 0;
    while (strcmp(column->level[i], name) != 0)
        i++;
    return i;
}

/* ---- the grammar, written again from the words of the description ---- */

static const char *phrase_of(const char *event, bool many)
{
    static const char *const PHRASE[][3] = {
        {"cross", "crosses it", "cross it"},      {"dribble", "runs on", "run on"}, {"pass", "passes", "pass"},
        {"take_on", "beats a man", "beat a man"}, {"goal", "scores", "score"},      {"miss", "misses", "miss"}};
    for (size_t i = 0; i < sizeof PHRASE / sizeof *PHRASE; i++)
        if (strcmp(PHRASE[i][0], event) == 0)
            return PHRASE[i][1 + many];
    cr_assert_fail("nothing is said of %s", event);
    return "";
}

static void tell(const Dataset *data, size_t s, size_t length, Text *text)
{
    const size_t first = data->offset[s];
    const char *actor = event_at(data, first);
    const bool many = strcmp(actor, "wingers") == 0 || strcmp(actor, "forwards") == 0;
    cr_assert(many || strcmp(actor, "winger") == 0 || strcmp(actor, "captain") == 0, "%s", actor);
    text_addf(text, "the %s", actor);
    for (size_t t = 1; t < length; t++)
        text_addf(text, "%s %s",
                  t == 1           ? ""
                  : t + 1 < length ? " then"
                                   : " and",
                  phrase_of(event_at(data, first + t), many));
    text_add(text, " .");
}

static void hear(const Dataset *data, size_t s, Text *text)
{
    for (size_t row = data->offset[s] + dataset_read_steps(data, s); row < data->offset[s + 1]; row++) {
        cr_assert(strcmp(event_at(data, row), "answer") == 0 && data->has_target[row]);
        text_addf(text, "%s%s", text->length ? " " : "", data->target[0].level[word_at(data, row)]);
    }
}

Test(commentary, ten_thousand_sentences_tell_what_was_read_and_agree_with_who_did_it)
{
    static const size_t LENGTH[] = {3, 5, 12};
    for (size_t i = 0; i < 3; i++) {
        Dataset *data = make((double)LENGTH[i], 10000, 3);
        size_t shortest = 1000, longest = 0;
        for (size_t s = 0; s < data->sequences; s++) {
            Text told = {0}, heard = {0};
            cr_assert(dataset_read_steps(data, s) == LENGTH[i]);
            tell(data, s, LENGTH[i], &told);
            hear(data, s, &heard);
            cr_assert_str_eq(text_string(&heard), text_string(&told));
            const size_t words = dataset_length(data, s) - LENGTH[i];
            shortest = words < shortest ? words : shortest;
            longest = words > longest ? words : longest;
            text_free(&told);
            text_free(&heard);
        }
        cr_assert(shortest > LENGTH[i] && longest > shortest + 1, "%zu to %zu words of %zu events", shortest, longest,
                  LENGTH[i]);
        dataset_free(data);
    }
}

Test(commentary, every_actor_action_and_end_comes_as_often_as_it_should)
{
    static const struct {
        const char *event;
        size_t step;
        double chance;
    } ROW[] = {{"captain", 0, 0.25}, {"forwards", 0, 0.25}, {"cross", 1, 0.25},
               {"take_on", 2, 0.25}, {"pass", 3, 0.25},     {"goal", 4, 0.5}};
    Dataset *data = make(5, 20000, 4);
    const double n = (double)data->sequences;
    for (size_t i = 0; i < sizeof ROW / sizeof *ROW; i++) {
        double share = 0;
        for (size_t s = 0; s < data->sequences; s++)
            share += (strcmp(event_at(data, data->offset[s] + ROW[i].step), ROW[i].event) == 0) / n;
        cr_assert(fabs(share - ROW[i].chance) < 3.5 * sqrt(ROW[i].chance * (1 - ROW[i].chance) / n), "%s: %g",
                  ROW[i].event, share);
    }
    dataset_free(data);
}

/* ---- the truths ---- */

/* Answers - how often each word stands at each place of the answer. */
typedef struct Answers {
    double count[PLACES][WORDS];
} Answers;

static void count_words(const Dataset *data, Answers *answers)
{
    for (size_t s = 0; s < data->sequences; s++) {
        const size_t first = data->offset[s] + dataset_read_steps(data, s);
        for (size_t row = first; row < data->offset[s + 1]; row++)
            answers->count[row - first][word_at(data, row)]++;
    }
}

static size_t commonest(const double *count)
{
    size_t best = 0;
    for (size_t w = 1; w < WORDS; w++)
        best = count[w] > count[best] ? w : best;
    return best;
}

/* Guess - what each of three who know too little says; learnt from other sequences where it has to be learnt. */
typedef struct Guess {
    size_t always, at[PLACES];
} Guess;

static Guess learn(double length, uint64_t seed)
{
    static Answers answers;
    double all[WORDS] = {0};
    Guess guess;
    Dataset *data = make(length, 5000, seed);
    memset(&answers, 0, sizeof answers);
    count_words(data, &answers);
    for (size_t place = 0; place < PLACES; place++) {
        guess.at[place] = commonest(answers.count[place]);
        for (size_t w = 0; w < WORDS; w++)
            all[w] += answers.count[place][w];
    }
    guess.always = commonest(all);
    dataset_free(data);
    return guess;
}

/* as_if_captain - the word that would stand there if the captain had done it. */
static size_t as_if_captain(const Dataset *data, size_t word)
{
    static const char *const ONE[][2] = {{"beat", "beats"},       {"cross", "crosses"},  {"pass", "passes"},
                                         {"run", "runs"},         {"miss", "misses"},    {"score", "scores"},
                                         {"forwards", "captain"}, {"winger", "captain"}, {"wingers", "captain"}};
    for (size_t i = 0; i < sizeof ONE / sizeof *ONE; i++)
        if (strcmp(data->target[0].level[word], ONE[i][0]) == 0)
            return level_of(&data->target[0], ONE[i][1]);
    return word;
}

enum { ALWAYS, AT_PLACE, AS_CAPTAIN, WAYS };

typedef struct Share {
    double right, words;
} Share;

static Share share_of(const Dataset *data, size_t s, const Guess *guess, int way)
{
    const size_t first = data->offset[s] + dataset_read_steps(data, s);
    Share share = {0, 0};
    for (size_t row = first; row < data->offset[s + 1]; row++) {
        const size_t word = word_at(data, row);
        share.right += word == (way == ALWAYS     ? guess->always
                                : way == AT_PLACE ? guess->at[row - first]
                                                  : as_if_captain(data, word));
        share.words++;
    }
    return share;
}

/* ratio_error - of Σ right / Σ words over independent answers. */
static double ratio_error(const Dataset *data, const Guess *guess, int way, double *ratio)
{
    Share sum = {0, 0};
    double squares = 0;
    for (size_t s = 0; s < data->sequences; s++) {
        const Share share = share_of(data, s, guess, way);
        sum.right += share.right;
        sum.words += share.words;
    }
    *ratio = sum.right / sum.words;
    for (size_t s = 0; s < data->sequences; s++) {
        const Share share = share_of(data, s, guess, way);
        squares += pow(share.right - *ratio * share.words, 2);
    }
    return sqrt(squares) / sum.words;
}

Test(commentary, who_knows_too_little_is_right_as_often_as_declared)
{
    static const char *const VARIANT[WAYS] = {"", "place", "actor"};
    static const double LENGTH[] = {3, 5, 9};
    for (size_t i = 0; i < 3; i++) {
        const Guess guess = learn(LENGTH[i], 5);
        Dataset *data = make(LENGTH[i], 8000, 6);
        for (int way = 0; way < WAYS; way++) {
            double ratio;
            const double error = ratio_error(data, &guess, way, &ratio);
            const Truth *known = dataset_truth(data, "baseline", VARIANT[way]);
            cr_assert(known && known->error == 0 && fabs(known->value - ratio) < 3.5 * error,
                      "baseline(%s) of length %g: %g against %g ± %g", VARIANT[way], LENGTH[i],
                      known ? known->value : 0, ratio, error);
            if (way == ALWAYS)
                cr_assert(fabs(error * sqrt((double)(data->rows - (size_t)LENGTH[i] * data->sequences)) / data->spread -
                               1) < 0.06,
                          "%g against %g", error, data->spread);
        }
        cr_assert(dataset_truth(data, "optimum", "")->value == 1 && data->metric == METRIC_TOKENS &&
                  !data->many_to_one);
        dataset_free(data);
    }
}

Test(commentary, no_word_is_commoner_than_the_one_that_is_declared)
{
    for (size_t length = 3; length < 12; length += 2) {
        Dataset *data = make((double)length, 3000, 7);
        const double baseline = dataset_truth(data, "baseline", "")->value;
        double count[WORDS] = {0}, words = 0, most = 0;
        for (size_t row = 0; row < data->rows; row++)
            if (data->has_target[row]) {
                count[word_at(data, row)]++;
                words++;
            }
        for (size_t w = 0; w < WORDS; w++)
            most = fmax(most, count[w] / words);
        cr_assert(fabs(most - baseline) < 3.5 * data->spread / sqrt(words) + 1e-12, "%zu: %g against %g", length, most,
                  baseline);
        dataset_free(data);
    }
}
