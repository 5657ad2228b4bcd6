#include <string.h>

#include "engine/probe/explainer.h"

/* Losses and metrics down to sequences; the history of training, which was measured and is gone. */

static bool explain_sample_loss(Explainer *explainer)
{
    explainer_say(explainer, OUTER_SUM, "L = Σₜ lossₜ over the steps with a target");
    for (size_t t = 1; t <= explainer->scope.steps; t++) {
        if (!explainer->scope.lens->batch->has_target[t - 1])
            continue;
        explainer_term(explainer);
        explainer_factor(explainer, "%sloss_t[%zu]", explainer->prefix, t);
    }
    return true;
}

/* A term for each sequence of the subset; share is a second factor, or 0. */
static void sequence_terms(Explainer *explainer, Subset subset, double share)
{
    size_t count;
    const size_t *sequence = dataset_subset(explainer->scope.data, subset, &count);
    for (size_t i = 0; i < count; i++) {
        explainer_term(explainer);
        explainer_factor(explainer, "%sloss_n[%zu]", explainer->prefix, sequence[i] + 1);
        if (share != 0)
            explainer_known(explainer, "", share);
    }
}

static bool explain_set_loss(Explainer *explainer, Subset subset)
{
    explainer_say(explainer, OUTER_MEAN,
                  subset == SUBSET_TRAIN ? "L = mean of Lₙ over the training sequences"
                                         : "L = mean of Lₙ over the validation sequences");
    sequence_terms(explainer, subset, 0);
    return true;
}

static bool explain_sequence_loss(Explainer *explainer, size_t sequence)
{
    if (sequence == explainer->scope.sequence + 1) {
        explainer_say(explainer, OUTER_SUM, "Lₙ = the loss of the chosen sample");
        explainer_term(explainer);
        explainer_factor(explainer, "%sloss(sample)", explainer->prefix);
        if (explainer_agrees(explainer, OUTER_SUM))
            return true;
    }
    return explainer_leaf(explainer, "Lₙ = Σₜ lossₜ of sequence n", "choose it with `sample %zu` to open its steps",
                          sequence);
}

static bool explain_accuracy(Explainer *explainer, const char *variant)
{
    explainer_say(explainer, OUTER_QUOTIENT, "accuracy = targets predicted right / targets");
    explainer_term(explainer);
    explainer_factor(explainer, "%scorrect(%s)", explainer->prefix, variant);
    explainer_term(explainer);
    explainer_factor(explainer, "%splaces(%s)", explainer->prefix, variant);
    return explainer_agrees(explainer, OUTER_QUOTIENT) ||
           explainer_leaf(explainer, "accuracy", "measured on the %s set", variant);
}

/* With squared loss the metric is the loss of all sequences over the number of their targets. */
static bool explain_mse(Explainer *explainer, Subset subset)
{
    size_t places = count_places(explainer->scope.data, subset);
    explainer_say(explainer, OUTER_SUM, "mse = Σₙ Lₙ / number of targets");
    sequence_terms(explainer, subset, 1.0 / (double)places);
    return explainer_agrees(explainer, OUTER_SUM) ||
           explainer_leaf(explainer, "mse = mean of (p − target)²", "measured over the targets of the set");
}

/* Of classes the loss is the sum of −ln p over the targets. */
static bool explain_logloss(Explainer *explainer, Subset subset)
{
    size_t places = count_places(explainer->scope.data, subset);
    explainer_say(explainer, OUTER_SUM, "log-loss = Σₙ Lₙ / number of targets");
    sequence_terms(explainer, subset, 1.0 / (double)places);
    return explainer_agrees(explainer, OUTER_SUM) ||
           explainer_leaf(explainer, "log-loss = mean of −ln p", "measured over the targets of the set");
}

static bool explain_plain(Explainer *explainer, const char *variant)
{
    Subset subset = variant_subset(variant);
    return explainer->scope.data->loss == LOSS_SQUARED
               ? explain_mse(explainer, subset)
               : explain_accuracy(explainer, subset == SUBSET_TRAIN ? "train" : "valid");
}

