"""Writes tests/golden/weights: small checkpoints as PyTorch saves them, in both formats, and what is in them (with torch 1.13).

    python3 scripts/golden/weights.py
"""
import argparse
import collections
import json
import pathlib
import pickle

import numpy
import torch

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "tests" / "golden" / "weights"


class Evil:
    """A pickle of this runs a program when Python loads it."""

    def __reduce__(self):
        import os

        return os.system, ("echo this must never be printed",)


def checkpoint():
    torch.manual_seed(1)
    shared = torch.arange(24, dtype=torch.float32)
    state = collections.OrderedDict(
        {
            "module.single": torch.randn(2, 3),
            "module.double": torch.randn(3, dtype=torch.float64),
            "module.half": torch.randn(4).half(),
            "module.brain": torch.randn(5).bfloat16(),
            "module.long": torch.tensor([-(2**40), 7]),
            "module.int": torch.tensor([1, -2], dtype=torch.int32),
            "module.short": torch.tensor([300, -2], dtype=torch.int16),
            "module.int8": torch.tensor([-3, 4], dtype=torch.int8),
            "module.byte": torch.tensor([255, 0], dtype=torch.uint8),
            "module.truth": torch.tensor([True, False, True]),
            "module.scalar": torch.tensor(2.5),
            "module.empty": torch.zeros(0, 4),
            "module.tied": shared.view(4, 6),
            "module.transposed": shared.view(4, 6).t(),
            "module.slice": shared[6:12:2],
            "module.learnt": torch.nn.Parameter(torch.randn(2, 2)),
            "module.complex": torch.complex(torch.randn(2), torch.randn(2)),
        }
    )
    state._metadata = collections.OrderedDict({"": {"version": 1}})
    optimizer = {"state": {0: {"step": 3, "exp_avg": torch.randn(2, 3)}}, "param_groups": [{"lr": 0.1, "betas": (0.9, 0.999)}]}
    return {"epoch": 12, "best": 0.75, "arch": "net", "done": False, "state_dict": state, "optimizer": optimizer, "seen": {1, 2}, "raw": b"\x00\xff",
            "losses": numpy.array([[0.5, 0.25]]), "auc": numpy.float64(0.9)}


def facts(tensor):
    values = torch.view_as_real(tensor) if tensor.is_complex() else tensor
    return {"type": str(tensor.dtype).split(".")[1], "shape": list(tensor.shape), "values": values.double().flatten().tolist()}


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    whole = checkpoint()
    legacy = {"_use_new_zipfile_serialization": False}
    torch.save(whole, FOLDER / "checkpoint-zip.pth")
    torch.save(whole, FOLDER / "checkpoint-legacy.pth.tar", **legacy)
    torch.save(whole, FOLDER / "checkpoint-protocol4.pth", pickle_protocol=4)
    torch.save({"generator": {"w": torch.ones(2)}, "critic": {"w": torch.zeros(2)}}, FOLDER / "two-parts.pth")
    torch.save(torch.nn.Linear(2, 2), FOLDER / "whole-model-zip.pth")
    torch.save({"args": argparse.Namespace(lr=0.1), "state_dict": {"w": torch.ones(1)}}, FOLDER / "namespace.pth")
    torch.save({"state_dict": {"w": torch.ones(1)}, "x": Evil()}, FOLDER / "evil-zip.pth")
    torch.save({"state_dict": {"w": torch.ones(1)}, "x": Evil()}, FOLDER / "evil-legacy.pth", **legacy)
    (FOLDER / "plain.pkl").write_bytes(pickle.dumps({"a": [1, 2]}, protocol=2))
    expected = {name.replace("module.", "", 1): facts(tensor.detach()) for name, tensor in whole["state_dict"].items()}
    (FOLDER / "checkpoint.json").write_text(json.dumps(expected, indent=1) + "\n")


if __name__ == "__main__":
    main()
