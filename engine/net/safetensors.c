#include "engine/net/safetensors.h"

#include <jansson.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/base/memory.h"

enum { LENGTH_BYTES = 8 };
static const char METADATA[] = "__metadata__";

/** What is being read, for messages. */
typedef struct Reading {
    Safetensors *to;
    size_t data; // where the numbers begin
    size_t room; // bytes of numbers
    Error *error;
} Reading;

static uint64_t little_endian(const char *bytes, size_t width)
{
    uint64_t value = 0;
    for (size_t i = width; i > 0; i--)
        value = value << 8 | (unsigned char)bytes[i - 1];
    return value;
}

static bool parse_header(Reading *reading)
{
    const Text *bytes = &reading->to->bytes;
    if (bytes->length < LENGTH_BYTES)
        return fail(reading->error, ERR_INPUT, "is no safetensors file: it has %zu bytes, the length of its header takes 8",
                    bytes->length);
    const uint64_t claimed = little_endian(bytes->bytes, LENGTH_BYTES);
    const size_t left = bytes->length - LENGTH_BYTES;
    if (claimed > left)
        return fail(reading->error, ERR_INPUT,
                    "is cut short or no safetensors file: its header claims %llu bytes, and %zu are left",
                    (unsigned long long)claimed, left);
    if (claimed > SAFETENSORS_HEADER_LIMIT)
        return fail(reading->error, ERR_LIMIT, "has a header of %llu bytes; at most %d are read", (unsigned long long)claimed,
                    (int)SAFETENSORS_HEADER_LIMIT);
    json_error_t wrong;
    json_t *header = json_loadb(bytes->bytes + LENGTH_BYTES, (size_t)claimed, JSON_REJECT_DUPLICATES, &wrong);
    reading->to->header = header;
    if (header == NULL)
        return fail(reading->error, ERR_INPUT, "its header is not JSON: byte %d: %s", wrong.position + LENGTH_BYTES, wrong.text);
    if (!json_is_object(header))
        return fail(reading->error, ERR_INPUT, "its header is no JSON object of tensors by name");
    reading->data = LENGTH_BYTES + (size_t)claimed;
    reading->room = left - (size_t)claimed;
    return true;
}

static bool parse_notes(Reading *reading, const json_t *notes)
{
    const char *key;
    json_t *value;
    if (!json_is_object(notes))
        return fail(reading->error, ERR_INPUT, "its %s is no object of strings", METADATA);
    reading->to->note = memory_new(json_object_size(notes) + 1, sizeof *reading->to->note);
    json_object_foreach((json_t *)(uintptr_t)notes, key, value)
    {
        if (!json_is_string(value))
            return fail(reading->error, ERR_INPUT, "its %s '%.60s' is no string", METADATA, key);
        reading->to->note[reading->to->notes++] = (Note){key, json_string_value(value)};
    }
    return true;
}

static bool parse_type(Reading *reading, Tensor *tensor, const json_t *row)
{
    const char *type = json_string_value(json_object_get(row, "dtype"));
    if (type == NULL)
        return fail(reading->error, ERR_INPUT, "tensor '%.60s' has no dtype", tensor->name);
    tensor->width = strcmp(type, "F64") == 0 ? 8 : strcmp(type, "F32") == 0 ? 4 : 0;
    return tensor->width > 0 || fail(reading->error, ERR_INPUT, "tensor '%.60s' is of type %.20s; only F32 and F64 are read",
                                     tensor->name, type);
}

/** A size or offset: a whole number from 0. */
static bool whole(const json_t *value, size_t *number)
{
    if (!json_is_integer(value) || json_integer_value(value) < 0 ||
        (unsigned long long)json_integer_value(value) > SIZE_MAX)
        return false;
    *number = (size_t)json_integer_value(value);
    return true;
}

/** Sizes whose product is no more than the bytes there are; a 0 among them makes it 0. */
static bool parse_shape(Reading *reading, Tensor *tensor, const json_t *row)
{
    const json_t *shape = json_object_get(row, "shape");
    tensor->axes = json_array_size(shape);
    if (!json_is_array(shape) || tensor->axes > TENSOR_AXES_MAX)
        return fail(reading->error, ERR_INPUT, "tensor '%.60s' needs a shape: a list of at most %d sizes", tensor->name,
                    (int)TENSOR_AXES_MAX);
    bool empty = false;
    for (size_t i = 0; i < tensor->axes; i++) {
        if (!whole(json_array_get(shape, i), &tensor->size[i]))
            return fail(reading->error, ERR_INPUT, "tensor '%.60s': a size is a whole number from 0", tensor->name);
        empty = empty || tensor->size[i] == 0;
    }
    tensor->count = empty ? 0 : 1;
    for (size_t i = 0; i < tensor->axes && !empty; i++) {
        if (tensor->size[i] > reading->room / tensor->width / tensor->count)
            return fail(reading->error, ERR_INPUT, "tensor '%.60s' claims more numbers than the %zu bytes of the file hold",
                        tensor->name, reading->room);
        tensor->count *= tensor->size[i];
    }
    return true;
}

