/* A batch shared among threads: every sequence is dealt once, and loss and gradient are those of one who works alone. */
#include "engine/train/crew.h"
#include "engine/football/simulator.h"
#include "tests/engine/sample.h"

enum { SEQUENCES = 29, UNITS = 40 };

static Dataset *commentaries(void)
{
    Error error = {0};
    double knob[KNOBS_MAX];
    const Simulator *simulator = simulator_find("commentary");
    cr_assert(simulator_read_knobs(simulator, "sequences=60", knob, &error), "%s", error.message);
    Dataset *data = simulate(simulator, knob, 3, &error);
    cr_assert_not_null(data, "%s", error.message);
    return data;
}

/* A network, its data, and what one alone makes of some sequences of unequal length. */
typedef struct Alone {
    Dataset *data;
    Net *net;
    size_t sequence[SEQUENCES];
    real *gradient;
    double loss;
} Alone;

static Alone alone_of(const char *cell)
{
    Alone alone = {.data = commentaries()};
    NetSpec spec = sample_spec(cell, alone.data->D, UNITS, alone.data->K, alone.data->loss);
    spec.layers = 2;
    spec.bidirectional = true;
    alone.net = sample_net(spec, 5);
    alone.gradient = calloc(alone.net->layout.count, sizeof *alone.gradient);
    Error error = {0};
    Batch *batch = batch_new(alone.data->longest, SEQUENCES, alone.data->D, alone.data->K, &error);
    cr_assert_not_null(batch, "%s", error.message);
    for (size_t i = 0; i < SEQUENCES; i++)
        alone.sequence[i] = (7 * i + 2) % alone.data->sequences;
    dataset_batch(alone.data, alone.sequence, SEQUENCES, batch);
    Tape *tape = sample_tape(alone.net, batch);
    alone.loss = (double)net_forward(alone.net, batch, tape);
    net_backward(alone.net, batch, tape, 1 / (real)SEQUENCES, alone.gradient);
    tape_free(tape);
    batch_free(batch);
    return alone;
}

static void alone_free(Alone *alone)
{
    dataset_free(alone->data);
    net_free(alone->net);
    free(alone->gradient);
}

static Crew *crew_of(const Alone *alone, size_t B, Team *team)
{
    Error error = {0};
    Crew *crew = crew_new(alone->net, alone->data->longest, B, team, &error);
    cr_assert_not_null(crew, "%s", error.message);
    return crew;
}

static Team *team_of(size_t members)
{
    Error error = {0};
    Team *team = team_new(members, &error);
    cr_assert_not_null(team, "%s", error.message);
    return team;
}

static void every_sequence_is_dealt_once(const Crew *crew, const Alone *alone, size_t count)
{
    size_t dealt[SEQUENCES] = {0}, all = 0;
    for (size_t i = 0; i < crew->members; i++)
        for (size_t b = 0; b < crew->share[i].batch->B; b++, all++)
            for (size_t s = 0; s < count; s++)
                dealt[s] += crew->share[i].batch->sequence[b] == alone->sequence[s];
    cr_assert_eq(all, count);
    for (size_t s = 0; s < count; s++)
        cr_assert_eq(dealt[s], 1);
}

static void the_same_as_alone(const Alone *alone, size_t members)
{
    const size_t count = alone->net->layout.count;
    const Deal deal = {alone->data, alone->sequence, SEQUENCES};
    Team *team = team_of(members);
    Crew *crew = crew_of(alone, SEQUENCES, team);
    real *shared = calloc(count, sizeof *shared), *again = calloc(count, sizeof *again);
    const double loss = crew_pass(crew, alone->net, &deal, shared);
    cr_assert_eq(crew->members, members);
    every_sequence_is_dealt_once(crew, alone, SEQUENCES);
    cr_assert_float_eq(loss, alone->loss, within(1e-13, 1e-5) * alone->loss);
    const double close = within(1e-13, 1e-4) * sample_norm(count, alone->gradient);
    for (size_t i = 0; i < count; i++)
        cr_assert_leq(fabs((double)(alone->gradient[i] - shared[i])), close);
    cr_assert_eq(crew_pass(crew, alone->net, NULL, again), loss, "what lies in the batches is gone over again");
    cr_assert(memcmp(shared, again, count * sizeof *shared) == 0, "the same bits once more");
    crew_free(crew);
    team_free(team);
    free(shared), free(again);
}

Test(crew, shares_give_the_gradient_of_the_whole)
{
    static const char *const CELLS[] = {"rnn", "lstm", "gru"};
    for (size_t c = 0; c < 3; c++) {
        Alone alone = alone_of(CELLS[c]);
        for (size_t members = 1; members <= 5; members++)
            the_same_as_alone(&alone, members);
        alone_free(&alone);
    }
}

Test(crew, fewer_sequences_than_members_leave_some_without_work)
{
    Alone alone = alone_of("gru");
    const size_t count = alone.net->layout.count;
    real *shared = calloc(count, sizeof *shared), *expected = calloc(count, sizeof *expected);
    Team *team = team_of(4);
    Crew *crew = crew_of(&alone, SEQUENCES, team), *one = crew_of(&alone, SEQUENCES, NULL);
    cr_assert(crew->members == 4 && one->members == 1);
    for (size_t few = 1; few <= 5; few++) {
        const Deal deal = {alone.data, alone.sequence, few};
        const double loss = crew_pass(one, alone.net, &deal, expected);
        cr_assert_float_eq(crew_pass(crew, alone.net, &deal, shared), loss, within(1e-13, 1e-5) * loss);
        every_sequence_is_dealt_once(crew, &alone, few);
        for (size_t i = 0; i < count; i++)
            cr_assert_leq(fabs((double)(expected[i] - shared[i])), within(1e-13, 1e-4) * sample_norm(count, expected));
    }
    crew_free(crew), crew_free(one);
    team_free(team);
    free(shared), free(expected);
    alone_free(&alone);
}

Test(crew, little_work_is_not_shared)
{
    Alone alone = alone_of("rnn");
    NetSpec spec = sample_spec("rnn", alone.data->D, 2, alone.data->K, alone.data->loss);
    Net *small = sample_net(spec, 1);
    Team *team = team_of(2);
    Error error = {0};
    Crew *crew = crew_new(small, 5, 4, team, &error), *few = crew_of(&alone, 3, team);
    cr_assert(crew != NULL && crew->members == 1 && few->members == 1);
    crew_free(crew), crew_free(few);
    team_free(team);
    net_free(small);
    alone_free(&alone);
}
