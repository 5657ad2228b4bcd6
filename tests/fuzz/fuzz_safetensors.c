/* Weights from strangers. With a fuzzer: clang -fsanitize=fuzzer -DBACKPASS_FUZZER. In `make check`: a small file cut at every
 * byte, every byte of it flipped, and seeded mutations. */
#include "engine/net/safetensors.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void require(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    Error error = {0};
    Text text = {0};
    text_add_bytes(&text, (const char *)bytes, count);
    Safetensors *file = safetensors_parse("fuzz.safetensors", &text, &error);
    require(text.bytes == NULL);
    if (!file) {
        require((error.kind == ERR_INPUT || error.kind == ERR_LIMIT) && error.message[0]);
        return 0;
    }
    size_t at = count;
    for (size_t i = file->tensors; i-- > 0;) { // they end the file, one after the other
        const Tensor *tensor = &file->tensor[i];
        require(tensor->end == at && tensor->end - tensor->begin == tensor->count * tensor->width);
        at = tensor->begin;
        require(safetensors_find(file, tensor->name) == tensor);
        for (size_t k = 0; k < tensor->count; k++)
            require(isfinite(safetensors_number(file, tensor, k)));
    }
    require(at >= 8);
    safetensors_free(file);
    return 0;
}

#ifndef BACKPASS_FUZZER
#include <criterion/criterion.h>

#include "engine/math/random.h"

enum { MUTATIONS = 20000 };

static Text small_file(void)
{
    const double number[] = {0.5, -1, 2, 1e-3, 5, 6};
    const Note notes[] = {{"cell", "rnn"}, {"hidden", "1"}};
    const TensorGiven tensors[] = {{"weight_ih_l0", 1, 2, number}, {"weight_hh_l0", 1, 1, number + 2},
                                   {"bias_ih_l0", 1, 0, number + 3}};
    Text text = {0};
    safetensors_write(&text, notes, 2, tensors, 3);
    return text;
}

/* In memory of its own, so that a sanitizer sees a byte too far. */
static void try(const char *bytes, size_t count)
{
    uint8_t *exact = malloc(count ? count : 1);
    cr_assert(exact);
    memcpy(exact, bytes, count);
    LLVMFuzzerTestOneInput(exact, count);
    free(exact);
}

Test(fuzz_safetensors, every_beginning_is_refused)
{
    Text text = small_file();
    for (size_t count = 0; count < text.length; count++) {
        Error error = {0};
        Text part = {0};
        text_add_bytes(&part, text.bytes, count);
        cr_assert_null(safetensors_parse("part", &part, &error), "%zu of %zu bytes were read", count, text.length);
        try(text.bytes, count);
    }
    text_free(&text);
}

Test(fuzz_safetensors, flipped_bytes_are_read_or_refused)
{
    Text text = small_file();
    for (size_t at = 0; at < text.length; at++)
        for (unsigned bit = 0; bit < 9; bit++) {
            const char kept = text.bytes[at];
            text.bytes[at] = (char)(bit < 8 ? kept ^ 1 << bit : ~kept);
            try(text.bytes, text.length);
            text.bytes[at] = kept;
        }
    text_free(&text);
}

Test(fuzz_safetensors, mutated_files_are_read_or_refused)
{
    static const char *const PIECES[] = {"9", "-1", "[", "]", "{", "}", "\"", ",", "0", "18446744073709551615", "I64", "null", "1e3"};
    Text text = small_file();
    for (size_t run = 0; run < MUTATIONS; run++) {
        Rng rng = rng_stream(1, "fuzz_safetensors", run);
        char bytes[1024];
        memcpy(bytes, text.bytes, text.length);
        for (size_t times = 1 + rng_below(&rng, 4); times > 0; times--) {
            const char *piece = PIECES[rng_below(&rng, sizeof PIECES / sizeof *PIECES)];
            const size_t length = strlen(piece), at = 8 + rng_below(&rng, text.length - 8 - length);
            memcpy(bytes + at, piece, length);
        }
        try(bytes, text.length);
    }
    text_free(&text);
}
#endif
