"""Python's side of scripts/bench/fit: an ordinary training script, from files on disk to trained weights.

usage: fit_peer.py TABLE OUT --network NAME --size N [--precision fp32|bf16] [--epochs N] [--batch N] [--threads N] [--shift F] [--flip]

TABLE is a CSV file with the columns path, class and split (train, validation or test). Prints one JSON line an epoch, "first step"
after the first optimizer step, and the accuracy on the test part at the end.
"""
import argparse
import contextlib
import csv
import json
import pathlib
import time

import numpy as np
import torch
import torchvision
from torch import nn
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    """Decodes an image whenever it is asked for; [1, H, W] or [1, D, H, W]."""

    def __init__(self, rows, options, augment):
        self.rows, self.size, self.shift, self.flip = rows, options.size, options.shift * augment, options.flip and augment

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        path, label = self.rows[index]
        image = self.volume(path) if path.endswith((".nii", ".nii.gz")) else self.picture(path)
        if self.shift > 0:
            image = self.moved(image)
        if self.flip and torch.rand(()) < 0.5:
            image = image.flip(-1)
        return image, label

    def picture(self, path):
        from PIL import Image
        image = Image.open(path).convert("L")
        if image.size != (self.size, self.size):
            image = image.resize((self.size, self.size), Image.BILINEAR)
        return torch.from_numpy(np.asarray(image, dtype=np.float32) / 255)[None]

    def volume(self, path):
        import nibabel
        values = torch.from_numpy(np.asarray(nibabel.load(path).dataobj, dtype=np.float32))
        values = nn.functional.interpolate(values[None, None], (self.size,) * 3, mode="trilinear", align_corners=False)[0]
        return (values - values.mean()) / values.std()

    def moved(self, image):
        """Shifted by whole pixels along each axis; the border fills what moves in."""
        pad = int(self.shift * self.size)
        sides = image.dim() - 1
        padded = nn.functional.pad(image[None], (pad,) * (2 * sides), mode="replicate")[0]
        for axis, start in enumerate(torch.randint(0, 2 * pad + 1, (sides,)).tolist()):
            padded = padded.narrow(axis + 1, start, self.size)
        return padded


class DenseLayer(nn.Module):
    def __init__(self, channels, growth):
        super().__init__()
        self.bottleneck = nn.Sequential(nn.BatchNorm3d(channels), nn.ReLU(inplace=True), nn.Conv3d(channels, 4 * growth, 1, bias=False))
        self.grow = nn.Sequential(nn.BatchNorm3d(4 * growth), nn.ReLU(inplace=True),
                                  nn.Conv3d(4 * growth, growth, 3, padding=1, bias=False))

    def forward(self, maps):
        return torch.cat([maps, self.grow(self.bottleneck(maps))], 1)


