#!/usr/bin/python3
"""Measures how fast a weights file of 300 MB is loaded, against a plain read of the same file in the same process,
and against torch.load.

usage: weights.py
"""
import json
import pathlib
import statistics
import struct
import subprocess
import tempfile
import time

import torch

TENSORS, ELEMENTS = 300, 262_144  # 300 tensors of 1 MiB


def write_safetensors(path, tensors):
    header, at = {}, 0
    for name, tensor in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [at, at + tensor.numel() * 4]}
        at += tensor.numel() * 4
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            file.write(tensor.numpy().tobytes())


def seconds(work):
    times = []
    for _ in range(9):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def main():
    here = pathlib.Path(__file__).parent
    with tempfile.TemporaryDirectory() as folder:
        tensors = {f"layer{i}.weight": torch.rand(ELEMENTS) for i in range(TENSORS)}
        files = [f"{folder}/w.safetensors", f"{folder}/zip.pth", f"{folder}/legacy.pth"]
        write_safetensors(files[0], tensors)
        torch.save(tensors, files[1])
        torch.save(tensors, files[2], _use_new_zipfile_serialization=False)
        program = ["dotnet", "run", "-c", "Release", str(here / "weights.cs"), *files]
        for line in subprocess.run(program, capture_output=True, text=True, check=True).stdout.splitlines():
            file, took, read = line.rsplit(" ", 2)
            peer = "" if file == files[0] else f"; torch.load {seconds(lambda: torch.load(file)):.3f} s"
            print(f"{pathlib.Path(file).name}: {took} s, plain read {read} s: {float(read) / float(took):.2f} of its speed{peer}")


if __name__ == "__main__":
    main()
