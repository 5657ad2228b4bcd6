#include "app/command/load.h"

#include "app/command/input_file.h"
#include "app/session/hands.h"
#include "engine/base/file.h"

/** The file's network and the hash of the file. New; NULL with the error filled. */
static Exchange *read_model(const char *path, const Arguments *arguments, uint64_t *hash, Error *error)
{
    const ExchangeOptions options = {.activation = argument_text(arguments, "activation", NULL),
                                     .reset = argument_text(arguments, "reset", NULL),
                                     .update = argument_text(arguments, "update", NULL)};
    Safetensors *file = safetensors_read(path, error);
    if (!file)
        return NULL;
    *hash = file_hash(file->bytes.bytes, file->bytes.length);
    Exchange *exchange = NULL;
    if (input_file_same(path, *hash, argument_text(arguments, "hash", NULL), error))
        exchange = exchange_read(path, file, &options, error);
    safetensors_free(file);
    return exchange;
}

static void remember(Session *session, const Arguments *arguments, const char *path, uint64_t hash)
{
    static const char *const KEPT[] = {"name", "activation", "reset", "update"};
    text_clear(&session->line);
    text_add(&session->line, "load ");
    input_file_say(path, hash, &session->line);
    for (size_t i = 0; i < sizeof KEPT / sizeof *KEPT; i++)
        if (argument_given(arguments, KEPT[i]))
            text_addf(&session->line, " %s=%s", KEPT[i], argument_text(arguments, KEPT[i], ""));
}

static void tell(Session *session, const char *name, const NetSpec *spec, const char *released)
{
    session_notice(session, "%s: %s, %zu units, %zu layer%s%s, from a file%s%s%s", name, spec->cell->title, spec->hidden,
                   spec->layers, spec->layers == 1 ? "" : "s", spec->bidirectional ? " in both directions" : "",
                   spec->headless ? " without a head: states, and no output" : "",
                   session->world->data ? "" : "; waits for data", released);
}

static bool take_model(Session *session, const Arguments *arguments, Exchange *exchange, Error *error)
{
    const NetSpec *spec = &exchange->net->spec;
    const Recipe recipe = {.cell = spec->cell, .hidden = spec->hidden, .layers = spec->layers,
                           .bidirectional = spec->bidirectional, .activation = spec->activation, .reset = spec->reset,
                           .update = spec->update, .init = spec->init, .gain = spec->gain, .file = exchange};
    const char *name = argument_text(arguments, "name", spec->cell->name);
    const size_t at = world_find(session->world, name);
    const char *released = at < MODELS_MAX ? hands_released(session->world, at) : "";
    if (!world_set_model(session->world, name, &recipe, error))
        return false;
    session->menu = false;
    session_clamp(session);
    tell(session, name, spec, released);
    return true;
}

bool load_run(Session *session, const Arguments *arguments, Error *error)
{
    Text path = {0};
    uint64_t hash = 0;
    input_file_find(session, argument_text(arguments, "file", ""), &path);
    Exchange *exchange = read_model(text_string(&path), arguments, &hash, error);
    bool good = exchange && take_model(session, arguments, exchange, error);
    if (good)
        remember(session, arguments, text_string(&path), hash);
    exchange_free(exchange);
    text_free(&path);
    return good;
}

bool load_export(Session *session, Text *out, Error *error)
{
    const Model *model = world_ready(session->world, error);
    if (model)
        exchange_write(trainer_net(model->trainer), out);
    return model != NULL;
}
