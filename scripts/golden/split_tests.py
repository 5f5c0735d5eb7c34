#!/usr/bin/python3
"""Writes tests/golden/split_tests.json: Welch's t-test and Pearson's chi-squared test by scipy.

  /usr/bin/python3 scripts/golden/split_tests.py
"""
import json
import pathlib

import numpy as np
from scipy import stats

rng = np.random.default_rng(11)
welch = []
for n, m, shift, scale in [(2, 3, 0, 1), (30, 40, 0.1, 2), (500, 80, 0.02, 1), (12, 12, 5, 0.5), (25, 400, 1.5, 9)]:
    a, b = rng.normal(70, 8, n), rng.normal(70 + shift * 8, 8 * scale, m)
    welch.append({"a": a.tolist(), "b": b.tolist(), "p": stats.ttest_ind(a, b, equal_var=False).pvalue})

chi2 = []
for table in [[[10, 20], [30, 5]], [[160, 170], [185, 151]], [[3, 1, 9], [4, 8, 2], [30, 31, 12]], [[500, 480], [11, 12]], [[1, 0], [0, 1]], [[90, 1], [2, 200]]]:
    t = np.array(table)
    statistic, p, _, _ = stats.chi2_contingency(t, correction=False)
    chi2.append({"table": table, "p": p, "v": float(np.sqrt(statistic / (t.sum() * (min(t.shape) - 1))))})

out = pathlib.Path(__file__).resolve().parents[2] / "tests/golden/split_tests.json"
out.write_text(json.dumps({"welch": welch, "chi_squared": chi2}) + "\n")
