/* The cells against arithmetic done by hand. */
#include "tests/engine/sample.h"

/* two inputs, two units, W as the books write it, a row per unit */
static const real Wx[] = {1, 4, 2, 5}, Wh[] = {0.5, -1, 0.25, 2}, b[] = {(real)0.1, (real)-0.2};

static CellWeights by_hand(Activation activation)
{
    return (CellWeights){.inputs = 2, .hidden = 2, .activation = activation, .Wx = Wx, .Wh = Wh, .b = b};
}

/* Is h tanh(z), to three units of its last place (curve.h)? */
static bool bent(real h, real z)
{
    return fabs((double)h - tanh((double)z)) <= 3 * (double)REAL_EPSILON * fabs(tanh((double)z));
}

Test(rnn, adds_the_state_times_its_weights_and_bends_it)
{
    CellWeights w = by_hand(ACTIVATION_TANH);
    const real before[] = {0.5, -0.25};
    real pre[] = {(real)0.1, (real)0.2}, h[2];
    RNN_CELL.forward(&w, &(CellStep){.n = 1, .before = before, .pre = pre, .h = h});
    // unit 1: 0.1 + 0.5·0.5 + 0.25·(−0.25);  unit 2: 0.2 − 1·0.5 + 2·(−0.25)
    cr_assert(fabs((double)pre[0] - 0.2875) < 1e-7);
    cr_assert(fabs((double)pre[1] - -0.8) < 1e-7);
    cr_assert(bent(h[0], pre[0]) && bent(h[1], pre[1]));
}

Test(rnn, identity_leaves_the_sum_as_it_is)
{
    CellWeights w = by_hand(ACTIVATION_IDENTITY);
    const real before[] = {2, 1};
    real pre[] = {3, 1}, h[2];
    RNN_CELL.forward(&w, &(CellStep){.n = 1, .before = before, .pre = pre, .h = h});
    cr_assert(h[0] == (real)4.25 && h[1] == 1);
}

Test(rnn, relu_cuts_off_what_is_below_zero)
{
    CellWeights w = by_hand(ACTIVATION_RELU);
    const real before[] = {2, 1};
    real pre[] = {3, -1}, h[2], dpre[2], dbefore[2] = {0, 0}; // pre becomes 4.25, −1 − 2 + 2
    RNN_CELL.forward(&w, &(CellStep){.n = 1, .before = before, .pre = pre, .h = h});
    cr_assert(h[0] == (real)4.25 && h[1] == 0);
    RNN_CELL.backward(
        &w, &(CellStep){
                .n = 1, .before = before, .pre = pre, .h = h, .dh = (real[]){3, 5}, .dpre = dpre, .dbefore = dbefore});
    cr_assert(dpre[0] == 3 && dpre[1] == 0);
    cr_assert(dbefore[0] == (real)1.5 && dbefore[1] == (real)0.75);
}

Test(rnn, backward_adds_to_what_arrived_already)
{
    CellWeights w = by_hand(ACTIVATION_TANH);
    real h[] = {0.5, -0.5}, dh[] = {1, 2}, dpre[2], dbefore[] = {10, 20};
    RNN_CELL.backward(&w, &(CellStep){.n = 1, .h = h, .dh = dh, .dpre = dpre, .dbefore = dbefore});
    cr_assert(dpre[0] == (real)0.75 && dpre[1] == (real)1.5);                 // (1 − h²)·dh
    cr_assert(fabs((double)dbefore[0] - (10 + 0.5 * 0.75 - 1 * 1.5)) < 1e-6); // Whᵀ dpre
    cr_assert(fabs((double)dbefore[1] - (20 + 0.25 * 0.75 + 2 * 1.5)) < 1e-6);
}

Test(rnn, jacobian_is_the_slope_times_the_weights_row_by_row)
{
    CellWeights w = by_hand(ACTIVATION_TANH);
    real h[] = {0.5, 0}, jacobian[4];
    RNN_CELL.jacobian(&w, &(CellStep){.n = 1, .h = h}, jacobian);
    const real expected[] = {0.75 * 0.5, 0.75 * 0.25, -1, 2};
    for (size_t i = 0; i < 4; i++)
        cr_assert(jacobian[i] == expected[i]);
}

