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
        "hardswish": F.hardswish, "hardsigmoid": F.hardsigmoid, "mish": F.mish, "linear": lambda v: v.clone(),
        "gelu_tanh": lambda v: F.gelu(v, approximate="tanh"), "selu": F.selu, "celu_1.5": lambda v: F.celu(v, 1.5), "softsign": F.softsign,
        "tanhshrink": F.tanhshrink, "hardshrink_0.5": F.hardshrink, "softshrink_0.5": F.softshrink, "hardtanh": F.hardtanh,
        "logsigmoid": F.logsigmoid, "threshold_0.7_-2": lambda v: F.threshold(v, 0.7, -2.0),
    }
    result = {"x": x.tolist()}
    for name, function in functions.items():
        v = x.clone().requires_grad_()
        y = function(v)
        y.sum().backward()
        result[name] = {"y": y.tolist(), "dy_dx": v.grad.tolist()}
    v = torch.tensor([1.0, 2.0, 3.0, -1.0])
    result["softmax"] = {"x": v.tolist(), "y": torch.softmax(v, 0).tolist(), "log_y": torch.log_softmax(v, 0).tolist()}
    return result


def distillation(student, teacher, temperature):
    log_p = F.log_softmax(student / temperature, 1)
    return F.kl_div(log_p, F.softmax(teacher / temperature, 1), reduction="batchmean") * temperature ** 2


def soft_dice(p, t, eps=1e-6):
    return 1 - (2 * (p * t).sum() + eps) / (p.sum() + t.sum() + eps)


def focal(p, t, gamma=2):
    p_t = torch.where(t == 1, p, 1 - p)
    return (-(1 - p_t) ** gamma * p_t.log()).mean()


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
        "kl_batchmean": (logits, kl_target.tolist(), lambda v, t: F.kl_div(F.log_softmax(v, 1), t, reduction="batchmean")),
        "categorical_cross_entropy_one_hot": (logits, None, lambda v, t: F.cross_entropy(v, F.one_hot(classes, 3).double())),
        "binary_hinge_mean": ([0.3, 0.4, 2.0], [1.0, -1.0, 1.0], lambda v, t: torch.clamp(1 - t * v, min=0).mean()),
        "distillation_T4": (logits, [[3.0, 1.0, -1.0], [0.0, 2.0, -2.0]], lambda v, t: distillation(v, t, 4)),
        "soft_dice_loss_eps1e-6": ([0.9, 0.8, 0.3, 0.1], [1.0, 0, 0, 1], soft_dice),
        "focal_gamma2": ([0.9, 0.8, 0.3, 0.1], [1.0, 0, 0, 1], focal),
        "l1_norm": ([1.0, -2.0, 3.0], None, lambda v, t: v.norm(1)),
        "l2_norm_squared": ([1.0, -2.0, 3.0], None, lambda v, t: (v * v).sum()),
        "cross_entropy_ignored_class": (logits, None, lambda v, t: F.cross_entropy(v, torch.tensor([2, 1]), ignore_index=1)),
        "cross_entropy_weights_and_smoothing": (logits, None, lambda v, t: F.cross_entropy(
            v, classes, weight=torch.tensor([1.0, 2, 3]), label_smoothing=0.2)),
        "bce_weighted_elements": ([0.9, 0.2, 0.6, 0.5], [1.0, 0, 0, 1],
                                  lambda v, t: F.binary_cross_entropy(v, t, weight=torch.tensor([1.0, 0, 2, 0.5]))),
        "bce_with_logits_weighted_elements": ([2.0, -1, 0.3, 0], [1.0, 0, 0, 1], lambda v, t: F.binary_cross_entropy_with_logits(
            v, t, weight=torch.tensor([1.0, 0, 2, 0.5]), pos_weight=torch.tensor(3.0))),
        "nll_weighted_sum": (logits, None, lambda v, t: F.nll_loss(
            F.log_softmax(v, 1), classes, weight=torch.tensor([1.0, 2, 3]), reduction="sum")),
        "hinge_embedding_margin0.5": ([0.3, 0.4, 2.0], [1.0, -1.0, -1.0], lambda v, t: F.hinge_embedding_loss(v, t, margin=0.5)),
        "multilabel_soft_margin": (logits, [[1.0, 0, 1], [0, 0, 1]], F.multilabel_soft_margin_loss),
        "soft_margin": ([0.3, 0.4, 2.0], [1.0, -1.0, 1.0], F.soft_margin_loss),
        "poisson_nll": ([0.3, 0.4, 2.0], [1.0, 0, 3], lambda v, t: F.poisson_nll_loss(v, t, full=True)),
        "huber_delta2": ([1.5, 0, 5], [1.0, 2, 1], lambda v, t: F.huber_loss(v, t, delta=2.0)),
        "smooth_l1_beta0.5": ([1.5, 0, 3], [1.0, 2, 3], lambda v, t: F.smooth_l1_loss(v, t, beta=0.5)),
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
        "adamw_amsgrad_maximize": lambda p: torch.optim.AdamW(p, 0.1, amsgrad=True, maximize=True),
        "adagrad_lr0.1": lambda p: torch.optim.Adagrad(p, 0.1),
        "adagrad_all": lambda p: torch.optim.Adagrad(p, 0.1, lr_decay=0.1, weight_decay=0.1, initial_accumulator_value=0.5),
        "adadelta_default": lambda p: torch.optim.Adadelta(p),
        "adadelta_lr1_rho0.95_eps1e-6": lambda p: torch.optim.Adadelta(p, rho=0.95),
        "adadelta_all": lambda p: torch.optim.Adadelta(p, 0.5, weight_decay=0.1, maximize=True),
        "rmsprop_lr0.05": lambda p: torch.optim.RMSprop(p, 0.05),
        "rmsprop_centered_momentum": lambda p: torch.optim.RMSprop(p, 0.05, momentum=0.9, centered=True),
        "rmsprop_all": lambda p: torch.optim.RMSprop(p, 0.05, alpha=0.9, weight_decay=0.1, momentum=0.5, maximize=True),
        "nadam_lr0.1": lambda p: torch.optim.NAdam(p, 0.1),
        "nadam_weight_decay": lambda p: torch.optim.NAdam(p, 0.1, weight_decay=0.1, momentum_decay=0.01),
        "radam_lr0.1": lambda p: torch.optim.RAdam(p, 0.1),
        "radam_weight_decay": lambda p: torch.optim.RAdam(p, 0.1, betas=(0.8, 0.9), weight_decay=0.1),
        "adamax_lr0.1": lambda p: torch.optim.Adamax(p, 0.1),
        "adamax_weight_decay": lambda p: torch.optim.Adamax(p, 0.1, weight_decay=0.1),
        "rprop": lambda p: torch.optim.Rprop(p, 0.1),
        "rprop_all": lambda p: torch.optim.Rprop(p, 0.2, etas=(0.4, 1.5), step_sizes=(0.05, 0.3)),
        "lbfgs": lambda p: torch.optim.LBFGS(p, 0.5, max_iter=3, history_size=2),
        "lbfgs_stops": lambda p: torch.optim.LBFGS(p, 1.0, max_iter=20, max_eval=4, tolerance_grad=1e-3),
    }
    result = {"c": c, "t": t, "w0": w0}
    torch.set_default_dtype(torch.float32)  # as in ordinary use: NAdam keeps the product of its momenta in the default type
    for name, make in kinds.items():
        w = torch.tensor(w0, dtype=torch.float64, requires_grad=True)
        optimizer, after = make([w]), {}

        def closure():
            optimizer.zero_grad()
            loss = (torch.tensor(c, dtype=torch.float64) * (w - torch.tensor(t, dtype=torch.float64)) ** 2 / 2).sum()
            loss.backward()
            return loss

        for step in range(1, 11):
            optimizer.step(closure)
            if step in (1, 2, 10):
                after[f"after_{step}"] = w.tolist()
        result[name] = after
    torch.set_default_dtype(torch.float64)
    return result


