#include "app/view/account.h"

#include <math.h>

/* ---- LSTM: c = f⊙c' + i⊙c̃, h = o⊙tanh c ------------------------------------------------------------------------- */

static const Account LSTM_FORWARD = {
    .strand = {{"f", "forget gate", "f@[t][u]", .gate = 'f', .rank = 3},
               {"f⊙cₜ₋₁", "kept", "f@[t][u] * c@[p][u]", .edge = EDGE_DIRECT, .rank = 4},
               {"i", "input gate", "i@[t][u]", .gate = 'i', .apart = true, .rank = 5},
               {"c̃", "candidate", "g@[t][u]", .rank = 8},
               {"i⊙c̃", "written", "i@[t][u] * g@[t][u]", .rank = 6},
               {"cₜ", "kept + written", "c@[t][u]", .apart = true, .rank = 1},
               {"o", "output gate", "o@[t][u]", .gate = 'o', .apart = true, .rank = 7},
               {"hₜ", "o⊙tanh cₜ", "h@[t][u]", .rank = 2}},
    .main = 5,
    .sentence = {"c[t] = f⊙c[p] + i⊙c̃ = {f@[t][u]}·{c@[p][u]} + {i@[t][u]}·{g@[t][u]} = {c@[t][u]}",
                 "h[t] = o⊙tanh(c[t]) = {o@[t][u]}·{tanh(c@[t][u])} = {h@[t][u]}"},
    .where_cut = {"c[t] = i⊙c̃ = {i@[t][u]}·{g@[t][u]} = {c@[t][u]}   c[p] is cut off"},
    .edge = {EDGE_DIRECT},
};

static const Account LSTM_BACKWARD = {
    .strand = {{"∂L/∂f", "forget gate", "df@[t][u]", .rank = 4},
               {"by cₜ₊₁", "along c", "dc@.direct[t][u]", .rank = 3},
               {"∂L/∂i", "input gate", "di@[t][u]", .apart = true, .rank = 7},
               {"∂L/∂c̃", "candidate", "dg@[t][u]", .rank = 8},
               {"by hₜ", "through o", "dc@.h[t][u]", .rank = 5},
               {"∂L/∂cₜ", "both added", "dc@[t][u]", .apart = true, .rank = 1},
               {"∂L/∂o", "output gate", "do@[t][u]", .apart = true, .rank = 6},
               {"∂L/∂hₜ", "hidden state", "dh@[t][u]", .rank = 2}},
    .main = 5,
    .sentence = {"∂L/∂c[t] = by c[q] + by h[t] = {dc@.direct[t][u]} + {dc@.h[t][u]} = {dc@[t][u]}",
                 "∂L/∂f[t] = ∂L/∂c[t]·c[p] = {dc@[t][u]}·{c@[p][u]} = {df@[t][u]}"},
    .where_cut = {NULL, "∂L/∂f[t] = {df@[t][u]}   c[p] is cut off"},
    .edge = {0, EDGE_DIRECT},
};

/* ---- GRU: h = (1−z)⊙h' + z⊙h̃ -------------------------------------------------------------------------------------- */

static const Account GRU_FORWARD = { // reset before, update replaces
    .strand = {{"r", "reset gate", "r@[t][u]", .gate = 'r', .rank = 6},
               {"r⊙hₜ₋₁", "h̃ sees", "r@[t][u] * h@[p][u]", .edge = EDGE_WEIGHTS, .rank = 7},
               {"h̃", "candidate", "n@[t][u]", .rank = 5},
               {"z", "update gate", "z@[t][u]", .gate = 'z', .apart = true, .rank = 2},
               {"(1−z)⊙hₜ₋₁", "kept", "(1 - z@[t][u]) * h@[p][u]", .edge = EDGE_DIRECT, .rank = 3},
               {"z⊙h̃", "written", "z@[t][u] * n@[t][u]", .rank = 4},
               {"hₜ", "kept + written", "h@[t][u]", .apart = true, .rank = 1}},
    .main = 6,
    .sentence = {"h[t] = (1−z)⊙h[p] + z⊙h̃ = {1 - z@[t][u]}·{h@[p][u]} + {z@[t][u]}·{n@[t][u]} = {h@[t][u]}",
                 "r⊙h[p] = {r@[t][u]}·{h@[p][u]} = {r@[t][u] * h@[p][u]}   what h̃ sees of h[p]"},
    .where_cut = {"h[t] = z⊙h̃ = {z@[t][u]}·{n@[t][u]} = {h@[t][u]}   (1−z)⊙h[p] is cut off",
                  "h[p] is cut off: h̃ sees nothing of it"},
    .edge = {EDGE_DIRECT, EDGE_WEIGHTS},
};

static void gru_keeps(Account *account)
{
    Strand *kept = &account->strand[4], *written = &account->strand[5];
    kept->symbol = "z⊙hₜ₋₁";
    kept->form = "z@[t][u] * h@[p][u]";
    written->symbol = "(1−z)⊙h̃";
    written->form = "(1 - z@[t][u]) * n@[t][u]";
    account->sentence[0] =
        "h[t] = z⊙h[p] + (1−z)⊙h̃ = {z@[t][u]}·{h@[p][u]} + {1 - z@[t][u]}·{n@[t][u]} = {h@[t][u]}";
    account->where_cut[0] = "h[t] = (1−z)⊙h̃ = {1 - z@[t][u]}·{n@[t][u]} = {h@[t][u]}   z⊙h[p] is cut off";
}

