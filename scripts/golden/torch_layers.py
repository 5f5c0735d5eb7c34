#!/usr/bin/env python3
"""Makes tests/golden/torch-layers.json: outputs and gradients of layers whose weights follow a formula.

Computed with PyTorch in float64 (written with 1.13.1). Run:  python3 scripts/golden/torch_layers.py
The k-th entry of a state dictionary holds 0.3 cos(0.37 i + k) at flat index i; an input holds sin(0.61 i + k);
the loss is the sum of all outputs, each weighted by cos(0.53 i) at flat index i.
"""
import json
import math
import pathlib

import torch
from torch import nn
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def wave(shape, factor, shift=0.0, scale=1.0, function=torch.cos):
    return scale * function(torch.arange(math.prod(shape), dtype=torch.float64) * factor + shift).reshape(shape)


def source(k, *shape):
    return wave(shape, 0.61, k, function=torch.sin)


def record(module, inputs, call):
    state = module.state_dict()
    with torch.no_grad():
        for k, value in enumerate(state.values()):
            value.copy_(wave(value.shape, 0.37, k, 0.3))
    module.eval()
    inputs = [source(k, *shape).requires_grad_() for k, shape in enumerate(inputs)]
    outputs = [o for o in call(module, *inputs) if o is not None]
    sum((o * wave(o.shape, 0.53)).sum() for o in outputs).backward()
    return {
        "keys": list(state.keys()),
        "inputs": [list(i.shape) for i in inputs],
        "outputs": [o.tolist() for o in outputs],
        "input_gradients": [i.grad.tolist() for i in inputs],
        "parameter_gradients": [p.grad.norm().item() for p in module.parameters()],
    }


def flat(result):
    for item in result:
        if isinstance(item, tuple):
            yield from item
        else:
            yield item


def single(function):
    return lambda m, *x: (function(m, *x),)


