#include <string.h>

#include "engine/football/simulator.h"

/* Knobs as people write them. */

static bool unknown_knob(const Simulator *simulator, const char *name, Error *error)
{
    Text list = {0};
    const char *names[KNOBS_MAX];
    size_t count = 0;
    for (; count < KNOBS_MAX && simulator->knob[count].name; count++) {
        names[count] = simulator->knob[count].name;
        text_addf(&list, " %s", names[count]);
    }
    const char *near = text_nearest(name, names, count);
    fail(error, ERR_USE, "%s has no knob '%s'%s%s%s; it has%s", simulator->name, name, near ? ": did you mean " : "",
         near ? near : "", near ? "?" : "", text_string(&list));
    text_free(&list);
    return false;
}

/** read_knob - one word, "length=20". */
static bool read_knob(const Simulator *simulator, char *word, double *knob, Error *error)
{
    char *number = strchr(word, '=');
    if (!number)
        return fail(error, ERR_USE, "%s: '%s' is no knob with a value; expected as in %s=%.15g", simulator->name, word,
                    simulator->knob[0].name, simulator->knob[0].value);
    *number++ = 0;
    const size_t at = simulator_knob(simulator, word);
    if (at == KNOBS_MAX)
        return unknown_knob(simulator, word, error);
    return text_number(number, &knob[at]) ||
           fail(error, ERR_USE, "%s: %s=%s is not a number", simulator->name, word, number);
}

bool simulator_read_knobs(const Simulator *simulator, const char *text, double *knob, Error *error)
{
    bool good = true;
    for (size_t i = 0; i < KNOBS_MAX && simulator->knob[i].name; i++)
        knob[i] = simulator->knob[i].value;
    for (const char *at = text ? text : ""; good && *(at += strspn(at, " \t\n"));) {
        const size_t length = strcspn(at, " \t\n");
        Text word = {0};
        text_add_visible(&word, at, length, false);
        good = read_knob(simulator, word.bytes, knob, error);
        text_free(&word);
        at += length;
    }
    return good;
}
