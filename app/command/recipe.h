/* The options of a model's line, as one thing that `model` makes a network of and `compare` several.
 * Knows: arguments, recipes. Must not know the session. */
#ifndef BACKPASS_APP_RECIPE_H
#define BACKPASS_APP_RECIPE_H

#include "app/command/parse.h"

/** INIT_CHOICES - how Wh may be drawn. */
#define INIT_CHOICES "uniform xavier orthogonal identity"
/** RECIPE_OPTIONS - rows of the table for every command that makes models. */
// clang-format off
#define RECIPE_OPTIONS                                                                                              \
    {.name = "hidden", .kind = OPTION_COUNT, .low = 1, .high = 1024, .standard = "16", .help = "hidden units"},     \
    {.name = "layers", .kind = OPTION_COUNT, .low = 1, .high = LAYERS_MAX, .standard = "1", .help = "one on top of the other"}, \
    {.name = "bidirectional", .kind = OPTION_CHOICE, .choices = "no yes", .standard = "no",                         \
     .help = "read the sequence from its end as well"},                                                              \
    {.name = "activation", .kind = OPTION_CHOICE, .choices = "tanh identity relu", .standard = "tanh",              \
     .help = "of the hidden state (rnn, mlp)"},                                                                      \
    {.name = "reset", .kind = OPTION_CHOICE, .choices = "before after", .standard = "before",                       \
     .help = "r before or after the product with Wh (gru)"},                                                         \
    {.name = "update", .kind = OPTION_CHOICE, .choices = "replace keep", .standard = "replace",                     \
     .help = "what z = 1 does to the state (gru)"},                                                                  \
    {.name = "forget_bias", .kind = OPTION_NUMBER, .low = -100, .high = 100, .standard = "0",                       \
     .help = "added to the bias of the gate that remembers (lstm, gru)"},                                            \
    {.name = "chrono", .kind = OPTION_NUMBER, .low = 2, .high = 1000000,                                            \
     .help = "longest memory wanted, in steps: draws that bias by it"},                                              \
    {.name = "init", .kind = OPTION_CHOICE, .choices = INIT_CHOICES, .standard = "uniform", \
     .help = "how Wh is drawn; uniform is U(±1/√H)"},                                                                \
    {.name = "gain", .kind = OPTION_NUMBER, .low = 0, .high = 100, .standard = "1", .help = "Wh is multiplied by it"}, \
    {.name = "seed", .kind = OPTION_COUNT, .low = 0, .high = 4294967295.0, .standard = "the session's",             \
     .help = "draw its weights and batches with this seed"}
// clang-format on

/** RecipeOption - a bit each, for those that were given. */
typedef enum RecipeOption {
    RECIPE_HIDDEN, RECIPE_LAYERS, RECIPE_BIDIRECTIONAL, RECIPE_ACTIVATION, RECIPE_RESET, RECIPE_UPDATE, RECIPE_FORGET_BIAS,
    RECIPE_CHRONO, RECIPE_INIT, RECIPE_GAIN, RECIPE_SEED, RECIPE_OPTIONS_COUNT
} RecipeOption;
enum { RECIPE_ALL = (1 << RECIPE_OPTIONS_COUNT) - 1 };

/** recipe_standard - what `model CELL` alone makes. recipe_read - what the arguments say, the rest as standard, no cell;
 *  returns which were given. recipe written. */
Recipe recipe_standard(const Cell *cell);
unsigned recipe_read(const Arguments *arguments, Recipe *recipe);
/** recipe_fits - has the cell got all that was given? What it has not got is refused, not passed over. Errors: ERR_USE. */
bool recipe_fits(const Recipe *recipe, unsigned given, Error *error) MUST_USE;
/** recipe_adopt - the given options of `from` for recipe's cell, as far as it has them; returns which. why (written) says what
 *  was wrong with the last one refused. */
unsigned recipe_adopt(const Recipe *from, unsigned given, Recipe *recipe, Error *why);
/** recipe_text - "LSTM, 8 units in each of 2 layers, both directions", written. */
void recipe_text(const Recipe *recipe, char *text, size_t size);

#endif
