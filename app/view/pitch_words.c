#include "app/view/pitch_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

size_t pitch_words(const Play *play)
{
    return play->data->target[0].levels;
}

size_t pitch_word_true(const Play *play, size_t asked)
{
    const real *y = play->data->y + (play->row + asked - 1) * play->data->K;
    size_t best = 0;
    for (size_t k = 1; k < pitch_words(play); k++)
        if (play->data->K == 1 ? y[0] > 0 : y[k] > y[best])
            best = k;
    return best;
}

void pitch_word_name(const Play *play, size_t asked, size_t word, char name[96])
{
    if (play->data->K > 1)
        snprintf(name, 96, "p[%zu][%zu]", asked, word + 1);
    else
        snprintf(name, 96, "%sp[%zu][1]", word ? "" : "1 - ", asked);
}

size_t pitch_word_likeliest(const Play *play, size_t asked, double *share)
{
    size_t best = 0;
    *share = NAN;
    for (size_t k = 0; k < pitch_words(play); k++) {
        char name[96];
        pitch_word_name(play, asked, k, name);
        const double p = kit_number(play->eye, "%s", name);
        if (isnan(*share) || p > *share)
            best = k, *share = p;
    }
    return best;
}

/* ---- where words lie ---- */

/** read_column - the words read that are called as the words asked for are: zone, target.zone; NULL where there are none. */
static const Column *read_column(const Dataset *data)
{
    for (size_t i = 0; i < data->features; i++)
        if (data->feature[i].categorical && strcmp(data->feature[i].name, data->target[0].name) == 0)
            return &data->feature[i];
    return NULL;
}

enum { ENOUGH = 100 }; // places that a mean is of

bool pitch_word_place(const Play *play, size_t word, double at[2])
{
    const Dataset *data = play->data;
    const Column *column = read_column(data);
    const PlaceRun run = {data, data->x, 0, data->rows, NULL};
    size_t level = 0, found = 0;
    at[0] = at[1] = 0;
    if (!column || play->turned)
        return false;
    while (level < column->levels && strcmp(column->level[level], data->target[0].level[word]) != 0)
        level++;
    for (size_t row = 0; level < column->levels && row < data->rows && found < ENOUGH; row++) {
        const double x = place_seen(&run, row + 1, 0, 0), y = place_seen(&run, row + 1, 0, 1);
        if (data->raw[row * data->D + column->first + level] == 0 || isnan(x) || isnan(y))
            continue;
        found++;
        at[0] += (x - at[0]) / (double)found;
        at[1] += (y - at[1]) / (double)found;
    }
    return found > 0;
}
