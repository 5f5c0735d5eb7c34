"""Python's side of scripts/bench/torch: reads "ROW UNITS" lines, answers with the seconds that they took."""
import contextlib
import pathlib
import sys
import time

import torch
import torchvision
from torch import nn

THREADS, FOLDER = int(sys.argv[1]), pathlib.Path(sys.argv[2])


def conv5():
    layers, channels = [], 1
    for width in (8, 16, 32, 64, 128):
        layers += [nn.Conv3d(channels, width, 3, padding=1), nn.BatchNorm3d(width), nn.ReLU(inplace=True), nn.MaxPool3d(2)]
        channels = width
    return nn.Sequential(*layers, nn.Flatten(), nn.Dropout(0.5), nn.Linear(128 * 27, 1300), nn.ReLU(), nn.Linear(1300, 50), nn.ReLU(),
                         nn.Linear(50, 2))


class TrainingStep:
    """Forward, cross entropy, backward, one step of SGD with momentum."""

    def __init__(self, network, shape, low, channels_last):
        self.network, self.low = network, low
        self.images = torch.randn(shape)
        if channels_last:
            format_ = torch.channels_last if len(shape) == 4 else torch.channels_last_3d
            self.network, self.images = network.to(memory_format=format_), self.images.to(memory_format=format_)
        self.labels = torch.arange(shape[0]) % 2
        self.optimizer = torch.optim.SGD(network.parameters(), 1e-3, momentum=0.9)

    def __call__(self):
        self.optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16) if self.low else contextlib.nullcontext():
            output = self.network(self.images)
        nn.functional.cross_entropy(output.float(), self.labels).backward()
        self.optimizer.step()


class AdamW:
    def __init__(self):
        self.parameters = [nn.Parameter(torch.randn(64, 16)) for _ in range(200)]
        for parameter in self.parameters:
            parameter.grad = torch.randn(64, 16)
        self.optimizer = torch.optim.AdamW(self.parameters, lr=1e-3)

    def __call__(self):
        self.optimizer.step()


class Add:
    def __init__(self):
        self.a, self.b = torch.tensor(1.0), torch.tensor(2.0)

    def times(self, count):
        a, b = self.a, self.b
        for _ in range(count):
            a + b


class PlainRead:
    """The file that our side has written, read whole."""

    def __call__(self):
        with open(FOLDER / "weights.safetensors", "rb") as file:
            file.read()


MODELS = torchvision.models
ROWS = {
    "add": Add,
    "densenet121_fp32": lambda: TrainingStep(MODELS.densenet121(num_classes=14), (8, 3, 224, 224), False, False),
    "densenet121_bf16": lambda: TrainingStep(MODELS.densenet121(num_classes=14), (8, 3, 224, 224), True, True),
    "resnet18_bf16": lambda: TrainingStep(MODELS.resnet18(num_classes=14), (64, 3, 64, 64), True, True),
    "conv5_fp32": lambda: TrainingStep(conv5(), (2, 1, 96, 96, 96), False, False),
    "conv5_bf16": lambda: TrainingStep(conv5(), (2, 1, 96, 96, 96), True, True),
    "vit_bf16": lambda: TrainingStep(MODELS.vit_b_16(num_classes=14), (8, 3, 224, 224), True, False),
    "adamw": AdamW,
    "safetensors": PlainRead,
}


def main():
    torch.set_num_threads(THREADS)
    torch.manual_seed(0)
    name, work = None, None
    for line in sys.stdin:
        wanted, units = line.split()
        if wanted != name:
            work = None
            name, work = wanted, ROWS[wanted]()
        start = time.perf_counter()
        if hasattr(work, "times"):
            work.times(int(units))
        else:
            for _ in range(int(units)):
                work()
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
