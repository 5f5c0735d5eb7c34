#!/usr/bin/env python3
"""Makes tests/golden/worked-examples.json: small worked examples of operators (convolution, pooling, normalisation, attention …).

Run:  python3 scripts/golden/worked_examples.py reference.json
The inputs come from the reference file; every result is computed with PyTorch in float64 (written with 1.13.1) from its inputs and compared
with the reference's (1e-12) before anything is written.
"""
import json
import pathlib
import sys

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def tensor(values):
    return torch.tensor(values, dtype=torch.float64)


def slides(s):
    conv, demo, attention = s["conv_5x5_seed003"], s["cs231n_conv_demo_seed004"], s["attention_seed003"]
    image, kernel = tensor(conv["image"])[None, None], tensor(conv["filter"])[None, None]
    pool, back = s["pool_seed004"], s["maxpool_backward_seed004"]
    x = tensor(pool["input"])[None, None]
    active = tensor(back["activation"])[None, None].requires_grad_()
    pooled = F.max_pool2d(active, 3, 1)
    pooled.backward(tensor(back["upstream"])[None, None])
    v = tensor(s["chain_rule_seed002"]["x"]).requires_grad_()
    ((2 / v) ** 2).backward()
    q, k = tensor(attention["q"]), tensor(attention["k"])
    weights = torch.softmax(q @ k.T / 2, -1)
    places = torch.arange(4.0)[:, None] / 10000 ** (torch.arange(0.0, 6, 2) / 6)
    neuron, sobel, total = s["neuron_seed002"], s["top_sobel_seed003"], s["total_error_seed000"]
    inputs, w = tensor(neuron["x"]), tensor(neuron["w"])
    second = tensor(neuron["batch_second_x"])
    distance = (tensor(s["l1_distance_seed004"]["a"]) - tensor(s["l1_distance_seed004"]["b"])).abs()
    return {
        "conv_5x5_seed003": {"valid": F.conv2d(image, kernel)[0, 0], "pad1": F.conv2d(image, kernel, padding=1)[0, 0]},
        "top_sobel_seed003": {"value": (tensor(sobel["patch"]) * tensor(sobel["kernel"])).sum()},
        "pool_seed004": {"max_2x2_s1": F.max_pool2d(x, 2, 1)[0, 0], "max_2x2_s2": F.max_pool2d(x, 2)[0, 0],
                         "mean_2x2_s2": F.avg_pool2d(x, 2)[0, 0]},
        "maxpool_backward_seed004": {"pooled": pooled[0, 0], "grad_input": active.grad[0, 0]},
        "cs231n_conv_demo_seed004": {"output": F.conv2d(
            tensor(demo["input_with_pad"])[None], tensor(demo["weights"]), tensor(demo["bias"]), stride=demo["stride"])[0]},
        "l1_distance_seed004": {"abs_difference": distance, "sum": distance.sum()},
        "total_error_seed000": {"half_squared_sum": ((tensor(total["output"]) - tensor(total["target_of_the_original_example"])) ** 2).sum() / 2},
        "neuron_seed002": {
            "bias_first": {"z": w[0] + w[1:] @ inputs, "y": torch.sigmoid(w[0] + w[1:] @ inputs)},
            "bias_last": {"z": w[:2] @ inputs + w[2], "y": torch.sigmoid(w[:2] @ inputs + w[2])},
            "bias_first_b": {"z": w[0] + w[1:] @ second, "y": torch.sigmoid(w[0] + w[1:] @ second)}},
        "chain_rule_seed002": {"df_dx": v.grad},
        "attention_seed003": {"A": weights, "out": weights @ tensor(attention["v"])},
        "sinusoidal_position_encoding_4x6": {"pe": torch.stack([places.sin(), places.cos()], -1).flatten(1)},
    }


def norms(n):
    x = tensor(n["x"])
    mean, variance, weight, bias = torch.zeros(3), torch.ones(3), tensor([1.0, 2.0, 0.5]), tensor([0.0, 0.1, -0.2])
    train = F.batch_norm(x, mean, variance, weight, bias, training=True)
    return {
        "train_y": train, "running_mean_after": mean, "running_var_after": variance,
        "eval_y_after": F.batch_norm(x, mean, variance, weight, bias), "layer_norm_last_dim": F.layer_norm(x, x.shape[-1:]),
        "instance_norm": F.instance_norm(x), "group_norm_3": F.group_norm(x, 3), "local_response_norm_size5": {"y": F.local_response_norm(x, 5)},
    }


def interpolate(i):
    x = tensor(i["x"])[None, None]
    grid = torch.arange(20.0).reshape(1, 1, 4, 5)
    made = {
        "bilinear_align_false_4x5": F.interpolate(x, (4, 5), mode="bilinear", align_corners=False),
        "bilinear_align_true_4x5": F.interpolate(x, (4, 5), mode="bilinear", align_corners=True),
        "nearest_4x5": F.interpolate(x, (4, 5)), "max_pool_ceil_3_2_of_4x5": F.max_pool2d(grid, 3, 2, ceil_mode=True),
        "avg_pool_pad1_count_include_true": F.avg_pool2d(x, 3, 1, 1), "adaptive_avg_2x2_of_2x3": F.adaptive_avg_pool2d(x, 2),
        "avg_pool_pad1_count_include_false": F.avg_pool2d(x, 3, 1, 1, count_include_pad=False),
    }
    return {key: value[0, 0] for key, value in made.items()}


def check(path, made, reference):
    if isinstance(made, dict):
        return {**{k: v for k, v in reference.items() if k != "note"}, **{k: check(f"{path}/{k}", v, reference[k]) for k, v in made.items()}}
    assert torch.allclose(made, tensor(reference), rtol=1e-12, atol=1e-12), f"{path}: {made} != {reference}"
    return made.tolist()


def main():
    reference = json.loads(pathlib.Path(sys.argv[1]).read_text())
    made = {}
    for section, compute in {"slides": slides, "norms": norms, "interpolate": interpolate}.items():
        results = compute(reference[section])
        for name in results:
            made.setdefault(section, {})[name] = check(f"{section}/{name}", results[name], reference[section][name])
        if "x" in reference[section]:
            made[section]["x"] = reference[section]["x"]
    made["slides"]["conv_output_size"] = reference["slides"]["conv_output_size"]["cases_n_k_p_s_out"]
    target = pathlib.Path(__file__).parents[2] / "tests" / "golden" / "worked-examples.json"
    target.write_text(json.dumps(made, indent=1) + "\n")


main()
