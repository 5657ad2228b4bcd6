/* Numbers in and out of text, by the rules of the language C whatever the locale of the program. */
#include "engine/base/text.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t digits_at(const char *string)
{
    return strspn(string, "0123456789");
}

/* [+-] digits [. digits] [e [+-] digits] with a digit before the exponent, and nothing behind: strtod alone would also
 * take blanks, hexadecimal, "inf" and "nan". */
static bool is_decimal(const char *string)
{
    string += *string == '+' || *string == '-';
    size_t digits = digits_at(string);
    string += digits;
    if (*string == '.') {
        size_t fraction = digits_at(++string);
        digits += fraction;
        string += fraction;
    }
    if (digits == 0)
        return false;
    if (*string == 'e' || *string == 'E') {
        string++;
        string += *string == '+' || *string == '-';
        size_t exponent = digits_at(string);
        string += exponent;
        if (exponent == 0)
            return false;
    }
    return *string == '\0';
}

/* The C locale for this thread alone; costs nothing, since the system holds it ready. */
static locale_t begin_c_locale(locale_t *c_locale)
{
    *c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    return uselocale(*c_locale);
}

static void end_c_locale(locale_t c_locale, locale_t before)
{
    uselocale(before);
    if (c_locale != (locale_t)0)
        freelocale(c_locale);
}

bool text_number(const char *string, double *number)
{
    if (!is_decimal(string))
        return false;
    locale_t c_locale, before = begin_c_locale(&c_locale);
    double value = strtod(string, NULL);
    end_c_locale(c_locale, before);
    if (!isfinite(value))
        return false;
    *number = value;
    return true;
}

bool text_count(const char *string, size_t *count)
{
    size_t length = digits_at(string), value = 0;
    if (length == 0 || string[length] != '\0')
        return false;
    for (size_t i = 0; i < length; i++) {
        size_t digit = (size_t)(string[i] - '0');
        if (value > (SIZE_MAX - digit) / 10)
            return false;
        value = 10 * value + digit;
    }
    *count = value;
    return true;
}

/* The fewest digits that give back the same number, when fewer than asked for do. Below 16 "%g" finds them by dropping
 * zeros; at 16 and 17 it would show the binary remainder (0.1 as 0.10000000000000001). */
static void show_finite(char shown[32], double number, int digits)
{
    int fewest = digits > 15 ? 15 : digits;
    for (int i = fewest; i <= digits; i++) {
        snprintf(shown, 32, "%.*g", i, number);
        if (strtod(shown, NULL) == number)
            return;
    }
}

void text_show_number(char *out, size_t size, double number, int digits)
{
    char shown[32] = "0";
    digits = digits < 1 ? 1 : digits > 17 ? 17 : digits;
    if (isnan(number)) {
        snprintf(shown, sizeof shown, "nan");
    } else if (isinf(number)) {
        snprintf(shown, sizeof shown, number > 0 ? "inf" : "-inf");
    } else if (number != 0) { // a minus before nothing says nothing
        locale_t c_locale, before = begin_c_locale(&c_locale);
        show_finite(shown, number, digits);
        end_c_locale(c_locale, before);
    }
    if (size == 0)
        return;
    size_t length = strlen(shown);
    if (length < size) {
        memcpy(out, shown, length + 1);
        return;
    }
    memset(out, '#', size - 1);
    out[size - 1] = '\0';
}
