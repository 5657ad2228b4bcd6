/* The file format: what is written is read back, and a file that lies gets one error that says how. */
#include "engine/net/safetensors.h"

#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>


/* A file of this header (its length told truly) and `count` bytes of zeros. */
static Text file_of(const char *header, size_t count)
{
    Text text = {0};
    size_t length = strlen(header);
    for (size_t i = 0; i < 8; i++) {
        const char byte = (char)(length >> 8 * i & 0xFF);
        text_add_bytes(&text, &byte, 1);
    }
    text_add(&text, header);
    for (size_t i = 0; i < count; i++)
        text_add_bytes(&text, "", 1);
    return text;
}

static void refuse_text(Text *text, ErrorKind kind, const char *because)
{
    Error error = {0};
    cr_assert_null(safetensors_parse("m.safetensors", text, &error), "read, in spite of: %s", because);
    cr_expect(strstr(error.message, because), "\"%s\" does not say: %s", error.message, because);
    cr_expect_eq(error.kind, kind, "%s", error.message);
    cr_expect_str_eq(error.file, "m.safetensors");
    cr_expect_null(text->bytes, "taken");
}

static void refuse(const char *header, size_t count, const char *because)
{
    Text text = file_of(header, count);
    refuse_text(&text, ERR_INPUT, because);
}

static Safetensors *parse(const char *header, size_t count)
{
    Error error = {0};
    Text text = file_of(header, count);
    Safetensors *file = safetensors_parse("m.safetensors", &text, &error);
    cr_assert_not_null(file, "%s: %s", header, error.message);
    return file;
}

Test(safetensors, what_is_written_is_read_back)
{
    const double matrix[] = {1, -2.5, 3e-300, 0.1, -0.0, 1e300}, vector[] = {7};
    const Note notes[] = {{"cell", "lstm"}, {"said", "a \"quoted\" ⊙"}};
    const TensorGiven given[] = {{"weight", 2, 3, matrix}, {"none", 0, 0, NULL}, {"bias", 1, 0, vector}};
    Text text = {0};
    Error error = {0};
    safetensors_write(&text, notes, 2, given, 3);
    cr_assert_eq((text.length - 7 * sizeof(double)) % 8, 0, "the numbers are aligned");
    Safetensors *file = safetensors_parse("m", &text, &error);
    cr_assert_not_null(file, "%s", error.message);
    cr_expect_eq(file->tensors, 3);
    const Tensor *weight = safetensors_find(file, "weight"), *bias = safetensors_find(file, "bias");
    cr_assert(weight && bias && weight->axes == 2 && weight->size[0] == 2 && weight->size[1] == 3);
    cr_assert(bias->axes == 1 && bias->count == 1);
    for (size_t i = 0; i < 6; i++)
        cr_expect_eq(safetensors_number(file, weight, i), matrix[i]);
    cr_expect_eq(safetensors_number(file, bias, 0), 7);
    cr_expect_str_eq(safetensors_note(file, "said"), "a \"quoted\" ⊙");
    cr_expect_null(safetensors_note(file, "weight"));
    cr_expect_null(safetensors_find(file, "cell"));
    safetensors_free(file);
}

Test(safetensors, floats_and_any_order_and_padding_are_read)
{
    Text text = file_of("{\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]},"
                        "\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}   ", 16);
    Error error = {0};
    memcpy(text.bytes + text.length - 12, "\x00\x00\xC0\xBF", 4); // -1.5 as a float
    memcpy(text.bytes + text.length - 8, "\x00\x00\x00\x00\x00\x00\x04\x40", 8); // 2.5
    Safetensors *file = safetensors_parse("m", &text, &error);
    cr_assert_not_null(file, "%s", error.message);
    cr_expect_str_eq(file->tensor[0].name, "a");
    cr_expect_eq(safetensors_number(file, safetensors_find(file, "a"), 1), -1.5);
    cr_expect_eq(safetensors_number(file, safetensors_find(file, "b"), 0), 2.5);
    safetensors_free(file);
}

Test(safetensors, files_of_nothing_and_of_a_single_number_are_files)
{
    Safetensors *file = parse("{}", 0);
    cr_expect_eq(file->tensors, 0);
    safetensors_free(file);
    file = parse("{\"a\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[0,8]}}", 8);
    cr_expect_eq(file->tensor[0].count, 1);
    safetensors_free(file);
    file = parse("{\"a\":{\"dtype\":\"F32\",\"shape\":[0,9223372036854775807],\"data_offsets\":[0,0]}}", 0);
    cr_expect_eq(file->tensor[0].count, 0);
    safetensors_free(file);
}

