"""Sessions vs eager, "The race": a guess, a race that grows, and why."""

from dataclasses import replace

import pytest

from lenet.graphs.race.field import MAKERS
from lenet.results.progress import Progress
from lenet.results.race import LANES, SWEPT_SIZES, LaneTimes, Race, RaceSettings
from lenet.source import resolve, source
from tests.pages.reading import boxes, button, press, run, table, texts, verdicts
from tests.pages.reading import choose as choose_key
from tests.pages.training import run_until
from ui.foreman.client import ForemanClient
from ui.foreman.computations import ComputationStatus
from ui.lessons.sessions_vs_eager import race, tabs
from ui.lessons.sessions_vs_eager.race import results, sizes

KEY = "sessions_vs_eager_race"
SECONDS = {"Session": 1.0, "Eager": 4.0, "tf.function": 1.0}  # others: 0.5


def choose(app, name, value):
    return choose_key(app, f"{KEY}_{name}", value)


@pytest.fixture
def open_race(open_page):
    def open_race(**query):
        query = {f"{KEY}_{name}": value for name, value in query.items()}
        app = open_page("sessions_vs_eager", sessions_vs_eager_part=tabs.RACE, **query)
        run_until(app, lambda app: button(app, "Start the race"))
        return run(app)

    return open_race


def result(settings, repeats=None, shares=(0.5, 0.25, 0.75)):
    """Make a race in which tf.function is 4 times as fast, less for large batches."""
    images = 100
    slower = 1 if settings.batch_size < 512 else 0.5
    lanes = tuple(
        LaneTimes(
            name,
            images,
            0.25,
            (SECONDS.get(name, 0.5) * (slower if name == "Eager" else 1),)
            * (repeats or settings.repeats),
            shares,
        )
        for name in LANES[settings.kind]
    )
    return Race(settings, 10, lanes)


class Races:
    """The foreman's answers: a race is half done, then done."""

    def __init__(self):
        self.begun, self.looks, self.cancelled = [], 0, 0

    def ask(self, client, verb, **asked):
        if verb == "begin":
            self.begun.append((asked["target"], asked["args"]))
            self.looks = 0
            return len(self.begun)
        if verb == "cancel":
            self.cancelled += 1
            return None
        assert verb == "computation_status", verb
        self.looks += 1
        target, (settings,) = self.begun[-1]
        if target == race.TARGET:
            half, whole = result(settings, 1, ()), result(settings)
        else:
            each = [replace(settings, batch_size=size) for size in SWEPT_SIZES]
            whole = tuple(map(result, each))
            half = whole[:2]
        if self.looks > 1:
            return ComputationStatus("done", True, 0, None, whole, "")
        so_far = Progress("repeat 1", done=1, total=9, unit="turn", partial=half)
        return ComputationStatus("running", True, 0, so_far, None, "")


@pytest.fixture
def races(open_race, monkeypatch):
    answers = Races()
    for kind in LANES:
        open_race(kind=kind)  # from here on the code and the machine are known
    monkeypatch.setattr(ForemanClient, "ask", lambda *x, **y: answers.ask(*x, **y))
    return answers


def charts(app):
    return len(app.get("plotly_chart"))


def test_it_opens_with_a_question_the_lanes_and_their_code(open_race):
    app = open_race()
    assert app.get_by_key(f"{KEY}_prediction").options[0] == "About the same"
    assert charts(app) == 4
    shown = source("lenet.graphs.race.training:session")
    assert (shown.file, shown.text.rstrip()) in [
        (file, text.rstrip()) for file, text in boxes(app)
    ]
    assert not [text for text in texts(app) if "What this showed" in text]
    assert any("cores" in caption.value for caption in app.caption)


@pytest.mark.parametrize("kind", LANES)
def test_the_code_of_each_lane_is_what_runs(kind):
    pieces = race.pieces(kind)
    for lane, make in MAKERS[kind].items():
        assert resolve(pieces[lane]) is make


