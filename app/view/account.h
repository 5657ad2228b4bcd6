/* What a cell has to show of a unit over time: gates, states and what each gate let through, as forms (focus.h).
 * Knows: which numbers each kind of cell has. Must not know how they are drawn. */
#ifndef BACKPASS_APP_VIEW_ACCOUNT_H
#define BACKPASS_APP_VIEW_ACCOUNT_H

#include "app/view/focus.h"

enum { STRANDS_MAX = 9, SENTENCES_MAX = 2 };

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
void account_read(const Focus *focus, const Strand *strand, double *values);

#endif
