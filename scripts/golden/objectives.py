"""Writes tests/golden/objectives.json: mean losses and gradients of PyTorch's and torchvision's losses.

    python3 scripts/golden/objectives.py     (torch, torchvision, scipy)
"""
import json
import os

import numpy as np
import torch
import torchvision
from scipy.stats import norm

F = torch.nn.functional
NAN = float("nan")
generator = torch.Generator().manual_seed(20)


def draw(*shape):
    return (torch.randn(*shape, generator=generator, dtype=torch.float64) * 2).float()


def record(name, task, output, labels, loss, training=None, scores=None):
    output = output.clone().requires_grad_(True)
    value = loss(output)
    value.backward()
    entry = {
        "name": name, "task": task, "output": output.detach().tolist(), "labels": labels.tolist(),
        "training": training if training is not None else [], "loss": value.item(), "gradient": output.grad.tolist(),
    }
    if scores is not None:
        entry["scores"] = scores(output.detach()).tolist()
    return entry


def one_hot(classes, count):
    return F.one_hot(torch.tensor(classes), count).float()


entries = []
x = draw(6, 3)
y = torch.tensor([[1., 0, 0], [0, 1, NAN], [0, 0, 1], [1, 1, 0], [NAN, 0, 0], [0, 0, 1]])
known = ~y.isnan()
z = y.nan_to_num(0)
training = [[1, 0, 1], [0, 0, 1], [0, 1, 1], [0, 0, 0], [0, NAN, 1]]
positives = torch.tensor([1., 1, 4])
negatives = torch.tensor([4., 3, 1])


def of_known(losses):
    return losses[known].mean()


def bce(o, **weights):
    return F.binary_cross_entropy_with_logits(o, z, reduction="none", **weights)


entries.append(record("bce", "multilabel", x, y, lambda o: of_known(bce(o)), scores=torch.sigmoid))
entries.append(record("bce positive", "multilabel", x, y,
                      lambda o: of_known(bce(o, pos_weight=negatives / positives)), training))
entries.append(record("bce given weights", "multilabel", x, y,
                      lambda o: of_known(bce(o, pos_weight=torch.tensor([2., .5, 3.])))))
total = positives + negatives
entries.append(record("bce balanced", "multilabel", x, y,
                      lambda o: of_known(bce(o) * torch.where(z == 1, negatives / total, positives / total)), training))
share = z[known].mean()
entries.append(record("bce balanced batch", "multilabel", x, y,
                      lambda o: of_known(bce(o) * torch.where(z == 1, 1 - share, share))))
entries.append(record("focal", "multilabel", x, y,
                      lambda o: of_known(torchvision.ops.sigmoid_focal_loss(o, z, alpha=-1, gamma=2))))
entries.append(record("focal alpha", "multilabel", x, y,
                      lambda o: of_known(torchvision.ops.sigmoid_focal_loss(o, z, alpha=.25, gamma=1.5))))
entries.append(record("hinge", "multilabel", x, y, lambda o: of_known(F.relu(1 - (2 * z - 1) * o))))
entries.append(record("squared error", "multilabel", x, y, lambda o: of_known((torch.sigmoid(o) - z) ** 2)))

whole = torch.tensor([[1., 0, 0], [0, 1, 1], [0, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 1]])
places = torch.full((6, 3), -1)
for row in range(6):
    for i, label in enumerate(torch.nonzero(whole[row]).flatten()):
        places[row, i] = label
entries.append(record("multilabel margin", "multilabel", x, whole, lambda o: F.multilabel_margin_loss(o, places)))

c = draw(5, 4)
classes = [0, 3, 1, 1, 2]
k = one_hot(classes, 4)
t = torch.tensor(classes)
unknown = k.clone()
unknown[2] = NAN
rest = [0, 1, 3, 4]
weights = [1., 2., .5, 3.]
entries.append(record("cross entropy", "multiclass", c, k, lambda o: F.cross_entropy(o, t), scores=lambda o: o.softmax(1)))
entries.append(record("cross entropy of known", "multiclass", c, unknown, lambda o: F.cross_entropy(o[rest], t[rest])))
entries.append(record("cross entropy weights", "multiclass", c, k,
                      lambda o: F.cross_entropy(o, t, weight=torch.tensor(weights))))
entries.append(record("cross entropy smoothing", "multiclass", c, k,
                      lambda o: F.cross_entropy(o, t, weight=torch.tensor(weights), label_smoothing=.1)))
cases = one_hot([0, 0, 0, 1, 1, 2, 3, 3], 4)
balanced = 8 / (4 * cases.sum(0))
entries.append(record("cross entropy balanced", "multiclass", c, k,
                      lambda o: F.cross_entropy(o, t, weight=balanced), cases.tolist()))
entries.append(record("nll", "multiclass", c.log_softmax(1), k, lambda o: F.nll_loss(o, t), scores=torch.exp))
entries[-1]["gradient"] = None      # the log-softmax in front changes the gradient, not the loss
entries.append(record("focal classes", "multiclass", c, k,
                      lambda o: (((1 - o.softmax(1)[range(5), t]) ** 2) * F.cross_entropy(o, t, reduction="none")).mean()))
entries.append(record("hinge classes", "multiclass", c, k, lambda o: F.multi_margin_loss(o, t)))
entries.append(record("squared error classes", "multiclass", c, k, lambda o: ((o.softmax(1) - k) ** 2).sum(1).mean()))

steps = draw(5, 3)
above = torch.tensor([[float(level > step) for step in range(3)] for level in classes])
falling = lambda o: torch.cummin(torch.sigmoid(o), 1).values
entries.append(record("ordinal", "multiclass", steps, k, lambda o: F.binary_cross_entropy_with_logits(o, above),
                      scores=lambda o: -torch.diff(torch.cat([torch.ones(5, 1), falling(o), torch.zeros(5, 1)], 1), dim=1)))

ages = [[62.], [44.5], [NAN], [81.2]]
seen = [[50.], [60.], [70.], [NAN], [75.5]]
values = np.array([50, 60, 70, 75.5])
mean, deviation = values.mean(), values.std(ddof=1)
r = draw(4, 1)
target = torch.tensor([(row[0] - mean) / deviation for row in ages if row[0] == row[0]]).float().unsqueeze(1)
for name, loss in [("mse", F.mse_loss), ("l1", F.l1_loss)]:
    entries.append(record(name, "regression", r, torch.tensor(ages), lambda o, loss=loss: loss(o[[0, 1, 3]], target), seen,
                          scores=lambda o: o * deviation + mean))
entries.append(record("huber", "regression", r, torch.tensor(ages),
                      lambda o: F.huber_loss(o[[0, 1, 3]], target, delta=.7), seen))

edges = np.arange(42, 83)
soft = np.diff(norm.cdf(edges[None, :], loc=np.array([[62.], [44.5], [81.2]]), scale=1.0), axis=1)
b = draw(4, 40)
entries.append(record("soft bins", "regression", b, torch.tensor(ages),
                      lambda o: F.kl_div(o[[0, 1, 3]].log_softmax(1), torch.tensor(soft).float(), reduction="batchmean"),
                      scores=lambda o: (o.softmax(1) * torch.tensor(edges[:-1] + .5).float()).sum(1, keepdim=True)))

here = os.path.dirname(os.path.abspath(__file__))
lines = ",\n  ".join(json.dumps(entry).replace("NaN", "null") for entry in entries)
text = f'{{"torch": "{torch.__version__}", "entries": [\n  {lines}\n]}}'
with open(os.path.join(here, "../../tests/golden/objectives.json"), "w", encoding="utf-8") as file:
    file.write(text + "\n")
