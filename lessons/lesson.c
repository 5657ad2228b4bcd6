#include "lessons/lesson.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/file.h"
#include "engine/base/memory.h"
#include "lessons/live.h"
#include "lessons/markdown.h"

enum { LESSON_BYTES_MAX = 1 << 20 };

static void free_block(Block *block)
{
    for (size_t i = 0; i < block->spans; i++)
        free(block->span[i].text);
    free(block->span);
    live_free(block);
}

static void free_blocks(Block *block, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free_block(&block[i]);
    free(block);
}

void lesson_free(Lesson *lesson)
{
    if (!lesson)
        return;
    for (size_t i = 0; i < lesson->steps; i++) {
        free(lesson->step[i].title);
        free_blocks(lesson->step[i].block, lesson->step[i].blocks);
    }
    free(lesson->step);
    free_blocks(lesson->intro, lesson->intros);
    free(lesson->path);
    free(lesson->name);
    free(lesson->title);
    free(lesson);
}

/* "lessons/06-vanishing-gradients.md" -> "06-vanishing-gradients" */
static char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
    size_t length = strlen(base);
    if (length > 3 && strcmp(base + length - 3, ".md") == 0)
        length -= 3;
    Text name = {0};
    text_add_visible(&name, base, length, false);
    char *copy = memory_copy_text(text_string(&name));
    text_free(&name);
    return copy;
}

static bool check_text(const char *path, const char *bytes, size_t count, Error *error)
{
    if (count > LESSON_BYTES_MAX)
        return fail_at(error, ERR_LIMIT, path, 0, 0, "a lesson is at most 1 MB");
    size_t bad = 0, line = 1, begin = 0;
    if (utf8_valid(bytes, count, &bad))
        return true;
    for (size_t i = 0; i < bad; i++) {
        if (bytes[i] != '\n')
            continue;
        line++;
        begin = i + 1;
    }
    return fail_at(error, ERR_INPUT, path, line, bad - begin + 1, "not UTF-8 text");
}

static bool check_steps(const Lesson *lesson, Error *error)
{
    if (lesson->steps == 0)
        return fail_at(error, ERR_INPUT, lesson->path, 1, 1, "no step: a heading with ## begins one");
    for (size_t i = 0; i < lesson->steps; i++)
        if (!*lesson->step[i].title)
            return fail_at(error, ERR_INPUT, lesson->path, lesson->step[i].line, 1, "a step without a title");
    return true;
}

Lesson *lesson_parse(const char *path, const char *bytes, size_t count, Error *error)
{
    if (!check_text(path, bytes, count, error))
        return NULL;
    Lesson *lesson = memory_new(1, sizeof *lesson);
    lesson->path = memory_copy_text(path);
    lesson->name = name_of(path);
    if (!markdown_parse(bytes, count, lesson, error) || !check_steps(lesson, error)) {
        lesson_free(lesson);
        return NULL;
    }
    if (!lesson->title || !*lesson->title) {
        free(lesson->title);
        lesson->title = memory_copy_text(lesson->name);
    }
    return lesson;
}

Lesson *lesson_read(const char *path, Error *error)
{
    Text text = {0};
    Lesson *lesson = NULL;
    if (file_read(path, LESSON_BYTES_MAX, &text, error))
        lesson = lesson_parse(path, text_string(&text), text.length, error);
    text_free(&text);
    return lesson;
}