def main():
    mask = torch.triu(torch.ones(3, 3, dtype=torch.bool), 1)
    padding = torch.tensor([[False, False, True], [False, False, False]])
    layer = dict(d_model=4, nhead=2, dim_feedforward=6)
    made = {
        "attention": record(nn.MultiheadAttention(4, 2), [(3, 2, 4)] * 3, lambda m, q, k, v: m(q, k, v)),
        "attention self": record(nn.MultiheadAttention(4, 2), [(3, 2, 4)], lambda m, x: m(x, x, x)),
        "attention masked": record(nn.MultiheadAttention(4, 2), [(3, 2, 4)] * 3,
                                   lambda m, q, k, v: m(q, k, v, key_padding_mask=padding, attn_mask=mask)),
        "attention added mask": record(nn.MultiheadAttention(4, 2), [(3, 2, 4), (5, 2, 4), (5, 2, 4), (4, 3, 5)],
                                       lambda m, q, k, v, a: m(q, k, v, attn_mask=a)),
        "attention other sizes": record(nn.MultiheadAttention(4, 2, kdim=3, vdim=5), [(3, 2, 4), (6, 2, 3), (6, 2, 5)],
                                        lambda m, q, k, v: m(q, k, v)),
        "attention extra keys": record(nn.MultiheadAttention(4, 2, add_bias_kv=True, add_zero_attn=True), [(3, 2, 4)] * 3,
                                       lambda m, q, k, v: m(q, k, v, key_padding_mask=padding, attn_mask=mask)),
        "attention without bias": record(nn.MultiheadAttention(4, 2, bias=False), [(3, 2, 4)] * 3, lambda m, q, k, v: m(q, k, v)),
        "attention batch first": record(nn.MultiheadAttention(4, 2, batch_first=True), [(2, 3, 4)] * 3,
                                        lambda m, q, k, v: m(q, k, v, need_weights=False)),
        "attention single": record(nn.MultiheadAttention(4, 2), [(3, 4)] * 3, lambda m, q, k, v: m(q, k, v)),
        "encoder layer": record(nn.TransformerEncoderLayer(**layer), [(3, 2, 4)], single(lambda m, x: m(x))),
        "encoder layer norm first gelu": record(
            nn.TransformerEncoderLayer(**layer, activation="gelu", norm_first=True, batch_first=True), [(2, 3, 4)], single(lambda m, x: m(x))),
        "encoder layer masked": record(nn.TransformerEncoderLayer(**layer), [(3, 2, 4)],
                                       single(lambda m, x: m(x, mask, padding))),
        "encoder": record(nn.TransformerEncoder(nn.TransformerEncoderLayer(**layer), 2), [(3, 2, 4)], single(lambda m, x: m(x, mask))),
        "lstm": record(nn.LSTM(3, 2), [(4, 2, 3)], lambda m, x: flat(m(x))),
        "lstm two layers both ways": record(nn.LSTM(3, 2, 2, bidirectional=True, batch_first=True), [(2, 4, 3), (4, 2, 2), (4, 2, 2)],
                                            lambda m, x, h, c: flat(m(x, (h, c)))),
        "lstm single": record(nn.LSTM(3, 2, bias=False), [(4, 3)], lambda m, x: flat(m(x))),
        "gru": record(nn.GRU(3, 2, 2), [(4, 2, 3)], lambda m, x: m(x)),
        "gru both ways": record(nn.GRU(3, 2, bidirectional=True, batch_first=True), [(2, 4, 3), (2, 2, 2)], lambda m, x, h: m(x, h)),
        "rnn tanh": record(nn.RNN(3, 2, bidirectional=True), [(4, 2, 3)], lambda m, x: m(x)),
        "rnn relu": record(nn.RNN(3, 2, 2, nonlinearity="relu"), [(4, 2, 3), (2, 2, 2)], lambda m, x, h: m(x, h)),
        "unpool 1d": record(nn.MaxUnpool1d(2), [(1, 2, 6)], single(lambda m, x: m(*F.max_pool1d(x, 2, return_indices=True)))),
        "unpool 2d": record(nn.MaxUnpool2d(3, 2, 1), [(1, 2, 6, 6)],
                            single(lambda m, x: m(*F.max_pool2d(x, 3, 2, 1, return_indices=True), output_size=[6, 6]))),
        "unpool 3d": record(nn.MaxUnpool3d((2, 2, 1)), [(1, 2, 4, 4, 3)],
                            single(lambda m, x: m(*F.max_pool3d(x, (2, 2, 1), return_indices=True)))),
        "constant pad 1d": record(nn.ConstantPad1d((1, 2), 0.5), [(2, 3)], single(lambda m, x: m(x))),
        "constant pad 2d": record(nn.ConstantPad2d((1, 2, 0, -1), 0.5), [(1, 2, 3, 3)], single(lambda m, x: m(x))),
        "constant pad 3d": record(nn.ConstantPad3d((1, 2, 0, 1, 2, 0), -1.5), [(1, 1, 2, 2, 2)], single(lambda m, x: m(x))),
        "reflection pad 1d": record(nn.ReflectionPad1d((1, 2)), [(1, 2, 4)], single(lambda m, x: m(x))),
        "reflection pad 2d": record(nn.ReflectionPad2d((1, 2, 0, 1)), [(1, 2, 4, 4)], single(lambda m, x: m(x))),
        "reflection pad 3d": record(nn.ReflectionPad3d(1), [(1, 1, 2, 3, 3)], single(lambda m, x: m(x))),
        "replication pad 1d": record(nn.ReplicationPad1d(2), [(1, 2, 3)], single(lambda m, x: m(x))),
        "replication pad 2d": record(nn.ReplicationPad2d((1, 2, 3, 0)), [(1, 2, 3, 3)], single(lambda m, x: m(x))),
        "replication pad 3d": record(nn.ReplicationPad3d((1, 0, 2, 0, 0, 1)), [(1, 1, 2, 2, 2)], single(lambda m, x: m(x))),
        "zero pad 2d": record(nn.ZeroPad2d((1, 0, 2, 1)), [(1, 1, 2, 3)], single(lambda m, x: m(x))),
        "unfold": record(nn.Unfold((2, 3), padding=(1, 0), stride=(2, 1)), [(1, 2, 4, 5)], single(lambda m, x: m(x))),
        "fold": record(nn.Fold((4, 5), (2, 3), padding=(1, 0), stride=(2, 1)), [(1, 12, 9)], single(lambda m, x: m(x))),
        "unflatten": record(nn.Unflatten(1, (2, 3)), [(2, 6, 2)], single(lambda m, x: m(x))),
        "pixel unshuffle": record(nn.PixelUnshuffle(2), [(1, 2, 4, 4)], single(lambda m, x: m(x))),
        "pixel shuffle": record(nn.PixelShuffle(2), [(1, 8, 2, 2)], single(lambda m, x: m(x))),
    }
    target = pathlib.Path(__file__).parents[2] / "tests" / "golden" / "torch-layers.json"
    lines = [f" {json.dumps(name)}: {json.dumps(value)}" for name, value in made.items()]
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n")


main()
