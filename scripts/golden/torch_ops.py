#!/usr/bin/env python3
"""Makes tests/golden/torch-ops.json: small reference values of activations, losses, optimizers, schedules and layers.

Computed with PyTorch in float64 (written with 1.13.1). Run:  python3 scripts/golden/torch_ops.py [reference.json]
A reference file with records of the same names is compared value by value (1e-12 relative) before anything is written.
"""
import json
import pathlib
import sys

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def activations():
    x = torch.arange(-6.0, 6.25, 0.5)
    functions = {
        "sigmoid": torch.sigmoid, "tanh": torch.tanh, "arctan": torch.atan, "relu": F.relu,
        "leaky_relu_0.01": lambda v: F.leaky_relu(v, 0.01), "prelu_0.25": lambda v: F.prelu(v, torch.tensor([0.25])),
        "elu_1": F.elu, "softplus": F.softplus, "swish": F.silu, "gelu_erf": F.gelu, "relu6": F.relu6,
        "hardswish": F.hardswish, "hardsigmoid": F.hardsigmoid, "mish": F.mish,
    }
    result = {"x": x.tolist()}
    for name, function in functions.items():
        v = x.clone().requires_grad_()
        y = function(v)
        y.sum().backward()
        result[name] = {"y": y.tolist(), "dy_dx": v.grad.tolist()}
    return result


def loss_records():
    logits, classes = [[0.2, -1.3, 2.1], [0.7, -0.4, 1.1]], torch.tensor([2, 0])
    kl_target = torch.softmax(torch.tensor([[0.5, 0.3, 0.0], [1.0, 0.0, 0.5]]), 1)
    cases = {
        "cross_entropy_mean": (logits, None, lambda v, t: F.cross_entropy(v, classes)),
        "cross_entropy_label_smoothing_0.1": (logits, None, lambda v, t: F.cross_entropy(v, classes, label_smoothing=0.1)),
        "cross_entropy_class_weights_1_2_3": (logits, None, lambda v, t: F.cross_entropy(v, classes, weight=torch.tensor([1.0, 2, 3]))),
        "nll_of_log_softmax": (logits, None, lambda v, t: F.nll_loss(F.log_softmax(v, 1), classes)),
        "bce_mean": ([0.9, 0.2, 0.6, 0.5], [1.0, 0, 0, 1], F.binary_cross_entropy),
        "bce_at_0_and_1": ([1.0, 0, 1, 0], [1.0, 0, 0, 1], F.binary_cross_entropy),
        "bce_with_logits_pos_weight_3": ([2.0, -1, 0.3, 0], [1.0, 0, 0, 1],
                                         lambda v, t: F.binary_cross_entropy_with_logits(v, t, pos_weight=torch.tensor(3.0))),
        "mse_mean": ([1.5, 1, 3.5], [1.0, 2, 3], F.mse_loss),
        "l1_mean": ([1.5, 1, 3], [1.0, 2, 3], F.l1_loss),
        "smooth_l1_beta1": ([1.5, 0, 3], [1.0, 2, 3], F.smooth_l1_loss),
        "huber_delta1": ([1.5, 0, 3], [1.0, 2, 3], F.huber_loss),
        "multi_margin_p1": (logits, None, lambda v, t: F.multi_margin_loss(v, classes)),
        "multilabel_margin": (logits, [[0, 2, -1], [1, -1, 0]], lambda v, t: F.multilabel_margin_loss(v, t.long())),
        "kl_sum": (logits, kl_target.tolist(), lambda v, t: F.kl_div(F.log_softmax(v, 1), t, reduction="sum")),
    }
    result = {}
    for name, (values, target, function) in cases.items():
        v = torch.tensor(values, dtype=torch.float64).requires_grad_()
        loss = function(v, None if target is None else torch.tensor(target))
        loss.backward()
        result[name] = {"input": values, "value": loss.item(), "grad": v.grad.tolist()}
        if target is not None:
            result[name]["target"] = target
    return result