Test(safetensors, a_header_that_lies_is_refused)
{
    Text text = {0};
    text_add(&text, "1234567");
    refuse_text(&text, ERR_INPUT, "it has 7 bytes");
    text = (Text){0};
    refuse_text(&text, ERR_INPUT, "it has 0 bytes");
    text = file_of("{}", 0);
    text.bytes[0] = 3;
    refuse_text(&text, ERR_INPUT, "claims 3 bytes, and 2 are left");
    text = file_of("{}", 0);
    memset(text.bytes, 0xFF, 8);
    refuse_text(&text, ERR_INPUT, "claims 18446744073709551615 bytes");
    refuse("{\"a\":", 0, "not JSON");
    refuse("[]", 0, "no JSON object");
    refuse("{\"__metadata__\":{\"cell\":1}}", 0, "'cell' is no string");
    refuse("{\"__metadata__\":[]}", 0, "no object of strings");
    refuse("{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},"
           "\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}", 0, "duplicate");
}

Test(safetensors, tensors_that_lie_are_refused)
{
    refuse("{\"a\":3}", 0, "is no object");
    refuse("{\"a\":{\"shape\":[1],\"data_offsets\":[0,8]}}", 8, "no dtype");
    refuse("{\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8, "type I64; only F32 and F64");
    refuse("{\"a\":{\"dtype\":\"F64\",\"data_offsets\":[0,8]}}", 8, "needs a shape");
    refuse("{\"a\":{\"dtype\":\"F64\",\"shape\":[1,1,1,1,1,1,1,1,1],\"data_offsets\":[0,8]}}", 8, "at most 8 sizes");
    refuse("{\"a\":{\"dtype\":\"F64\",\"shape\":[-1],\"data_offsets\":[0,8]}}", 8, "whole number");
    refuse("{\"a\":{\"dtype\":\"F64\",\"shape\":[1.0],\"data_offsets\":[0,8]}}", 8, "whole number");
    refuse("{\"a\":{\"dtype\":\"F64\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", 0, "claims more");
    refuse("{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "claims more");
    refuse("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8, "takes 8 bytes; its shape and type take 4");
    refuse("{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0]}}", 8, "needs data_offsets");
    refuse("{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,0]}}", 8, "before it begins");
    refuse("{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}}", 8, "ends at byte 16 of the numbers; the file has 8");
    refuse("{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[9223372036854775800,9223372036854775807]}}", 8, "the file has 8");
}

Test(safetensors, tensors_fill_the_file_one_after_the_other)
{
    refuse("{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}}", 16, "after a gap");
    refuse("{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}", 9, "1 bytes after its last tensor");
    refuse("{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
           "\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[4,12]}}", 12, "inside the one before");
    refuse("{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
           "\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8, "inside the one before");
}

Test(safetensors, numbers_that_are_not_finite_are_refused)
{
    Text text = file_of("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8);
    memcpy(text.bytes + text.length - 4, "\x00\x00\x80\x7F", 4);
    refuse_text(&text, ERR_INPUT, "number 2 of tensor 'a' is not finite");
    text = file_of("{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8);
    memcpy(text.bytes + text.length - 2, "\xF8\x7F", 2);
    refuse_text(&text, ERR_INPUT, "number 1 of tensor 'a' is not finite");
}

Test(safetensors, a_huge_file_is_refused_before_it_is_read)
{
    char path[] = "/tmp/backpass-huge-XXXXXX";
    Error error = {0};
    int file = mkstemp(path);
    cr_assert_geq(file, 0);
    cr_assert_eq(ftruncate(file, (off_t)SAFETENSORS_LIMIT * 8), 0); // takes no room on the disk
    close(file);
    cr_expect_null(safetensors_read(path, &error));
    cr_expect_eq(error.kind, ERR_LIMIT);
    cr_expect(strstr(error.message, "larger than the 1073741824 bytes"), "%s", error.message);
    unlink(path);
    error_clear(&error);
    cr_expect_null(safetensors_read(path, &error));
    cr_expect_eq(error.kind, ERR_FILE);
}
