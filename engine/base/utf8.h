/* UTF-8: code points in and out of bytes, and the columns a terminal gives them.
 * Knows: nothing but C. Independent of the locale. */
#ifndef BACKPASS_BASE_UTF8_H
#define BACKPASS_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_REPLACEMENT 0xFFFDu // what stands for a byte that is no text

/** utf8_decode - the first code point of count bytes into code (written); returns how many bytes it takes, and 0 where
 *  they are malformed (overlong, a surrogate, past U+10FFFF, cut short) or count is 0. */
size_t utf8_decode(const char *bytes, size_t count, uint32_t *code);
/** utf8_next - decode one code point and advance; 0 at the end, 0xFFFD for a malformed byte (which is skipped). */
uint32_t utf8_next(const char **cursor);
/** utf8_put - encode into buffer (4 bytes); returns the number of bytes. What is no code point becomes U+FFFD. */
size_t utf8_put(uint32_t code, char buffer[4]);
/** utf8_valid - true when all bytes are well-formed UTF-8 without NUL; *bad is the offset of the first that is not
 *  (count when all are; bad may be NULL). */
bool utf8_valid(const char *bytes, size_t count, size_t *bad);
/** utf8_harmless - false for what could drive a terminal or make text lie: control characters (C0, DEL, C1), line and
 *  paragraph separators, bidirectional embeddings, overrides and isolates. */
bool utf8_harmless(uint32_t code);
/** utf8_columns - columns of a terminal the string takes (our tables say 1 for blocks, braille, mathematical signs);
 *  a control character or a malformed byte counts 1, for the mark that is drawn in its place. */
size_t utf8_columns(const char *string);
/** utf8_width - columns of one code point: 0 combining, 1, 2 wide; -1 for control characters. Locale-independent. */
int utf8_width(uint32_t code);

#endif
