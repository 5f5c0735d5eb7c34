"""Python's side of scripts/bench/data: reads row names, answers with seconds per image."""
import pathlib
import sys
import time

import nibabel
import numpy as np
import pydicom
import torch
import torch.nn.functional as F
from PIL import Image
from scipy import ndimage
from torch.utils.data import DataLoader, Dataset

folder, scratch = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
PNG = sorted((folder / "cxr" / "images").glob("*.png"))[:300]
DICOM = sorted((folder / "ct2d" / "dicom").glob("*.dcm"))
NIFTI = sorted((folder / "brain" / "t1_2mm").glob("*.nii.gz"))


class Images(Dataset):
    def __init__(self, items, read):
        self.items, self.read = items, read

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        return self.read(self.items[index])


def png(path):
    image = Image.open(path).convert("L").resize((224, 224), Image.BILINEAR)
    return torch.from_numpy(np.asarray(image, dtype=np.float32)[None])


def png_with_flip(path):
    image = png(path)
    return image.flip(2) if torch.rand(()) < 0.5 else image


def dicom(path):
    file = pydicom.dcmread(path)
    pixels = file.pixel_array.astype(np.float32) * float(file.get("RescaleSlope", 1)) + float(file.get("RescaleIntercept", 0))
    return F.interpolate(torch.from_numpy(pixels)[None, None], (224, 224), mode="bilinear", antialias=True)[0]


def nifti(path):
    file = nibabel.load(path)
    values = np.asarray(file.dataobj, dtype=np.float32)
    return torch.from_numpy(ndimage.zoom(values, np.array(file.header.get_zooms()[:3]) / 3.0, order=1))


def affine_volume(index):
    volume = torch.from_numpy(np.load(scratch / "peer.npy", mmap_mode="r")[index % 8].copy())[None, None]
    angle = (torch.rand(()) - 0.5) * 0.35
    cos, sin = torch.cos(angle), torch.sin(angle)
    theta = torch.eye(3, 4)
    theta[0, 0], theta[0, 1], theta[1, 0], theta[1, 1] = cos, -sin, sin, cos
    return F.grid_sample(volume, F.affine_grid(theta[None], volume.shape, align_corners=False), padding_mode="border", align_corners=False)[0]


def epoch(items, read, batch):
    started = time.perf_counter()
    # As a training does: workers are kept from epoch to epoch, so their start is not counted.
    for _ in LOADERS.setdefault(read, DataLoader(Images(items, read), batch_size=batch, num_workers=2, persistent_workers=True)):
        pass
    return (time.perf_counter() - started) / len(items)


torch.set_num_threads(2)
np.save(scratch / "peer.npy", np.random.default_rng(0).normal(size=(8, 96, 96, 96)).astype(np.float32))
LOADERS = {}
ROWS = {
    "png": lambda: epoch(PNG, png, 32),
    "dicom": lambda: epoch(DICOM, dicom, 32),
    "nifti": lambda: epoch(NIFTI, nifti, 1),
    "warm2d": lambda: epoch(PNG, png_with_flip, 32),
    "warm3d": lambda: epoch(list(range(48)), affine_volume, 4),
}
for line in sys.stdin:
    print(ROWS[line.strip()](), flush=True)
