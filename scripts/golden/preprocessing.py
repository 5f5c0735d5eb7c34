#!/usr/bin/python3
"""Makes tests/golden/preprocessing.json: what numpy, scipy, nibabel and pydicom give for MedTrain's preprocessing steps.

Needs python3-numpy, python3-scipy, python3-nibabel and python3-pydicom (Debian 12). Run from the repository root:
    python3 scripts/golden/preprocessing.py
Arrays are listed x fastest, as MedTrain stores them; shapes are [z, y, x].
"""
import json

import nibabel
import numpy as np
from nibabel.orientations import axcodes2ornt, io_orientation, ornt_transform
from pydicom.dataset import Dataset
from pydicom.pixel_data_handlers.util import apply_windowing
from scipy import ndimage

random = np.random.default_rng(20240101)


def image(*shape):
    """Smooth structure with noise, like an image in Hounsfield units."""
    grid = np.meshgrid(*[np.linspace(0, 3, n) for n in shape], indexing="ij")
    return (400 * np.sin(sum((i + 1) * g for i, g in enumerate(grid))) + random.normal(0, 80, shape)).round(2)


def onto_grid(values, new_shape, start, step, order, antialias):
    """Gaussian filter where the grid becomes coarser, then interpolation at start + i * step; the edge voxel counts beyond the edge."""
    values = values.astype(np.float64)
    if order == 1 and antialias:
        sigma = [max(0, (s - 1) / 2) for s in step]
        values = ndimage.gaussian_filter(values, sigma, mode="nearest", truncate=4.0)
    at = np.meshgrid(*[a + np.arange(n) * s for n, a, s in zip(new_shape, start, step)], indexing="ij")
    if order == 0:
        at = [np.floor(a + 0.5 + 1e-9) for a in at]  # half-way goes to the later voxel, also after rounding
    return ndimage.map_coordinates(values, at, order=order, mode="nearest")


def spline_onto_grid(values, new_shape, start, step, antialias):
    """As onto_grid with a cubic B-spline of the image mirrored about its edge voxels."""
    values = values.astype(np.float64)
    if antialias:
        values = ndimage.gaussian_filter(values, [max(0, (s - 1) / 2) for s in step], mode="nearest", truncate=4.0)
    at = np.meshgrid(*[np.clip(a + np.arange(n) * s, 0, m - 1) for n, a, s, m in zip(new_shape, start, step, values.shape)], indexing="ij")
    return ndimage.map_coordinates(values, at, order=3, mode="mirror")


def spline(shape, new_shape, antialias):
    values = image(*shape)
    step = [n / m for n, m in zip(shape, new_shape)]
    start = [(s - 1) / 2 for s in step]
    return {"shape": shape, "voxels": listed(values), "size": list(new_shape)[::-1], "antialias": antialias,
            "expected": listed(spline_onto_grid(values, new_shape, start, step, antialias))}


def histograms():
    """The formulas of skimage.exposure.equalize_hist and match_histograms (skimage itself is not needed)."""
    values, reference = image(1, 14, 11).round(0), image(3, 6, 7).round(0)
    counts, edges = np.histogram(values, 32)
    shares = counts.cumsum() / counts.sum()
    _, inverse, own = np.unique(values, return_inverse=True, return_counts=True)
    levels, others = np.unique(reference, return_counts=True)
    matched = np.interp(np.cumsum(own) / own.sum(), np.cumsum(others) / others.sum(), levels)[inverse]
    return {"shape": [1, 14, 11], "voxels": listed(values), "reference_shape": [3, 6, 7], "reference": listed(reference),
            "equalized": listed(np.interp(values, (edges[:-1] + edges[1:]) / 2, shares)), "matched": listed(matched)}


def listed(values):
    return np.asarray(values, dtype=np.float64).ravel().round(6).tolist()


def resize(shape, new_shape, order=1, antialias=True):
    values = image(*shape)
    step = [n / m for n, m in zip(shape, new_shape)]
    start = [(s - 1) / 2 for s in step]
    return {
        "name": f"{shape} to {new_shape}, order {order}, antialias {antialias}",
        "shape": shape, "voxels": listed(values), "size": list(new_shape)[::-1],
        "interpolation": ["nearest", "linear"][order], "antialias": antialias,
        "expected": listed(onto_grid(values, new_shape, start, step, order, antialias)),
    }


