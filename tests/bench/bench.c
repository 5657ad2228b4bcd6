/* bench-single, bench-double: how fast the engine trains. The command line; what is measured stands in training.c. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "tests/bench/report.h"

typedef enum Kind { KIND_ONE, KIND_TABLE, KIND_SCALING } Kind;

typedef struct Options {
    Workload workload;
    double seconds;
    Kind kind;
    bool json, help;
} Options;

enum { SIZE_MOST = 1 << 24, THREADS_MOST = 1024, SECONDS_MOST = 3600 };

static const struct option OPTION[] = {
    {"cell", required_argument, NULL, 'c'},    {"input", required_argument, NULL, 'i'},
    {"hidden", required_argument, NULL, 'u'},  {"steps", required_argument, NULL, 's'},
    {"batch", required_argument, NULL, 'b'},   {"threads", required_argument, NULL, 't'},
    {"seconds", required_argument, NULL, 'd'}, {"json", no_argument, NULL, 'j'},
    {"table", no_argument, NULL, 'T'},         {"scaling", no_argument, NULL, 'S'},
    {"help", no_argument, NULL, 'h'},          {0},
};

static const char HELP[] =
    "usage: bench-%s [--cell rnn|lstm|gru] [--input I] [--hidden H] [--steps T] [--batch B]\n"
    "       %*s [--threads N] [--seconds S] [--json]\n"
    "       bench-%s --table|--scaling [--threads N] [--seconds S]\n"
    "\n"
    "How long one training step takes: forward, softmax over 4 classes at the last state, backward, Adam. The GRU is\n"
    "PyTorch's: reset after the product, update keeps. Without options: lstm, 8 inputs, 64 hidden, 50 steps, 16 "
    "sequences,\n"
    "1 thread, 0.3 seconds for each of three measurements: the step, the step on a tape that keeps only what is read\n"
    "again, forward alone. Times are medians, of the process's CPU time on one thread, of the wall clock on more.\n"
    "\n"
    "  gflops          3 * 2*B*T*G*H*(H+I) flops of a step (G = 1, 4, 3 for rnn, lstm, gru) by its time\n"
    "  trace_overhead  a step that keeps every number by a step that does not\n"
    "  --table         five workloads, three cells, and the part of the machine's measured GEMM peak they reach\n"
    "  --scaling       what one step of one sequence costs as T grows and as B grows\n";

static bool read_size(const char *name, size_t most, size_t *size, Error *error)
{
    if (text_count(optarg, size) && *size >= 1 && *size <= most)
        return true;
    return fail(error, ERR_USE, "--%s `%.40s` should be a whole number from 1 to %zu", name, optarg, most);
}

static bool read_cell(const char **cell, Error *error)
{
    *cell = training_cell(optarg);
    return *cell != NULL || fail(error, ERR_USE, "--cell `%.40s` should be rnn, lstm or gru", optarg);
}

static bool read_seconds(double *seconds, Error *error)
{
    if (text_number(optarg, seconds) && *seconds > 0 && *seconds <= SECONDS_MOST)
        return true;
    return fail(error, ERR_USE, "--seconds `%.40s` should be a number above 0, at most %d", optarg, SECONDS_MOST);
}

static bool read_option(int letter, const char *word, Options *options, Error *error)
{
    Workload *workload = &options->workload;
    switch (letter) {
    case 'c': return read_cell(&workload->cell, error);
    case 'i': return read_size("input", SIZE_MOST, &workload->inputs, error);
    case 'u': return read_size("hidden", SIZE_MOST, &workload->hidden, error);
    case 's': return read_size("steps", SIZE_MOST, &workload->steps, error);
    case 'b': return read_size("batch", SIZE_MOST, &workload->batch, error);
    case 't': return read_size("threads", THREADS_MOST, &workload->threads, error);
    case 'd': return read_seconds(&options->seconds, error);
    case 'j': return options->json = true;
    case 'T': options->kind = KIND_TABLE; return true;
    case 'S': options->kind = KIND_SCALING; return true;
    case 'h': return options->help = true;
    case ':': return fail(error, ERR_USE, "%.40s wants a value", word);
    default: return fail(error, ERR_USE, "there is no option `%.40s`: see --help", word);
    }
}

static bool read_options(int count, char *const *words, Options *options, Error *error)
{
    opterr = 0;
    for (int letter; (letter = getopt_long(count, words, ":", OPTION, NULL)) != -1;)
        if (!read_option(letter, words[optind - 1], options, error))
            return false;
    if (optind < count)
        return fail(error, ERR_USE, "`%.40s` is no option: see --help", words[optind]);
    return true;
}

static bool run(const Options *options, Error *error)
{
    const Workload *workload = &options->workload;
    if (options->kind == KIND_TABLE)
        return report_table(workload->threads, options->seconds, error);
    if (options->kind == KIND_SCALING)
        return report_scaling(workload->threads, options->seconds, error);
    Speed speed;
    if (!training_measure(workload, options->seconds, &speed, error))
        return false;
    (options->json ? report_json : report_lines)(workload, &speed);
    return true;
}

int main(int count, char *words[])
{
    Error error = {0};
    Options options = {
        .workload = {.cell = "lstm", .inputs = 8, .hidden = 64, .steps = 50, .batch = 16, .threads = 1},
        .seconds = 0.3,
    };
    const bool read = read_options(count, words, &options, &error);
    if (read && options.help)
        printf(HELP, REPORT_PRECISION, (int)strlen("bench-" REPORT_PRECISION), "", REPORT_PRECISION);
    else if (!read || !run(&options, &error)) {
        char line[800];
        error_line(&error, line, sizeof line);
        fprintf(stderr, "bench-" REPORT_PRECISION ": %s\n", line);
    }
    return error_status(&error);
}
