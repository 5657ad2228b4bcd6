/* One unit of the network over time: gates, states and what each gate let through, as expressions of the language.
 * Knows: which numbers a cell has, the probe. Must not know how they are drawn.
 *
 * A form is an expression in which [t] stands for the step, [p] for the one before it and [q] for the one after it (in the
 * order in which that direction reads), [u] for the unit, and @ for the layer where one has to be named. */
#ifndef BACKPASS_APP_VIEW_STRAND_H
#define BACKPASS_APP_VIEW_STRAND_H

#include "app/view/kit.h"

enum { STRANDS_MAX = 9, STRAND_NAME = 96, SENTENCES_MAX = 2 };

/** Bench - the unit that is looked at: of which direction of which layer, in which network. */
typedef struct Bench {
    const Eye *eye;
    const Net *net;
    size_t track, unit, T;
    char layer[24]; // "@2r", "" where there is but one
    bool reverse;
} Bench;
Bench bench_of(const Session *session, const Eye *eye);
/** bench_name - a form of step t. bench_range - of all steps at once. */
void bench_name(const Bench *bench, const char *form, size_t t, char name[STRAND_NAME]);
void bench_range(const Bench *bench, const char *form, char name[STRAND_NAME]);
/** bench_value - the number of a form at step t. */
double bench_value(const Bench *bench, const char *form, size_t t);
/** bench_cut - is that edge into step t cut? bench_held - the value a gate of the unit is held at, NaN where it is free. */
bool bench_cut(const Bench *bench, size_t t, Edge edge);
double bench_held(const Bench *bench, char gate);

/** Strand - one quantity of the unit over all steps. */
typedef struct Strand {
    const char *symbol; // "f⊙cₜ₋₁"
    const char *word;   // "kept"
    const char *form;   // "f@[t][u] * c@[p][u]"
    char gate;          // of a gate: its letter, and its numbers lie between 0 and 1
    bool apart;         // begins a new group
    bool each;          // the form has no range: it is asked for step by step
    Edge edge;          // that lets nothing through where it is cut
    int rank;           // the last to go where rows are few: 1
} Strand;

/** Account - what a cell has to show on one of the two waves. */
typedef struct Account {
    Strand strand[STRANDS_MAX]; // ended by one without a symbol
    size_t main;                // the strand the cursor rests on
    /** The arithmetic of the cursor's step: text in which {form} is a number and [t] outside of it a subscript. The second of
     *  each pair stands where the edge named is cut. */
    const char *sentence[SENTENCES_MAX];
    const char *where_cut[SENTENCES_MAX];
    Edge edge[SENTENCES_MAX];
} Account;
/** account_of - of the network's cell. */
Account account_of(const Net *net, bool backward);
/** account_read - the numbers of a strand at every step (T, written); NaN where there is none. */
void account_read(const Bench *bench, const Strand *strand, double *values);

#endif
