/* Values: shapes, indices, room.
 * Knows: the probe's Value and the tree of an expression. */
#ifndef BACKPASS_PROBE_VALUE_H
#define BACKPASS_PROBE_VALUE_H

#include "engine/probe/probe.h"
#include "engine/probe/syntax.h"

enum { VALUE_LARGEST = 1 << 24 }; // numbers in one value

/** value_allocate - room for the axes that are set: count and data. Errors: ERR_LIMIT. */
bool value_allocate(Value *value, Error *error) MUST_USE;
/** value_of - a single number. */
Value value_of(double number);
/** value_vector - axis of that name counting from first; zeros. Errors: ERR_LIMIT. */
bool value_vector(Value *value, const char *axis, size_t first, size_t count, Error *error) MUST_USE;
/** value_shape - "30 × 16 numbers", "a single number", for error messages. */
void value_shape(const Value *value, char *shape, size_t size);
/** value_norm - √Σ v² of every stride-th number, without overflow or underflow on the way. */
double value_norm(const double *number, size_t count, size_t stride);
bool value_same_shape(const Value *a, const Value *b);

Axis axis_of(const char *name, size_t first, size_t count);
/** indices_check - do the node's indices lie on these axes? Errors: ERR_USE "h has steps 0 … 30; 31 is outside". */
bool indices_check(const char *what, const Axis *axis, size_t rank, const Node *node, Error *error) MUST_USE;

#endif
