#include "engine/net/loss.h"

#include <math.h>
#include <string.h>

#include "engine/math/curve.h"

static const char *const LOSS_NAMES[LOSSES] = {
    [LOSS_SQUARED] = "squared",
    [LOSS_SOFTMAX] = "softmax",
    [LOSS_BINARY] = "binary",
};

const char *loss_name(Loss loss)
{
    return LOSS_NAMES[loss];
}

bool loss_find(const char *name, Loss *loss)
{
    for (int i = 0; i < LOSSES; i++) {
        if (strcmp(LOSS_NAMES[i], name) == 0) {
            *loss = (Loss)i;
            return true;
        }
    }
    return false;
}

static size_t largest(size_t K, const real *y)
{
    size_t best = 0;
    for (size_t k = 1; k < K; k++)
        if (y[k] > y[best])
            best = k;
    return best;
}

/* ln Σ e^y = max + ln Σ e^(y−max): no exponent above 0 */
static real log_sum_exp(size_t K, const real *y)
{
    real top = y[largest(K, y)], sum = 0;
    for (size_t k = 0; k < K; k++)
        sum += (real)exp(y[k] - top);
    return top + (real)log(sum);
}

/* e^(y − max) of all rows at once, then each row by its sum. */
static void softmax(size_t rows, size_t K, const real *y, real *p)
{
    for (size_t row = 0; row < rows; row++) {
        const real *from = y + row * K;
        real top = from[0];
        for (size_t k = 1; k < K; k++)
            top = from[k] > top ? from[k] : top;
        for (size_t k = 0; k < K; k++)
            p[row * K + k] = from[k] - top;
    }
    curve_exp(rows * K, p, p);
    for (size_t row = 0; row < rows; row++) {
        real sum = 0;
        for (size_t k = 0; k < K; k++)
            sum += p[row * K + k];
        const real part = 1 / sum;
        for (size_t k = 0; k < K; k++)
            p[row * K + k] *= part;
    }
}

void loss_outputs(Loss loss, size_t rows, size_t K, const real *y, real *p)
{
    if (loss == LOSS_SQUARED)
        memcpy(p, y, rows * K * sizeof *p);
    else if (loss == LOSS_SOFTMAX)
        softmax(rows, K, y, p);
    else
        curve_sigmoid(1, rows * K, rows * K, y, p);
}

static real squared_step(size_t K, const real *y, const real *target)
{
    real sum = 0;
    for (size_t k = 0; k < K; k++)
        sum += (y[k] - target[k]) * (y[k] - target[k]);
    return sum / (real)K;
}

static real softmax_step(size_t K, const real *y, const real *target)
{
    real all = log_sum_exp(K, y), sum = 0;
    for (size_t k = 0; k < K; k++)
        if (target[k] != 0) // 0·∞ is not a loss
            sum += target[k] * (all - y[k]);
    return sum;
}

static real binary_step(size_t K, const real *y, const real *target)
{
    real sum = 0;
    for (size_t k = 0; k < K; k++)
        sum += (y[k] > 0 ? y[k] : 0) - y[k] * target[k] + (real)log1p(exp(-fabs(y[k])));
    return sum;
}

real loss_step(Loss loss, size_t K, const real *y, const real *target)
{
    switch (loss) {
    case LOSS_SOFTMAX: return softmax_step(K, y, target);
    case LOSS_BINARY: return binary_step(K, y, target);
    default: return squared_step(K, y, target);
    }
}

void loss_backward(Loss loss, size_t K, const real *p, const real *target, real share, real *dy)
{
    real factor = loss == LOSS_SQUARED ? 2 * share / (real)K : share;
    for (size_t k = 0; k < K; k++)
        dy[k] = factor * (p[k] - target[k]);
}

real loss_tangent(Loss loss, size_t K, const real *y, const real *p, const real *target, const real *y_dot)
{
    real sum = 0, mean_dot = 0;
    for (size_t k = 0; k < K && loss == LOSS_SOFTMAX; k++) // (ln Σ e^y)˙ = Σ p·ẏ
        mean_dot += p[k] * y_dot[k];
    for (size_t k = 0; k < K; k++) {
        if (loss == LOSS_SQUARED)
            sum += 2 * (y[k] - target[k]) * y_dot[k] / (real)K;
        else if (loss == LOSS_SOFTMAX)
            sum += target[k] * (mean_dot - y_dot[k]);
        else // σ(y)(1−target) − σ(−y)target: the form that does not cancel
            sum += (sigmoid(y[k]) * (1 - target[k]) - sigmoid(-y[k]) * target[k]) * y_dot[k];
    }
    return sum;
}

real loss_right(Loss loss, size_t K, const real *p, const real *target)
{
    if (loss == LOSS_SOFTMAX)
        return largest(K, p) == largest(K, target) ? 1 : 0;
    size_t right = 0;
    for (size_t k = 0; k < K; k++)
        right += (p[k] > (real)0.5) == (target[k] > (real)0.5);
    return (real)right / (real)K;
}