def lr_schedules():
    s = torch.optim.lr_scheduler
    kinds = {
        "step_3_0.1": lambda o: s.StepLR(o, 3, 0.1),
        "cosine_T10": lambda o: s.CosineAnnealingLR(o, 10),
        "cosine_T4_min": lambda o: s.CosineAnnealingLR(o, 4, eta_min=0.02),
        "exp_0.9": lambda o: s.ExponentialLR(o, 0.9),
        "onecycle_max1_12": lambda o: s.OneCycleLR(o, 1.0, total_steps=12),
        "onecycle_three_linear": lambda o: s.OneCycleLR(o, 1.0, total_steps=12, three_phase=True, anneal_strategy="linear"),
        "multistep_2_5": lambda o: s.MultiStepLR(o, [2, 5], 0.1),
        "lambda": lambda o: s.LambdaLR(o, lambda step: 1 / (1 + step)),
        "multiplicative": lambda o: s.MultiplicativeLR(o, lambda step: 0.9 if step % 2 else 0.8),
        "linear": lambda o: s.LinearLR(o, 0.5, 1.0, 4),
        "constant": lambda o: s.ConstantLR(o, 0.25, 3),
        "polynomial": lambda o: s.PolynomialLR(o, 6, 2),
        "cyclic": lambda o: s.CyclicLR(o, 0.01, 0.1, 3, 2),
        "cyclic_triangular2": lambda o: s.CyclicLR(o, 0.01, 0.1, 2, mode="triangular2"),
        "cyclic_exp_range": lambda o: s.CyclicLR(o, 0.01, 0.1, 2, mode="exp_range", gamma=0.9),
        "cyclic_function": lambda o: s.CyclicLR(o, 0.01, 0.1, 2, scale_fn=lambda x: 1 / x, scale_mode="cycle"),
        "chained": lambda o: s.ChainedScheduler([s.ConstantLR(o, 0.1, 2), s.ExponentialLR(o, 0.9)]),
        "sequential": lambda o: s.SequentialLR(o, [s.ConstantLR(o, 0.1, 2), s.ExponentialLR(o, 0.9)], [3]),
        "warm_restarts": lambda o: s.CosineAnnealingWarmRestarts(o, 3, 2, eta_min=0.01),
        "warm_up_cosine": lambda o: s.SequentialLR(o, [s.LinearLR(o, 0.25, 1.0, 4), s.CosineAnnealingLR(o, 8)], [4]),
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
    result["plateaus"] = plateaus(s)
    return result


def plateaus(s):
    measures = [1.0, 0.9, 0.9, 0.89995, 0.91, 0.92, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6]
    kinds = {
        "min_rel": dict(patience=1, factor=0.5), "max_abs": dict(mode="max", threshold=0.05, threshold_mode="abs", patience=2),
        "cooldown": dict(patience=0, cooldown=2, min_lr=0.02, factor=0.3), "max_rel": dict(mode="max", patience=1, threshold=0.2),
    }
    result = {"measures": measures}
    for name, settings in kinds.items():
        optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], 0.1)
        schedule, rates = s.ReduceLROnPlateau(optimizer, **settings), []
        for measure in measures:
            schedule.step(measure)
            rates.append(optimizer.param_groups[0]["lr"])
        result[name] = rates
    return result


