#!/usr/bin/env python3
"""Makes tests/golden/evaluation.json with scikit-learn, scipy and numpy: metrics and calibration curves that metrics.json lacks.

usage: evaluation.py
"""
import json
import pathlib

import numpy as np
from scipy import optimize, special, stats
from sklearn import metrics as sk
from sklearn.calibration import _SigmoidCalibration
from sklearn.isotonic import IsotonicRegression


def binary(rng, n, prevalence, decimals):
    y = (rng.random(n) < prevalence).astype(int)
    y[:2] = [0, 1]
    p = np.round(special.expit(1.7 * (rng.normal(size=n) + 1.2 * y - 0.4)), decimals)
    logit = special.logit(np.clip(p, 1e-7, 1 - 1e-7))

    def loss(line):
        z = line[0] + line[1] * logit
        return np.sum(np.logaddexp(0, z) - y * z)

    line = optimize.minimize(loss, [0, 1], method="BFGS", options={"gtol": 1e-10}).x
    at_one = optimize.brentq(lambda a: np.sum(special.expit(a + logit) - y), -20, 20, xtol=1e-13)
    temperature = np.exp(optimize.minimize_scalar(lambda t: loss([0, np.exp(-t)]), bounds=(-5, 5), method="bounded", options={"xatol": 1e-11}).x)
    platt = _SigmoidCalibration().fit(p, y)
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(p, y)
    grid = np.linspace(-0.1, 1.1, 25)
    return {
        "labels": y.tolist(), "scores": p.tolist(),
        "partial_auc_10": sk.roc_auc_score(y, p, max_fpr=0.1), "partial_auc_20": sk.roc_auc_score(y, p, max_fpr=0.2),
        "kappa": sk.cohen_kappa_score(y, p >= 0.5),
        "calibration_slope": line[1], "calibration_intercept": at_one, "temperature": temperature,
        "grid": grid.tolist(), "platt": platt.predict(grid).tolist(), "isotonic": isotonic.predict(grid).tolist(),
    }


def top_calibration(y, p, bins):
    """Expected and maximal gap of confidence and accuracy of the called class; a bin holds p <= its upper end."""
    confidence, right = p.max(axis=1), p.argmax(axis=1) == y
    bin_of = np.searchsorted(np.arange(1, bins + 1) / bins, confidence, side="left")
    gaps = [(np.mean(bin_of == b), abs(right[bin_of == b].mean() - confidence[bin_of == b].mean())) for b in np.unique(bin_of)]
    return {"ece": sum(share * gap for share, gap in gaps), "mce": max(gap for _, gap in gaps)}


def multiclass(rng, n, classes):
    y = rng.integers(classes, size=n)
    z = rng.normal(size=(n, classes)) + 1.1 * np.eye(classes)[y]
    p = np.round(special.softmax(z, axis=1), 2)
    p[:, -1] = 1 - p[:, :-1].sum(axis=1)
    return {
        "truth": y.tolist(), "scores": p.T.tolist(),
        "class_log_loss": sk.log_loss(y, p), "class_brier": float(np.mean(np.sum((p - np.eye(classes)[y]) ** 2, axis=1))),
        **{f"class_{kind}_{bins}": value for bins in (10, 15) for kind, value in top_calibration(y, p, bins).items()},
        "ovo": sk.roc_auc_score(y, p, multi_class="ovo"), "ovr": sk.roc_auc_score(y, p, multi_class="ovr"),
    }


def regression(rng, n, decimals):
    x = np.round(20 + 60 * rng.random(n), decimals)
    y = np.round(0.8 * x + 8 + 6 * rng.normal(size=n), decimals)
    d = y - x
    pairs = [(i, j) for i in range(n) for j in range(n) if x[i] < x[j]]
    return {
        "truth": x.tolist(), "pred": y.tolist(),
        "spearman_r": stats.spearmanr(x, y)[0], "r2": sk.r2_score(x, y),
        "lin_ccc": 2 * np.cov(x, y, bias=True)[0, 1] / (x.var() + y.var() + (x.mean() - y.mean()) ** 2),
        "concordance_index": float(np.mean([1 if y[i] < y[j] else 0.5 if y[i] == y[j] else 0 for i, j in pairs])),
        "agreement_lower": d.mean() - stats.norm.ppf(0.975) * d.std(ddof=1), "agreement_upper": d.mean() + stats.norm.ppf(0.975) * d.std(ddof=1),
        "error_slope": stats.linregress(x, d).slope,
    }


def main():
    rng = np.random.default_rng(20)
    records = {
        "about": "scikit-learn, scipy; see scripts/golden/evaluation.py",
        "binary": [binary(rng, n, prevalence, decimals) | {"name": f"binary_{n}_{decimals}"} for n, prevalence, decimals in [(60, 0.5, 3), (150, 0.2, 1), (400, 0.1, 4)]],
        "multiclass": [multiclass(rng, n, classes) | {"name": f"multiclass_{classes}"} for n, classes in [(80, 3), (200, 5)]],
        "regression": [regression(rng, n, decimals) | {"name": f"regression_{n}_{decimals}"} for n, decimals in [(40, 0), (120, 2)]],
    }
    target = pathlib.Path(__file__).parents[2] / "tests" / "golden" / "evaluation.json"
    target.write_text(json.dumps(records, indent=1) + "\n")
    print(f"{target.name}: {sum(len(value) for value in records.values() if isinstance(value, list))} records")


if __name__ == "__main__":
    main()
