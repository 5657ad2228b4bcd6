#include <criterion/criterion.h>
#include <math.h>

#include "engine/train/optimizer.h"
#include "engine/train/trainer.h"
#include "tests/engine/within.h"

#define NEAR(a, b)                                                                                                     \
    cr_assert_leq(fabs((double)(a) - (b)), 32 * (double)REAL_EPSILON, "%.17g against %.17g", (double)(a), b)

/* Worked by hand with lr = 0.1, w = 1, gradients 2, −1, ½:
 *  m: 0.2, 0.08, 0.122               v: 0.004, 0.004996, 0.005241004
 *  m̂: 2, 0.08/0.19, 0.122/0.271      v̂: 4, 0.004996/0.001999, 0.005241004/0.002997001 */
Test(optimizer, adam_takes_three_steps_as_worked_by_hand)
{
    const double first = 1 - 0.1 * 2 / (2 + 1e-8);
    const double second = first - 0.1 * (0.08 / 0.19) / (sqrt(0.004996 / 0.001999) + 1e-8);
    const double third = second - 0.1 * (0.122 / 0.271) / (sqrt(0.005241004 / 0.002997001) + 1e-8);
    real w = 1, m = 0, v = 0;
    optimizer_adam(1, 1, 0.1, 1, (real[]){2}, &m, &v, &w);
    NEAR(w, first);
    optimizer_adam(1, 2, 0.1, 1, (real[]){-1}, &m, &v, &w);
    NEAR(m, 0.08);
    NEAR(v, 0.004996);
    NEAR(w, second);
    optimizer_adam(1, 3, 0.1, 1, (real[]){(real)0.5}, &m, &v, &w);
    NEAR(m, 0.122);
    NEAR(v, 0.005241004);
    NEAR(w, third);
    cr_assert_leq(fabs((double)w - 0.83932338), within(1e-7, 4e-7));
}

Test(optimizer, the_first_step_of_adam_has_the_length_of_the_learning_rate)
{
    const real gradient[] = {1000, -0.001f, 1};
    real w[3] = {0}, m[3] = {0}, v[3] = {0};
    optimizer_adam(3, 1, 0.01, 1, gradient, m, v, w);
    cr_assert_leq(fabs((double)w[0] + 0.01), 1e-6);
    cr_assert_leq(fabs((double)w[1] - 0.01), 1e-6);
    cr_assert_leq(fabs((double)w[2] + 0.01), 1e-6);
}

Test(optimizer, adam_stands_still_where_there_was_never_a_gradient)
{
    real w = 3, m = 0, v = 0;
    optimizer_adam(1, 1, 0.1, 1, (real[]){0}, &m, &v, &w);
    cr_assert(w == 3);
}

Test(optimizer, sgd_goes_down_the_share_of_the_gradient)
{
    real w[] = {1, 2};
    optimizer_sgd(2, 0.5, 0.25, (real[]){8, -16}, w);
    cr_assert(w[0] == 0 && w[1] == 4);
    optimizer_sgd(0, 0.5, 1, NULL, NULL);
}

Test(optimizer, adam_reads_the_share_of_the_gradient)
{
    real w = 1, m = 0, v = 0;
    optimizer_adam(1, 1, 0.1, 0.5, (real[]){4}, &m, &v, &w);
    NEAR(m, 0.2);
    NEAR(v, 0.004);
}

Test(optimizer, clipping_scales_what_is_longer_and_nothing_else)
{
    cr_assert(optimizer_share(4, 1) == 0.25);
    cr_assert(optimizer_share(1, 1) == 1);
    cr_assert(optimizer_share(0.5, 1) == 1);
    cr_assert(optimizer_share(0, 1) == 1);
    cr_assert(optimizer_share(1e300, 0) == 1);
}

Test(optimizer, names_lead_there_and_back)
{
    for (int i = 0; i < OPTIMIZERS; i++) {
        Optimizer found = OPTIMIZERS;
        cr_assert(optimizer_find(optimizer_name((Optimizer)i), &found) && (int)found == i);
    }
    Optimizer untouched = OPTIMIZER_SGD;
    cr_assert(!optimizer_find("adagrad", &untouched) && untouched == OPTIMIZER_SGD);
}
