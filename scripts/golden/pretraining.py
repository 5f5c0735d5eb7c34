"""Writes tests/golden/pretraining.json: losses and gradients of distillation and of SimCLR by PyTorch's own operators.

  python3 scripts/golden/pretraining.py
"""
import json
import os

import torch
import torch.nn.functional as F

torch.manual_seed(20)


def numbers(tensor):
    return [[round(float(v), 7) for v in row] for row in tensor]


def distillation(task, temperature):
    """Mean over teachers of the softened probabilities; PyTorch's KLDivLoss times the squared temperature."""
    teachers, student = torch.randn(2, 5, 3).mul(2).round(decimals=3), torch.randn(5, 3).mul(2).round(decimals=3)
    output = student.double().requires_grad_()
    if task == "multiclass":
        truth = (teachers.double() / temperature).softmax(2).mean(0)
        loss = F.kl_div(F.log_softmax(output / temperature, 1), truth, reduction="batchmean") * temperature**2
    else:
        truth = (teachers.double() / temperature).sigmoid().mean(0)
        both = torch.stack([truth, 1 - truth])
        logs = torch.stack([F.logsigmoid(output / temperature), F.logsigmoid(-output / temperature)])
        loss = F.kl_div(logs, both, reduction="sum") / truth.numel() * temperature**2
    loss.backward()
    return {"task": task, "temperature": temperature, "teachers": [numbers(t) for t in teachers], "student": numbers(student),
            "loss": loss.item(), "gradient": numbers(output.grad)}


def simclr(temperature):
    """The published pseudo-code, pair by pair."""
    rows = torch.randn(8, 6).round(decimals=3)
    z = rows.double().requires_grad_()
    similarity = F.cosine_similarity(z[:, None], z[None], dim=2) / temperature
    total = 0
    for i in range(8):
        others = [k for k in range(8) if k != i]
        total = total - torch.log(similarity[i, i ^ 1].exp() / similarity[i, others].exp().sum())
    loss = total / 8
    loss.backward()
    return {"temperature": temperature, "projections": numbers(rows), "loss": loss.item(), "gradient": numbers(z.grad)}


here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "../../tests/golden/pretraining.json"), "w", encoding="utf-8") as file:
    json.dump({"distillation": [distillation("multiclass", 3.0), distillation("multilabel", 4.0), distillation("multiclass", 1.0)],
               "simclr": [simclr(0.5), simclr(0.1)]}, file)
    file.write("\n")