def layers():
    """Initial weights of layers after torch.manual_seed(7), in float32: equal seeds must give equal networks."""
    nn = torch.nn
    torch.set_default_dtype(torch.float32)
    kinds = {
        "Conv2d(3, 4, 3)": lambda: nn.Conv2d(3, 4, 3), "Conv3d(2, 2, 3, groups=2)": lambda: nn.Conv3d(2, 2, 3, groups=2),
        "ConvTranspose2d(2, 3, 2, 2)": lambda: nn.ConvTranspose2d(2, 3, 2, 2), "Linear(5, 3)": lambda: nn.Linear(5, 3),
        "Embedding(4, 3)": lambda: nn.Embedding(4, 3), "LSTM(3, 2, 2)": lambda: nn.LSTM(3, 2, 2), "GRU(3, 2)": lambda: nn.GRU(3, 2),
        "MultiheadAttention(4, 2)": lambda: nn.MultiheadAttention(4, 2, add_bias_kv=True),
        "MultiheadAttention(4, 2, kdim=3)": lambda: nn.MultiheadAttention(4, 2, kdim=3),
        "TransformerEncoderLayer(4, 2, 6)": lambda: nn.TransformerEncoderLayer(4, 2, 6),
    }
    result = {}
    for name, make in kinds.items():
        torch.manual_seed(7)
        layer = make()
        result[name] = {key: {"sum": value.double().sum().item(), "first": value.flatten()[:4].tolist()} for key, value in layer.state_dict().items()}
    return result


def structured_weights():
    """What the functions of init with a structure give after torch.manual_seed(7), in float32."""
    init = torch.nn.init
    torch.set_default_dtype(torch.float32)
    kinds = {
        "orthogonal 4x3": (lambda w: init.orthogonal_(w, 2.0), (4, 3)), "orthogonal 2x3x2": (init.orthogonal_, (2, 3, 2)),
        "dirac 2x3x3x3": (init.dirac_, (2, 3, 3, 3)), "sparse 5x3": (lambda w: init.sparse_(w, 0.3, 0.5), (5, 3)),
    }
    result = {}
    for name, (fill, shape) in kinds.items():
        torch.manual_seed(7)
        result[name] = fill(torch.empty(shape)).tolist()
    return result


def compare(path, mine, reference):
    if isinstance(mine, dict):
        for key in mine.keys() & reference.keys():
            compare(f"{path}/{key}", mine[key], reference[key])
    elif isinstance(mine, (int, float, list)) and not isinstance(mine, str):
        a, b = torch.tensor(mine, dtype=torch.float64), torch.tensor(reference, dtype=torch.float64)
        assert a.shape == b.shape and torch.allclose(a, b, rtol=1e-12, atol=1e-12), f"{path}: {mine} != {reference}"


def main():
    made = {"activations": activations(), "losses": loss_records(), "optimizers": optimizers(), "lr_schedules": lr_schedules(), "layers": layers(),
            "structured_weights": structured_weights()}
    if len(sys.argv) > 1:
        torch.set_default_dtype(torch.float64)
        compare("", made, json.loads(pathlib.Path(sys.argv[1]).read_text()))
    target = pathlib.Path(__file__).parents[2] / "tests" / "golden" / "torch-ops.json"
    target.write_text(json.dumps(made, indent=1) + "\n")


main()
