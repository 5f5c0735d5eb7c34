"""Writes predictions files and times scikit-learn's bootstrap of ROC AUC on them; scripts/bench/evaluation calls it.

usage: evaluation_peer.py FOLDER REPLICATES
"""
import pathlib
import sys
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


def loop(patient, truth, scores, replicates):
    """The usual loop: draw patients, gather their cases, roc_auc_score for each label. Seconds for 10,000 replicates."""
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
    folder, replicates = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    rng = np.random.default_rng(1)
    small, large = study(rng, 420, 389), study(rng, 25_596, 2_797)
    write(folder / "small.csv", *small)
    write(folder / "large.csv", *large)
    write(folder / "other.csv", large[0], large[1], large[2] + 0.2 * rng.random(large[2].shape))
    print("large_value", np.mean([roc_auc_score(large[1][:, i], large[2][:, i]) for i in range(LABELS)]))
    print("small", loop(*small, 5 * replicates))
    print("large", loop(*large, replicates))


if __name__ == "__main__":
    main()