def resample(shape, spacing, new_spacing):
    """Spacings are in array order (z, y, x)."""
    values = image(*shape)
    new_shape = [max(1, int(np.floor(n * s / t + 0.5))) for n, s, t in zip(shape, spacing, new_spacing)]
    step = [t / s for s, t in zip(spacing, new_spacing)]
    start = [((n - 1) - (m - 1) * f) / 2 for n, m, f in zip(shape, new_shape, step)]
    return {
        "name": f"{shape} at {spacing} mm to {new_spacing} mm", "shape": shape, "voxels": listed(values),
        "spacing_mm": spacing[::-1], "new_spacing_mm": new_spacing[::-1], "new_shape": new_shape,
        "expected": listed(onto_grid(values, new_shape, start, step, 1, True)),
    }


def reorient(codes):
    """nibabel's arrays are indexed [x, y, z]; its affines are RAS."""
    values = image(3, 4, 5)  # [z, y, x]
    angle = 0.2
    rotation = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
    affine = np.eye(4)
    affine[:3, :3] = rotation @ np.array([[0, -1.5, 0], [0, 0, 2.5], [0.9, 0, 0]])
    affine[:3, 3] = [11, -7, 23]
    source = nibabel.Nifti1Image(values.transpose(2, 1, 0), affine)
    turned = source.as_reoriented(ornt_transform(io_orientation(affine), axcodes2ornt(codes)))
    return {
        "name": codes, "shape": [3, 4, 5], "voxels": listed(values), "affine": affine.tolist(),
        "from": "".join(nibabel.aff2axcodes(affine)), "new_shape": list(turned.shape)[::-1], "new_affine": turned.affine.tolist(),
        "expected": listed(np.asarray(turned.dataobj).transpose(2, 1, 0)),
    }


def dicom_window(center, width):
    values = np.arange(-1200, 800, 37).astype(np.int16)
    tags = Dataset()
    tags.WindowCenter, tags.WindowWidth, tags.VOILUTFunction = center, width, "LINEAR"
    tags.BitsStored, tags.PixelRepresentation, tags.PhotometricInterpretation = 16, 1, "MONOCHROME2"
    windowed = apply_windowing(values, tags)
    unit = (windowed + 32768) / 65535
    return {"center_hu": center, "width_hu": width, "voxels": listed(values), "expected": listed(unit)}


def intensities():
    values = image(4, 9, 7)
    masked = np.where(values > 0, values, 0)
    inside = masked[masked != 0]
    return {
        "shape": [4, 9, 7], "voxels": listed(values), "masked": listed(masked),
        "percentile_clip": listed(np.clip(values, *np.percentile(values, [2.5, 97]))),
        "percentile_clip_nonzero": listed(np.clip(masked, *np.percentile(inside, [10, 90]))),
        "min_max": listed((values - values.min()) / (values.max() - values.min())),
        "z_score": listed((values - values.mean()) / values.std()),
        "z_score_nonzero": listed(np.where(masked != 0, (masked - inside.mean()) / inside.std(), 0)),
        "fixed_range": listed(np.clip((values + 100) / 300, 0, 1)),
    }


golden = {
    "resize": [
        resize((1, 13, 17), (1, 6, 8)),
        resize((1, 13, 17), (1, 6, 8), antialias=False),
        resize((1, 5, 4), (1, 11, 9)),
        resize((9, 12, 10), (4, 12, 15)),
        resize((1, 30, 31), (1, 3, 2)),
        resize((1, 13, 17), (1, 6, 8), order=0),
        resize((6, 5, 7), (9, 11, 3), order=0),
    ],
    "resample": [
        resample([1, 20, 15], [1, 0.7, 0.7], [1, 1.5, 2]),
        resample([8, 12, 9], [3, 1, 1.2], [2, 2, 2]),
        resample([5, 6, 7], [1, 1, 1], [0.5, 0.4, 3]),
    ],
    "reorient": [reorient(codes) for codes in ("RAS", "LPS", "PIR", "SAL", "ILP")],
    "dicom_window": [dicom_window(-600, 1500), dicom_window(40, 400), dicom_window(50.5, 3)],
    "intensities": intensities(),
    "spline": [spline((1, 13, 17), (1, 20, 9), False), spline((9, 12, 10), (4, 15, 12), True), spline((1, 2, 40), (1, 5, 60), False)],
    "histograms": histograms(),
}
with open("tests/golden/preprocessing.json", "w", encoding="utf-8") as file:
    json.dump(golden, file, separators=(",", ":"))
    file.write("\n")
