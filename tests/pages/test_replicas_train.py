"""Replicas: what is here, a training on replicas, and the files for a cluster."""

import inspect
import io
import zipfile

import pytest

import lenet.replicas.loop
import lenet.training.loops
from lenet.command_line.command import command
from lenet.results.device import Device
from lenet.settings import Placement, Settings
from tests.pages.reading import boxes, choose, press, verdicts, whole_text
from tests.pages.training import button, finished, run_until, start
from ui.components.numbers import NOT_YET
from ui.lessons.replicas import cluster, devices, tabs, train
from ui.lessons.replicas.failure import LOST

QUICK = {"replicas_epochs": 1, "replicas_global_batch_size": 512}


@pytest.fixture
def open_part(open_page):
    def open_part(part, **query):
        query = {"replicas_on": "Logical CPUs", **query}  # also beside a GPU
        return open_page("replicas", replicas_part=part, **query)

    return open_part


def texts(app):
    """Return what the page says, in boxes, captions and over bars."""
    elements = [*app.info, *app.caption, *app.error, *app.markdown]
    return [element.value for element in elements] + [bar.text for bar in app.progress]


def says(app, part):
    return any(part in text for text in texts(app))


CPU = Device("cpu:0", "CPU", "2 cores, x86_64", 8_000_000_000)
AMPERE = Device("gpu:0", "GPU", "NVIDIA A100", 40_000_000_000, (8, 0))
TURING = Device("gpu:1", "GPU", "Tesla T4", None, (7, 5))


def with_devices(monkeypatch, *present):
    monkeypatch.setattr(devices, "present", lambda: list(present))


def test_the_page_says_what_this_machine_has(open_part):
    app = open_part("Train")
    assert says(app, "No GPU here") != says(app, "This machine has `gpu:0`")
    assert says(app, " cores, ")


def test_without_a_gpu_it_says_what_replicas_run_on(open_part, monkeypatch):
    with_devices(monkeypatch, CPU)
    app = open_part("Train")
    assert says(app, "splits the CPU (2 cores, x86_64, 8.0 GB) into logical CPUs")
    assert not says(app, "speed")  # the visitor measures that


def test_gpus_are_named_and_chosen_from(open_part, monkeypatch):
    with_devices(monkeypatch, AMPERE, TURING, CPU)
    app = open_part("Train", replicas_on="GPUs")
    assert says(app, "`gpu:0` NVIDIA A100, 40.0 GB · `gpu:1` Tesla T4 · `cpu:0` 2 core")
    assert "--devices gpu:0,gpu:1" in app.code[0].value
    assert says(app, "Not all of these do")
    app.get_by_key("replicas_gpus").set_value(["gpu:0"])
    app.run().get_by_key("replicas_mixed_precision").set_value(True)
    assert "--devices gpu:0 --mixed-precision" in app.run().code[0].value
    app.get_by_key("replicas_gpus").set_value([])
    assert "Choose at least one of gpu:0, gpu:1." in app.run().error[0].value


def test_a_training_on_replicas_ends_with_its_result(open_part):
    app = open_part("Train", replicas_logical_cpus="4")
    app.get_by_key("replicas_prediction").set_value("Nearly all, over 80%")
    app = start(app, **QUICK)
    assert finished(app) or app.get_by_key("replicas_prediction").proto.disabled
    run_until(app, finished)
    figures = {metric.label: metric.value for metric in app.metric}
    assert figures["Epoch"] == "1"
    assert says(app, "Logical CPUs share the same cores")
    marked = [text for text in texts(app) if "** of the sum." in text]
    assert marked[0].startswith((":green[Right.]", ":orange[Not quite.]"))
    assert app.get_by_key("replicas_prediction_locked").disabled
    assert app.subheader[-1].value == "What this showed"


def test_before_a_training_its_place_is_kept(open_part):
    app = open_part("Train")
    assert {metric.value for metric in app.metric} == {NOT_YET}
    assert len(app.get("plotly_chart")) == 1
    assert app.get_by_key("replicas_part_next").label == f"Next: {tabs.SCALING}"
    assert "What this showed" not in [heading.value for heading in app.subheader]


def test_stop_keeps_what_was_learned_and_continue_goes_on(open_part):
    app = start(open_part("Train", replicas_logical_cpus="2"), replicas_epochs=20)
    run_until(app, lambda app: says(app, ", on 2 replicas"))
    button(app, "Stop").click()
    run_until(app.run(), finished)
    before = next(m.value for m in app.metric if m.label == "Epoch")
    app.get_by_key("replicas_epochs").set_value(1)
    button(app.run(), "Continue").click()
    run_until(app.run(), finished)
    after = next(m.value for m in app.metric if m.label == "Epoch")
    assert int(after) >= int(before)


