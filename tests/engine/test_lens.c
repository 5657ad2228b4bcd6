#include "tests/engine/probe_fixture.h"

Test(lens, shows_one_sequence_with_its_own_length)
{
    WorldSpec spec = world_spec();
    World world;
    world_make(&world, &spec);
    for (size_t sample = 1; sample <= world.data->sequences; sample++) {
        world_look(&world, sample, NULL, 0);
        cr_assert_eq(world.lens[0]->sequence, sample - 1);
        cr_assert_eq(world.lens[0]->batch->T, dataset_length(world.data, sample - 1));
        cr_assert_eq(world.lens[0]->batch->B, 1);
        cr_assert_eq(number(&world, "steps"), (double)world.lens[0]->tape->T);
    }
    world_free(&world);
}

Test(lens, looking_again_gives_the_same_bits)
{
    WorldSpec spec = world_spec();
    World world;
    world_make(&world, &spec);
    double first = number(&world, "norm(dWh)");
    world_look(&world, 5, NULL, 0);
    cr_assert_neq(number(&world, "norm(dWh)"), first);
    world_look(&world, 1, NULL, 0);
    cr_assert_eq(number(&world, "norm(dWh)"), first);
    world_free(&world);
}

Test(lens, pokes_reach_their_sequence_alone)
{
    WorldSpec spec = world_spec();
    World world;
    world_make(&world, &spec);
    double untouched = number(&world, "h[3][1]");
    Poke poke[] = {{.sequence = 0, .t = 2, .i = 3, .value = 9},
                   {.sequence = 1, .t = 1, .i = 1, .value = -9},
                   {.sequence = 0, .t = 99, .i = 1, .value = 5},
                   {.sequence = 0, .t = 0, .i = 1, .value = 5},
                   {.sequence = 0, .t = 1, .i = 77, .value = 5}};
    world_look(&world, 1, poke, 5);
    cr_assert_eq(number(&world, "x[2][3]"), 9);
    cr_assert_neq(number(&world, "h[3][1]"), untouched);
    world_look(&world, 2, poke, 5);
    cr_assert_eq(number(&world, "x[1][1]"), -9);
    world_look(&world, 1, NULL, 0);
    cr_assert_eq(number(&world, "h[3][1]"), untouched);
    world_free(&world);
}

Test(lens, its_gradient_is_of_the_samples_own_loss)
{
    WorldSpec spec = world_spec();
    World world;
    world_make(&world, &spec);
    const Net *net = trainer_net(world.trainer[0]);
    double analytic = number(&world, "dWh[2][3]"), step = NUDGE, loss[2];
    real *weight = &net->weights[part_at(layout_find(&net->layout, "Wh"), 1, 2)];
    real kept = *weight;
    for (int side = 0; side < 2; side++) {
        *weight = kept + (real)(side ? step : -step);
        world_look(&world, 1, NULL, 0);
        loss[side] = number(&world, "loss(sample)");
    }
    *weight = kept;
    cr_assert_float_eq((loss[1] - loss[0]) / (2 * step), analytic, within(1e-7, 1e-4) * (1 + fabs(analytic)));
    world_free(&world);
}
