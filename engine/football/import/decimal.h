/* Decimal numbers of long files, read and written fast and exactly.
 * Knows: digits. */
#ifndef BACKPASS_IMPORT_DECIMAL_H
#define BACKPASS_IMPORT_DECIMAL_H

#include "engine/base/text.h"

/** decimal_read - a whole field as a finite number, as text_number reads it. Up to 15 digits take a short way: then the
 *  digits and the power of ten are both exact in a double, and one division is rounded as it should be. */
bool decimal_read(const char *field, double *number) MUST_USE;
/** decimal_part - the same of the first `count` bytes (at most 63) of a longer text. */
bool decimal_part(const char *bytes, size_t count, double *number) MUST_USE;
/** decimal_add - to three decimals, trailing zeros dropped, added to text; NaN adds nothing. */
void decimal_add(Text *text, double number);
/** decimal_exact - so that the same double is read back; NaN adds nothing. */
void decimal_exact(Text *text, double number);

#endif
