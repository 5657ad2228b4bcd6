#include "engine/probe/scope.h"

#include <string.h>

static void list_models(const Probe *probe, Text *list)
{
    if (probe->subjects == 0)
        text_add(list, "there is none yet: make one with `model rnn`");
    else
        text_add(list, "there is");
    for (size_t i = 0; i < probe->subjects; i++)
        text_addf(list, "%s %s", i ? "," : "", probe->subject[i].name);
}

static bool unknown_model(const Probe *probe, const char *model, size_t column, Error *error)
{
    Text list = {0};
    list_models(probe, &list);
    fail_at(error, ERR_USE, NULL, 0, column, "no model is called '%s'; %s", model, text_string(&list));
    text_free(&list);
    return false;
}

static const Subject *find_subject(const Probe *probe, const char *model)
{
    if (!model[0])
        return probe->current < probe->subjects ? &probe->subject[probe->current] : NULL;
    for (size_t i = 0; i < probe->subjects; i++)
        if (strcmp(probe->subject[i].name, model) == 0)
            return &probe->subject[i];
    return NULL;
}

bool scope_find(const Probe *probe, const char *model, size_t column, Scope *scope, Error *error)
{
    *scope = (Scope){.probe = probe, .data = probe->data, .subject = find_subject(probe, model)};
    if (model[0] && !scope->subject)
        return unknown_model(probe, model, column, error);
    if (probe->data && (probe->sample < 1 || probe->sample > probe->data->sequences))
        return fail_at(error, ERR_USE, NULL, 0, column, "sample %zu is outside of the data, which has 1 … %zu",
                       probe->sample, probe->data->sequences);
    scope->sequence = probe->sample - 1;
    if (scope->subject) {
        scope->trainer = scope->subject->trainer;
        scope->lens = scope->subject->lens;
        scope->net = scope->trainer ? trainer_net(scope->trainer) : NULL;
    }
    if (scope->lens)
        scope->sequence = scope->lens->sequence;
    if (scope->data)
        scope->steps = dataset_length(scope->data, scope->sequence);
    return true;
}

bool scope_layer(const Scope *scope, size_t layer, bool reverse, size_t column, Error *error)
{
    const NetSpec *spec = &scope->net->spec;
    if (layer > spec->layers)
        return fail_at(error, ERR_USE, NULL, 0, column, "@%zu is outside: %s has %zu layer%s", layer, scope->subject->name,
                       spec->layers, spec->layers == 1 ? "" : "s");
    if (reverse && !spec->bidirectional)
        return fail_at(error, ERR_USE, NULL, 0, column, "@%zur is the reverse direction, and %s reads forward only", layer,
                       scope->subject->name);
    return true;
}
