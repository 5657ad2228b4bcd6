/* A place in a model by its name: `f@2r[3]`, `lstm:Wh@1.f[2][3]`, `dWh.f`. The grammar is that of quantities (docs/language.md).
 * Knows: the world. Must not know what is done there. */
#ifndef BACKPASS_APP_ADDRESS_H
#define BACKPASS_APP_ADDRESS_H

#include "app/command/parse.h"
#include "engine/probe/syntax.h"

/** Address - a name taken apart, of a model that has data. */
typedef struct Address {
    Model *model;
    size_t at; // its index in the world
    Quantity name;
    Range index[INDICES_MAX];
    size_t indices;
    char text[96]; // as it was said
} Address;

/** address_read - Errors: ERR_USE at the column (of the first character, from 1; 0 for none): no name of the language, no such
 *  model, no data. */
bool address_read(const World *world, const char *text, size_t column, Address *address, Error *error) MUST_USE;

/** address_layer - the layer that is meant (the top one where none was said); address_range - the index of that number
 *  (from 0) as first … last, counted from 0, all of `count` where it was not said. Errors: ERR_USE: it is not there. */
bool address_layer(const Address *address, size_t *layer, Error *error) MUST_USE;
bool address_range(const Address *address, size_t number, const char *what, size_t count, size_t *first, size_t *last,
                   Error *error) MUST_USE;
/** address_no_gate - always false: the name is no gate of the model, which has these. */
bool address_no_gate(const Address *address, const char *gate, Error *error);

#endif
