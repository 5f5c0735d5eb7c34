"""What the processor can do, for aims that not every processor can reach."""
import pathlib


def multiplies_bf16():
    """Whether there are instructions for products of bfloat16. Without them bf16 saves memory but cannot be faster than fp32."""
    try:
        words = set(pathlib.Path("/proc/cpuinfo").read_text().split())
    except OSError:
        return True  # not Linux: nothing is known against it
    return bool(words & {"avx512_bf16", "amx_bf16", "bf16"})


def verdict(reached, across_precisions):
    """What is said of a row with an aim; `across_precisions` says that it compares bf16 here with Python's fp32."""
    if reached:
        return "reached"
    return "no bf16 products here" if across_precisions and not multiplies_bf16() else "MISSED"
