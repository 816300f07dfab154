"""A checkpoint: exact, complete or not written at all, for these settings only."""

import os
import resource
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from lenet.settings import LOOP_NAMES, Placement, Settings
from lenet.state import TrainState
from lenet.weights.checkpoint import Checkpoint, CheckpointError, from_bytes, to_bytes
from lenet.weights.file import SHAPES
from tests.replicas_apart import run_apart

# Keras reads the learning rate with np.array, which NumPy 2 warns of.
pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation:DeprecationWarning"
)
QUICK = Settings(limit=100, epochs=2, batch_size=25, seed=4)


@pytest.fixture
def state():
    random = np.random.default_rng(0)
    weights = [random.normal(size=shape).astype("f4") for shape in SHAPES.values()]
    weights[1][:3] = np.nan, -0.0, np.inf
    memory = (np.array(7, np.int64), np.array(1e-3, np.float32), weights[0] * 2)
    return TrainState("Subclassing", "adam", tuple(weights), memory, 6, 4)


def bits(arrays):
    return [(array.dtype, array.shape, array.tobytes()) for array in arrays]


def assert_same(one, other):
    assert (one.step, one.seed, one.optimizer) == (
        other.step,
        other.seed,
        other.optimizer,
    )
    assert bits(one.weights) == bits(other.weights)
    assert bits(one.optimizer_state) == bits(other.optimizer_state)


def test_there_and_back_to_the_last_bit(state, tmp_path):
    kept = Checkpoint(tmp_path / "kept.npz", QUICK)
    assert kept.read() is None
    kept.write(replace(state, step=3))
    kept.write(state)
    assert os.listdir(tmp_path) == ["kept.npz"]
    assert_same(kept.read(), state)
    with np.load(tmp_path / "kept.npz", allow_pickle=False) as opened:
        assert int(opened["step"]) == 6
    kept.remove()
    assert os.listdir(tmp_path) == []


def test_other_settings_are_named_with_both_values(state, tmp_path):
    path = tmp_path / "kept.npz"
    Checkpoint(path, QUICK).write(state)
    other = replace(
        QUICK, seed=5, batch_size=50, placement=Placement("mirrored", logical_cpus=2)
    )
    with pytest.raises(CheckpointError) as told:
        Checkpoint(path, other).read()
    for name in ("batch_size 25 (here 50)", "seed 4 (here 5)", "strategy 'default'"):
        assert name in str(told.value)
    assert str(path) in str(told.value)
    assert "optimizer" not in str(told.value)


def test_more_epochs_resume_and_too_few_are_refused(state, tmp_path):
    path = tmp_path / "kept.npz"
    Checkpoint(path, QUICK).write(state)
    assert Checkpoint(path, replace(QUICK, epochs=9)).read().step == 6
    with pytest.raises(
        CheckpointError, match="step 6, after the last of the 4 steps of 1 epoch"
    ):
        Checkpoint(path, replace(QUICK, epochs=1)).read()


def test_whatever_is_damaged_only_that_error_comes(state):
    whole = to_bytes(state, QUICK)
    random = np.random.default_rng(1)
    for damaged in (b"", b"PK\x03\x04", whole[:-1], whole[: len(whole) // 2]):
        with pytest.raises(CheckpointError, match="damaged"):
            from_bytes(damaged, QUICK)
    for _ in range(50):
        flipped = bytearray(whole)
        flipped[int(random.integers(len(whole)))] ^= 1 << int(random.integers(8))
        try:
            same = from_bytes(bytes(flipped), QUICK)
        except CheckpointError:
            continue
        assert_same(same, state)  # a bit without effect, as in a date


def test_the_weights_of_another_model_are_refused(state):
    other = replace(state, weights=state.weights[:-1])
    with pytest.raises(CheckpointError, match="not LeNet's"):
        from_bytes(to_bytes(other, QUICK), QUICK)


def test_a_disk_that_is_full_leaves_the_one_before(state, tmp_path):
    """The limit on a file's size fails a write as a full disk does."""
    path = tmp_path / "kept.npz"
    kept = Checkpoint(path, QUICK)
    kept.write(replace(state, step=3))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(OSError, match=r"kept.npz cannot be written \(.*too large"):
            kept.write(state)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert os.listdir(tmp_path) == ["kept.npz"]
    assert kept.read().step == 3


def test_a_write_that_was_cut_off_leaves_the_one_before(state, tmp_path):
    """The process is killed in the middle of a write."""
    path = tmp_path / "kept.npz"
    kept = Checkpoint(path, QUICK)
    kept.write(replace(state, step=3))
    script = (
        "import os, sys; from pathlib import Path;"
        "from lenet.weights.checkpoint import Checkpoint;"
        "from lenet.settings import Settings;"
        "settings = Settings(limit=100, epochs=2, batch_size=25, seed=4);"
        "kept = Checkpoint(Path(sys.argv[1]), settings); state = kept.read();"
        "os.fsync = lambda file: os.kill(os.getpid(), 9);"
        "kept.write(state)"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(path)])
    assert killed.returncode == -9
    assert kept.read().step == 3
    kept.write(state)
    assert os.listdir(tmp_path) == ["kept.npz"]


@pytest.mark.parametrize("loop", LOOP_NAMES)
def test_a_resumed_training_ends_with_the_same_weights(tmp_path, loop):
    from lenet.experiment import run

    settings = replace(QUICK, loop=loop)
    kept = Checkpoint(tmp_path / "kept.npz", settings)
    asked = iter(range(100))
    kept.write(run(settings, should_stop=lambda: next(asked) == 2).state)
    assert kept.read().step == 3  # of 4 in an epoch
    states = []
    ended = run(settings, kept.read(), resume=True, on_state=states.append)
    assert ended.finished
    assert [state.step for state in states] == [4, 8]
    assert_same(ended.state, run(settings).state)


def test_a_finished_training_is_only_evaluated():
    from lenet.experiment import run

    whole = run(QUICK)
    again = run(QUICK, whole.state, resume=True)
    assert again.finished
    assert again.state is whole.state
    assert again.evaluation.loss == whole.evaluation.loss


ON_REPLICAS = """
import sys
from pathlib import Path
from lenet.experiment import run
from lenet.weights.checkpoint import Checkpoint
from lenet.weights.checksum import checksum
from lenet.replicas.strategies import strategy_for
from lenet.settings import Placement, Settings

settings = Settings(
    limit=100, epochs=2, batch_size=20, placement=Placement("mirrored", (), 2)
)
strategy = strategy_for(settings.placement)
kept = Checkpoint(Path(sys.argv[1]), settings)
asked = iter(range(100))
stopped = run(settings, strategy=strategy, should_stop=lambda: next(asked) == 6)
kept.write(stopped.state)
ended = run(settings, kept.read(), resume=True, strategy=strategy)
whole = run(settings, strategy=strategy)
print(stopped.state.step, ended.finished, ended.state.step)
for state in (ended.state, whole.state):
    print(checksum([*state.weights, *state.optimizer_state]))
"""


def test_it_holds_on_replicas_too(tmp_path):
    steps, ended, whole = run_apart(ON_REPLICAS, tmp_path / "kept.npz").splitlines()
    assert steps == "7 True 10"
    assert ended == whole