static void gru_resets_after(Account *account)
{
    Strand *seen = &account->strand[1];
    seen->symbol = "r⊙(Wₕh+bₕ)";
    seen->form = "r@[t][u] * (sum(Wh@.n[u] * h@[p]) + bh@[u])";
    seen->each = true;
    account->sentence[1] = "r⊙(Wₕh[p] + bₕ) = {r@[t][u]}·{sum(Wh@.n[u] * h@[p]) + bh@[u]} = "
                           "{r@[t][u] * (sum(Wh@.n[u] * h@[p]) + bh@[u])}";
}

static Account gru_forward(const NetSpec *spec)
{
    Account account = GRU_FORWARD;
    if (spec->update == UPDATE_KEEP)
        gru_keeps(&account);
    if (spec->reset == RESET_AFTER)
        gru_resets_after(&account);
    return account;
}

#define BY_GATES "dh@.r[t][u] + dh@.z[t][u] + dh@.n[t][u]"
static const Account GRU_BACKWARD = {
    .strand = {{"∂L/∂r", "reset gate", "dr@[t][u]", .rank = 6},
               {"by weights", "r, z, h̃ of t+1", BY_GATES, .rank = 4},
               {"∂L/∂h̃", "candidate", "dn@[t][u]", .rank = 7},
               {"∂L/∂z", "update gate", "dz@[t][u]", .apart = true, .rank = 3},
               {"by hₜ₊₁", "along h", "dh@.direct[t][u]", .rank = 2},
               {"∂L/∂hₜ", "all added", "dh@[t][u]", .apart = true, .rank = 1}},
    .main = 5,
    .sentence = {"∂L/∂h[t] = {dh@[t][u]}   along h {dh@.direct[t][u]}   by the weights {" BY_GATES "}"},
};

/* ---- no gates --------------------------------------------------------------------------------------------------- */

static const Account PLAIN_FORWARD = {
    .strand = {{"preₜ", "pre-activation", "pre@[t][u]", .rank = 2},
               {"hₜ", "hidden state", "h@[t][u]", .apart = true, .rank = 1}},
    .main = 1,
};
static const Account PLAIN_BACKWARD = {
    .strand = {{"∂L/∂preₜ", "pre-activation", "dpre@[t][u]", .rank = 2},
               {"∂L/∂hₜ", "hidden state", "dh@[t][u]", .apart = true, .rank = 1}},
    .main = 1,
    .sentence = {"∂L/∂h[t] = {dh@[t][u]}   ∂L/∂pre[t] = {dpre@[t][u]}"},
};

static Account plain_forward(const NetSpec *spec)
{
    static const char *const SENTENCE[ACTIVATIONS] = {
        [ACTIVATION_TANH] = "h[t] = tanh(pre[t]) = tanh({pre@[t][u]}) = {h@[t][u]}",
        [ACTIVATION_IDENTITY] = "h[t] = pre[t] = {h@[t][u]}",
        [ACTIVATION_RELU] = "h[t] = max(0, pre[t]) = max(0, {pre@[t][u]}) = {h@[t][u]}",
    };
    Account account = PLAIN_FORWARD;
    account.sentence[0] = SENTENCE[spec->activation];
    return account;
}

/* A cell of one's own shows its state. */
static const Account STATE_FORWARD = {
    .strand = {{"hₜ", "hidden state", "h@[t][u]", .rank = 1}},
    .sentence = {"h[t] = {h@[t][u]}"},
};
static const Account STATE_BACKWARD = {
    .strand = {{"∂L/∂hₜ", "hidden state", "dh@[t][u]", .rank = 1}},
    .sentence = {"∂L/∂h[t] = {dh@[t][u]}"},
};

Account account_of(const Net *net, bool backward)
{
    const NetSpec *spec = &net->spec;
    if (spec->cell == &LSTM_CELL)
        return backward ? LSTM_BACKWARD : LSTM_FORWARD;
    if (spec->cell == &GRU_CELL)
        return backward ? GRU_BACKWARD : gru_forward(spec);
    if (spec->cell->gates[0])
        return backward ? STATE_BACKWARD : STATE_FORWARD;
    return backward ? PLAIN_BACKWARD : plain_forward(spec);
}

void account_read(const Focus *focus, const Strand *strand, double *values)
{
    char name[FORM_MAX];
    Value value = {0};
    Error error = {0};
    focus_range(focus, strand->form, name);
    bool whole = !strand->each && probe_value(&focus->eye->probe, name, &value, &error) && value.count == focus->T;
    for (size_t t = 1; t <= focus->T; t++)
        values[t - 1] = whole          ? value.data[t - 1]
                        : strand->each ? focus_value(focus, strand->form, t)
                                       : (double)NAN;
    value_free(&value);
}
