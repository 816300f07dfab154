"""The lanes of a race, ready to run, and the images that they run on."""

from collections.abc import Callable

import numpy as np

from lenet.digits import load
from lenet.graphs import kernels
from lenet.graphs.race import prediction, training
from lenet.graphs.race.lanes import Lane, Stopwatch
from lenet.graphs.race.time_split import kernel_share
from lenet.models import BUILDS, PARADIGMS
from lenet.results.graphs import EAGER, FUNCTION, SESSION
from lenet.results.race import EPOCH, FIT, LANES, ON_BATCH, RaceSettings

MAKERS: dict[str, dict[str, Callable[..., Lane]]] = {
    "train": {
        SESSION: training.session,
        EAGER: training.eager,
        FUNCTION: training.function,
        EPOCH: training.epoch,
        FIT: training.fit,
    },
    "predict": {
        SESSION: prediction.session,
        EAGER: prediction.eager,
        FUNCTION: prediction.function,
        ON_BATCH: prediction.on_batch,
    },
}
assert {kind: tuple(lanes) for kind, lanes in MAKERS.items()} == LANES

FEWEST_STEPS, PROFILED_STEPS = 2, 25
WARM_UPS = 3  # the first ones may still trace


class Field:
    """The lanes of a race, ready to run, and the images that they run on."""

    def __init__(
        self, settings: RaceSettings, told: Callable[[str], None]
    ) -> None:
        digits = load("sample")
        order = np.random.default_rng(settings.seed).permutation(
            len(digits.train_images)
        )
        self.images = digits.train_images[order]
        self.labels = digits.train_labels[order].astype(np.int64)
        self.lanes: dict[str, Lane] = {}
        self.first_seconds: dict[str, float] = {}
        build = BUILDS[settings.paradigm]
        weights = PARADIGMS[settings.paradigm](seed=settings.seed).get_weights()
        makers = MAKERS[settings.kind]
        self.lanes[EAGER] = makers[EAGER](build, weights)
        self.turn(EAGER, 1, settings.batch_size)  # TensorFlow's own first call
        for name, make in makers.items():
            told(f"first call of {name}")
            with Stopwatch() as stopwatch:
                self.lanes[name] = make(build, weights)
                self.turn(name, 1, settings.batch_size)
            self.first_seconds[name] = stopwatch.seconds

    def turn(self, name: str, steps: int, batch_size: int) -> Stopwatch:
        """Run a lane for some steps; return the stopwatch that measured it."""
        lane, count = self.lanes[name], steps * batch_size
        with Stopwatch() as stopwatch:
            lane.run(self.images[:count], self.labels[:count], batch_size)
        return lane.stopwatch or stopwatch

    def steps(
        self, batch_size: int, seconds: float, told: Callable[[str], None]
    ) -> int:
        """Return the steps that the slowest lane does in about `seconds`.

        An epoch at most, for the images are those of one epoch. `told` gets the
        name of each lane before its first turns.
        """
        slowest = 0.0
        for name in self.lanes:
            told(name)
            turns = [
                self.turn(name, FEWEST_STEPS, batch_size).seconds
                for _ in range(WARM_UPS)
            ]
            slowest = max(slowest, min(turns))
        most = len(self.images) // batch_size
        wanted = round(FEWEST_STEPS * seconds / slowest)
        return max(FEWEST_STEPS, min(most, wanted))

    def share(self, name: str, steps: int, batch_size: int) -> float:
        """Return the share of the time in which a lane's kernels run.

        Raises tf.errors.AlreadyExistsError while another profiler records.
        """
        with kernels.recording() as ran:
            stopwatch = self.turn(name, min(steps, PROFILED_STEPS), batch_size)
        return kernel_share(ran, stopwatch.start, stopwatch.end)
