/* Where the numbers of a name lie: its axes, and how to read one number. Only what is asked for is ever read.
 * Knows: the scope. */
#ifndef BACKPASS_PROBE_SOURCE_H
#define BACKPASS_PROBE_SOURCE_H

#include "engine/football/places.h"
#include "engine/probe/scope.h"
#include "engine/probe/syntax.h"
#include "engine/probe/value.h"

typedef struct Source Source;
struct Source {
    size_t rank;
    Axis axis[3];
    double (*at)(const Source *source, const size_t *index); // index from 0 on each axis
    const char *(*unit)(const Source *source, size_t last);  // of position `last` (from 0) of the last axis; or NULL
    const char *missing; // what to say when the one number asked for is not there (nan); or NULL
    bool indexed;        // the indices were obeyed when it was opened
    const Scope *scope;  // borrowed
    /* What `at` reads, as it needs it. */
    const real *a, *b;
    const double *d;
    size_t stride[3];
    const Part *part;
    double number;
    int field;
    double *owned; // freed by source_close
    Lens *scratch; // to run other sequences in; freed by source_close
};

/** Need - what must be there before a name means anything. */
enum {
    NEED_DATA = 1,
    NEED_MODEL = 2,
    NEED_UPDATE = 4,   // at least one update of training
    NEED_ACCURACY = 8, // targets are classes
    NEED_MSE = 16,
    NEED_TRUTH = 32, // the data declares it
    IN_FAMILY = 64,  // left out of the list of names in an error message
    LAYERED = 128,   // there is one in every layer and direction: h@2r
    GATED = 256,     // there is one for every gate: pre.f
    PATHED = 512,    // it is the sum of the ways by which the loss is reached: dh.f
    NEED_WHERE = 2048, // columns that are places on the pitch
    NEED_ASKED = 4096, // targets that are
    NEED_TIME = 8192,  // the data tell the time
    NEED_HEAD = 1024 // outputs, losses and every gradient of them: a model that came without a head has none
};

/** NameRow - a row of the dictionary: what people read and how to open it. */
typedef struct NameRow NameRow;
typedef bool SourceOpen(const Scope *scope, const NameRow *row, const Node *node, Source *source, Error *error);
struct NameRow {
    NameInfo info;
    SourceOpen *open;
    int field;
    unsigned needs;
    const char *part;     // the weight it belongs to, or NULL
    const char *variants; // words allowed in parentheses, with blanks between: "train valid"; "*" any; or NULL
};

/* The ways to open, by where the numbers come from. */
SourceOpen open_sample;            // source_sample.c
SourceOpen open_tape;              // source_tape.c
SourceOpen open_share;             // source_share.c
SourceOpen open_weight;            // source_weight.c
SourceOpen open_score, open_truth; // source_score.c
SourceOpen open_record, open_look; // source_history.c
SourceOpen open_count;             // source_count.c
SourceOpen open_where;             // source_where.c

enum { SAMPLE_X, SAMPLE_RAW, SAMPLE_MEAN, SAMPLE_SD, SAMPLE_TARGET };
enum {
    TAPE_H,
    TAPE_C,
    TAPE_PRE,
    TAPE_GATE,
    TAPE_Y,
    TAPE_P,
    TAPE_LOSS,
    TAPE_DX,
    TAPE_DH,
    TAPE_DC,
    TAPE_DPRE,
    TAPE_DGATE,
    TAPE_DY
};
enum { WEIGHT_NOW, WEIGHT_GRADIENT, WEIGHT_BATCH, WEIGHT_INITIAL, WEIGHT_CHANGE };
enum { SCORE_LOSS, SCORE_METRIC, SCORE_PLAIN, SCORE_LOSSES, SCORE_PLACES, SCORE_CORRECT, SCORE_STDERR };
enum { RECORD_GRADNORM, RECORD_CLIPPED, RECORD_LOSS, RECORD_METRIC, RECORD_RATE, LOOK_LOSS, LOOK_METRIC };
enum {
    COUNT_STEPS,
    COUNT_SAMPLE,
    COUNT_SEQUENCES,
    COUNT_SEED,
    COUNT_HIDDEN,
    COUNT_INPUTS,
    COUNT_OUTPUTS,
    COUNT_UPDATES,
    COUNT_PARAMS
};

enum { WHERE_SEEN, WHERE_TARGET, WHERE_Y, WHERE_STRAIGHT, WHERE_MISS, WHERE_MISS_STRAIGHT, WHERE_AHEAD, WHERE_TIME };
/** run_of - the chosen sequence as the model in use reads it. */
PlaceRun run_of(const Scope *scope);

/** Where - the layer and direction that a quantity speaks of, and the gate. */
typedef struct Where {
    size_t layer, track;
    bool reverse;
    bool joined; // both directions side by side: nothing was said, of something over time with units
    int block;   // of the gate; NO_BLOCK where all blocks are meant, or the cell has no gates
    size_t first, units; // of the block's rows, or of all
    char path[8];        // the way that was asked for of dh or dc: "loss" "above" "f" "direct" "h"; "" for the whole
} Where;
/** where_of - after source_open's checks. gate_letter - of a row such as f or df; 0 for others. */
Where where_of(const Scope *scope, const NameRow *row, const Quantity *quantity);
char gate_letter(const NameRow *row);
/** where_part - the weight that the row names there; NULL when there is none. inside */
const Part *where_part(const Scope *scope, const NameRow *row, const Where *where);
/** path_word - the ways there are for dh or dc of a layer, one by one; false past the end. word written. */
bool path_word(const Scope *scope, const NameRow *row, size_t layer, size_t index, char word[8]); // source_way.c
SourceOpen open_path; // source_path.c; open_tape hands over to it
/** share_factors - what the share of step t (from 1) in a weight's gradient is the product of: unit counts rows of the part,
 *  input its columns, both from 0. back and ahead written; ahead is 1 for a bias. */
void share_factors(const Scope *scope, const Part *part, size_t t, size_t unit, size_t input, double *back,
                   double *ahead);

/** source_number - a single number, no axes. Returns true. */
bool source_number(Source *source, double number);
/** at_stride - a + Σ index·stride; at_double the same from d. */
double at_stride(const Source *source, const size_t *index);
double at_double(const Source *source, const size_t *index);

/** source_open - find the row of a quantity's name and open it; close in either case.
 *  Errors: ERR_USE at the node's column: unknown, unavailable (and why), a gate or layer that is not there. */
bool source_open(const Scope *scope, const Node *node, Source *source, Error *error) MUST_USE;
void source_close(Source *source);
/** source_value - the numbers that the node's indices ask for. Errors: ERR_USE at the index, ERR_LIMIT. */
bool source_value(const Source *source, const Node *node, Value *value, Error *error) MUST_USE;

/** name_row - NULL past the end; name_find - NULL when there is none. */
const NameRow *name_row(size_t index);
const NameRow *name_find(const char *name);
/** variant_subset - "train" "valid" ("" is valid). */
Subset variant_subset(const char *variant);
/** count_places - targets in the subset: the steps where the metric is taken. */
size_t count_places(const Dataset *data, Subset subset);

#endif
