/* The pictures of an Elman RNN and of an MLP, which is the same without what recurs. */
#include "app/view/cell.h"

// clang-format off: a row a line
static const char *const RNN_DRAWN[] = {
    "     ++             +++        +               +  +   ",
    " ", "          ┌────┐",
         "PPPPPPPPPPssssss.SSSSSSSSSSSS",
    " ", "─────────▶│ Wₕ ├───────────┐",
         "ppppppppppssssssssssssssssss",
    " ", "          └────┘           │",
         "..........ssssss...........s",
    "|", "                           │",
         "...........................s.AAAAAAAAAAAA",
    " ", "          ┌────┐           ▼      ┌───────┐",
         "XXXXXXXXXXyyyyyy.YYYYYYYYYYs......hhhhhhhhh.HHHHHHHHHH",
    " ", "─────────▶│ Wₓ ├─────────▶(+)────▶│       ├──────────▶",
         "xxxxxxxxxxyyyyyyyyyyyyyyyyaaaaaaaah1111111hhhhhhhhhhhh",
    " ", "          └────┘           ▲      └───────┘",
         "..........yyyyyy...........e......hhhhhhhhh",
    " ", "                         ──┘",
         "..............EEEEEEEEEEEeee",
    NULL,
};
static const char *const MLP_DRAWN[] = {
    "     ++             +++        +               +  +   ",
    " ", "",
         ".............................AAAAAAAAAAAA",
    " ", "          ┌────┐                  ┌───────┐",
         "XXXXXXXXXXyyyyyy.YYYYYYYYYY.......hhhhhhhhh.HHHHHHHHHH",
    " ", "─────────▶│ Wₓ ├─────────▶(+)────▶│       ├──────────▶",
         "xxxxxxxxxxyyyyyyyyyyyyyyyyaaaaaaaah1111111hhhhhhhhhhhh",
    " ", "          └────┘           ▲      └───────┘",
         "..........yyyyyy...........e......hhhhhhhhh",
    " ", "                         ──┘",
         "..............EEEEEEEEEEEeee",
    NULL,
};
static const Stop STOPS[] = {
    {.keys = "x", .label = "$(x_t$)", .value = "$N", .dlabel = "$(dx_t$)", .dvalue = "$D", .part = "xₜ",
     .says = "$I is there for every unit: each reads all of it through a row of Wₓ of its own.",
     .dsays = "Back to x_t comes what every unit sends, through Wₓ turned round."},
    {.when = WHEN_RECURRENT, .keys = "p", .label = "$[h_s$]", .value = "$P", .dlabel = "$[dh_s$]",
     .dvalue = "norm(dh@.pre[s])", .cut = 'w', .part = "hₜ₋₁",
     .says = "h_s, the whole state one step before: every unit reads all of it through a row of Wₕ of its own.",
     .dsays = "Back to h_s comes what every unit sends, through Wₕ turned round: once a step, the same matrix each time."},
    {.keys = "y", .label = "Wₓx_t", .value = "$X-", .dlabel = "dpre", .dvalue = "dpre@[t][u]", .part = "Wₓxₜ",
     .says = "Unit _u multiplies x_t by its row of Wₓ and adds up: {$X-}.",
     .dsays = "A sum hands its gradient to all sides as it is: {dpre@[t][u]}."},
    {.when = WHEN_RECURRENT, .keys = "s", .label = "Wₕh_s", .value = "$H-", .dlabel = "dpre", .dvalue = "dpre@[t][u]",
     .part = "Wₕhₜ₋₁",
     .says = "Unit _u multiplies h_s by its row of Wₕ and adds up: {$H-}. This is how it remembers.",
     .dsays = "A sum hands its gradient to all sides as it is: {dpre@[t][u]}."},
    {.keys = "e", .label = "b", .value = "b@[u]", .dlabel = "dpre", .dvalue = "dpre@[t][u]", .part = "b",
     .says = "b = {b@[u]}: the bias of unit _u, the same at every step.",
     .dsays = "A sum hands its gradient to all sides as it is: {dpre@[t][u]}."},
    {.when = WHEN_RECURRENT, .keys = "a", .label = "pre", .value = "pre@[t][u]", .dlabel = "dpre", .dvalue = "dpre@[t][u]",
     .part = "Wₓxₜ + Wₕhₜ₋₁ + b",
     .says = "pre: x_t brings {$X-}, h_s {$H-}, the bias {b@[u]}: {pre@[t][u]}.",
     .dsays = "dh_t times the slope of the activation at pre: {dh@[t][u]} becomes {dpre@[t][u]}."},
    {.when = WHEN_MEMORYLESS, .keys = "a", .label = "pre", .value = "pre@[t][u]", .dlabel = "dpre", .dvalue = "dpre@[t][u]",
     .part = "Wₓxₜ + b",
     .says = "pre: x_t brings {$X-}, the bias {b@[u]}: {pre@[t][u]}. Nothing comes from the steps before.",
     .dsays = "dh_t times the slope of the activation at pre: {dh@[t][u]} becomes {dpre@[t][u]}."},
    {.keys = "h", .label = "h_t", .value = "h@[t][u]", .dlabel = "dh_t", .dvalue = "dh@[t][u]", .part = "hₜ",
     .says = "h_t: pre = {pre@[t][u]} through the activation is {h@[t][u]}, what the output (and the next step) sees.",
     .dsays = "dh_t = {dh@[t][u]}: what the loss asks of h_t, through this step's output and through all that comes after."},
};
// clang-format on

const Plan RNN_PLAN = {STOPS, sizeof STOPS / sizeof *STOPS, RNN_DRAWN, RNN_DRAWN, "-", "h"};
const Plan MLP_PLAN = {STOPS, sizeof STOPS / sizeof *STOPS, MLP_DRAWN, MLP_DRAWN, "-", "h"};
