/* CommonMark -> the steps and blocks of a lesson.
 * Knows: cmark (markdown.c alone). Must not know what a live block says: that is live.h's. */
#ifndef BACKPASS_LESSON_MARKDOWN_H
#define BACKPASS_LESSON_MARKDOWN_H

#include "lessons/lesson.h"

/** markdown_parse - valid UTF-8 (borrowed) into title, intro and steps of an empty lesson (written), whose path names the
 *  file in errors. Front matter between two lines of `---` at the very top is skipped. Errors: those of live_parse; a live
 *  block before the first step; a fence whose word is almost a live one. Then the lesson holds what came before. */
bool markdown_parse(const char *bytes, size_t count, Lesson *lesson, Error *error) MUST_USE;

#endif
