/* The safetensors file format: a JSON header that says where each tensor lies, then the numbers.
 * Knows: files, JSON. Must not know networks.
 *
 *   8 bytes  length N of the header, little-endian
 *   N bytes  {"__metadata__": {"key": "value", ...}, "name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, ...}
 *   the rest the numbers, little-endian, row-major; the tensors fill it without a gap and without sharing a byte */
#ifndef BACKPASS_NET_SAFETENSORS_H
#define BACKPASS_NET_SAFETENSORS_H

#include "engine/base/text.h"

enum { TENSOR_AXES_MAX = 8, SAFETENSORS_LIMIT = 1 << 30, SAFETENSORS_HEADER_LIMIT = 16 << 20 };

/** Tensor - of a file that was read. */
typedef struct Tensor {
    const char *name;
    size_t axes, size[TENSOR_AXES_MAX];
    size_t count;      // of numbers: the product of the sizes, 1 without axes
    size_t width;      // of a number: 4 (F32) or 8 (F64)
    size_t begin, end; // in `bytes` of the file
} Tensor;

typedef struct Note {
    const char *key, *value;
} Note;

typedef struct Safetensors {
    Text bytes;     // of the whole file
    Tensor *tensor; // in the order they lie in
    size_t tensors;
    Note *note; // the metadata
    size_t notes;
    void *header; // the parsed JSON, which names and notes are strings of
} Safetensors;

/** safetensors_read - a file of at most 1 GiB. New. safetensors_parse - its bytes (taken, also on failure; `file` names them in
 *  errors). Everything is checked against the bytes there are before anything of a claimed size is made. Only F32 and F64, only
 *  finite numbers.
 *  Errors: ERR_FILE, ERR_LIMIT, ERR_INPUT saying what is wrong and what was expected. */
Safetensors *safetensors_read(const char *path, Error *error) MUST_USE;
Safetensors *safetensors_parse(const char *file, Text *bytes, Error *error) MUST_USE;
void safetensors_free(Safetensors *file);

/** safetensors_find - the tensor of that name; NULL. safetensors_note - a value of the metadata; NULL. inside */
const Tensor *safetensors_find(const Safetensors *file, const char *name);
const char *safetensors_note(const Safetensors *file, const char *key);
/** safetensors_number - number `index` (< count) of a tensor. */
double safetensors_number(const Safetensors *file, const Tensor *tensor, size_t index);

/** TensorGiven - one to be written; columns 0 for a vector. */
typedef struct TensorGiven {
    const char *name;
    size_t rows, columns;
    const double *number;
} TensorGiven;

/** safetensors_write - such a file, in F64, into text (written; cleared first). Names and notes are UTF-8. */
void safetensors_write(Text *text, const Note *note, size_t notes, const TensorGiven *tensor, size_t tensors);

#endif