def optimizers():
    c, t, w0 = [1.0, 0.1, 3.0], [1.0, -2.0, 0.5], [-1.0, 1.0, 2.0]
    kinds = {
        "sgd_lr0.1": lambda p: torch.optim.SGD(p, 0.1),
        "sgd_momentum0.9": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9),
        "sgd_nesterov": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, nesterov=True),
        "sgd_momentum_dampening0.5": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9, dampening=0.5),
        "sgd_weight_decay0.1": lambda p: torch.optim.SGD(p, 0.1, weight_decay=0.1),
        "adam_lr0.1": lambda p: torch.optim.Adam(p, 0.1),
        "adam_amsgrad": lambda p: torch.optim.Adam(p, 0.1, amsgrad=True),
        "adam_weight_decay0.1": lambda p: torch.optim.Adam(p, 0.1, weight_decay=0.1),
        "adamw_lr0.1": lambda p: torch.optim.AdamW(p, 0.1),
    }
    result = {"c": c, "t": t, "w0": w0}
    for name, make in kinds.items():
        w = torch.tensor(w0, requires_grad=True)
        optimizer, after = make([w]), {}
        for step in range(1, 11):
            optimizer.zero_grad()
            (torch.tensor(c) * (w - torch.tensor(t)) ** 2 / 2).sum().backward()
            optimizer.step()
            if step in (1, 2, 10):
                after[f"after_{step}"] = w.tolist()
        result[name] = after
    return result


def lr_schedules():
    schedules = torch.optim.lr_scheduler
    kinds = {
        "step_3_0.1": lambda o: schedules.StepLR(o, 3, 0.1),
        "cosine_T10": lambda o: schedules.CosineAnnealingLR(o, 10),
        "exp_0.9": lambda o: schedules.ExponentialLR(o, 0.9),
        "onecycle_max1_12": lambda o: schedules.OneCycleLR(o, 1.0, total_steps=12),
        "multistep_2_5": lambda o: schedules.MultiStepLR(o, [2, 5], 0.1),
    }
    result = {"base_lr": 0.1}
    for name, make in kinds.items():
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 0.1, momentum=0.9)
        schedule, rates = make(optimizer), []
        for _ in range(12):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            if len(rates) < 12:
                schedule.step()
        result[name] = rates
    return result


def layers():
    """Initial weights of layers after torch.manual_seed(7), in float32: equal seeds must give equal networks."""
    nn = torch.nn
    torch.set_default_dtype(torch.float32)
    kinds = {
        "Conv2d(3, 4, 3)": lambda: nn.Conv2d(3, 4, 3), "Conv3d(2, 2, 3, groups=2)": lambda: nn.Conv3d(2, 2, 3, groups=2),
        "ConvTranspose2d(2, 3, 2, 2)": lambda: nn.ConvTranspose2d(2, 3, 2, 2), "Linear(5, 3)": lambda: nn.Linear(5, 3),
        "Embedding(4, 3)": lambda: nn.Embedding(4, 3),
    }
    result = {}
    for name, make in kinds.items():
        torch.manual_seed(7)
        layer = make()
        result[name] = {key: {"sum": value.double().sum().item(), "first": value.flatten()[:4].tolist()} for key, value in layer.state_dict().items()}
    return result


def compare(path, mine, reference):
    if isinstance(mine, dict):
        for key in mine.keys() & reference.keys():
            compare(f"{path}/{key}", mine[key], reference[key])
    elif isinstance(mine, (int, float, list)) and not isinstance(mine, str):
        a, b = torch.tensor(mine, dtype=torch.float64), torch.tensor(reference, dtype=torch.float64)
        assert a.shape == b.shape and torch.allclose(a, b, rtol=1e-12, atol=1e-12), f"{path}: {mine} != {reference}"


def main():
    made = {"activations": activations(), "losses": loss_records(), "optimizers": optimizers(), "lr_schedules": lr_schedules(), "layers": layers()}
    if len(sys.argv) > 1:
        torch.set_default_dtype(torch.float64)
        compare("", made, json.loads(pathlib.Path(sys.argv[1]).read_text()))
    target = pathlib.Path(__file__).parents[2] / "tests" / "golden" / "torch-ops.json"
    target.write_text(json.dumps(made, indent=1) + "\n")


main()
