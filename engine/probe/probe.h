/* Names and expressions -> numbers. docs/language.md holds the grammar.
 * Knows: models, data, the chosen sample. Must not know screens or commands. */
#ifndef BACKPASS_PROBE_PROBE_H
#define BACKPASS_PROBE_PROBE_H

#include "engine/probe/lens.h"
#include "engine/train/trainer.h"

/** Subject - a model as the probe sees it; everything borrowed. */
typedef struct Subject {
    const char *name;
    Trainer *trainer;
    const Lens *lens;
    uint64_t seed; // its weights were drawn with; 0 when not told
} Subject;

/** Probe - what names are resolved in; everything borrowed. `before` is the same when this step of the lesson began (or NULL). */
typedef struct Probe {
    const Subject *subject;
    size_t subjects;
    size_t current;        // the model a bare name means
    const Dataset *data;   // NULL when none is loaded: then only numbers can be had
    size_t sample;         // from 1
    uint64_t seed;
    const struct Probe *before;
} Probe;

/** Axis - what an index counts: "t", "unit", "input", "output", "update", "sequence". */
typedef struct Axis { char name[10]; size_t first, count; } Axis;

/** Value - a number, a vector, a matrix, or matrices over time; last axis runs fastest. */
typedef struct Value {
    size_t rank;       // 0 … 3
    Axis axis[3];
    double *data;      // product of counts; free with value_free
    size_t count;
    char unit[12];
    bool logical;      // came from a comparison
} Value;
void value_free(Value *value);

/** probe_value - the value of an expression, e.g. "norm(dh[1]) / norm(dh[20]) < 1e-3". value written (free it).
 *  Errors: ERR_USE with the column of what is wrong: what was expected; an unknown or unavailable name lists those that are. */
bool probe_value(const Probe *probe, const char *expression, Value *value, Error *error) MUST_USE;
/** probe_number - the same where a single number is wanted. */
bool probe_number(const Probe *probe, const char *expression, double *number, Error *error) MUST_USE;
/** probe_parses - is it an expression of the language, whatever is loaded? */
bool probe_parses(const char *expression, Error *error) MUST_USE;

/** value_text - 17 significant digits; a vector on one line with blanks between, a matrix a row a line (rank 3: blank line
 *  between); a logical value "true" or "false". Added to text. */
void value_text(const Value *value, Text *text);

/** NameInfo - a row of the dictionary of names: for completion, help and error messages. */
typedef struct NameInfo {
    const char *name;   // "dh"
    const char *symbol; // "∂L/∂hₜ"
    const char *indices;// "[t][unit]"
    const char *what;   // "gradient of the sample's loss with respect to the hidden state"
} NameInfo;
const NameInfo *probe_name(size_t index);     // NULL past the end
const NameInfo *probe_function(size_t index); // NULL past the end
bool probe_available(const Probe *probe, const char *name); // can it be had now, from the current model and data?

/** probe_label - what position `index` (from 1) of the named quantity's axis is called in the data: "x[threat]"; "" when nothing. */
void probe_label(const Probe *probe, const char *name, size_t axis, size_t index, char *label, size_t size);

#endif
