/* How long a frame takes at 200×60: build and draw of every view, and writing it as ANSI; and what a training step costs.
 * By hand: build/tests/bench/bench_frame. Medians over many runs; not a test. */
#include <stdio.h>
#include <stdlib.h>

#include "app/command/command.h"
#include "app/view/view.h"
#include "engine/math/blas.h"
#include "tests/bench/stopwatch.h"

enum { RUNS = 51, STEPS = 200 };

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

/** A frame after the world has changed (everything dear is made anew), and one after the cursor moved. */
static void bench_view(Session *session, Grid *grid, const char *name)
{
    double changed[RUNS], moved[RUNS], written[RUNS];
    Text line = {0}, out = {0};
    text_addf(&line, "view %s", name);
    run(session, text_string(&line));
    for (int i = 0; i < RUNS; i++) {
        world_changed(session->world);
        double begin = milliseconds();
        frame_build(session);
        frame_draw(session, grid);
        changed[i] = milliseconds() - begin;
        run(session, i % 2 ? "goto +1" : "goto -1");
        begin = milliseconds();
        frame_build(session);
        frame_draw(session, grid);
        moved[i] = milliseconds() - begin;
        begin = milliseconds();
        text_clear(&out);
        grid_to_ansi(grid, &session->options.look, &out);
        written[i] = milliseconds() - begin;
    }
    printf("%-10s %8.2f %8.2f %8.2f %9zu\n", name, stopwatch_middle(changed, RUNS), stopwatch_middle(moved, RUNS), stopwatch_middle(written, RUNS), out.length);
    text_free(&line);
    text_free(&out);
}

static void bench_one(Grid *grid, const char *commands, const char *view)
{
    Session *session = session_new(1, "");
    printf("%s\n", commands);
    run(session, commands);
    bench_view(session, grid, view);
    session_free(session);
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

int main(void)
{
    blas_threads(1);
    Session *session = session_new(1, "");
    run(session, "data carry length=100; model rnn hidden=32; train updates=100; goto 50");
    Grid *grid = grid_new(200, 60);
    printf("frame at 200x60, carry T=100, rnn H=32, milliseconds of CPU time (medians of %d)\n", RUNS);
    printf("%-10s %8s %8s %8s %9s\n", "view", "changed", "moved", "ansi", "bytes");
    for (size_t i = 0; view_at(i); i++)
        bench_view(session, grid, view_at(i)->name);
    session_free(session);
    bench_one(grid, "data carry length=100; model rnn hidden=32; model lstm hidden=32; model gru hidden=32; goto 50", "compare");
    static const char *const OF_LSTM[] = {"unroll", "cell", "gates", "gradients"};
    for (size_t i = 0; i < sizeof OF_LSTM / sizeof *OF_LSTM; i++)
        bench_one(grid, "data carry length=100; model lstm hidden=32; goto 50", OF_LSTM[i]);
    static const char *const SPLIT[][2] = {{"states", "gates"}, {"gradients", "jacobian"}, {"compare", "unroll"}};
    for (size_t i = 0; i < sizeof SPLIT / sizeof *SPLIT; i++) {
        char commands[160];
        snprintf(commands, sizeof commands, "data carry length=100; model rnn hidden=32; model lstm hidden=32; goto 50; split %s", SPLIT[i][1]);
        bench_one(grid, commands, SPLIT[i][0]);
    }
    bench_one(grid, "data carry length=400; model rnn hidden=64; goto 50", "influence");
    bench_one(grid, "data carry length=400; model lstm hidden=64; goto 50", "influence");
    bench_one(grid, "data next players=10 length=100; model rnn hidden=32; goto 50", "pitch");
    bench_one(grid, "data trajectory; model lstm hidden=32; goto 15", "pitch");
    bench_one(grid, "data signal length=200; model gru hidden=32; goto 50", "pitch");
    grid_free(grid);
    printf("\none update, batch 32, Adam, milliseconds of CPU time (medians of %d)\n", STEPS);
    bench_training("data carry length=30", "model rnn hidden=16");
    bench_training("data carry length=100", "model rnn hidden=32");
    bench_training("data signal length=50", "model rnn hidden=64");
    return 0;
}
