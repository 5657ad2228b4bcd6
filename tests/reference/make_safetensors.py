#!/usr/bin/env python3
"""Write the models that tests/app/test_load.c opens, as a user of PyTorch (1.13) would save them, and what PyTorch says.

usage: make_safetensors.py FOLDER

load.csv holds one sequence of raw inputs. NAME.safetensors are the weights by PyTorch's own names, without metadata,
NAME.txt the states of the top layer (a row a step, 17 digits), then the outputs where there is a head.
"""
import json
import os
import struct
import sys

import torch

STEPS, INPUTS, HIDDEN, OUTPUTS = 8, 3, 4, 1
CASES = {
    # name: module of torch.nn, its options, its name in the model, the head's (None: no head), type
    "load-rnn": ("RNN", dict(), "rnn.", "fc.", torch.float64),
    "load-lstm": ("LSTM", dict(), "", "head.", torch.float32),
    "load-gru": ("GRU", dict(), "", None, torch.float32),
    "load-both": ("LSTM", dict(num_layers=2, bidirectional=True), "lstm.", None, torch.float32),
}


def save(path, tensors):
    header, numbers = {}, b""
    for name, tensor in tensors.items():
        wide = tensor.dtype == torch.float64
        flat = tensor.detach().reshape(-1).tolist()
        begin = len(numbers)
        numbers += struct.pack("<%d%s" % (len(flat), "d" if wide else "f"), *flat)
        header[name] = {"dtype": "F64" if wide else "F32", "shape": list(tensor.shape), "data_offsets": [begin, len(numbers)]}
    text = json.dumps(header).encode()
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + numbers)


def rows(out, tensor):
    for row in tensor.tolist():
        out.write(" ".join("%.17g" % number for number in row) + "\n")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    torch.set_num_threads(1)
    torch.manual_seed(7)
    x = torch.randn(STEPS, INPUTS, dtype=torch.float64)
    with open(os.path.join(sys.argv[1], "load.csv"), "w") as out:
        out.write("sequence,step,x1,x2,x3,target\n")
        for t, row in enumerate(x.tolist()):
            out.write("1,%d,%s,%.17g\n" % (t + 1, ",".join("%.17g" % number for number in row), t / STEPS))
    for name, (kind, options, prefix, head_name, dtype) in CASES.items():
        body = getattr(torch.nn, kind)(INPUTS, HIDDEN, **options).to(dtype)
        head = torch.nn.Linear(HIDDEN, OUTPUTS).to(dtype)
        tensors = {prefix + key: value for key, value in body.state_dict().items()}
        if head_name:
            tensors.update({head_name + key: value for key, value in head.state_dict().items()})
        save(os.path.join(sys.argv[1], name + ".safetensors"), tensors)
        with torch.no_grad(), open(os.path.join(sys.argv[1], name + ".txt"), "w") as out:
            h = body.double()(x[:, None])[0][:, 0]  # the weights as they were rounded, the arithmetic in double
            rows(out, h)
            if head_name:
                rows(out, head.double()(h))


if __name__ == "__main__":
    main()
