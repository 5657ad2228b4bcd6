#include "engine/base/team.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "engine/base/memory.h"

/* How often a thread looks for what it waits for before it sleeps: some 20 µs in all. The pieces of work of a training step
 * follow each other in microseconds, and waking takes tens of them. It does not offer the processor meanwhile: two threads that
 * are on one processor would take turns there for ever, while one that sleeps is woken on a processor that is free. */
enum { LOOKS = 1000 };

static inline void pause_a_little(void)
{
#if defined __x86_64__ || defined __i386__
    __builtin_ia32_pause();
#endif
}

typedef struct Member {
    struct Team *team;
    size_t number;
    pthread_t thread;
} Member;

struct Team {
    size_t members, started;
    Member *member; // (members), the first is the caller
    pthread_mutex_t lock;
    pthread_cond_t begun, ended;
    atomic_size_t round; // goes up with each piece of work
    atomic_size_t left;  // members that have not finished it
    atomic_bool over;
    atomic_int caller; // the processor on which it began the round
    TeamWork *work;
    void *context;
};

/* Wait for the round after `seen`. */
static void wait_for_round(Team *team, size_t seen)
{
    for (int i = 0; i < LOOKS; i++) {
        if (atomic_load(&team->round) != seen)
            return;
        pause_a_little();
    }
    pthread_mutex_lock(&team->lock);
    while (atomic_load(&team->round) == seen)
        pthread_cond_wait(&team->begun, &team->lock);
    pthread_mutex_unlock(&team->lock);
}

static void wait_for_others(Team *team)
{
    for (int i = 0; i < LOOKS; i++) {
        if (atomic_load(&team->left) == 0)
            return;
        pause_a_little();
    }
    pthread_mutex_lock(&team->lock);
    while (atomic_load(&team->left) != 0)
        pthread_cond_wait(&team->ended, &team->lock);
    pthread_mutex_unlock(&team->lock);
}

/* To a processor of one's own, the number-th behind the caller's: the system begins a thread beside its starter, and may wake it
 * there ever after; the two then take turns, at half the speed of one thread, until it parts them. Which may take half a second.
 * Afterwards it may move either as ever. */
static void spread(int caller, size_t number)
{
#ifdef CPU_COUNT
    cpu_set_t all, own;
    if (caller < 0 || caller >= CPU_SETSIZE || sched_getaffinity(0, sizeof all, &all) != 0)
        return;
    size_t left = number % (size_t)CPU_COUNT(&all);
    if (left == 0)
        return;
    int cpu = caller;
    for (; left > 0; left -= CPU_ISSET((size_t)cpu, &all) ? 1 : 0)
        cpu = (cpu + 1) % CPU_SETSIZE;
    CPU_ZERO(&own);
    CPU_SET((size_t)cpu, &own);
    if (sched_setaffinity(0, sizeof own, &own) == 0)
        sched_setaffinity(0, sizeof all, &all);
#else
    (void)caller, (void)number;
#endif
}

static int processor(void)
{
#ifdef CPU_COUNT
    return sched_getcpu();
#else
    return -1;
#endif
}

static void *live(void *given)
{
    const Member *self = given;
    Team *team = self->team;
    for (size_t seen = 0;; seen++) {
        wait_for_round(team, seen);
        if (atomic_load(&team->over))
            return NULL;
        if (processor() == atomic_load(&team->caller))
            spread(atomic_load(&team->caller), self->number);
        team->work(team->context, self->number, team->members);
        if (atomic_fetch_sub(&team->left, 1) == 1) {
            pthread_mutex_lock(&team->lock);
            pthread_cond_signal(&team->ended);
            pthread_mutex_unlock(&team->lock);
        }
    }
}

static void next_round(Team *team)
{
    atomic_store(&team->caller, processor());
    pthread_mutex_lock(&team->lock);
    atomic_fetch_add(&team->round, 1);
    pthread_cond_broadcast(&team->begun);
    pthread_mutex_unlock(&team->lock);
}

Team *team_new(size_t members, Error *error)
{
    Team *team = memory_new(1, sizeof *team);
    team->members = members > 0 ? members : 1;
    team->started = 1;
    team->member = memory_new(team->members, sizeof *team->member);
    pthread_mutex_init(&team->lock, NULL);
    pthread_cond_init(&team->begun, NULL);
    pthread_cond_init(&team->ended, NULL);
    for (; team->started < team->members; team->started++) {
        Member *member = &team->member[team->started];
        *member = (Member){.team = team, .number = team->started};
        if (pthread_create(&member->thread, NULL, live, member) == 0)
            continue;
        fail(error, ERR_LIMIT, "the system gives no more than %zu threads, not %zu", team->started, members);
        team_free(team);
        return NULL;
    }
    return team;
}

void team_free(Team *team)
{
    if (team == NULL)
        return;
    atomic_store(&team->over, true);
    next_round(team);
    for (size_t i = 1; i < team->started; i++)
        pthread_join(team->member[i].thread, NULL);
    pthread_cond_destroy(&team->ended);
    pthread_cond_destroy(&team->begun);
    pthread_mutex_destroy(&team->lock);
    free(team->member);
    free(team);
}

size_t team_members(const Team *team)
{
    return team != NULL ? team->members : 1;
}

void team_run(Team *team, TeamWork *work, void *context)
{
    if (team_members(team) == 1) {
        work(context, 0, 1);
        return;
    }
    team->work = work;
    team->context = context;
    atomic_store(&team->left, team->members - 1);
    next_round(team);
    work(context, 0, team->members);
    wait_for_others(team);
}

size_t team_share(size_t count, size_t grain, size_t part, size_t parts, size_t *first)
{
    const size_t grains = (count + grain - 1) / grain, last = grains * (part + 1) / parts * grain;
    *first = grains * part / parts * grain;
    return last < count ? last : count;
}
