#include "app/view/ladder.h"

#include <math.h>

static const double DOWN[] = {-6, -12, -18, -24, -36, -48, -72, -96, -144, -192, -264, -330};
static const double UP[] = {0, 6, 12, 24, 48, 96, 192, 330};

Ladder ladder_of(const double *log10s, size_t count)
{
    double least = 0, most = 0;
    size_t down = 0, up = 0;
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(log10s[i]))
            continue;
        least = fmin(least, log10s[i]);
        most = fmax(most, log10s[i]);
    }
    while (down + 1 < sizeof DOWN / sizeof *DOWN && DOWN[down] > least)
        down++;
    while (up + 1 < sizeof UP / sizeof *UP && UP[up] < most)
        up++;
    return (Ladder){DOWN[down], most > 0.5 ? UP[up] : 1};
}

double ladder_top(const double *log10s, size_t count)
{
    static const double TOP[] = {0, 1, 3, 6, 12, 24, 48, 96, 192, 330};
    size_t top = 0;
    for (size_t i = 0; i < count; i++)
        while (isfinite(log10s[i]) && top + 1 < sizeof TOP / sizeof *TOP && TOP[top] < log10s[i])
            top++;
    return TOP[top];
}

Ladder ladder_widen(Ladder a, Ladder b)
{
    return (Ladder){fmin(a.low, b.low), fmax(a.high, b.high)};
}
