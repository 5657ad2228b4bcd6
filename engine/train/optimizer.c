#include "engine/train/optimizer.h"

#include <math.h>

static const double BETA_1 = 0.9, BETA_2 = 0.999, EPSILON = 1e-8;

void optimizer_sgd(size_t n, double lr, double share, const real *gradient, real *weights)
{
    const real factor = (real)(lr * share);
    for (size_t i = 0; i < n; i++)
        weights[i] -= factor * gradient[i];
}

void optimizer_adam(size_t n, size_t step, double lr, double share, const real *gradient, real *m, real *v,
                    real *weights)
{
    const real beta_1 = (real)BETA_1, beta_2 = (real)BETA_2, epsilon = (real)EPSILON, part = (real)share,
               rate = (real)lr;
    const real rest_1 = (real)(1 - BETA_1), rest_2 = (real)(1 - BETA_2); // 1 − 0.999f is off by 1e-5 of itself
    const real whole_1 = (real)(1 - pow(BETA_1, (double)step)), whole_2 = (real)(1 - pow(BETA_2, (double)step));
    for (size_t i = 0; i < n; i++) {
        const real g = part * gradient[i];
        m[i] = beta_1 * m[i] + rest_1 * g;
        v[i] = beta_2 * v[i] + rest_2 * g * g;
        weights[i] -= rate * (m[i] / whole_1) / ((real)sqrt(v[i] / whole_2) + epsilon);
    }
}

double optimizer_share(double norm, double clip)
{
    return clip > 0 && norm > clip ? clip / norm : 1;
}
