#!/usr/bin/env python3
"""Copies the reference records of MedTrain's networks from the reference folder into tests/golden/models/, one file per network.

    scripts/golden/model_records.py REFERENCE_FOLDER

The numbers in the records were computed with torch 1.13 and torchvision 0.14.1 on a processor: the reference network is built without
weights, every tensor of its state dict is filled by FILL-v1 (below), and it is run in float64 and in float32 on Input-v1.
`torchvision_parity.py` in this folder computes such a record again and compares it.

FILL-v1 depends only on a tensor's key and shape. fnv = FNV-1a 32 of the key; mix = the lowbias32 finaliser;
k(i) = (mix(mix(i) + fnv) >> 8) - 2^23 for the flat index i. Then, each value rounded once to float32:
    running_mean, parameters of at most 1 dimension ending in "bias"   k * 2^-26
    running_var, every other parameter of at most 1 dimension          (2^25 + k) * 2^-25
    parameters of 3 dimensions                                         k * 2^-24
    parameters of 2, 4 or more dimensions                              k * S * 2^-43, S = isqrt(3 G 2^40 / (1000 fan)), fan = size / shape[0]
    other buffers and whole numbers                                    as constructed
G is the record's gain_permille. Input-v1 = (k + k of 8-wide blocks with key + ".block") * 2^-24.

Tolerances: float64 max|a-b| <= 1e-9 max|b|; float32 ||a-b|| <= 1e-4 ||b||; training 1e-6 in float64.
"""
import json
import pathlib
import sys

LEFT_OUT = [ # detectors, video transformers and segmentation heads that MedTrain does not have
    "deeplabv3", "lraspp", "fasterrcnn", "keypointrcnn", "maskrcnn", "retinanet", "fcos", "ssd", "mvit", "s3d",
]
KEPT = ["name", "source", "params", "state_keys", "keys_sha256", "macs", "gain_permille", "state_sha256", "inputs", "outputs", "checkpoints_f64", "train"]


def main(reference):
    golden = pathlib.Path(__file__).resolve().parents[2] / "tests" / "golden"
    records = {}
    for file in ("models_other.json", "models.json"):
        records.update((record["name"], record) for record in json.loads((reference / file).read_text())["models"])
    for name, whole in records.items():
        if name.startswith(tuple(LEFT_OUT)):
            continue
        record = {key: whole[key] for key in KEPT if key in whole}
        lines = ",\n".join(f'"{key}": {json.dumps(value)}' for key, value in record.items())
        (golden / "models" / f"{name}.json").write_text(f"{{\n{lines}\n}}\n")
    (golden / "fill_vectors.json").write_text((reference / "fill_vectors.json").read_text())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
