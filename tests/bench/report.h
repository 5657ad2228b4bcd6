/* What was measured, as a person or a program reads it, on standard output.
 * Knows: training.h. */
#ifndef BACKPASS_BENCH_REPORT_H
#define BACKPASS_BENCH_REPORT_H

#include "tests/bench/training.h"

#ifdef BACKPASS_SINGLE
#define REPORT_PRECISION "single"
#else
#define REPORT_PRECISION "double"
#endif

/** report_json - one workload on one line of JSON. report_lines - the same for people. */
void report_json(const Workload *workload, const Speed *speed);
void report_lines(const Workload *workload, const Speed *speed);

/** report_table - the workloads W1 … W5, each cell, beside the GEMM peak measured in the same run.
 *  report_scaling - the cost of one step of one sequence over T and over B. Errors: as training_measure. */
bool report_table(size_t threads, double seconds, Error *error) MUST_USE;
bool report_scaling(size_t threads, double seconds, Error *error) MUST_USE;

#endif
