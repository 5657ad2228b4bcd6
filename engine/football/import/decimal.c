#include "engine/football/import/decimal.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { SHORT_DIGITS = 15 };
static const double TEN[SHORT_DIGITS + 1] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                             1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

bool decimal_read(const char *field, double *number)
{
    const char *at = field + (*field == '-');
    int64_t value = 0;
    size_t digits = 0, behind = 0;
    bool point = false;
    for (; digits <= SHORT_DIGITS; at++) {
        if (*at >= '0' && *at <= '9') {
            value = 10 * value + (*at - '0');
            digits++;
            behind += point;
        } else if (*at == '.' && !point) {
            point = true;
        } else {
            break;
        }
    }
    if (*at || digits == 0 || digits > SHORT_DIGITS)
        return text_number(field, number);
    *number = (double)value / TEN[behind];
    if (*field == '-')
        *number = -*number;
    return true;
}

bool decimal_part(const char *bytes, size_t count, double *number)
{
    char field[64];
    if (count >= sizeof field)
        return false;
    memcpy(field, bytes, count);
    field[count] = 0;
    return decimal_read(field, number);
}

/** add_scaled - whole / 10^places, trailing zeros of the fraction are dropped. */
static void add_scaled(Text *text, bool below, long long whole, int places)
{
    char out[40];
    size_t at = sizeof out;
    bool begun = false;
    for (int place = 0; place <= places || whole > 0; place++) {
        if (place == places && begun)
            out[--at] = '.';
        char digit = (char)('0' + whole % 10);
        whole /= 10;
        begun = begun || digit != '0' || place >= places;
        if (begun)
            out[--at] = digit;
    }
    if (below)
        out[--at] = '-';
    text_add_bytes(text, out + at, sizeof out - at);
}

void decimal_add(Text *text, double number)
{
    if (isnan(number))
        return;
    if (fabs(number) > 1e12) {
        decimal_exact(text, number);
        return;
    }
    long long whole = llround(fabs(number) * 1000);
    add_scaled(text, number < 0 && whole > 0, whole, 3);
}

void decimal_exact(Text *text, double number)
{
    char out[40];
    if (isnan(number))
        return;
    for (int places = 0; places <= 9 && fabs(number) < 1e6; places++) { // what a provider wrote with few digits
        double whole = round(fabs(number) * TEN[places]);
        if (whole / TEN[places] == fabs(number)) { // both exact, so that this is what is read back
            add_scaled(text, number < 0, (long long)whole, places);
            return;
        }
    }
    text_show_number(out, sizeof out, number, 17);
    text_add(text, out);
}
