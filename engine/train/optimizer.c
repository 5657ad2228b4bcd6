#include "engine/train/optimizer.h"

#include <math.h>

#include "engine/math/lift.h"

#ifdef BACKPASS_SINGLE
#define SQRT sqrtf // a root in double of a float would take twice the vectors
#else
#define SQRT sqrt
#endif

static const double BETA_1 = 0.9, BETA_2 = 0.999, EPSILON = 1e-8;

LIFTED void optimizer_sgd(size_t n, double lr, double share, const real *gradient, real *weights)
{
    const real factor = (real)(lr * share);
    ANY_ORDER
    for (size_t i = 0; i < n; i++)
        weights[i] -= factor * gradient[i];
}

/* A rate that holds both corrections of the moments leaves one root and one division a weight. */
LIFTED void optimizer_adam(size_t n, size_t step, double lr, double share, const real *gradient, real *m, real *v,
                           real *weights)
{
    const real beta_1 = (real)BETA_1, beta_2 = (real)BETA_2, epsilon = (real)EPSILON, part = (real)share;
    const real rest_1 = (real)(1 - BETA_1), rest_2 = (real)(1 - BETA_2); // 1 − 0.999f is off by 1e-5 of itself
    const real rate = (real)(lr / (1 - pow(BETA_1, (double)step)));
    const real wide = (real)(1 / sqrt(1 - pow(BETA_2, (double)step)));
    ANY_ORDER
    for (size_t i = 0; i < n; i++) {
        const real g = part * gradient[i];
        m[i] = beta_1 * m[i] + rest_1 * g;
        v[i] = beta_2 * v[i] + rest_2 * (g * g);
        weights[i] -= rate * m[i] / (SQRT(v[i]) * wide + epsilon);
    }
}

typedef struct Adam {
    size_t n, step;
    double lr, share;
    const real *gradient;
    real *m, *v, *weights;
} Adam;

static void adam_part(void *context, size_t part, size_t parts)
{
    const Adam *all = context;
    size_t first;
    const size_t last = team_share(all->n, 64, part, parts, &first);
    optimizer_adam(last - first, all->step, all->lr, all->share, all->gradient + first, all->m + first, all->v + first,
                   all->weights + first);
}

void optimizer_adam_shared(Team *team, size_t n, size_t step, double lr, double share, const real *gradient, real *m,
                           real *v, real *weights)
{
    Adam adam = {n, step, lr, share, gradient, m, v, weights};
    team_run(n >= TEAM_LEAST ? team : NULL, adam_part, &adam);
}

double optimizer_share(double norm, double clip)
{
    return clip > 0 && norm > clip ? clip / norm : 1;
}