static bool explain_metric(Explainer *explainer, const char *variant)
{
    switch (explainer->scope.data->metric) {
    case METRIC_MSE:
    case METRIC_ACCURACY:
    case METRIC_TOKENS: return explain_plain(explainer, variant);
    case METRIC_LOGLOSS: return explain_logloss(explainer, variant_subset(variant));
    case METRIC_ADE:
        return explainer_leaf(explainer, "ade = mean of √((x̂ − x)² + (ŷ − y)²)",
                              "measured over the targets of the set: how far the place predicted lies from the true one");
    case METRIC_AUC:
        return explainer_leaf(explainer, "auc = P(p of a positive > p of a negative)",
                              "counted over all pairs of the set, ties half");
    default:
        return explainer_leaf(explainer, "ari = (pairs together − by chance) / (most − by chance)",
                              "counted over all pairs of the set: are the classes named those there are?");
    }
}

static bool explain_stderr(Explainer *explainer)
{
    explainer_say(explainer, OUTER_QUOTIENT, "s.e. = spread of one target's share in the metric / √targets");
    explainer_term(explainer);
    explainer_known(explainer, "", explainer->scope.data->spread);
    explainer_term(explainer);
    explainer_factor(explainer, "sqrt(places(valid))");
    return explainer_agrees(explainer, OUTER_QUOTIENT) ||
           explainer_leaf(explainer, "s.e. = spread / √n",
                          "the population spread %.6g over the root of what is measured",
                          explainer->scope.data->spread);
}

bool explain_score(Explainer *explainer, const NameRow *row, const Node *node, const size_t *i)
{
    const char *variant = node->quantity.variant;
    switch (row->field) {
    case SCORE_LOSS:
        return strcmp(variant, "sample") == 0 ? explain_sample_loss(explainer)
                                              : explain_set_loss(explainer, variant_subset(variant));
    case SCORE_LOSSES: return explain_sequence_loss(explainer, i[0]);
    case SCORE_METRIC: return explain_metric(explainer, variant);
    case SCORE_PLAIN: return explain_plain(explainer, variant);
    case SCORE_STDERR: return explain_stderr(explainer);
    case SCORE_CORRECT:
        return explainer_leaf(explainer, "a count",
                              "targets whose class has the largest p (binary: p on the right side of ½)");
    default: return explainer_leaf(explainer, "a count", "steps with a target");
    }
}

/* The last update's norm is of a gradient that is still there. */
static bool explain_gradnorm(Explainer *explainer)
{
    const Layout *layout = &explainer->scope.net->layout;
    explainer_say(explainer, OUTER_NORM, "‖∂L̄/∂θ‖ = √ of the sum of squares over all weights");
    for (size_t i = 0; i < layout->parts; i++) {
        const Part *part = &layout->part[i];
        const bool plain = part->head || net_tracks(&explainer->scope.net->spec) == 1;
        char address[24];
        part_address(part, address, sizeof address);
        explainer_term(explainer);
        explainer_factor(explainer, "norm(%sbatch_d%s)", explainer->prefix, plain ? part->name : address);
    }
    return explainer_agrees(explainer, OUTER_NORM);
}

static bool explain_clipped(Explainer *explainer)
{
    double clip = trainer_options(explainer->scope.trainer)->clip;
    explainer_say(explainer, clip > 0 ? OUTER_MIN : OUTER_SUM,
                  clip > 0 ? "min(‖∂L̄/∂θ‖, clip)" : "‖∂L̄/∂θ‖, not clipped");
    explainer_term(explainer);
    explainer_factor(explainer, "%sgradnorm", explainer->prefix);
    if (clip > 0) {
        explainer_term(explainer);
        explainer_known(explainer, "", clip);
    }
    return explainer_agrees(explainer, clip > 0 ? OUTER_MIN : OUTER_SUM);
}

bool explain_history(Explainer *explainer, const NameRow *row, const size_t *i, size_t indices)
{
    size_t updates = trainer_update(explainer->scope.trainer), update = indices > 0 ? i[0] : updates;
    bool look = row->open == open_look;
    if (!look && update == updates && trainer_batch_gradient(explainer->scope.trainer)) {
        if (row->field == RECORD_GRADNORM && explain_gradnorm(explainer))
            return true;
        if (row->field == RECORD_CLIPPED && explain_clipped(explainer))
            return true;
    }
    if (look && indices == 0)
        return explainer_leaf(explainer, "measured in training",
                              "on the validation set, the last time it was measured");
    return explainer_leaf(explainer, "measured in training",
                          look ? "on the validation set, with the weights after update %zu"
                               : "in update %zu, on its batch; the numbers behind it are gone",
                          update);
}
