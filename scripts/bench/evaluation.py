#!/usr/bin/env python3
"""Measures the evaluation against scikit-learn on the same data in one run: ROC AUC of 14 labels with 10,000 bootstrap replicates.

usage: evaluation.py [--peer-replicates N]

scikit-learn's loop is timed for N replicates (default 20) and multiplied up to 10,000; the rest is timed whole.
"""
import argparse
import pathlib
import subprocess
import tempfile
import time

import numpy as np
from sklearn.metrics import roc_auc_score

LABELS, REPLICATES = 14, 10_000


def study(rng, cases, patients):
    patient = np.concatenate([np.arange(patients), rng.integers(patients, size=cases - patients)])
    truth = rng.random((cases, LABELS)) < np.linspace(0.02, 0.2, LABELS)
    return patient, truth, rng.random((cases, LABELS)) + 0.4 * truth


def write(path, patient, truth, scores):
    names = [f"finding_{i:02}" for i in range(LABELS)]
    with open(path, "w") as file:
        file.write(",".join(["case_id", "patient_id"] + [f"y_{n}" for n in names] + [f"p_{n}" for n in names]) + "\n")
        for i in range(len(patient)):
            file.write(",".join([f"c{i}", f"p{patient[i]}"] + [str(int(y)) for y in truth[i]] + [repr(float(p)) for p in scores[i]]) + "\n")


def peer(patient, truth, scores, replicates):
    """The usual loop: draw patients, gather their cases, roc_auc_score for each label."""
    rng = np.random.default_rng(0)
    cases_of = [np.flatnonzero(patient == p) for p in range(patient.max() + 1)]
    start = time.perf_counter()
    for _ in range(replicates):
        rows = np.concatenate([cases_of[p] for p in rng.integers(len(cases_of), size=len(cases_of))])
        for label in range(LABELS):
            if truth[rows, label].any():
                roc_auc_score(truth[rows, label], scores[rows, label])
    return (time.perf_counter() - start) * REPLICATES / replicates


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--peer-replicates", type=int, default=20)
    replicates = parser.parse_args().peer_replicates
    rng = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        paths = [str(pathlib.Path(folder) / name) for name in ("small.csv", "large.csv", "other.csv")]
        small, large = study(rng, 420, 389), study(rng, 25_596, 2_797)
        write(paths[0], *small)
        write(paths[1], *large)
        write(paths[2], large[0], large[1], large[2] + 0.2 * rng.random(large[2].shape))
        program = pathlib.Path(__file__).with_suffix(".cs")
        output = subprocess.run(["dotnet", "run", "-c", "Release", str(program), *paths], check=True, capture_output=True, text=True).stdout
        ours = {key: float(value) for key, value in (line.split() for line in output.splitlines())}
    value = np.mean([roc_auc_score(large[1][:, i], large[2][:, i]) for i in range(LABELS)])
    assert abs(value - ours["large_value"]) < 1e-12, (value, ours["large_value"])
    peer_small, peer_large = peer(*small, 5 * replicates), peer(*large, replicates)
    rows = [
        ("14 labels x 420 cases, first call", ours["small_cold"], peer_small, "<= 0.3 s, >= 200x"),
        ("the same, second call", ours["small_warm"], peer_small, ""),
        ("14 labels x 25,596 images of 2,797 patients", ours["large"], peer_large, "<= 6 s, >= 100x"),
        ("paired comparison of two models on these", ours["large_paired"], 2 * peer_large, f"<= 2.2x of one: {ours['large_paired'] / ours['large_again']:.2f}x"),
        ("all metrics of a multilabel table on these", ours["large_all_metrics"], None, ""),
        ("reading these predictions from CSV", ours["large_read"], None, ""),
        ("DeLong interval of 1,000,000 cases", ours["delong_million"], None, "<= 1 s"),
    ]
    print(f"{'what':48}{'seconds':>9}{'scikit-learn':>14}{'ratio':>8}  target")
    for what, mine, other, target in rows:
        print(f"{what:48}{mine:9.3f}{'' if other is None else f'{other:.0f}':>14}{'' if other is None else f'{other / mine:.0f}x':>8}  {target}")
    print(f"{'peak memory, MB':48}{ours['peak_memory_mb']:9.0f}{'':24}<= 1000")


if __name__ == "__main__":
    main()