static bool parse_place(Reading *reading, Tensor *tensor, const json_t *row)
{
    const json_t *place = json_object_get(row, "data_offsets");
    if (json_array_size(place) != 2 || !whole(json_array_get(place, 0), &tensor->begin) ||
        !whole(json_array_get(place, 1), &tensor->end))
        return fail(reading->error, ERR_INPUT, "tensor '%.60s' needs data_offsets: where it begins and where it ends",
                    tensor->name);
    if (tensor->begin > tensor->end)
        return fail(reading->error, ERR_INPUT, "tensor '%.60s' ends at byte %zu, before it begins at %zu", tensor->name,
                    tensor->end, tensor->begin);
    if (tensor->end > reading->room)
        return fail(reading->error, ERR_INPUT, "tensor '%.60s' ends at byte %zu of the numbers; the file has %zu",
                    tensor->name, tensor->end, reading->room);
    if (tensor->end - tensor->begin != tensor->count * tensor->width)
        return fail(reading->error, ERR_INPUT, "tensor '%.60s' takes %zu bytes; its shape and type take %zu", tensor->name,
                    tensor->end - tensor->begin, tensor->count * tensor->width);
    return true;
}

static bool parse_tensor(Reading *reading, const char *name, const json_t *row)
{
    Tensor *tensor = &reading->to->tensor[reading->to->tensors++];
    tensor->name = name;
    if (!json_is_object(row))
        return fail(reading->error, ERR_INPUT, "tensor '%.60s' is no object with dtype, shape and data_offsets", name);
    return parse_type(reading, tensor, row) && parse_shape(reading, tensor, row) && parse_place(reading, tensor, row);
}

static bool parse_rows(Reading *reading)
{
    const char *key;
    json_t *value, *header = reading->to->header;
    reading->to->tensor = memory_try(json_object_size(header) + 1, sizeof(Tensor), reading->error);
    if (reading->to->tensor == NULL)
        return false;
    json_object_foreach(header, key, value)
        if (strcmp(key, METADATA) == 0 ? !parse_notes(reading, value) : !parse_tensor(reading, key, value))
            return false;
    return true;
}

static int by_place(const void *a, const void *b)
{
    const Tensor *x = a, *y = b;
    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

/** The tensors fill the numbers: each begins where the one before it ends. Then they lie in the bytes as they say. */
static bool check_places(Reading *reading)
{
    Safetensors *file = reading->to;
    size_t at = 0;
    if (file->tensors > 0)
        qsort(file->tensor, file->tensors, sizeof *file->tensor, by_place);
    for (size_t i = 0; i < file->tensors; i++) {
        Tensor *tensor = &file->tensor[i];
        if (tensor->begin != at)
            return fail(reading->error, ERR_INPUT, "tensor '%.60s' begins at byte %zu, %s it should begin at %zu",
                        tensor->name, tensor->begin, tensor->begin < at ? "inside the one before:" : "after a gap:", at);
        at = tensor->end;
        tensor->begin += reading->data;
        tensor->end += reading->data;
    }
    return at == reading->room || fail(reading->error, ERR_INPUT, "has %zu bytes after its last tensor", reading->room - at);
}

static bool check_numbers(Reading *reading)
{
    for (size_t i = 0; i < reading->to->tensors; i++) {
        const Tensor *tensor = &reading->to->tensor[i];
        for (size_t at = 0; at < tensor->count; at++)
            if (!isfinite(safetensors_number(reading->to, tensor, at)))
                return fail(reading->error, ERR_INPUT, "number %zu of tensor '%.60s' is not finite", at + 1, tensor->name);
    }
    return true;
}

Safetensors *safetensors_parse(const char *file, Text *bytes, Error *error)
{
    Safetensors *made = memory_new(1, sizeof *made);
    Reading reading = {.to = made, .error = error};
    made->bytes = *bytes;
    *bytes = (Text){0};
    if (parse_header(&reading) && parse_rows(&reading) && check_places(&reading) && check_numbers(&reading))
        return made;
    error_place(error, file, 0, 0);
    safetensors_free(made);
    return NULL;
}

Safetensors *safetensors_read(const char *path, Error *error)
{
    Text bytes = {0};
    if (file_read(path, SAFETENSORS_LIMIT, &bytes, error))
        return safetensors_parse(path, &bytes, error);
    text_free(&bytes);
    return NULL;
}

void safetensors_free(Safetensors *file)
{
    if (file == NULL)
        return;
    json_decref(file->header);
    free(file->tensor);
    free(file->note);
    text_free(&file->bytes);
    free(file);
}

const Tensor *safetensors_find(const Safetensors *file, const char *name)
{
    for (size_t i = 0; i < file->tensors; i++)
        if (strcmp(file->tensor[i].name, name) == 0)
            return &file->tensor[i];
    return NULL;
}

const char *safetensors_note(const Safetensors *file, const char *key)
{
    for (size_t i = 0; i < file->notes; i++)
        if (strcmp(file->note[i].key, key) == 0)
            return file->note[i].value;
    return NULL;
}

double safetensors_number(const Safetensors *file, const Tensor *tensor, size_t index)
{
    const uint64_t bits = little_endian(file->bytes.bytes + tensor->begin + index * tensor->width, tensor->width);
    if (tensor->width == 4) {
        const uint32_t half = (uint32_t)bits;
        float number;
        memcpy(&number, &half, sizeof number);
        return (double)number;
    }
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}
