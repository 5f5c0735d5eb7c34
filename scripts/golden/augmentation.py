#!/usr/bin/python3
"""Makes tests/golden/augmentation.json: what scipy and numpy give for the operations behind MedTrain's augmentations.

Needs python3-numpy and python3-scipy (Debian 12). Run from the repository root:
    python3 scripts/golden/augmentation.py
Arrays are listed x fastest; shapes are [z, y, x]; affine maps are given for points (x, y, z).
"""
import json

import numpy as np
from scipy import ndimage

random = np.random.default_rng(20240202)


def image(shape):
    grid = np.meshgrid(*[np.linspace(0, 3, n) for n in shape], indexing="ij")
    return (np.sin(sum((i + 1) * g for i, g in enumerate(grid))) + random.normal(0, 0.2, shape)).round(4)


def listed(values):
    return np.asarray(values, dtype=np.float64).ravel().round(7).tolist()


def about_center(shape, linear, move):
    """Points (x, y, z) of the result to points of the image."""
    center = (np.array(shape[::-1]) - 1) / 2
    return np.asarray(linear), center - np.asarray(linear) @ center - np.asarray(move)


def warped(values, linear, offset):
    turn = np.eye(3)[::-1]
    return ndimage.affine_transform(values, turn @ linear @ turn, offset[::-1], order=1, mode="nearest")


def rotation(x, y, z):
    (sx, cx), (sy, cy), (sz, cz) = [(np.sin(np.radians(a)), np.cos(np.radians(a))) for a in (x, y, z)]
    return (np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]]) @ np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
            @ np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]]))


def affine(shape, degrees, move):
    values = image(shape)
    linear, offset = about_center(shape, rotation(*degrees), move)
    return {"shape": shape, "voxels": listed(values), "degrees": degrees, "move": move, "expected": listed(warped(values, linear, offset))}


def blur(shape, sigma):
    values = image(shape)
    sigmas = [0 if n == 1 else sigma for n in shape]
    return {"shape": shape, "voxels": listed(values), "sigma": sigma,
            "expected": listed(ndimage.gaussian_filter(values, sigmas, mode="nearest", truncate=4.0))}


def ghosting(shape, axis, ghosts, intensity):
    values = image(shape)
    along = 2 - axis
    frequency = np.abs(np.round(np.fft.fftfreq(shape[along]) * shape[along])).astype(int)
    weights = np.where((frequency > 0) & (frequency % ghosts == 0), 1 - intensity, 1)
    bent = np.moveaxis(np.fft.fft(values, axis=along), along, -1) * weights
    return {"shape": shape, "voxels": listed(values), "axis": axis, "ghosts": ghosts, "intensity": intensity,
            "expected": listed(np.fft.ifft(np.moveaxis(bent, -1, along), axis=along).real)}


def motion(shape, axis, change, degrees, move):
    """Lines of k-space before `change` come from the moved image, the others from the image itself."""
    values = image(shape)
    along = 2 - axis
    linear, offset = about_center(shape, rotation(*degrees), move)
    spectra = [np.moveaxis(np.fft.fftshift(np.fft.fft(v, axis=along), axes=along), along, 0) for v in (warped(values, linear, offset), values)]
    # fftshift puts frequency 0 at length // 2, for odd lengths too
    mixed = np.concatenate([spectra[0][:change], spectra[1][change:]])
    mixed = np.fft.ifft(np.fft.ifftshift(np.moveaxis(mixed, 0, along), axes=along), axis=along).real
    return {"shape": shape, "voxels": listed(values), "axis": axis, "change": change, "degrees": degrees, "move": move, "expected": listed(mixed)}


golden = {
    "affine": [affine([1, 9, 11], [0, 0, 25], [1.5, -0.7, 0]), affine([6, 7, 8], [12, -20, 35], [0.4, 1.2, -0.8])],
    "blur": [blur([1, 12, 9], 0.8), blur([7, 8, 9], 1.7)],
    "ghosting": [ghosting([1, 12, 9], 1, 3, 0.6), ghosting([6, 8, 7], 0, 2, 0.3), ghosting([6, 8, 7], 2, 2, 1.0)],
    "motion": [motion([1, 12, 9], 1, 4, [0, 0, 8], [1, 0.5, 0]), motion([6, 8, 7], 0, 2, [3, 5, -4], [0.5, 0, 1])],
}
with open("tests/golden/augmentation.json", "w", encoding="utf-8") as file:
    json.dump(golden, file, separators=(",", ":"))
    file.write("\n")
