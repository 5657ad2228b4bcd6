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

/** FunctionRow - a function of one or two values. */
typedef struct FunctionRow {
    NameInfo info;
    size_t arguments;
    bool of_model; // may carry "model:" before its name
    bool (*call)(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error);
} FunctionRow;
const FunctionRow *function_find(const char *name); // NULL when there is none

bool call_whole(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error) MUST_USE;
bool call_elements(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error) MUST_USE;
bool call_over_time(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error) MUST_USE;
bool call_matrix(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error) MUST_USE;
bool call_jacobian(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error) MUST_USE;
bool call_flow(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error) MUST_USE;
bool call_flows(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error) MUST_USE;
bool call_spectrum(const Scope *scope, const Node *node, const Value *argument, Value *value, Error *error) MUST_USE;

/** value_norm - √Σ v², without overflow or underflow on the way. */
double value_norm(const double *number, size_t count, size_t stride);
/** time_axis - the axis called t of a value, or its rank when there is none. */
size_t time_axis(const Value *value);

#endif
