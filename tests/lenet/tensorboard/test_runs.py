"""Run folders: their names, their quota and the numbers in their files."""

import os
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from lenet.tensorboard import enforce_quota, new_run, runs, scalars
from lenet.tensorboard.runs import find_run

ROOT = Path(__file__).parents[3]

# What the course does, with the curves that fit returned as the oracle.
COURSE = """
import sys
import numpy as np
import tensorflow as tf
from lenet.models import PARADIGMS

images = np.random.default_rng(0).random((96, 32, 32, 1), np.float32)
labels = np.arange(96) % 10
model = PARADIGMS["Sequential"]()
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
callback = tf.keras.callbacks.TensorBoard(log_dir=sys.argv[1], histogram_freq=1)
history = model.fit(images, labels, epochs=2, validation_data=(images, labels),
                    callbacks=[callback], verbose=0)
np.savez(sys.argv[2], **history.history)
"""


def write(root, name, size):
    folder = root / "fit" / name / "train"
    folder.mkdir(parents=True)
    (folder / "events.out.tfevents.1").write_bytes(b"x" * size)


@pytest.fixture(scope="module")
def logged(tmp_path_factory):
    root = tmp_path_factory.mktemp("logs")
    run = new_run(root)
    curves = root / "history.npz"
    subprocess.run(
        [sys.executable, "-c", COURSE, str(run), str(curves)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
    )
    return root, run.name, dict(np.load(curves))


def test_curves_read_natively_equal_what_fit_returned(logged):
    root, name, history = logged
    read = scalars(root, name)
    for metric in ("loss", "accuracy"):
        for writer, written in (("train", metric), ("validation", f"val_{metric}")):
            curve = read[f"{writer}/epoch_{metric}"]
            assert curve.steps.tolist() == [0, 1]
            np.testing.assert_array_equal(
                curve.values.astype(np.float32), history[written].astype(np.float32)
            )


def test_the_course_callback_writes_these_curves(logged):
    root, name, _ = logged
    assert set(scalars(root, name)) == {
        "train/epoch_loss",
        "train/epoch_accuracy",
        "train/epoch_learning_rate",
        "validation/epoch_loss",
        "validation/epoch_accuracy",
        "validation/evaluation_loss_vs_iterations",
        "validation/evaluation_accuracy_vs_iterations",
    }


def test_reading_needs_no_tensorflow(logged):
    root, name, _ = logged
    script = (
        "import sys; from lenet.tensorboard import scalars\n"
        f"assert scalars({str(root)!r}, {name!r})\n"
        "print([m for m in ('tensorflow', 'keras') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True
    )
    assert done.stdout.strip() == b"[]"


def test_a_file_still_being_written_is_read_up_to_its_last_whole_record(
    logged, tmp_path
):
    root, name, _ = logged
    whole = next((root / "fit" / name / "validation").iterdir()).read_bytes()
    copy = tmp_path / "fit" / name / "validation" / "events.out.tfevents.1"
    copy.parent.mkdir(parents=True)
    lengths = set()
    for end in (*range(0, len(whole), 7), len(whole)):
        copy.write_bytes(whole[:end])
        curve = scalars(tmp_path, name).get("validation/epoch_loss")
        lengths.add(0 if curve is None else len(curve.steps))
    assert lengths == {0, 1, 2}


def test_a_run_is_named_as_in_the_course(tmp_path):
    before = datetime.now().replace(microsecond=0)
    run = new_run(tmp_path)
    assert run.parent == tmp_path / "fit"
    assert before <= datetime.strptime(run.name, "%Y%m%d-%H%M%S") <= datetime.now()
    assert run.is_dir()


def test_trainings_that_start_at_once_never_share_a_folder(tmp_path):
    made = []
    starters = [
        threading.Thread(target=lambda: made.append(new_run(tmp_path)))
        for _ in range(12)
    ]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join()
    assert len(set(made)) == 12
    assert [run.name for run in runs(tmp_path)] == sorted(run.name for run in made)


def test_runs_are_listed_oldest_first_with_their_bytes(tmp_path):
    assert runs(tmp_path) == []
    write(tmp_path, "20261123-073109", 5)
    write(tmp_path, "20261122-235959", 7)
    (tmp_path / "fit" / "my notes").mkdir()
    (tmp_path / "fit" / "20261399-000000").mkdir()
    listed = [(run.name, run.started.day, run.bytes) for run in runs(tmp_path)]
    assert listed == [("20261122-235959", 22, 7), ("20261123-073109", 23, 5)]


def test_the_quota_takes_the_oldest_runs_first(tmp_path):
    for day in (21, 22, 23):
        write(tmp_path, f"202611{day}-000000", 100)
    assert enforce_quota(tmp_path, 300).removed == ()
    quota = enforce_quota(tmp_path, 250)
    assert (quota.removed, quota.exceeded) == (("20261121-000000",), False)
    assert [run.name[6:8] for run in runs(tmp_path)] == ["22", "23"]


def test_the_quota_spares_runs_being_written_and_says_so(tmp_path):
    for day in (21, 22, 23):
        write(tmp_path, f"202611{day}-000000", 100)
    quota = enforce_quota(tmp_path, 150, keep=["20261121-000000"])
    assert quota.removed == ("20261122-000000", "20261123-000000")
    assert not quota.exceeded
    quota = enforce_quota(tmp_path, 50, keep=["20261121-000000"])
    assert (quota.removed, quota.exceeded) == ((), True)
    assert [run.name for run in runs(tmp_path)] == ["20261121-000000"]


def test_the_quota_touches_nothing_but_runs(tmp_path):
    root, outside = tmp_path / "logs", tmp_path / "outside"
    write(outside, "20261120-000000", 100)
    write(root, "20261121-000000", 100)
    (root / "fit" / "20261119-000000").symlink_to(outside / "fit" / "20261120-000000")
    (root / "fit" / "20261121-000000" / "link").symlink_to(outside)
    (root / "fit" / "my notes").mkdir()
    assert enforce_quota(root, 0).removed == ("20261121-000000",)
    assert [run.name for run in runs(outside)] == ["20261120-000000"]
    assert {path.name for path in (root / "fit").iterdir()} == {
        "20261119-000000",
        "my notes",
    }


def test_a_linked_log_folder_is_not_cleared(tmp_path):
    write(tmp_path / "outside", "20261120-000000", 100)
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "fit").symlink_to(tmp_path / "outside" / "fit")
    assert enforce_quota(tmp_path / "logs", 0).removed == ()
    assert len(runs(tmp_path / "outside")) == 1
    with pytest.raises(FileNotFoundError):
        find_run(tmp_path / "logs", "20261120-000000")


@pytest.mark.parametrize(
    "name",
    [
        *("..", "", "/etc", "../fit/20261123-073108", "20261123-073108/../.."),
        *("20261123-073108\n", "20261123-07310", "2026112 -073108", "my notes"),
    ],
)
def test_a_name_that_is_no_run_is_refused(tmp_path, name):
    write(tmp_path, "20261123-073108", 1)
    with pytest.raises(ValueError, match="is not the name of a run"):
        scalars(tmp_path, name)


def test_a_removed_run_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match="no run 20261123-073108"):
        scalars(tmp_path, "20261123-073108")
