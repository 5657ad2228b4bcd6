/* Threads: every part is done once, in any number of rounds. */
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
