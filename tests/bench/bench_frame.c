/* How long a frame takes at 200×60: build and draw of every view, and writing it as ANSI; and what a training step costs.
 * By hand: build/tests/bench/bench_frame. Medians over many runs; not a test. */
#include <stdio.h>
#include <stdlib.h>

#include "app/command/command.h"
#include "app/view/view.h"
#include "engine/math/blas.h"
#include "tests/bench/stopwatch.h"

enum { RUNS = 31, STEPS = 200 };

static double milliseconds(void)
{
    return stopwatch_now(false) * 1e3;
}

static void run(Session *session, const char *line)
{
    Error error = {0};
    if (!command_run(session, line, &error)) {
        fprintf(stderr, "%s: %s\n", line, error.message);
        exit(3);
    }
}

/* What an explorer waits for: build and draw. */
static double frame(Session *session, Grid *grid)
{
    const double begin = milliseconds();
    frame_build(session);
    frame_draw(session, grid);
    return milliseconds() - begin;
}

/* What the frame left for when nobody types; the next one shows it. */
static double rest(Session *session)
{
    const double begin = milliseconds();
    while (session->unfinished)
        frame_build(session);
    return milliseconds() - begin;
}

static double write_frame(const Session *session, const Grid *grid, Text *out)
{
    const double begin = milliseconds();
    text_clear(out);
    grid_to_ansi(grid, &session->options.look, out);
    return milliseconds() - begin;
}

/** bench_view - a frame after the world has changed (everything dear is made anew), one after the cursor moved; returns the
 *  longer one, with the time to write it. */
static double bench_view(Session *session, Grid *grid, const char *commands)
{
    double changed[RUNS], left[RUNS], moved[RUNS], written[RUNS];
    Text out = {0};
    run(session, commands);
    for (int i = 0; i < RUNS; i++) {
        world_changed(session->world);
        changed[i] = frame(session, grid);
        left[i] = rest(session);
        run(session, i % 2 ? "goto +1" : "goto -1");
        moved[i] = frame(session, grid);
        written[i] = write_frame(session, grid, &out);
    }
    const double new = stopwatch_middle(changed, RUNS), next = stopwatch_middle(moved, RUNS), ansi = stopwatch_middle(written, RUNS);
    printf("  %-28s %8.2f %8.2f %8.2f %8.2f %9zu\n", commands, new, stopwatch_middle(left, RUNS), next, ansi, out.length);
    text_free(&out);
    return (new > next ? new : next) + ansi;
}

/** bench_world - every view there is, each alone and beside the one after it; returns the longest frame. */
static double bench_world(Grid *grid, const char *commands)
{
    double longest = 0;
    Session *session = session_new(1, "");
    session->hurried = true;
    printf("%s\n", commands);
    run(session, commands);
    for (size_t i = 0; view_at(i); i++) {
        const char *name = view_at(i)->name, *next = view_at(view_at(i + 1) ? i + 1 : 0)->name;
        char alone[64], beside[64];
        snprintf(alone, sizeof alone, "view %s", name);
        snprintf(beside, sizeof beside, "view %s; split %s", name, next);
        const double one = bench_view(session, grid, alone), two = bench_view(session, grid, beside);
        run(session, "split off");
        longest = one > longest ? one : longest;
        longest = two > longest ? two : longest;
    }
    session_free(session);
    return longest;
}

static void bench_training(const char *data, const char *model)
{
    double times[STEPS];
    Error error = {0};
    Session *session = session_new(1, "");
    run(session, data);
    run(session, model);
    Trainer *trainer = world_model(session->world)->trainer;
    for (int i = 0; i < STEPS; i++) {
        double begin = milliseconds();
        if (!trainer_step(trainer, &error))
            exit(3);
        times[i] = milliseconds() - begin;
    }
    printf("%-32s %-24s %8.3f\n", data, model, stopwatch_middle(times, STEPS));
    session_free(session);
}

/* Lessons' sizes in every cell, several models, two directions; longer and larger than any lesson; a pitch. */
static const char *const WORLDS[] = {
    "data carry length=100; model rnn hidden=32; train updates=100; goto 50",
    "data carry length=100; model lstm hidden=32; train updates=100; goto 50",
    "data carry length=100; model gru hidden=32; train updates=100; goto 50",
    "data carry length=100; compare rnn lstm gru hidden=32; goto 50",
    "data signal length=50; model lstm hidden=16 layers=2 bidirectional=yes; goto 25",
    "data runners; model gru hidden=16; goto 5",
    "data next players=10 length=100; model rnn hidden=32; goto 50",
    "data trajectory; model lstm hidden=32; goto 15",
    "data carry length=400; model rnn hidden=64; goto 50",
    "data carry length=400; model lstm hidden=64; goto 50",
};

static void bench_worlds(void)
{
    double longest[sizeof WORLDS / sizeof *WORLDS];
    Grid *grid = grid_new(200, 60);
    printf("frames at 200x60, milliseconds of CPU time (medians of %d)\n", RUNS);
    printf("  %-28s %8s %8s %8s %8s %9s\n", "", "changed", "rest", "moved", "ansi", "bytes");
    for (size_t i = 0; i < sizeof WORLDS / sizeof *WORLDS; i++)
        longest[i] = bench_world(grid, WORLDS[i]);
    printf("\nthe longest of each, written\n");
    for (size_t i = 0; i < sizeof WORLDS / sizeof *WORLDS; i++)
        printf("  %-80s %8.2f\n", WORLDS[i], longest[i]);
    grid_free(grid);
}

int main(void)
{
    blas_threads(1);
    bench_worlds();
    printf("\none update, batch 32, Adam, milliseconds of CPU time (medians of %d)\n", STEPS);
    bench_training("data carry length=30", "model rnn hidden=16");
    bench_training("data carry length=100", "model rnn hidden=32");
    bench_training("data signal length=50", "model rnn hidden=64");
    return 0;
}
