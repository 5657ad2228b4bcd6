#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "engine/net/safetensors.h"

enum { ALIGNMENT = 8 };

static size_t count_of(const TensorGiven *tensor)
{
    return tensor->rows * (tensor->columns > 0 ? tensor->columns : 1);
}

static void add_number(Text *text, uint64_t bits)
{
    char bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(bits >> 8 * i & 0xFF);
    text_add_bytes(text, bytes, sizeof bytes);
}

static json_t *row_of(const TensorGiven *tensor, size_t *at)
{
    json_t *shape = json_array(), *row = json_object();
    const size_t begin = *at;
    *at += count_of(tensor) * sizeof(double);
    json_array_append_new(shape, json_integer((json_int_t)tensor->rows));
    if (tensor->columns > 0)
        json_array_append_new(shape, json_integer((json_int_t)tensor->columns));
    json_object_set_new(row, "dtype", json_string("F64"));
    json_object_set_new(row, "shape", shape);
    json_object_set_new(row, "data_offsets", json_pack("[I,I]", (json_int_t)begin, (json_int_t)*at));
    return row;
}

static json_t *header_of(const Note *note, size_t notes, const TensorGiven *tensor, size_t tensors)
{
    json_t *header = json_object(), *metadata = json_object();
    size_t at = 0;
    for (size_t i = 0; i < notes; i++)
        json_object_set_new(metadata, note[i].key, json_string(note[i].value));
    json_object_set_new(header, "__metadata__", metadata);
    for (size_t i = 0; i < tensors; i++)
        json_object_set_new(header, tensor[i].name, row_of(&tensor[i], &at));
    return header;
}

void safetensors_write(Text *text, const Note *note, size_t notes, const TensorGiven *tensor, size_t tensors)
{
    json_t *header = header_of(note, notes, tensor, tensors);
    char *json = json_dumps(header, JSON_COMPACT);
    const size_t length = strlen(json), padding = (ALIGNMENT - length % ALIGNMENT) % ALIGNMENT;
    text_clear(text);
    add_number(text, length + padding);
    text_add(text, json);
    text_add_bytes(text, "        ", padding); // so that the numbers lie on a multiple of 8
    for (size_t i = 0; i < tensors; i++)
        for (size_t k = 0; k < count_of(&tensor[i]); k++) {
            uint64_t bits;
            memcpy(&bits, &tensor[i].number[k], sizeof bits);
            add_number(text, bits);
        }
    free(json);
    json_decref(header);
}