def densenet121_3d(outputs, growth=32, channels=64):
    """DenseNet-121 for volumes of one channel, the layers that MONAI's network of that name has."""
    layers = [nn.Conv3d(1, channels, 7, stride=2, padding=3, bias=False), nn.BatchNorm3d(channels), nn.ReLU(inplace=True),
              nn.MaxPool3d(3, stride=2, padding=1)]
    for block, depth in enumerate((6, 12, 24, 16)):
        layers += [DenseLayer(channels + i * growth, growth) for i in range(depth)]
        channels += depth * growth
        layers.append(nn.BatchNorm3d(channels))
        if block < 3:
            layers += [nn.ReLU(inplace=True), nn.Conv3d(channels, channels // 2, 1, bias=False), nn.AvgPool3d(2)]
            channels //= 2
    return nn.Sequential(*layers, nn.ReLU(inplace=True), nn.AdaptiveAvgPool3d(1), nn.Flatten(), nn.Linear(channels, outputs))


def create(name, outputs):
    if name == "densenet121_3d":
        return densenet121_3d(outputs)
    network = getattr(torchvision.models, name)(num_classes=outputs)
    if name == "resnet18":
        network.conv1 = nn.Conv2d(1, 64, 7, stride=2, padding=3, bias=False)
    else:
        network.features.conv0 = nn.Conv2d(1, 64, 7, stride=2, padding=3, bias=False)
    return network


class Training:
    def __init__(self, options):
        self.options = options
        with open(options.table, newline="") as file:
            rows = list(csv.DictReader(file))
        names = sorted({row["class"] for row in rows})
        self.network = create(options.network, len(names))
        self.format = torch.contiguous_format
        if options.precision == "bf16":
            self.format = torch.channels_last_3d if options.network.endswith("3d") else torch.channels_last
        self.network = self.network.to(memory_format=self.format)
        self.optimizer = torch.optim.AdamW(self.network.parameters(), lr=1e-3, weight_decay=0.01)
        self.loaders = {part: self.loader([(row["path"], names.index(row["class"])) for row in rows if row["split"] == part], part)
                        for part in ("train", "validation", "test")}
        steps, warmup = options.epochs * len(self.loaders["train"]), len(self.loaders["train"]) // 2
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda step: min(1, (step + 1) / max(1, warmup)) * (1 + np.cos(np.pi * step / steps)) / 2)

    def loader(self, rows, part):
        train = part == "train"
        return DataLoader(Images(rows, self.options, train), self.options.batch, shuffle=train, num_workers=2 if train else 0,
                          persistent_workers=train)

    def forward(self, images):
        with torch.autocast("cpu", dtype=torch.bfloat16) if self.options.precision == "bf16" else contextlib.nullcontext():
            return self.network(images.contiguous(memory_format=self.format)).float()

    def train(self, epoch):
        self.network.train()
        seen, total, started = 0, 0.0, time.perf_counter()
        for images, labels in self.loaders["train"]:
            self.optimizer.zero_grad(set_to_none=True)
            loss = nn.functional.cross_entropy(self.forward(images), labels)
            loss.backward()
            self.optimizer.step()
            self.schedule.step()
            total += loss.item() * len(labels)
            if epoch == 1 and seen == 0:
                print("first step", flush=True)
            seen += len(labels)
        return total / seen, seen / (time.perf_counter() - started)

    @torch.no_grad()
    def evaluate(self, part):
        self.network.eval()
        seen, total, right, scores = 0, 0.0, 0, []
        for images, labels in self.loaders[part]:
            output = self.forward(images)
            total += nn.functional.cross_entropy(output, labels, reduction="sum").item()
            right += (output.argmax(1) == labels).sum().item()
            scores += output.softmax(1).tolist()
            seen += len(labels)
        return total / max(1, seen), right / max(1, seen), scores

    def run(self):
        out, best = self.options.out, float("inf")
        out.mkdir(parents=True, exist_ok=True)
        for epoch in range(1, self.options.epochs + 1):
            loss, speed = self.train(epoch)
            validation, accuracy, _ = self.evaluate("validation")
            if validation < best:
                best = validation
                torch.save(self.network.state_dict(), out / "best.pt")
            torch.save({"model": self.network.state_dict(), "optimizer": self.optimizer.state_dict(), "epoch": epoch}, out / "last.pt")
            print(json.dumps({"epoch": epoch, "loss": loss, "validation_loss": validation, "accuracy": accuracy,
                              "images_per_second": speed}), flush=True)
        self.network.load_state_dict(torch.load(out / "best.pt"))
        for part in ("validation", "test"):
            _, accuracy, scores = self.evaluate(part)
            with open(out / f"predictions-{part}.csv", "w", newline="") as file:
                csv.writer(file).writerows(scores)
        print(json.dumps({"test_accuracy": accuracy}))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("table", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--network", required=True)
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="fp32")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--shift", type=float, default=0)
    parser.add_argument("--flip", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    Training(options).run()


if __name__ == "__main__":
    main()