def test_the_same_training_is_on_the_page_train_and_in_the_sidebar(open_part):
    app = start(open_part("Train", replicas_logical_cpus="2"), replicas_epochs=20)
    try:
        app.switch_page("../pages/train.py").run()
        run_until(app, lambda app: says(app, ", on 2 replicas"))
        app.switch_page("../pages/draw_a_digit.py").run()
        assert says(app, "Training: epoch")
        app.switch_page("../pages/replicas.py")
        for part, shows_it in ((tabs.CLUSTER, False), (tabs.TRAIN, True)):
            app.session_state[tabs.TABS] = part
            run_until(app.run(), lambda app: says(app, ", on 2 replicas"))
            assert says(app, "Training: ") != shows_it, "one bar, not two"
    finally:
        app.switch_page("../pages/train.py").run()
        button(app, "Stop").click()
        run_until(app.run(), finished)


def test_a_training_without_replicas_is_not_taken_for_one(open_page):
    app = start(open_page("train"), train_epochs=20, train_loop="eager")
    try:
        app.query_params["replicas_part"] = "Train"
        app.switch_page("../pages/replicas.py").run()
        assert says(app, "A training without replicas is running")
        assert button(app, "Start").disabled
        assert {metric.value for metric in app.metric} == {NOT_YET}
        assert any(bar.text.startswith("Training: ") for bar in app.progress)
    finally:
        button(app, "Stop").click()
        app.run()
    app.switch_page("../pages/train.py").run()
    run_until(app, finished)


def test_a_batch_that_does_not_divide_gets_a_sentence(open_part, monkeypatch):
    monkeypatch.setattr(
        train, "choose_placement", lambda gpus: Placement("mirrored", logical_cpus=3)
    )
    app = start(open_part("Train"), **QUICK)
    run_until(app, lambda app: app.error or finished(app))
    assert "512: it does not divide among 3 replicas" in app.error[0].value


def test_the_command_does_the_same(open_part):
    app = open_part(
        "Train",
        replicas_logical_cpus="8",
        replicas_epochs="3",
        replicas_optimizer="sgd",
    )
    settings = Settings(
        epochs=3, optimizer="sgd", placement=Placement("mirrored", logical_cpus=8)
    )
    assert app.code[0].value == command(settings)


@pytest.mark.parametrize(
    ("piece", "function"),
    [
        ("A step on all replicas", lenet.replicas.step.distributed_step),
        ("The training step", lenet.training.step.train_step),
        ("The loop", lenet.replicas.loop.replicated),
    ],
)
def test_the_code_on_the_page_is_the_code_that_runs(open_part, piece, function):
    app = open_part("Train")
    app.get_by_key("replicas_code").set_value(piece)
    assert boxes(app.run())[-1][1] == inspect.getsource(function)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("Your own machines", ["train.sh"]),
        ("Slurm", ["lenet.sbatch"]),
        ("Kubernetes", ["Dockerfile", "lenet.yaml"]),
    ],
)
def test_the_files_for_a_cluster_hold_the_choices(open_part, kind, names):
    app = open_part(
        tabs.CLUSTER,
        replicas_cluster=kind,
        replicas_machines="3",
        replicas_epochs="10",
    )
    shown = dict(zip(names, [code.value for code in app.code], strict=False))
    last = shown[names[-1]]
    assert "epochs" in last
    assert "10" in last
    assert "96" in last  # 32 images on each of 3 machines
    assert app.get_by_key("replicas_cluster_code") is not None
    assert len(app.get("download_button")) == len(names) + 1
    packed = zipfile.ZipFile(io.BytesIO(cluster._zipped(shown)))
    assert {name: packed.read(name).decode() for name in names} == shown


def test_the_cluster_is_done_when_the_files_are_taken(open_part, monkeypatch):
    assert "What this showed" not in [
        s.value for s in open_part(tabs.CLUSTER).subheader
    ]
    monkeypatch.setattr(cluster, "_offer", cluster._take)  # as if it were pressed
    app = open_part(tabs.CLUSTER, replicas_machines="3")
    assert "What this showed" in [s.value for s in app.subheader]
    assert any("a global batch of 96" in text.value for text in app.markdown)


def test_a_machine_fails_and_marks_the_prediction(open_part):
    app = open_part(tabs.CLUSTER)
    choose(app, LOST.key, "None of them")
    press(app, "Let a machine fail")
    run_until(app, lambda app: verdicts(app))
    assert verdicts(app) == ["orange"]
    text = whole_text(app)
    assert "after step 24 of 32" in text
    assert "**8 steps** had to be done again" in text
    assert "no machine failed: **identical, bit for bit**" in text
    assert "What this showed" in [s.value for s in app.subheader]


def test_a_host_that_is_no_name_gets_a_sentence_and_no_file(open_part):
    app = open_part(tabs.CLUSTER)
    app.get_by_key("replicas_host_1").set_value("lab;reboot")
    app.run()
    assert "A host is 'lab;reboot'" in app.error[0].value
    assert not app.get("download_button")
    app.get_by_key("replicas_host_1").set_value("lab-2")
    app.run()
    assert not app.error
    assert "lab-2:8470" in app.code[0].value


def test_the_code_that_runs_there_is_the_same_step(open_part):
    app = open_part(tabs.CLUSTER)
    step = inspect.getsource(lenet.training.step.train_step)
    assert boxes(app)[-1][1] == step
