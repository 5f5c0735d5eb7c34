#!/usr/bin/python3
"""The oracle of MedTrain's torchvision networks (needs Python with torch and torchvision, e.g. Debian's python3-torchvision).

    torchvision_parity.py record NAME...        computes the records in tests/golden/models again and compares them
    torchvision_parity.py weights NAME FOLDER   writes FOLDER/weights.safetensors (a seeded random torchvision state dict, with random running
                                                statistics), x.safetensors (an input, key x) and y.safetensors (torchvision's logits, key y)
"""
import hashlib
import json
import math
import pathlib
import struct
import sys

import numpy as np
import torch
import torchvision

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "tests" / "golden" / "models"
SAFETENSORS_TYPES = {torch.float32: "F32", torch.int64: "I64"}


def mix(x):
    x = x ^ (x >> np.uint32(16))
    x = x * np.uint32(0x7FEB352D)
    x = x ^ (x >> np.uint32(15))
    x = x * np.uint32(0x846CA68B)
    return x ^ (x >> np.uint32(16))


def k(key, count):
    fnv = 2166136261
    for byte in key.encode():
        fnv = ((fnv ^ byte) * 16777619) & 0xFFFFFFFF
    return (mix(mix(np.arange(count, dtype=np.uint32)) + np.uint32(fnv)) >> np.uint32(8)).astype(np.int64) - (1 << 23)


def fill(network, gain):
    """FILL-v1, as model_records.py defines it."""
    parameters = dict(network.named_parameters())
    for key, tensor in network.state_dict().items():
        count, name = tensor.numel(), key.rsplit(".", 1)[-1]
        if not tensor.is_floating_point():
            continue
        if name == "running_mean" or (tensor.dim() <= 1 and key in parameters and name.endswith("bias")):
            values, shift = k(key, count), 26
        elif name == "running_var" or tensor.dim() <= 1:
            values, shift = k(key, count) + (1 << 25), 25
        elif tensor.dim() == 3:
            values, shift = k(key, count), 24
        else:
            values, shift = k(key, count) * math.isqrt((3 * gain << 40) // (1000 * (count // tensor.shape[0]))), 43
        tensor.copy_(torch.from_numpy((values * 2.0**-shift).astype(np.float32)).reshape(tensor.shape))


def example(shape):
    """Input-v1."""
    small = [*shape[:2], *((side + 7) // 8 for side in shape[2:])]
    blocks = k("input.block", math.prod(small)).reshape(small)
    for axis in range(2, len(shape)):
        blocks = blocks.repeat(8, axis)
    blocks = blocks[tuple(slice(side) for side in shape)]
    return torch.from_numpy(((k("input", math.prod(shape)).reshape(shape) + blocks) * 2.0**-24).astype(np.float32))


def compare_record(name):
    record = json.loads((GOLDEN / f"{name}.json").read_text())
    network = torchvision.models.get_model(name, weights=None).eval()
    lines = "".join(f"{key} {list(tensor.shape)} {str(tensor.dtype)[6:]}\n".replace(", ", ",") for key, tensor in network.state_dict().items())
    with torch.no_grad():
        fill(network, record["gain_permille"])
        logits = network.double()(example(record["inputs"][0]).double())
    expected = np.array(record["outputs"][0]["first8_f64"])
    agrees = {
        "parameters": sum(p.numel() for p in network.parameters()) == record["params"],
        "keys": hashlib.sha256(lines.encode()).hexdigest() == record["keys_sha256"],
        "logits": np.abs(logits[0, :8].numpy() - expected).max() <= 1e-9 * logits.abs().max().item(),
    }
    print(name, agrees)
    return all(agrees.values())


def save(path, tensors):
    header, offset = {}, 0
    for key, tensor in tensors.items():
        size = tensor.numel() * tensor.element_size()
        header[key] = {"dtype": SAFETENSORS_TYPES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in tensors.values():
            file.write(tensor.contiguous().numpy().tobytes())


def write_weights(name, folder):
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    network = torchvision.models.get_model(name, weights=None)
    with torch.no_grad():
        for key, tensor in network.state_dict().items():
            if key.endswith("running_mean"):
                tensor.normal_(0, 0.1)
            elif key.endswith("running_var") or (tensor.dim() == 1 and key.endswith("weight")):
                tensor.uniform_(0.8, 1.2)
        x = torch.rand(2, 3, 224, 224)
        network.train()(torch.rand(4, 3, 64, 64))  # num_batches_tracked is no longer 0
        y = network.eval()(x)
    save(folder / "weights.safetensors", network.state_dict())
    save(folder / "x.safetensors", {"x": x})
    save(folder / "y.safetensors", {"y": y})


if __name__ == "__main__":
    if len(sys.argv) >= 3 and sys.argv[1] == "record":
        sys.exit(not all([compare_record(name) for name in sys.argv[2:]]))
    elif len(sys.argv) == 4 and sys.argv[1] == "weights":
        write_weights(sys.argv[2], pathlib.Path(sys.argv[3]))
    else:
        sys.exit(__doc__)
