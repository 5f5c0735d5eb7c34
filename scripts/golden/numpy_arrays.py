#!/usr/bin/python3
"""Writes tests/golden/numpy: small arrays of every type and order as numpy saves them, and what they hold.

  /usr/bin/python3 scripts/golden/numpy_arrays.py
"""
import json
import pathlib

import numpy as np

OUT = pathlib.Path(__file__).resolve().parents[2] / "tests/golden/numpy"
OUT.mkdir(parents=True, exist_ok=True)
rng = np.random.default_rng(5)
records = []

for descr in ["|b1", "|u1", "|i1", "<u2", ">u2", "<i2", ">i4", "<u4", "<i8", ">u8", "<f2", "<f4", ">f4", "<f8", ">f8"]:
    for order in "CF":
        shape = (3, 4, 5)
        values = rng.integers(0, 2 if descr == "|b1" else 100, shape)
        array = np.asarray(values if descr[1] in "bu" else values - 50, dtype=descr, order=order)
        if descr[1] == "f":
            array = np.asarray(array / 8, dtype=descr, order=order)
        name = f"{descr[1:]}-{'big' if descr[0] == '>' else 'little'}-{order}.npy"
        np.save(OUT / name, array)
        records.append({"file": name, "shape": list(shape), "values": array.astype(float).ravel(order="C").tolist()})

# The layout of the MedMNIST archives: images and labels of three parts.
parts = {"train": 4, "val": 2, "test": 3}
arrays = {}
for part, count in parts.items():
    arrays[f"{part}_images"] = rng.integers(0, 256, (count, 6, 5), dtype=np.uint8)
    arrays[f"{part}_labels"] = rng.integers(0, 3, (count, 1), dtype=np.uint8)
np.savez_compressed(OUT / "medmnist.npz", **arrays)
for part, count in parts.items():
    for index in range(count):
        records.append({
            "file": f"medmnist.npz#{part}_images/{index}", "shape": [6, 5],
            "values": arrays[f"{part}_images"][index].astype(float).ravel().tolist()})

colour = rng.integers(0, 256, (2, 4, 3, 3), dtype=np.uint8)
np.savez(OUT / "colour.npz", images=colour)
for index in range(2):
    grey = colour[index].astype(float) @ [0.299, 0.587, 0.114]
    records.append({"file": f"colour.npz#images/{index}", "shape": [4, 3], "values": grey.ravel().tolist()})

(OUT / "expected.json").write_text(json.dumps({
    "images": records,
    "labels": {f"{part}_labels": arrays[f"{part}_labels"].astype(float).tolist() for part in parts},
}, separators=(",", ":")) + "\n")
