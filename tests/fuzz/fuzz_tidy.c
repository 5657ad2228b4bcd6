/* Tables from strangers. With a fuzzer: clang -fsanitize=fuzzer -DBACKPASS_FUZZER, starting from tests/fuzz/tidy. In
 * `make check`: that corpus and seeded mutations of it. */
#include "engine/football/tidy.h"

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

/* Nothing that reaches a screen may hold a control character. */
static void check_text(const char *text, bool lines)
{
    size_t bad;
    require(utf8_valid(text, strlen(text), &bad));
    for (const char *at = text; *at; at++)
        require(((unsigned char)*at >= 32 && *at != 127) || (lines && *at == '\n'));
}

static void check_columns(const Column *column, size_t count, size_t width)
{
    size_t sum = 0;
    for (size_t i = 0; i < count; sum += column[i++].width) {
        require(column[i].name[0] && column[i].first == sum && column[i].width > 0);
        check_text(column[i].name, false);
        check_text(column[i].unit, false);
        for (size_t k = 0; k < column[i].levels; k++) {
            check_text(column[i].level[k], false);
            require(k == 0 || strcmp(column[i].level[k - 1], column[i].level[k]) < 0);
        }
    }
    require(count > 0 && sum == width);
}

static void check_rows(const Dataset *data, size_t lines)
{
    size_t places = 0;
    require(data->sequences > 0 && data->offset[0] == 0 && data->offset[data->sequences] == data->rows);
    for (size_t s = 0; s < data->sequences; s++)
        require(data->offset[s] < data->offset[s + 1] && dataset_length(data, s) <= data->longest);
    for (size_t row = 0; row < data->rows; row++) {
        require(data->line[row] > (row ? data->line[row - 1] : 0) && data->line[row] <= lines);
        places += data->has_target[row];
    }
    for (size_t i = 0; i < data->rows * data->D; i++)
        require(isfinite(data->raw[i]));
    for (size_t i = 0; i < data->rows * data->K; i++)
        require(isfinite(data->y[i]));
    require(places > 0);
}

/* What was read can be written, and is read back the same. */
static void check_round_trip(const Dataset *data)
{
    Error error = {0};
    Text text = {0};
    tidy_write(data, &text);
    Dataset *again = tidy_parse("again.csv", text.bytes, text.length, 1, &error);
    require(again && again->D == data->D && again->K == data->K && again->rows == data->rows);
    require(memcmp(again->offset, data->offset, (data->sequences + 1) * sizeof *data->offset) == 0);
    require(memcmp(again->has_target, data->has_target, data->rows) == 0);
    for (size_t i = 0; i < data->rows * data->D; i++)
        require(again->raw[i] == data->raw[i]);
    for (size_t i = 0; i < data->rows * data->K; i++)
        require(again->y[i] == data->y[i]);
    dataset_free(again);
    text_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    Error error = {0};
    size_t lines = 1;
    for (size_t i = 0; i < count; i++)
        lines += bytes[i] == '\n';
    Dataset *data = tidy_parse("fuzz.csv", (const char *)bytes, count, 1, &error);
    if (!data) {
        require(error.kind == ERR_LIMIT || (error.kind == ERR_INPUT && error.line > 0 && error.column > 0));
        require(error.message[0] && error.line <= lines);
        return 0;
    }
    check_columns(data->feature, data->features, data->D);
    check_columns(data->target, data->targets, data->K);
    check_text(data->describe, true);
    check_rows(data, lines);
    check_round_trip(data);
    dataset_free(data);
    return 0;
}

#ifndef BACKPASS_FUZZER
#include <criterion/criterion.h>

#include "engine/base/file.h"
#include "engine/math/random.h"

enum { MUTATIONS = 3000, ROOM = 4096 };

static const char *const CORPUS[] = {"numbers.csv", "words.csv", "quotes.csv", "broken.csv"};
enum { CORPUS_SIZE = sizeof CORPUS / sizeof CORPUS[0] };

