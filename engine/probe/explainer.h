/* The workbench of explain: terms are laid on it, then summed up.
 * Knows: one expression under explanation. */
#ifndef BACKPASS_PROBE_EXPLAINER_H
#define BACKPASS_PROBE_EXPLAINER_H

#include "engine/probe/evaluate.h"
#include "engine/probe/explain.h"
#include "engine/probe/source.h"

enum { TERMS_LARGEST = 200000 };

/** Name - a short piece of one, to be passed by value. */
typedef struct Name {
    char text[96];
} Name;

typedef struct Explainer {
    const Probe *probe;
    Scope scope;        // of the quantity being explained
    char prefix[40];    // "rnn:" when the quantity says so, otherwise ""
    Where where;        // layer, direction and gate of a quantity that has them
    Name tag;           // the same as it is written: "@2r.f"; no address in a net of one layer and direction
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
void explainer_sayf(Explainer *explainer, Outer outer, const char *formula, ...) PRINTF_LIKE(3, 4);
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

/* What an element of an expression's value is called: explain_element.c. */
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
bool explain_gate(Explainer *explainer, size_t t, size_t unit) MUST_USE;
bool explain_pre(Explainer *explainer, size_t t, size_t unit) MUST_USE;
bool explain_dgate(Explainer *explainer, size_t t, size_t unit) MUST_USE;
bool explain_dpre(Explainer *explainer, size_t t, size_t unit) MUST_USE;
bool explain_share(Explainer *explainer, const NameRow *row, const size_t *i) MUST_USE;
bool explain_jacobian(Explainer *explainer, const Node *node, const Place *at) MUST_USE;
bool explain_influence(Explainer *explainer, const Node *node, const Place *at) MUST_USE;

/* What a cell calls its things: explain_cell.c. */
/** name_address - "@2r" of a track, "" in a net of one layer and direction. name_tag - with its gate: "@2r.f", "" of a cell
 *  without gates. name_mark - the gate as the books' symbols carry it: "ᶠ". */
Name name_address(const Explainer *explainer, size_t track);
Name name_tag(const Explainer *explainer, size_t track, size_t block);
const char *name_mark(const Explainer *explainer, size_t block);
/** name_input - input i (from 1) of a layer at step t: "x[5][2]", "h@1r[5][2]"; layers + 1 is the head. */
Name name_input(const Explainer *explainer, size_t layer, size_t t, size_t i);
/** name_gate - "prefix f@2 [t][unit]" of the explainer's track; name_own - the same of another name. */
Name name_gate(const Explainer *explainer, size_t block, size_t t, size_t unit);
Name name_own(const Explainer *explainer, const char *name, size_t t, size_t unit);
/** step_before - the step whose state step t reads; step_after - the step that reads the state of t; step_real - is there
 *  such a step, that computes something? step_cut - is that edge into t cut? */
size_t step_before(const Explainer *explainer, size_t t);
size_t step_after(const Explainer *explainer, size_t t);
bool step_real(const Explainer *explainer, size_t t);
bool step_cut(const Explainer *explainer, size_t t, Edge edge);
/** sign_before - "ₜ₋₁", in reverse "ₜ₊₁". sign_after - the other one. */
const char *sign_before(const Explainer *explainer);
const char *sign_after(const Explainer *explainer);
/** gate_held - at which value, or NaN. gate_bends - is it a candidate, with tanh? own_wire - of a block. */
double gate_held(const Explainer *explainer, size_t block, size_t unit);
bool gate_bends(const Explainer *explainer, size_t block);
Wire own_wire(const Explainer *explainer, size_t block);
/** note_cut - say that the edge into t is cut. */
void note_cut(Explainer *explainer, size_t t);
bool explain_weight(Explainer *explainer, const NameRow *row, const size_t *i) MUST_USE;
bool explain_sample(Explainer *explainer, const NameRow *row, const size_t *i) MUST_USE;
bool explain_score(Explainer *explainer, const NameRow *row, const Node *node, const size_t *i) MUST_USE;
bool explain_history(Explainer *explainer, const NameRow *row, const size_t *i, size_t indices) MUST_USE;
bool explain_where(Explainer *explainer, const NameRow *row, const size_t *i) MUST_USE;
bool explain_count(Explainer *explainer, const NameRow *row, const Node *node) MUST_USE;

#endif
