#include <stdlib.h>
#include <string.h>

#include "engine/net/exchange.h"

Exchange *exchange_keep(Exchange *exchange)
{
    if (exchange != NULL)
        exchange->holders++;
    return exchange;
}

void exchange_free(Exchange *exchange)
{
    if (exchange == NULL || --exchange->holders > 0)
        return;
    net_free(exchange->net);
    free(exchange);
}

static bool fits(const Exchange *exchange, size_t inputs, size_t outputs, Loss loss, Error *error)
{
    const NetSpec *spec = &exchange->net->spec;
    if (spec->inputs != inputs)
        return fail(error, ERR_SHAPE, "the model from the file reads %zu inputs; these data have %zu", spec->inputs, inputs);
    if (!spec->headless && spec->outputs != outputs)
        return fail(error, ERR_SHAPE, "the model from the file has %zu outputs; these data want %zu", spec->outputs, outputs);
    if (!spec->headless && exchange->says_loss && spec->loss != loss)
        return fail(error, ERR_SHAPE, "the model from the file was made for the loss %s; these data want %s",
                    loss_name(spec->loss), loss_name(loss));
    return true;
}

Net *exchange_net(const Exchange *exchange, size_t inputs, size_t outputs, Loss loss, bool many_to_one, Error *error)
{
    if (!fits(exchange, inputs, outputs, loss, error))
        return NULL;
    NetSpec spec = exchange->net->spec;
    spec.outputs = outputs;
    spec.loss = loss;
    if (!exchange->says_task)
        spec.many_to_one = many_to_one;
    Net *net = net_new(&spec, 1, error);
    if (net == NULL)
        return NULL;
    const size_t count = spec.headless ? net->layout.cell_count : net->layout.count; // the head stands last
    memset(net->weights, 0, net->layout.count * sizeof *net->weights);
    memcpy(net->weights, exchange->net->weights, count * sizeof *net->weights);
    return net;
}
