"""Writes tests/golden/schedules.json: learning rates of PyTorch's schedulers, epoch by epoch.

    python3 scripts/golden/schedules.py     (torch)
"""
import json
import os

import torch

LOSSES = [1.0, 0.9, 0.9, 0.91, 0.8, 0.8, 0.80001, 0.81, 0.7, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9]


def rates(make, epochs=20, losses=None):
    weight = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([weight], lr=0.5)
    scheduler = make(optimizer)
    found = []
    for epoch in range(epochs):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step(*([] if losses is None else [losses[epoch]]))
    return found


lr = torch.optim.lr_scheduler
entries = {
    "constant": rates(lambda o: lr.LambdaLR(o, lambda epoch: 1)),
    "step": rates(lambda o: lr.StepLR(o, 6, gamma=0.3)),
    "multi_step": rates(lambda o: lr.MultiStepLR(o, [3, 9, 10], gamma=0.1)),
    "exponential": rates(lambda o: lr.ExponentialLR(o, 0.9)),
    "cosine": rates(lambda o: lr.CosineAnnealingLR(o, 20, eta_min=0.01)),
    "cosine_restarts": rates(lambda o: lr.CosineAnnealingWarmRestarts(o, 3, T_mult=2, eta_min=0.02)),
    "one_cycle": rates(lambda o: lr.OneCycleLR(o, 0.5, total_steps=20, pct_start=0.4, div_factor=10, final_div_factor=100)),
    "polynomial": rates(lambda o: lr.PolynomialLR(o, 20, power=2.0)),
    "plateau": rates(lambda o: lr.ReduceLROnPlateau(o, factor=0.2, patience=1, cooldown=2, min_lr=0.001), losses=LOSSES),
}
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "../../tests/golden/schedules.json"), "w", encoding="utf-8") as file:
    lines = ",\n  ".join(f'"{name}": {json.dumps(values)}' for name, values in entries.items())
    file.write(f'{{"torch": "{torch.__version__}", "losses": {json.dumps(LOSSES)}, "rates": {{\n  {lines}\n}}}}\n')
