/* A network's weights by PyTorch's names, in and out.
 * Knows: networks, safetensors. Must not know data sets or commands.
 *
 *   weight_ih_l{k}[_reverse]  (G·H, I)   Wx, k from 0; rows by gate: i f g o of an LSTM, r z n of a GRU
 *   weight_hh_l{k}[_reverse]  (G·H, H)   Wh
 *   bias_ih_l{k}[_reverse]    (G·H)      b + 0 when written; what is read is added to bias_hh,
 *   bias_hh_l{k}[_reverse]    (G·H)      but for the candidate of a GRU with reset=after, whose bias_hh is bh
 *   head.weight, head.bias    (K, H or 2H), (K)   Wy, by
 * What is read may have a prefix common to the first four ("lstm."), no biases, any name for the head ("fc.weight"), no head.
 * Metadata: cell activation inputs hidden outputs layers bidirectional reset update task (many-to-one, aligned) loss. */
#ifndef BACKPASS_NET_EXCHANGE_H
#define BACKPASS_NET_EXCHANGE_H

#include "engine/net/net.h"
#include "engine/net/safetensors.h"

/** ExchangeOptions - names that go before what the file says; NULL: as it says, and where it says nothing as the shapes have
 *  it (the cell) and PyTorch has it (tanh, after, keep). */
typedef struct ExchangeOptions {
    const char *cell, *activation, *reset, *update;
} ExchangeOptions;

/** Exchange - a network as a file holds it, whatever the data it will read. */
typedef struct Exchange {
    Net *net;       // headless where the file has no head
    bool says_task; // the metadata does; likewise its loss
    bool says_loss;
    size_t holders;
} Exchange;

/** exchange_read - take the network out of a file (borrowed). New, with one holder. path names it in errors.
 *  Errors: ERR_INPUT for tensors that are missing, left over or of another size than the rest says; as net_new's. */
Exchange *exchange_read(const char *path, const Safetensors *file, const ExchangeOptions *options, Error *error) MUST_USE;
/** exchange_keep - one more holder. exchange_free - one less; the last frees it. */
Exchange *exchange_keep(Exchange *exchange);
void exchange_free(Exchange *exchange);

/** exchange_net - that network for data of these sizes; loss and many_to_one are asked for where the file says nothing. New.
 *  Errors: ERR_SHAPE where inputs or outputs are others than the file's, or the loss is. */
Net *exchange_net(const Exchange *exchange, size_t inputs, size_t outputs, Loss loss, bool many_to_one,
                  Error *error) MUST_USE;

/** exchange_write - a network as such a file, into text (written; cleared first). */
void exchange_write(const Net *net, Text *text);

#endif
