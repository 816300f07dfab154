"""If a machine fails: a training that ends early, and resumes."""

from dataclasses import replace

from lenet import experiment
from lenet.results.failure import Failure
from lenet.results.progress import OnProgress, Progress, ignore
from lenet.results.training import Report
from lenet.settings import Placement, Settings
from lenet.weights import checkpoint
from lenet.weights.checksum import checksum

IMAGES, BATCH_SIZE, EPOCHS = 1024, 64, 2
STEPS = IMAGES // BATCH_SIZE  # of an epoch
FAILS = STEPS + STEPS // 2  # the step after which a machine fails


class Machine:
    """A machine that fails after step FAILS, in the second epoch."""

    def __init__(self) -> None:
        self.step = 0

    def on_report(self, report: Report) -> None:
        """Note that the second epoch has begun: its first step is reported."""
        if report.step == STEPS + 1:
            self.step = STEPS

    def has_failed(self) -> bool:
        """Count a step of the second epoch; return whether it was the last."""
        self.step += self.step >= STEPS
        return self.step >= FAILS


def fail_and_resume(
    settings: Settings, on_progress: OnProgress = ignore
) -> Failure:
    """Train until a machine fails, resume, and train once more without that.

    All machines are this one process. It writes and reads the checkpoints of
    a cluster, one at the end of each epoch. The images and the batch size are
    those above; all else is as in the settings.
    """
    quick = replace(
        settings,
        source="sample",
        limit=IMAGES,
        batch_size=BATCH_SIZE,
        epochs=EPOCHS,
        placement=Placement(),
    )
    saved: list[bytes] = []
    machine = Machine()
    on_progress(Progress("training until a machine fails", 1, 3))
    failed = experiment.run(
        quick,
        on_report=machine.on_report,
        should_stop=machine.has_failed,
        on_state=lambda state: saved.append(checkpoint.to_bytes(state, quick)),
    )
    on_progress(Progress("resuming from the checkpoint", 2, 3))
    begun = checkpoint.from_bytes(saved[-1], quick)
    assert begun
    resumed = experiment.run(quick, begun, resume=True)
    on_progress(Progress("the training without a failure", 3, 3))
    unfailed = experiment.run(quick)
    return Failure(
        steps=unfailed.state.step,
        failed=failed.state.step,
        saved=begun.step,
        checksum=checksum(resumed.state.weights),
        unfailed_checksum=checksum(unfailed.state.weights),
    )
