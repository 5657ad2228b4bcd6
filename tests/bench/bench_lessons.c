/* What the training of the lessons costs: their own command lines, carried out one behind the other.
 * By hand: build/tests/bench/bench_lessons FOLDER. CPU time; not a test. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/command/command.h"
#include "engine/math/blas.h"
#include "tests/bench/stopwatch.h"

typedef struct Cost {
    double all, training; // seconds
    size_t updates;
} Cost;

static void give_up(const Error *error)
{
    char line[800];
    error_line(error, line, sizeof line);
    fprintf(stderr, "bench_lessons: %s\n", line);
    exit(3);
}

static size_t updates(const Session *session)
{
    size_t sum = 0;
    for (size_t i = 0; i < session->world->models; i++)
        if (session->world->model[i].trainer != NULL)
            sum += trainer_update(session->world->model[i].trainer);
    return sum;
}

static void carry_out(Session *session, const char *line, Cost *cost)
{
    Error error = {0};
    const bool trains = strncmp(line, "train", 5) == 0;
    const size_t before = updates(session);
    const double begin = stopwatch_now(false);
    if (!command_run(session, line, &error))
        give_up(&error);
    const double spent = stopwatch_now(false) - begin;
    cost->all += spent;
    if (!trains)
        return;
    const size_t made = updates(session) - before;
    cost->training += spent;
    cost->updates += made;
    printf("    %-58.58s %6zu updates %9.3f ms each\n", line, made, made > 0 ? spent * 1e3 / (double)made : 0);
}

static void bench_step(Session *session, const Step *step, Cost *cost)
{
    for (size_t i = 0; i < step->blocks; i++)
        for (size_t j = 0; step->block[i].kind == BLOCK_COMMANDS && j < step->block[i].sources; j++)
            carry_out(session, step->block[i].source[j].text, cost);
}

static void bench_lesson(const char *folder, const char *name)
{
    Error error = {0};
    Text path = {0};
    Cost cost = {0};
    Lesson *lesson = lesson_find(folder, name, &path, &error) ? lesson_read(text_string(&path), &error) : NULL;
    if (lesson == NULL)
        give_up(&error);
    Session *session = session_new(1, folder);
    printf("%s\n", lesson->name);
    for (size_t i = 0; i < lesson->steps; i++)
        bench_step(session, &lesson->step[i], &cost);
    printf("    all its command lines %8.1f ms, of it training %8.1f ms for %zu updates\n", cost.all * 1e3,
           cost.training * 1e3, cost.updates);
    session_free(session);
    lesson_free(lesson);
    text_free(&path);
}

int main(int count, char *words[])
{
    Error error = {0};
    size_t lessons = 0;
    if (count != 2) {
        fprintf(stderr, "usage: bench_lessons FOLDER\n");
        return 2;
    }
    blas_threads(1);
    char **names = lesson_list(words[1], &lessons, &error);
    if (names == NULL)
        give_up(&error);
    for (size_t i = 0; i < lessons; i++) {
        bench_lesson(words[1], names[i]);
        free(names[i]);
    }
    free(names);
    return 0;
}
