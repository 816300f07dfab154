"""From settings to outcome, with and without space on the disk."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from tensorboard.backend.event_processing.event_multiplexer import EventMultiplexer
from tensorboard.util.tensor_util import make_ndarray

from lenet.experiment import run
from lenet.models import PARADIGMS
from lenet.settings import LOOP_NAMES, Settings
from lenet.tensorboard.runs import runs
from lenet.training.evaluation import evaluate

# Keras reads the learning rate with np.array, which NumPy 2 warns of.
pytestmark = pytest.mark.filterwarnings(
    "ignore:__array__ implementation:DeprecationWarning"
)
VALIDATION_BATCHES = 2  # of the sample's 1,000 test images
QUICK = Settings(limit=100, epochs=2, batch_size=25, seed=4)


def test_an_outcome_holds_what_was_made():
    from lenet.digits import load

    reports, states = [], []
    outcome = run(QUICK, on_report=reports.append, on_state=states.append)
    assert outcome.finished
    assert outcome.run is None
    assert [state.step for state in states] == [4, 8]
    assert (outcome.state.step, outcome.state.seed) == (8, 4)
    assert outcome.state.paradigm == "Subclassing"
    sample = load("sample")
    model = PARADIGMS["Functional"]()
    model.set_weights(outcome.state.weights)
    again = evaluate(model, sample.test_images, sample.test_labels)
    assert again.confusion.tolist() == outcome.evaluation.confusion.tolist()
    assert reports[-1].val_accuracy == pytest.approx(again.accuracy)


@pytest.mark.parametrize("loop", LOOP_NAMES)
def test_the_first_epochs_weights_are_tried_on_the_training_images(loop):
    from lenet.digits import load

    reports, states = [], []
    settings = replace(QUICK, loop=loop)
    run(settings, on_report=reports.append, on_state=states.append)
    ends = {r.epoch: r for r in reports if r.val_accuracy is not None}
    model = PARADIGMS["Subclassing"]()
    model.set_weights(states[0].weights)
    digits = load("sample", limit=QUICK.limit)
    again = evaluate(model, digits.train_images, digits.train_labels)
    assert ends[1].end_accuracy == pytest.approx(again.accuracy)
    assert ends[2].end_accuracy is None


def test_a_stop_while_the_training_images_are_tried_leaves_their_accuracy_out():
    steps, asked, reports = QUICK.steps_per_epoch, [], []

    def should_stop():
        asked.append(None)
        return len(asked) > steps + 2 * VALIDATION_BATCHES

    run(QUICK, on_report=reports.append, should_stop=should_stop)
    (end,) = [report for report in reports if report.val_accuracy is not None]
    assert end.end_accuracy is None
    assert reports[-1].step == steps + 1, "it stopped after the next batch"


def test_a_stopped_training_resumes_in_another_paradigm():
    asked = iter(range(100))
    begun = run(QUICK, should_stop=lambda: next(asked) == 2)
    assert not begun.finished
    assert begun.state.step == 3
    ended = run(replace(QUICK, paradigm="Sequential", seed=9), begun.state)
    assert ended.finished
    assert ended.state.paradigm == "Sequential"
    whole = run(QUICK).state.weights
    pairs = zip(ended.state.weights, whole, strict=True)
    assert max(np.abs(a - b).max() for a, b in pairs) < 1e-6


@pytest.mark.parametrize("loop", LOOP_NAMES)
def test_the_log_is_where_tensorboard_finds_it(tmp_path, loop):
    outcome = run(replace(QUICK, loop=loop), log_root=tmp_path)
    assert [found.name for found in runs(tmp_path)] == [outcome.run]
    log = EventMultiplexer().AddRunsFromDirectory(str(tmp_path)).Reload()
    accuracy = log.Tensors(f"fit/{outcome.run}/validation", "epoch_accuracy")
    value = float(make_ndarray(accuracy[-1].tensor_proto))
    assert value == pytest.approx(outcome.evaluation.accuracy)


def test_old_runs_make_room_and_a_run_too_large_ends_its_log(tmp_path, caplog):
    old = tmp_path / "fit" / "20200101-000000"
    old.mkdir(parents=True)
    (old / "events").write_bytes(bytes(5_000))
    outcome = run(QUICK, log_root=tmp_path, log_quota=4_000)
    assert not old.exists()
    assert outcome.finished
    assert outcome.run is None
    assert "4,000 bytes" in caplog.text
    assert len(caplog.records) == 1


@pytest.mark.parametrize("loop", LOOP_NAMES)
def test_a_disk_that_is_full_ends_the_log_and_not_the_training(tmp_path, loop):
    """The limit on a file's size fails a write as a full disk does."""
    script = (
        "import resource, sys;"
        "from lenet.experiment import run; from lenet.settings import Settings;"
        f"settings = Settings(limit=100, epochs=3, batch_size=25, loop={loop!r});"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000));"
        f"outcome = run(settings, log_root={str(tmp_path)!r});"
        "print(outcome.finished, outcome.state.step, outcome.run)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert ended.stdout == "True 12 None\n"
    assert "continues without its log" in ended.stderr
    assert "File too large" in ended.stderr


def test_a_folder_that_cannot_be_made_ends_the_log_only(tmp_path, caplog):
    (tmp_path / "logs").write_text("a file where the folder should be")
    for loop in ("fit", "graph"):
        outcome = run(replace(QUICK, loop=loop), log_root=tmp_path / "logs")
        assert outcome.finished
        assert outcome.run is None
    assert "continues without its log" in caplog.text


def test_a_training_that_is_refused_leaves_no_run(tmp_path):
    with pytest.raises(ValueError, match="batch_size is 101"):
        run(replace(QUICK, batch_size=101), log_root=tmp_path)
    assert os.listdir(tmp_path) == []
