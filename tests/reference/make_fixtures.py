#!/usr/bin/env python3
"""Write the fixtures that tests/engine/test_reference.c holds the engine against, made by PyTorch (1.13, float64).

usage: make_fixtures.py FOLDER

Each file is text: `option value` lines, then `tensor NAME ROWS COLUMNS` with a line of numbers (17 digits) for each row.
Rows over time are t*B + b, zero where a sequence is over. The loss is the sum over sequences and steps with a target of the
mean squared error over outputs. `grad.NAME` is its gradient. `adam.NAME` are the weights after three steps of Adam
(lr 0.01) on that loss divided by the number of sequences, in which bias_hh stands still but for the GRU's candidate: it
always has the gradient of bias_ih, and the engine keeps one bias where PyTorch adds two.
"""
import os
import sys

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

CASES = {
    # name: cell, options of torch.nn, lengths, many-to-one
    "rnn-tanh": ("rnn", dict(nonlinearity="tanh"), [5, 3, 1], False),
    "rnn-relu": ("rnn", dict(nonlinearity="relu"), [4, 4, 2], False),
    "lstm": ("lstm", dict(), [5, 3, 1], False),
    "lstm-many-to-one": ("lstm", dict(), [6, 2], True),
    "gru": ("gru", dict(), [5, 3, 1], False),
    "rnn-2": ("rnn", dict(nonlinearity="tanh", num_layers=2), [4, 2], False),
    "lstm-2": ("lstm", dict(num_layers=2), [4, 2, 2], False),
    "gru-2": ("gru", dict(num_layers=2), [4, 1], True),
    "rnn-both": ("rnn", dict(nonlinearity="tanh", bidirectional=True), [4, 3, 1], False),
    "lstm-both": ("lstm", dict(bidirectional=True), [5, 3, 1], False),
    "lstm-both-many-to-one": ("lstm", dict(bidirectional=True), [5, 3, 1], True),
    "gru-both": ("gru", dict(bidirectional=True), [5, 3, 1], True),
    "lstm-2-both": ("lstm", dict(num_layers=2, bidirectional=True), [4, 3, 1], False),
    "gru-2-both": ("gru", dict(num_layers=2, bidirectional=True), [4, 3, 1], True),
    "gru-one-step": ("gru", dict(), [1], True),
}
INPUTS, HIDDEN, OUTPUTS = 2, 3, 2
KINDS = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}


class Net(torch.nn.Module):
    def __init__(self, cell, options, many_to_one):
        super().__init__()
        self.many_to_one = many_to_one
        self.body = KINDS[cell](INPUTS, HIDDEN, **options)
        self.head = torch.nn.Linear(HIDDEN * (2 if self.body.bidirectional else 1), OUTPUTS)

    def forward(self, x, lengths):
        """The states of the top layer (T, B, directions*H) and the outputs (T, B, K)."""
        h, _ = pad_packed_sequence(self.body(pack_padded_sequence(x, lengths))[0])
        read = h
        if self.many_to_one and self.body.bidirectional:
            first = h[:1, :, HIDDEN:].expand(len(h), -1, -1)
            read = torch.cat([h[:, :, :HIDDEN], first], dim=2)
        return h, self.head(read)

    def named(self):
        for name, parameter in self.body.named_parameters():
            yield name, parameter
        for name, parameter in self.head.named_parameters():
            yield "head." + name, parameter


def loss_of(y, target, mask):
    return (((y - target) ** 2).mean(dim=2) * mask).sum()


def still(net, cell):
    """Only the candidate's part of the GRU's second bias moves."""
    moves = torch.zeros(HIDDEN * {"rnn": 1, "lstm": 4, "gru": 3}[cell])
    if cell == "gru":
        moves[2 * HIDDEN:] = 1
    for name, parameter in net.named():
        if name.startswith("bias_hh"):
            parameter.register_hook(lambda gradient: gradient * moves)


def tensor(out, name, value):
    rows = value.detach().reshape(-1, value.shape[-1]) if value.dim() > 1 else value.detach().reshape(1, -1)
    out.write("tensor %s %d %d\n" % (name, rows.shape[0], rows.shape[1]))
    for row in rows.tolist():
        out.write(" ".join("%.17g" % number for number in row) + "\n")


def write(folder, name, number):
    cell, options, lengths, many_to_one = CASES[name]
    torch.manual_seed(number)
    net = Net(cell, options, many_to_one)
    steps, count = lengths[0], len(lengths)
    alive = torch.tensor([[1.0 if t < n else 0.0 for n in lengths] for t in range(steps)])
    mask = torch.tensor([[1.0 if t == n - 1 else 0.0 for n in lengths] for t in range(steps)]) if many_to_one else alive
    x = (torch.randn(steps, count, INPUTS) * alive[:, :, None]).requires_grad_()
    target = torch.randn(steps, count, OUTPUTS)
    with open(os.path.join(folder, name + ".txt"), "w") as out:
        out.write("# PyTorch %s, torch.nn.%s; made by make_fixtures.py\n" % (torch.__version__, type(net.body).__name__))
        out.write("cell %s\nactivation %s\n" % (cell, options.get("nonlinearity", "tanh")))
        out.write("inputs %d\nhidden %d\noutputs %d\n" % (INPUTS, HIDDEN, OUTPUTS))
        out.write("layers %d\nbidirectional %d\nmany_to_one %d\n" %
                  (net.body.num_layers, net.body.bidirectional, many_to_one))
        out.write("sequences %d\nlengths %s\n" % (count, " ".join(map(str, lengths))))
        h, y = net(x, lengths)
        loss = loss_of(y, target, mask)
        loss.backward()
        for title, value in (("x", x), ("target", target), ("mask", mask[:, :, None]), ("h", h), ("y", y),
                             ("loss", loss.reshape(1)), ("grad.x", x.grad)):
            tensor(out, title, value)
        for title, parameter in net.named():
            tensor(out, title, parameter)
            tensor(out, "grad." + title, parameter.grad)
        still(net, cell)
        adam = torch.optim.Adam(net.parameters(), lr=0.01)
        for _ in range(3):
            adam.zero_grad()
            (loss_of(net(x, lengths)[1], target, mask) / count).backward()
            adam.step()
        for title, parameter in net.named():
            tensor(out, "adam." + title, parameter)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    for number, name in enumerate(CASES):
        write(sys.argv[1], name, number + 1)


if __name__ == "__main__":
    main()
