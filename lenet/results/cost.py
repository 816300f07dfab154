"""How long a training takes, and how much memory: measured, and estimated."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from lenet.digits import TEST_IMAGES
from lenet.settings import LOOP_NAMES, TRAINING_IMAGES, Settings

IMAGE_BYTES = 32 * 32 * 4


@dataclass(frozen=True)
class Usual:
    """The cost of a loop on another machine: benchmarks/RESULTS.md.

    `fixed` are the seconds of a training besides its batches: its process, the
    tracing, the tests. Each batch takes `step` seconds, and `image` more for
    each of its images. `memory` is in bytes, without the images.
    """

    fixed: float
    step: float
    image: float
    memory: int

    def of_image(self, batch_size: int) -> float:
        """Return the seconds for one image in batches of this size."""
        return self.step / batch_size + self.image


# On 2 cores. Where they come from is in benchmarks/RESULTS.md, "What a
# training costs"; `python -m benchmarks.training_costs` measures them.
USUAL = {
    "graph": Usual(fixed=1.4, step=1.6e-3, image=3.1e-5, memory=160_000_000),
    "fit": Usual(fixed=1.4, step=2.5e-3, image=4.0e-5, memory=130_000_000),
    "eager": Usual(fixed=1.2, step=2.7e-2, image=7.8e-5, memory=140_000_000),
}
assert tuple(USUAL) == LOOP_NAMES


@dataclass(frozen=True)
class Measured:
    """What one training took: `images` of an epoch, `seen` in all epochs.

    `speed` are the images per second between its reports, a median: without
    tracing and without the tests. `memory` is None where it is unknown.
    """

    loop: str
    batch_size: int
    images: int
    seen: int
    seconds: float
    speed: float
    memory: int | None

    @property
    def of_image(self) -> float:
        """Return the seconds for one image."""
        return 1 / self.speed

    @property
    def fixed(self) -> float:
        """Return the seconds besides the batches."""
        return max(0.0, self.seconds - self.seen / self.speed)


@dataclass(frozen=True)
class Cost:
    """Seconds and bytes that a training is estimated to take.

    `measured` counts the trainings on this machine that it is based on; 0 is
    an estimate from another machine's figures alone.
    """

    seconds: float
    memory: int
    measured: int


def estimate(settings: Settings, earlier: Sequence[Measured]) -> Cost:
    """Estimate a training's cost, from those of earlier ones on this machine.

    The best of them have the same loop and batch size. Others say how much
    slower or faster this machine is than the one of USUAL.
    """
    usual = USUAL[settings.loop]
    found = closest(settings, earlier)
    fixed = usual.fixed * ratio(
        [one.fixed / USUAL[one.loop].fixed for one in found]
    )
    of_image = usual.of_image(settings.batch_size) * ratio(
        [
            one.of_image / USUAL[one.loop].of_image(one.batch_size)
            for one in found
        ]
    )
    memory = [
        one.memory
        for one in found
        if one.memory
        and (one.loop, one.images) == (settings.loop, settings.images)
    ]
    usual_bytes = usual.memory + usual_image_bytes(settings)
    return Cost(
        fixed + of_image * settings.epochs * settings.images,
        round(median(memory)) if memory else usual_bytes,
        len(found),
    )


def closest(settings: Settings, earlier: Sequence[Measured]) -> list[Measured]:
    """Return the earlier trainings that are the most like this one."""
    same_loop = [one for one in earlier if one.loop == settings.loop]
    same = [one for one in same_loop if one.batch_size == settings.batch_size]
    return list(same or same_loop or earlier)


def ratio(ratios: Sequence[float]) -> float:
    """Return the median of some ratios, 1 without any."""
    return median(ratios) if ratios else 1.0


def usual_image_bytes(settings: Settings) -> int:
    """Return the bytes for the images.

    NumPy and TensorFlow both hold the images of an epoch. NumPy also holds
    the test images, and those of the source that are left out.
    """
    held = TRAINING_IMAGES[settings.source] + TEST_IMAGES[settings.source]
    return IMAGE_BYTES * (held + settings.images)
