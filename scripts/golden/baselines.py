"""Writes tests/golden/baselines.json: linear models of scikit-learn (whose SVC is libsvm) on small random cases.

    python3 scripts/golden/baselines.py     (scikit-learn, numpy)
"""
import json
import os

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.svm import SVC

random = np.random.default_rng(7)
features = np.round(random.normal(size=(40, 60)), 3)
features[:, 0] *= 3
noise = random.normal(size=40)
classes = (features[:, 0] + features[:, 1] + noise > 0.7).astype(int)
quantities = np.round(2 * features[:, 0] - features[:, 2] + noise + 5, 3)


def entry(kind, cost, model, balanced=False):
    target = quantities if kind == "ridge" else classes
    model.fit(features, target)
    return {
        "kind": kind, "cost": cost, "balanced": balanced,
        "weights": np.ravel(model.coef_).tolist(), "bias": float(np.ravel(model.intercept_)[0]),
    }


entries = []
# With a smaller C every multiplier is at its bound: then any bias in an interval is optimal, and libsvm's depends on rounding.
for cost in (0.005, 0.03, 1.0, 100.0):
    for balanced in (False, True):
        weight = "balanced" if balanced else None
        entries.append(entry("svm", cost, SVC(kernel="linear", C=cost, class_weight=weight, tol=1e-10), balanced))
        logistic = LogisticRegression(C=cost, class_weight=weight, solver="newton-cg", tol=1e-12, max_iter=10000)
        entries.append(entry("logistic", cost, logistic, balanced))
    entries.append(entry("ridge", cost, Ridge(alpha=1 / cost, solver="svd")))

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "../../tests/golden/baselines.json"), "w", encoding="utf-8") as file:
    lines = ",\n  ".join(json.dumps(one) for one in entries)
    file.write(f'{{"sklearn": "{sklearn.__version__}", "features": {json.dumps(features.tolist())},\n "classes": {json.dumps(classes.tolist())},\n'
               f' "quantities": {json.dumps(quantities.tolist())},\n "fits": [\n  {lines}\n]}}\n')
