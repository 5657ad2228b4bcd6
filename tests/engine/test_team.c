/* Threads: every part is done once, in any number of rounds; and a pass that is shared gives the bits of one that is not. */
#include "engine/base/team.h"
#include "engine/train/optimizer.h"
#include "tests/engine/sample.h"

enum { MOST = 5, ROUNDS = 300 };

typedef struct Count {
    size_t done[MOST], parts[MOST];
} Count;

static void count_part(void *context, size_t part, size_t parts)
{
    Count *count = context;
    count->done[part]++;
    count->parts[part] = parts;
}

static Team *team_of(size_t members)
{
    Error error = {0};
    Team *team = team_new(members, &error);
    cr_assert_not_null(team, "%s", error.message);
    cr_assert_eq(team_members(team), members);
    return team;
}

Test(team, does_every_part_once_a_round)
{
    for (size_t members = 1; members <= MOST; members++) {
        Team *team = team_of(members);
        Count count = {0};
        for (size_t round = 1; round <= ROUNDS; round++) {
            team_run(team, count_part, &count);
            for (size_t part = 0; part < MOST; part++)
                cr_assert_eq(count.done[part], part < members ? round : 0);
        }
        cr_assert_eq(count.parts[members - 1], members);
        team_free(team);
    }
}

Test(team, nobody_is_a_team_of_one)
{
    Count count = {0};
    team_run(NULL, count_part, &count);
    cr_assert(count.done[0] == 1 && count.parts[0] == 1 && team_members(NULL) == 1);
    team_free(NULL);
    Team *idle = team_of(3);
    team_free(idle);
}

Test(team, shares_cover_everything_once)
{
    for (size_t count = 0; count < 70; count++)
        for (size_t parts = 1; parts <= MOST; parts++)
            for (size_t grain = 1; grain <= 32; grain += 31) {
                size_t behind = 0;
                for (size_t part = 0; part < parts; part++) {
                    size_t first;
                    const size_t last = team_share(count, grain, part, parts, &first);
                    cr_assert(first >= last || first == behind);
                    cr_assert(first % grain == 0);
                    behind = last > behind ? last : behind;
                }
                cr_assert_eq(behind, count);
            }
}

/* All that a pass leaves, one number behind the other, as a sum of the bits would hide too much. */
static void trained(NetSpec spec, Team *team, real *gradient, real *states)
{
    enum { B = 13, T = 40 };
    size_t length[B];
    for (size_t b = 0; b < B; b++)
        length[b] = T - 2 * b;
    Net *net = sample_net(spec, 5);
    Batch *batch = sample_batch(net, B, length, false, 6);
    Tape *tape = sample_tape(net, batch);
    Error error = {0};
    cr_assert(tape_share(tape, net, team, &error), "%s", error.message);
    net_forward(net, batch, tape);
    net_backward(net, batch, tape, 1, gradient);
    memcpy(states, tape->h, (T + 1) * B * spec.hidden * sizeof *states);
    tape_free(tape);
    batch_free(batch);
    net_free(net);
}

Test(team, a_shared_pass_gives_the_same_bits)
{
    static const char *const CELLS[] = {"rnn", "lstm", "gru"};
    for (size_t c = 0; c < 3; c++) {
        NetSpec spec = sample_spec(CELLS[c], 5, 70, 3, LOSS_SOFTMAX);
        spec.layers = 2;
        spec.bidirectional = true;
        Net *net = sample_net(spec, 5);
        const size_t count = net->layout.count, states = (size_t)41 * 13 * 70;
        net_free(net);
        real *alone = calloc(count, sizeof *alone), *shared = calloc(count, sizeof *shared);
        real *h_alone = calloc(states, sizeof *h_alone), *h_shared = calloc(states, sizeof *h_shared);
        trained(spec, NULL, alone, h_alone);
        const double norm = sample_norm(count, alone);
        for (size_t members = 2; members <= 3; members++) {
            Team *team = team_of(members);
            trained(spec, team, shared, h_shared);
            cr_assert(memcmp(h_alone, h_shared, states * sizeof *h_alone) == 0, "%s: h by %zu", CELLS[c], members);
            const double close = within(1e-13, 1e-4) * norm;
            for (size_t i = 0; i < count; i++)
                cr_assert_leq(fabs((double)(alone[i] - shared[i])), close);
            trained(spec, team, alone, h_alone);
            cr_assert(memcmp(alone, shared, count * sizeof *alone) == 0, "%s: once more by %zu", CELLS[c], members);
            team_free(team);
            trained(spec, NULL, alone, h_alone);
        }
        free(alone), free(shared), free(h_alone), free(h_shared);
    }
}

Test(team, adam_is_the_same_to_the_bit)
{
    enum { N = 5003 };
    static real gradient[N], m[2][N], v[2][N], weights[2][N];
    Rng rng = rng_stream(7, "team", 0);
    Team *team = team_of(3);
    for (size_t step = 1; step <= 3; step++) {
        for (size_t i = 0; i < N; i++)
            gradient[i] = (real)rng_normal(&rng);
        optimizer_adam(N, step, 0.01, 0.5, gradient, m[0], v[0], weights[0]);
        optimizer_adam_shared(team, N, step, 0.01, 0.5, gradient, m[1], v[1], weights[1]);
        cr_assert(memcmp(weights[0], weights[1], sizeof weights[0]) == 0);
    }
    team_free(team);
}
