/* A tree and a probe -> a value.
 * Knows: names, functions, arithmetic. */
#ifndef BACKPASS_PROBE_EVALUATE_H
#define BACKPASS_PROBE_EVALUATE_H

#include "engine/probe/scope.h"
#include "engine/probe/value.h"

/** evaluate - value written (free it). Errors: ERR_USE with the column, ERR_LIMIT, ERR_NUMBER. */
bool evaluate(const Probe *probe, const Node *node, Value *value, Error *error) MUST_USE;

/** arithmetic_binary, arithmetic_unary - element by element, single numbers spread over the other side; a and b borrowed. */
bool arithmetic_binary(const Node *node, const Value *a, const Value *b, Value *value, Error *error) MUST_USE;
bool arithmetic_unary(const Node *node, const Value *a, Value *value, Error *error) MUST_USE;

/** Function - of one or two values; argument borrowed, value written. node is the call, for the places of errors. */
typedef bool Function(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error);

/** FunctionOf - what may stand around a function's name: nothing, "model:" before it, "@2r" behind it as well. */
typedef enum FunctionOf { OF_VALUES, OF_MODEL, OF_LAYER } FunctionOf;

typedef struct FunctionRow {
    NameInfo info;
    size_t arguments;
    FunctionOf of;
    Function *call; // NULL for before, which decides itself when to evaluate
} FunctionRow;
const FunctionRow *function_find(const char *name); // NULL when there is none

Function call_whole, call_elements, call_over_time;           // functions.c
Function call_matrix;                                         // functions_flow.c
Function call_jacobian, call_flow, call_flows, call_spectrum; // functions_flow.c
Function call_influence, call_influences;                     // functions_influence.c

/** call_ready - is there data and a model? call_step - an argument that must be a step from first to last; *step written.
 *  Errors: ERR_USE at the call. */
bool call_ready(const Scope *scope, const Node *call, Error *error) MUST_USE;
bool call_step(const Node *call, const Value *argument, size_t first, size_t last, size_t *step, Error *error) MUST_USE;
/** call_track - the track a call speaks of: "@2r", or the top layer reading forward. The layer is there. */
size_t call_track(const Scope *scope, const Node *call);

/** time_axis - the axis called t of a value, or its rank when there is none. */
size_t time_axis(const Value *value);

#endif
