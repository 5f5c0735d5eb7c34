#!/usr/bin/env python3
"""Makes tests/golden/metrics.json: the metric records of a reference file, in our layout.

usage: metrics.py REFERENCE_METRICS_JSON

The reference was computed in float64 with scikit-learn 1.2.1 and a DeLong variance checked against its O(mn) definition.
This script recomputes with scikit-learn what scikit-learn has, stops on any difference above 1e-12, and copies the records.
"""
import json
import math
import pathlib
import sys

import numpy as np
from sklearn import metrics as sk


def check(name, ours, theirs):
    if ours is None or theirs is None or not math.isclose(ours, theirs, rel_tol=0, abs_tol=1e-12):
        raise SystemExit(f"{name}: {ours} differs from {theirs}")


def check_binary(record):
    expected = record["expected"]
    if not isinstance(expected, dict):
        return
    y, p = np.array(record["labels"]), np.array(record["scores"])
    if expected.get("roc_auc") is not None:
        check(record["name"], sk.roc_auc_score(y, p), expected["roc_auc"])
    if "average_precision" in expected:
        check(record["name"], sk.average_precision_score(y, p), expected["average_precision"])
    if "brier" in expected:
        check(record["name"], sk.brier_score_loss(y, p, pos_label=1), expected["brier"])


def check_multiclass(record):
    y, p = record["truth"], record["pred"]
    check(record["name"], sk.accuracy_score(y, p), record["accuracy"])
    check(record["name"], sk.matthews_corrcoef(y, p), record["mcc"])


def main():
    reference = json.loads(pathlib.Path(sys.argv[1]).read_text())
    for record in reference["binary"]:
        check_binary(record)
    for record in reference["multiclass"]:
        check_multiclass(record)
    kept = {key: reference[key] for key in ("about", "binary", "paired_delong", "bootstrap", "multiclass", "regression", "segmentation")}
    target = pathlib.Path(__file__).parents[2] / "tests" / "golden" / "metrics.json"
    target.write_text(json.dumps(kept, indent=1) + "\n")
    print(f"{target.name}: {len(kept['binary'])} binary, {len(kept['multiclass'])} multiclass, {len(kept['regression'])} regression records")


if __name__ == "__main__":
    main()