/* Pieces that mean something to the parser, thrown in whole. */
static const char *const PIECES[] = {
    "\n",           ",",    "\"",   "\"\"", "#",    "\r\n", " ",   "[m]",     "target",   "1e999",        "nan", "-",
    "\xEF\xBB\xBF", "\xFF", "1,1,", "1\n",  "a,1,", "word", "2,1", "\x1b[2J", "\xC3\xA9", "sequence,step"};

static Text read_corpus(size_t index)
{
    const char *top = getenv("top_srcdir");
    Text folder = {0}, path = {0}, bytes = {0};
    Error error = {0};
    file_join(&folder, top ? top : ".", "tests/fuzz/tidy");
    file_join(&path, text_string(&folder), CORPUS[index]);
    cr_assert(file_read(text_string(&path), ROOM, &bytes, &error), "%s: %s", text_string(&path), error.message);
    text_free(&folder);
    text_free(&path);
    return bytes;
}

static size_t remove_some(Rng *rng, char *bytes, size_t count, size_t at)
{
    size_t most = count - at < 16 ? count - at : 16, cut = most ? 1 + rng_below(rng, most) : 0;
    memmove(bytes + at, bytes + at + cut, count - at - cut);
    return count - cut;
}

static size_t insert(char *bytes, size_t count, size_t at, const char *piece, size_t length)
{
    if (count + length > ROOM)
        return count;
    memmove(bytes + at + length, bytes + at, count - at);
    memcpy(bytes + at, piece, length);
    return count + length;
}

static size_t mutate(Rng *rng, char *bytes, size_t count)
{
    char copied[64];
    size_t at = rng_below(rng, count + 1), from = rng_below(rng, count + 1), length = 1 + rng_below(rng, sizeof copied);
    const char *piece = PIECES[rng_below(rng, sizeof PIECES / sizeof PIECES[0])];
    switch (rng_below(rng, 4)) {
    case 0:
        if (at < count)
            bytes[at] = (char)rng_below(rng, 256);
        return count;
    case 1: return remove_some(rng, bytes, count, at);
    case 2: // a piece of the text itself comes again
        length = length < count - from ? length : count - from;
        memcpy(copied, bytes + from, length);
        return insert(bytes, count, at, copied, length);
    default: return insert(bytes, count, at, piece, strlen(piece));
    }
}

Test(fuzz_tidy, the_corpus_is_read_or_refused_as_its_names_say)
{
    for (size_t i = 0; i < CORPUS_SIZE; i++) {
        Error error = {0};
        Text bytes = read_corpus(i);
        LLVMFuzzerTestOneInput((const uint8_t *)bytes.bytes, bytes.length);
        Dataset *data = tidy_parse(CORPUS[i], bytes.bytes, bytes.length, 1, &error);
        cr_assert((data != NULL) == (strcmp(CORPUS[i], "broken.csv") != 0), "%s: %s", CORPUS[i], error.message);
        dataset_free(data);
        text_free(&bytes);
    }
}

Test(fuzz_tidy, mutated_tables_are_read_or_refused)
{
    char bytes[ROOM];
    for (size_t run = 0; run < MUTATIONS; run++) {
        Rng rng = rng_stream(1, "fuzz_tidy", run);
        Text seed = read_corpus(run % CORPUS_SIZE);
        size_t count = seed.length;
        memcpy(bytes, seed.bytes, count);
        for (size_t times = 1 + rng_below(&rng, 6); times > 0; times--)
            count = mutate(&rng, bytes, count);
        LLVMFuzzerTestOneInput((const uint8_t *)bytes, count);
        text_free(&seed);
    }
}

Test(fuzz_tidy, every_beginning_of_a_table_is_read_or_refused)
{
    for (size_t i = 0; i < CORPUS_SIZE; i++) {
        Text seed = read_corpus(i);
        for (size_t count = 0; count <= seed.length; count++) {
            char *exact = malloc(count ? count : 1); // so that a sanitizer sees a byte too far
            cr_assert(exact);
            memcpy(exact, seed.bytes, count);
            LLVMFuzzerTestOneInput((const uint8_t *)exact, count);
            free(exact);
        }
        text_free(&seed);
    }
}
#endif
