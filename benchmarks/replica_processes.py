"""Measure how soon a training on replicas reports, and how soon it stops.

    python -m benchmarks.replica_processes [--times 10] [--replicas 4]

Each training is started and stopped as on the page, in its own process that the
foreman forks. The first report comes after the first batch, so its time includes
the devices, the model and the tracing.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from unittest.mock import patch

from benchmarks.tables import percentile, print_table
from lenet.settings import Placement, Settings
from ui.foreman.client import ForemanClient
from ui.foreman.jobs import ACTIVE
from ui.foreman.trainings import Status

VISITOR = "benchmark"
SECONDS_UNDISTURBED = 2.0  # from the first report to Stop, in the middle of an epoch


def status(client: ForemanClient, job: int) -> Status:
    """Return the status of the training."""
    found: Status = client.ask(
        "training_status", visitor=VISITOR, job=job, reports_seen=0, step_seen=-1
    )
    return found


def seconds_until(true: Callable[[], object]) -> float:
    """Wait until `true()` holds; return the seconds."""
    started = time.perf_counter()
    while not true():
        time.sleep(0.01)
    return time.perf_counter() - started


def once(client: ForemanClient, settings: Settings) -> tuple[float, float]:
    """Start and stop a training; return the seconds that each took."""
    job = client.ask("start_training", visitor=VISITOR, settings=settings, state=None)
    first_report = seconds_until(lambda: status(client, job).reports)
    time.sleep(SECONDS_UNDISTURBED)
    client.ask("stop_training", visitor=VISITOR)
    stopped = seconds_until(lambda: status(client, job).phase not in ACTIVE)
    assert status(client, job).phase == "stopped", status(client, job).message
    client.ask("forget_training", visitor=VISITOR)
    return first_report, stopped


def line(seconds: Sequence[float], most: float) -> str:
    """Return the median, the slowest and the promised limit as text."""
    median, slowest = percentile(seconds, 50), max(seconds)
    return f"median {median:.2f} s, slowest {slowest:.2f} s (at most {most:g} s)"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--replicas", type=int, default=4)
    options = parser.parse_args()
    settings = Settings(
        epochs=100, placement=Placement("mirrored", logical_cpus=options.replicas)
    )
    with (
        tempfile.TemporaryDirectory() as logs,
        patch.dict("os.environ", LENET_LOGS=logs),
    ):
        client = ForemanClient()
        client.start()
        seconds_until(client.is_warm)
        times = [once(client, settings) for _ in range(options.times)]
        client.stop()
    reports, stops = zip(*times, strict=True)
    print_table(
        f"A training on {options.replicas} replicas",
        {
            f"start to first report, {options.times} times": line(reports, 12),
            f"stop to end, {options.times} times": line(stops, 2),
        },
    )


if __name__ == "__main__":
    main()
