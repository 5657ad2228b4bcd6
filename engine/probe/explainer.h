/* The workbench of explain: terms are laid on it, then summed up.
 * Knows: one expression under explanation. */
#ifndef BACKPASS_PROBE_EXPLAINER_H
#define BACKPASS_PROBE_EXPLAINER_H

#include "engine/probe/evaluate.h"
#include "engine/probe/explain.h"
#include "engine/probe/source.h"

enum { TERMS_LARGEST = 200000 };

typedef struct Explainer {
    const Probe *probe;
    Scope scope;        // of the quantity being explained
    char prefix[40];    // "rnn:" when the quantity says so, otherwise ""
    const char *source; // of the expression
    Explanation *out;
    size_t room;
    Error *error;
    bool failed;
} Explainer;

/** explainer_term - begin another term; then its factors follow. */
void explainer_term(Explainer *explainer);
/** explainer_factor - a factor by name; its value is read as anyone would read it (prefix is put before it). */
void explainer_factor(Explainer *explainer, const char *format, ...) PRINTF_LIKE(2, 3);
/** explainer_known - a factor whose value is at hand; name as it is ("" a bare constant). */
void explainer_known(Explainer *explainer, const char *name, double value);
/** explainer_say - the formula. explainer_note - what to know. */
void explainer_say(Explainer *explainer, Outer outer, const char *formula);
void explainer_note(Explainer *explainer, const char *format, ...) PRINTF_LIKE(2, 3);
/** explainer_leaf - nothing further, with where it comes from. Returns true. */
bool explainer_leaf(Explainer *explainer, const char *formula, const char *format, ...) PRINTF_LIKE(3, 4);
/** explainer_sum_up - products, sum, magnitude, what comes out; terms by size where their order means nothing. */
void explainer_sum_up(Explanation *explanation);
/** explanation_outer - what the outer form makes of the terms as they stand. */
double explanation_outer(const Explanation *explanation);
/** explainer_agrees - do the terms laid so far give the number to 1e-12 of Σ|terms|? explainer_clear - take them away. */
bool explainer_agrees(Explainer *explainer, Outer outer);
void explainer_clear(Explainer *explainer);

/** Place - one element of a value: an index for each of its axes, as those count. */
typedef struct Place {
    size_t rank;
    size_t index[INDICES_MAX + 3];
} Place;

/** explain_node - one element of a tree's value. */
bool explain_node(Explainer *explainer, const Node *node, const Place *at) MUST_USE;
bool explain_operator(Explainer *explainer, const Node *node, const Place *at) MUST_USE;
bool explain_call(Explainer *explainer, const Node *node, const Place *at) MUST_USE;
bool explain_spectral(Explainer *explainer, const Node *node, const Place *at) MUST_USE;

/** element_name - the name of one element of what a node stands for, written; "" for a number or where it is too long. */
void element_name(const Explainer *explainer, const Node *node, const Place *at, char *name, size_t size);
/** full_place - a node's own indices completed by at. */
Place full_place(const Node *node, const Place *at);
/** node_is_look_range - valid_loss[0:50]: its elements have no names of their own. */
bool node_is_look_range(const Node *node);
/** node_text - the characters of a node, without parentheses around the whole. */
void node_text(const Explainer *explainer, const Node *node, char *text, size_t size);

/* Quantities, by where their numbers come from; i holds the full index. */
bool explain_tape(Explainer *explainer, const NameRow *row, const size_t *i) MUST_USE;
bool explain_backward(Explainer *explainer, const NameRow *row, const size_t *i) MUST_USE;
bool explain_share(Explainer *explainer, const NameRow *row, const size_t *i) MUST_USE;
bool explain_weight(Explainer *explainer, const NameRow *row, const size_t *i) MUST_USE;
bool explain_sample(Explainer *explainer, const NameRow *row, const size_t *i) MUST_USE;
bool explain_score(Explainer *explainer, const NameRow *row, const Node *node, const size_t *i) MUST_USE;
bool explain_history(Explainer *explainer, const NameRow *row, const size_t *i, size_t indices) MUST_USE;
bool explain_count(Explainer *explainer, const NameRow *row, const Node *node) MUST_USE;

#endif
