"""Print what a benchmark measured, as a table for RESULTS.md."""

import datetime
import os
import platform
from pathlib import Path

import numpy as np


def percentile(values, share):
    """Return the value that `share` percent of `values` do not exceed."""
    return float(np.percentile(values, share, method="higher"))


def machine():
    """Return a description of the machine in one line."""
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