Test(rnn, jacobian_agrees_with_the_tangent_of_every_unit)
{
    CellWeights w = by_hand(ACTIVATION_TANH);
    const real before[] = {(real)0.3, (real)-0.7};
    real h[] = {0.5, (real)-0.1}, pre[] = {(real)0.5493061443340549, (real)-0.1003353477310756}, jacobian[4];
    const CellStep step = {.n = 1, .before = before, .pre = pre, .h = h};
    RNN_CELL.jacobian(&w, &step, jacobian);
    for (size_t input = 0; input < 2; input++) {
        real before_dot[] = {input == 0, input == 1}, pre_dot[2] = {0}, h_dot[2];
        RNN_CELL.tangent(&w, &step, &(CellStep){.n = 1, .before = before_dot, .pre = pre_dot, .h = h_dot});
        for (size_t unit = 0; unit < 2; unit++)
            cr_assert(fabs((double)(h_dot[unit] - jacobian[unit * 2 + input])) < 1e-7);
    }
}

Test(rnn, does_nothing_for_no_rows)
{
    CellWeights w = by_hand(ACTIVATION_TANH);
    real one[2] = {1, 1};
    const CellStep step = {.before = one, .pre = one, .h = one, .dh = one, .dpre = one, .dbefore = one};
    RNN_CELL.forward(&w, &step);
    RNN_CELL.backward(&w, &step);
    cr_assert(one[0] == 1 && one[1] == 1);
}

Test(mlp, remembers_nothing)
{
    CellWeights w = by_hand(ACTIVATION_TANH);
    const real before[] = {9, 9};
    real pre[] = {0.5, -1}, h[2], dpre[2], dbefore[] = {3, 4}, jacobian[4] = {1, 1, 1, 1}, dh[] = {1, 1};
    const CellStep step = {.n = 1, .before = before, .pre = pre, .h = h, .dh = dh, .dpre = dpre, .dbefore = dbefore};
    MLP_CELL.forward(&w, &step);
    cr_assert(pre[0] == (real)0.5 && bent(h[0], pre[0]) && bent(h[1], pre[1]));
    MLP_CELL.backward(&w, &step);
    cr_assert(dpre[0] == 1 - h[0] * h[0]);
    cr_assert(dbefore[0] == 3 && dbefore[1] == 4);
    MLP_CELL.jacobian(&w, &step, jacobian);
    for (size_t i = 0; i < 4; i++)
        cr_assert(jacobian[i] == 0);
}

Test(cell, every_name_in_the_table_is_found)
{
    size_t count = 0;
    while (cell_name(count) != NULL) {
        const Cell *cell = cell_find(cell_name(count++));
        cr_assert_not_null(cell);
        cr_assert(cell->forward && cell->backward && cell->tangent && cell->equation && cell->gates);
        cr_assert(cell->title && cell->blocks > 0 && cell->blocks <= BLOCKS_MAX);
        cr_assert(cell->gates[0] == '\0' || strlen(cell->gates) == cell->blocks);
        cr_assert_eq(cell->keep != NULL, cell->carry != CARRY_NONE);
        cr_assert_eq(cell->release != NULL, cell->carry == CARRY_C);
    }
    cr_assert_geq(count, 4);
    cr_assert_null(cell_find("perceptron"));
    cr_assert_null(cell_find(""));
}

Test(cell, activations_are_found_by_name)
{
    for (int i = 0; i < ACTIVATIONS; i++) {
        Activation found = ACTIVATIONS;
        cr_assert(activation_find(activation_name((Activation)i), &found));
        cr_assert_eq((int)found, i);
    }
    Activation untouched = ACTIVATION_IDENTITY;
    cr_assert_not(activation_find("relu6", &untouched));
    cr_assert_eq(untouched, ACTIVATION_IDENTITY);
}
