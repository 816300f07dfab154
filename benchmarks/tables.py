"""How all benchmarks print what they measured, ready for RESULTS.md."""

import datetime
import os
import platform
from pathlib import Path

import numpy as np


def percentile(values, share):
    """Give the value that `share` percent of `values` do not exceed."""
    return float(np.percentile(values, share, method="higher"))


def machine():
    """Name the machine in a line."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if "model name" in line]
        cpu = names[0].partition(": ")[2] if names else cpu
    return f"{os.cpu_count()} cores, {cpu}, Python {platform.python_version()}"


def print_table(title, rows):
    """Print a heading, the date, the machine and a table of what was measured."""
    print(f"## {title}\n\n{datetime.date.today()}, {machine()}\n")
    print("| measured | figure |\n| --- | --- |")
    for name, figure in rows.items():
        print(f"| {name} | {figure} |")
    print()
