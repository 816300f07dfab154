"""Measure what the page Train estimates: seconds and memory of a training.

    python -m benchmarks.training_costs [--times 3]

Each training is two epochs of the sample, and is started as on the page, in its own
process that the foreman forks. Of each kind, the fastest run counts: other work on
the machine only adds time. The last lines are those of USUAL in
`lenet/results/cost.py`.
"""

import argparse
import tempfile
from collections.abc import Sequence
from statistics import median
from unittest.mock import patch

from benchmarks.replica_processes import VISITOR, seconds_until, status
from benchmarks.tables import print_table
from lenet.results.cost import Measured, Usual, usual_image_bytes
from lenet.settings import LOOP_NAMES, Settings
from ui.foreman.client import ForemanClient
from ui.foreman.jobs import ACTIVE

SMALL, _, LARGE = SIZES = (8, 64, 512)


def once(client: ForemanClient, settings: Settings) -> Measured:
    """Run a training to its end; return what it took."""
    job = client.ask("start_training", visitor=VISITOR, settings=settings, state=None)
    seconds_until(lambda: status(client, job).phase not in ACTIVE)
    ended = status(client, job)
    assert ended.outcome, ended.message
    client.ask("forget_training", visitor=VISITOR)
    return Measured(
        settings.loop,
        settings.batch_size,
        settings.images,
        settings.epochs * settings.images,
        ended.seconds,
        median(report.images_per_second for report in ended.reports[1:]),
        ended.outcome.memory,
    )


def usual(runs: Sequence[Measured]) -> Usual:
    """Return the line through the smallest and the largest batch size."""
    of_image = {run.batch_size: run.of_image for run in runs}
    step = (of_image[SMALL] - of_image[LARGE]) / (1 / SMALL - 1 / LARGE)
    memory = max(run.memory or 0 for run in runs)
    return Usual(
        fixed=round(median(run.fixed for run in runs), 1),
        step=round(step, 4),
        image=round(max(0.0, of_image[LARGE] - step / LARGE), 6),
        memory=round(memory - usual_image_bytes(Settings()), -7),
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    rows, lines = {}, {}
    with (
        tempfile.TemporaryDirectory() as logs,
        patch.dict("os.environ", LENET_LOGS=logs),
    ):
        client = ForemanClient()
        client.start()
        seconds_until(client.is_warm)
        for loop in LOOP_NAMES:
            fastest = []
            for size in SIZES:
                settings = Settings(loop=loop, batch_size=size, epochs=2)
                runs = [once(client, settings) for _ in range(options.times)]
                fastest.append(min(runs, key=lambda run: run.seconds))
                rows[f"{loop}, batches of {size}"] = describe(fastest[-1])
            lines[loop] = usual(fastest)
        client.stop()
    print_table("What a training costs, two epochs of 4,000 images", rows)
    for loop, line in lines.items():
        print(f'    "{loop}": {line},')


def describe(run: Measured) -> str:
    """Return one row: what a training took."""
    return (
        f"{run.speed:,.0f} images a second, {run.seconds:.2f} s in all, "
        f"{run.fixed:.2f} s of them besides the batches, "
        f"{(run.memory or 0) / 1e6:.0f} MB"
    )


if __name__ == "__main__":
    main()