def test_a_race_grows_answers_the_question_and_says_why(open_race, races):
    app = open_race(batch="32")
    choose(app, "prediction", "3 to 6 times")
    press(app, "Start the race")
    wanted = RaceSettings(batch_size=32)
    assert races.begun == [(race.TARGET, (wanted,))]
    assert [bar.text for bar in app.progress] == ["repeat 1, turn 1 of 9"]
    assert app.get_by_key(f"{KEY}_prediction").proto.disabled
    assert button(app, "Start the race").disabled
    assert charts(app) == 4
    run_until(app, lambda app: not button(app, "Cancel"))
    assert verdicts(app) == ["green"]
    rows = table(app, "Lane")
    assert [row["Lane"] for row in rows] == [f"`{name}`" for name in LANES["train"]]
    assert [row["Images per second"] for row in rows] == ["100", "25", *["100"] * 1] + [
        "200"
    ] * 2
    assert [row["Times eager's speed"] for row in rows] == [
        "4.0",
        "1.0",
        "4.0",
        "8.0",
        "8.0",
    ]
    assert rows[0]["Kernels run"] == "50.0% (25.0% to 75.0%)"
    told = " ".join(texts(app))
    assert "`tf.function` is **4.0 times as fast** as eager" in told
    assert "a kernel runs for **50.0%** of the time" in told
    assert "Eager execution spends 640.0 ms on this for each batch" in told
    assert "The fastest lane is `Epoch graph` with 200 images per second" in told
    assert not button(app, "Start the race").disabled
    run(app)
    assert len(races.begun) == 1  # a rerun measures nothing
    choose(app, "batch", 64)
    assert not table_is_there(app)
    choose(app, "batch", 32)
    assert table_is_there(app)


def table_is_there(app):
    return any("Times eager's speed" in text for text in texts(app))


def test_a_sweep_shows_what_changes_with_the_batch_size(open_race, races):
    app = open_race(kind="predict")
    press(app, f"Race at {len(SWEPT_SIZES)} batch sizes")
    assert races.begun == [(sizes.TARGET, (RaceSettings("predict"),))]
    assert button(app, "Start the race").disabled
    run_until(app, lambda app: not button(app, "Cancel"))
    told = " ".join(texts(app))
    assert "At 1 image a batch `tf.function` is **4.0 times as fast** as eager" in told
    assert "at 512 images a batch **2.0 times as fast**" in told
    assert "So the lanes come closer with large batches." in told
    assert [race.settings.batch_size for race in kept(app)] == list(SWEPT_SIZES)
    press(app, "Start the race")
    run_until(app, lambda app: not button(app, "Cancel"))
    assert len(kept(app)) == len(SWEPT_SIZES) + 1
    assert "goes from 4.0 to 2.0 times eager's speed" in " ".join(texts(app))


def kept(app):
    races = app.session_state[sizes.KEPT]
    return [races[key] for key in sorted(races)]


def test_cancel_keeps_the_race_so_far(open_race, races):
    app = press(open_race(), "Start the race")
    press(app, "Cancel")
    assert races.cancelled == 1
    assert "Cancelled." in [info.value for info in app.info]
    assert charts(app) == 4
    assert not verdicts(app)
    assert not table_is_there(app)
    assert app.get_by_key(f"{KEY}_prediction").proto.disabled, "speeds are shown"
    assert not button(app, "Start the race").disabled


def test_a_broken_address_opens_the_defaults(open_race):
    app = open_race(batch="7", kind="sing", repeats="x")
    assert app.get_by_key(f"{KEY}_batch").value == 64
    assert app.get_by_key(f"{KEY}_kind").value == "train"
    assert app.get_by_key(f"{KEY}_repeats").value == 5


def test_the_address_opens_its_settings(open_race):
    app = open_race(batch="8", kind="predict", repeats="3")
    assert app.get_by_key(f"{KEY}_batch").value == 8
    assert app.get_by_key(f"{KEY}_kind").value == "predict"
    assert app.get_by_key(f"{KEY}_repeats").value == 3


def test_a_short_race_is_run_here(open_race):
    app = open_race(batch="1024", kind="predict", repeats="3")
    press(app, "Start the race")
    bars = set()

    def ended(app):
        bars.update(bar.text for bar in app.progress)
        return not button(app, "Cancel")

    run_until(app, ended)
    assert any("turn" in text for text in bars), bars
    (found,) = kept(app)
    assert found.settings == RaceSettings("predict", batch_size=1024, repeats=3)
    assert found.is_complete
    assert len(table(app, "Lane")) == len(LANES["predict"])


@pytest.mark.parametrize(
    ("ratio", "label"),
    [
        (0.5, "About the same"),
        (1.29, "About the same"),
        (1.3, "Up to 3 times"),
        (3.0, "3 to 6 times"),
        (60.0, "Over 6 times"),
    ],
)
def test_one_option_is_right_for_each_ratio(ratio, label):
    options = results.TIMES.options
    assert [option.label for option in options if option.holds(ratio)] == [label]
