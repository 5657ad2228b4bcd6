#include "engine/train/crew.h"

#include <stdlib.h>

#include "engine/base/memory.h"
#include "engine/math/lift.h"

/* Handing over a piece of work and waiting for it takes some 2 µs, in which one thread does 400,000 flops. */
static const double SHARED_FLOPS = 1e6;
enum { SHARED_ROWS = 2 };

static bool worth_sharing(const Net *net, size_t T, size_t B, size_t members)
{
    const double units = (double)(net->spec.cell->blocks * net->spec.hidden * net->spec.layers);
    const double flops = 2.0 * (double)T * (double)B * units * (double)(net->spec.hidden + net->spec.inputs);
    return flops >= SHARED_FLOPS && B >= SHARED_ROWS * members;
}

static bool share_new(Share *share, const Net *net, size_t T, size_t B, bool first, Error *error)
{
    share->batch = batch_new(T, B, net->spec.inputs, net->spec.outputs, error);
    share->tape = share->batch != NULL ? tape_new(net, T, B, error) : NULL;
    if (share->tape == NULL)
        return false;
    share->gradient = first ? NULL : memory_try(net->layout.count, sizeof(real), error);
    return first || share->gradient != NULL;
}

Crew *crew_new(const Net *net, size_t T_room, size_t B_room, Team *team, Error *error)
{
    Crew *crew = memory_new(1, sizeof *crew);
    const size_t members = team_members(team);
    *crew = (Crew){.team = team, .B_room = B_room};
    crew->members = worth_sharing(net, T_room, B_room, members) ? members : 1;
    crew->share = memory_new(crew->members, sizeof *crew->share);
    for (size_t i = 0; i < crew->members; i++)
        if (!share_new(&crew->share[i], net, T_room, (B_room + crew->members - 1) / crew->members, i == 0, error)) {
            crew_free(crew);
            return NULL;
        }
    return crew;
}

void crew_free(Crew *crew)
{
    if (crew == NULL)
        return;
    for (size_t i = 0; i < crew->members; i++) {
        batch_free(crew->share[i].batch);
        tape_free(crew->share[i].tape);
        free(crew->share[i].gradient);
    }
    free(crew->share);
    free(crew);
}

/* One pass, as the members see it. */
typedef struct Pass {
    Crew *crew;
    const Net *net;
    const Deal *deal;
    size_t count; // sequences of all
    real *gradient;
} Pass;

static real *member_gradient(const Pass *pass, size_t part)
{
    return part == 0 ? pass->gradient : pass->crew->share[part].gradient;
}

static void member_pass(void *context, size_t part, size_t parts)
{
    const Pass *pass = context;
    const Deal *deal = pass->deal;
    Share *share = &pass->crew->share[part];
    if (deal != NULL) {
        size_t first;
        const size_t last = team_share(deal->count, 1, part, parts, &first);
        dataset_batch(deal->data, deal->sequence + first, last - first, share->batch);
    }
    share->loss = (double)net_forward(pass->net, share->batch, share->tape);
    if (pass->gradient != NULL)
        net_backward(pass->net, share->batch, share->tape, 1 / (real)pass->count, member_gradient(pass, part));
}

LIFTED static void add(size_t count, const real *gradient, real *restrict sum)
{
    ANY_ORDER
    for (size_t i = 0; i < count; i++)
        sum[i] += gradient[i];
}

/* Some of the weights: what each member has summed, one behind the other, whoever was ready first. */
static void sum_part(void *context, size_t part, size_t parts)
{
    const Pass *pass = context;
    size_t first;
    const size_t last = team_share(pass->net->layout.count, 64, part, parts, &first);
    for (size_t member = 1; member < pass->crew->members && first < last; member++)
        add(last - first, member_gradient(pass, member) + first, pass->gradient + first);
}

double crew_pass(Crew *crew, const Net *net, const Deal *deal, real *gradient)
{
    Team *team = crew->members > 1 ? crew->team : NULL;
    Pass pass = {crew, net, deal, deal != NULL ? deal->count : 0, gradient};
    for (size_t i = 0; i < crew->members && deal == NULL; i++)
        pass.count += crew->share[i].batch->B;
    team_run(team, member_pass, &pass);
    if (gradient != NULL)
        team_run(net->layout.count >= TEAM_LEAST ? team : NULL, sum_part, &pass);
    double loss = 0;
    for (size_t i = 0; i < crew->members; i++)
        loss += crew->share[i].loss * ((double)crew->share[i].batch->B / (double)pass.count);
    return loss;
}
