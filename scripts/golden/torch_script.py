#!/usr/bin/env python3
"""Makes tests/golden/script-network.pt, script-results.pt and script.json: TorchScript files and what they return.

Run:  python3 scripts/golden/torch_script.py   (written with PyTorch 1.13.1)
The network's weights follow the formula of torch_layers.py; its input holds sin(0.61 i) at flat index i.
"""
import json
import math
import pathlib
from typing import Dict, List, Optional, Tuple

import torch
from torch import nn

FOLDER = pathlib.Path(__file__).parents[2] / "tests" / "golden"


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(2, 3, 3, padding=1), nn.BatchNorm2d(3), nn.ReLU(), nn.Dropout(0.5))
        self.head = nn.Linear(3, 2)

    def forward(self, x):
        return self.head(self.features(x).mean([2, 3]))


class Results(nn.Module):
    def forward(self, x: torch.Tensor, factor: float, count: int, flag: bool) -> Tuple[torch.Tensor, torch.Tensor]:
        y = x * factor
        return (y, y + count) if flag else (y, y - count)

    @torch.jit.export
    def many(self, parts: List[torch.Tensor]) -> List[torch.Tensor]:
        return [part + 1 for part in parts]

    @torch.jit.export
    def named(self, x: torch.Tensor) -> Dict[str, torch.Tensor]:
        return {"out": x, "aux": x * 2}

    @torch.jit.export
    def mixed(self, x: Optional[torch.Tensor], name: str) -> Tuple[Optional[torch.Tensor], str, List[int], float]:
        return x, name + "!", [1, 2], 0.5

    @torch.jit.export
    def fails(self, x: torch.Tensor) -> torch.Tensor:
        if x.numel() > 0:
            raise RuntimeError("not today")
        return x


def wave(shape, factor, shift=0.0, scale=1.0):
    return scale * torch.cos(torch.arange(math.prod(shape), dtype=torch.float64) * factor + shift).reshape(shape)


def main():
    network = Network().double()
    with torch.no_grad():
        for k, value in enumerate(network.state_dict().values()):
            if value.is_floating_point():
                value.copy_(wave(value.shape, 0.37, k, 0.3).abs() + 0.1)
    network.eval()
    scripted = torch.jit.script(network)
    scripted.save(str(FOLDER / "script-network.pt"))
    torch.jit.script(Results()).save(str(FOLDER / "script-results.pt"))
    x = torch.sin(torch.arange(2 * 2 * 4 * 4, dtype=torch.float64) * 0.61).reshape(2, 2, 4, 4)
    made = {"keys": list(network.state_dict()), "output": network(x).tolist()}
    (FOLDER / "script.json").write_text(json.dumps(made, indent=1) + "\n")


main()
