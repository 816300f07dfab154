"""Change the picture on the page: a digit, a score, and the walk along its gradient."""

import numpy as np
import pytest

from lenet.autodiff.picture import MOST_STEPS, example
from lenet.autodiff.picture.walking import walk
from lenet.results.picture_gradient import SCORES
from lenet.state import TrainState
from lenet.weights import shipped
from tests.deadlines import wait_until
from tests.pages.reading import bodies, button, press, run, verdicts, whole_text
from tests.pages.reading import choose as choose_key
from ui.components.numbers import number
from ui.foreman.client import foreman
from ui.lessons.automatic_differentiation.picture.choices import CLASSES, SIZES, YOURS
from ui.lessons.automatic_differentiation.picture.questions import (
    NEVER,
    how_many_steps,
    steepest,
    steps_needed,
)
from ui.lessons.automatic_differentiation.tabs import PICTURE, TABS
from ui.visitor import state

PAGE = "automatic_differentiation"
RUN = f"Take {MOST_STEPS} steps"


@pytest.fixture(scope="module", autouse=True)
def _ready():
    wait_until(foreman().is_warm)


@pytest.fixture
def open_tab(open_page):
    def opened(**query):
        shared = {
            name: query.pop(name) for name in ("seed", "paradigm") if name in query
        }
        named = {f"{PAGE}_picture_{name}": value for name, value in query.items()}
        return open_page(PAGE, **{TABS.key: PICTURE}, **named, **shared)

    return opened


@pytest.fixture
def owner(monkeypatch):
    """Make every visitor the owner of this state."""
    owned = state.VisitorState()
    monkeypatch.setattr(state.VisitorStates, "of", lambda *_: owned)
    return owned


def choose(app, key, value):
    return choose_key(app, f"{PAGE}_{key}", value)


def right_label(walked):
    needed = steps_needed(walked)
    options = how_many_steps(walked).options
    return next(option.label for option in options if option.holds(needed))


def changed(walked):
    at = walked.changed_at()
    return (
        f"After {at} steps, the prediction changed from {walked.prediction(0)} to "
        f"{walked.prediction(at)}."
    )


def figures(app):
    return [body for body in bodies(app) if "<figure" in body]


def closed(app):
    return "What this showed" in [head.value for head in app.subheader]


def test_the_digit_and_its_prediction_come_first_the_walk_after_the_press(open_tab):
    app = open_tab()
    assert "LeNet predicts **3** with a probability of 100%" in whole_text(app)
    assert len(figures(app)) == 1
    assert not closed(app)
    press(app, RUN)
    walked = walk(example(3, 0))
    assert changed(walked) in whole_text(app)
    assert number(walked.largest["logit"]) in whole_text(app)
    assert closed(app)
    assert len(figures(app)) == 2


@pytest.mark.parametrize("right", [True, False])
def test_the_run_marks_both_questions(open_tab, right):
    app = open_tab()
    walked = walk(example(3, 0))
    labels = [option.label for option in how_many_steps(walked).options]
    wrong = next(label for label in labels if label != right_label(walked))
    choose(app, "guess_picture_steps", right_label(walked) if right else wrong)
    scores = {True: steepest(walked), False: "probability"}
    choose(app, "guess_picture_score", scores[right].capitalize())
    press(app, RUN)
    assert verdicts(app) == ["green" if right else "orange"] * 2


def test_the_address_has_every_choice(open_tab):
    app = open_tab(
        image="5",
        goal="more of",
        **{"class": "6"},
        score="log probability",
        size="0.03",
        step="7",
        seed="4",
        paradigm="Functional",
    )
    press(app, RUN)
    walked = walk(example(5, 4), 6, "log probability", 0.03, paradigm="Functional")
    assert changed(walked) in whole_text(app)
    assert any("After 7 steps" in body for body in bodies(app))
    assert any("log probability of 6" in body for body in bodies(app))


@pytest.mark.parametrize(
    "query",
    [
        {"image": "12", "class": "x", "score": "loss", "size": "7", "step": "99"},
        {"goal": "none of", "network": "Yours", "image": "<b>"},
    ],
)
def test_a_bad_address_gives_the_first_choices(open_tab, query):
    app = open_tab(**query)
    press(app, RUN)
    assert changed(walk(example(3, 0))) in whole_text(app)


def test_the_seed_decides_the_picture(open_tab):
    pictures = {tuple(figures(open_tab(seed=str(seed)))) for seed in range(3)}
    assert len(pictures) == 3


def test_another_choice_asks_again_and_hides_the_walk(open_tab):
    app = open_tab()
    press(app, RUN)
    assert closed(app)
    choose(app, "picture_score", "probability")
    assert not closed(app)
    press(app, RUN)
    assert "The prediction stayed **3** for all 30 steps" in whole_text(app)
    assert steps_needed(walk(example(3, 0), score="probability")) == NEVER
    assert "cannot even hold that" in whole_text(app)
    assert "adversarial example" not in whole_text(app)
    choose(app, "picture_score", "logit")
    assert closed(app)
    app.get_by_key(f"{PAGE}_guess_picture_steps_again").click()
    assert not closed(run(app))


def test_the_slider_shows_the_pictures_after_each_step(open_tab):
    app = open_tab()
    press(app, RUN)
    seen = set()
    for step in (0, 1, MOST_STEPS):
        choose(app, "picture_step", step)
        seen.add(next(body for body in bodies(app) if "What has changed" in body))
    assert len(seen) == 3
    assert any("After 1 step<" in body for body in seen)
    assert any("All numbers are 0" in body for body in seen)


def test_without_a_digit_of_ones_own_the_page_leads_to_draw_a_digit(open_tab):
    app = open_tab(image=YOURS)
    assert "Draw a digit first" in app.info[0].value
    assert button(app, RUN) is None
    assert len(app.get("page_link")) >= 1


def test_the_digit_of_draw_a_digit_is_here(open_page, owner):
    app = open_page("draw_a_digit")
    choose_key(app, "draw_a_digit_subject", "MNIST digit")
    digit, _ = app.session_state.draw_a_digit_test_digit
    np.testing.assert_array_equal(owner.digit, digit)
    app.query_params[TABS.key] = PICTURE
    app.query_params[f"{PAGE}_picture_image"] = YOURS
    app.switch_page(f"../pages/{PAGE}.py").run()
    predicted = walk(digit, steps=1).prediction(0)
    assert f"LeNet predicts **{predicted}**" in whole_text(app)


def test_ones_own_network_can_be_chosen(open_tab, owner):
    assert "Network" not in [each.label for each in open_tab().get("button_group")]
    weights = tuple(np.roll(array, 1, axis=-1) for array in shipped())
    owner.model = TrainState("Sequential", "adam", weights, (), 5, 0)
    app = open_tab(network="Yours")
    predicted = walk(example(3, 0), steps=1, weights=weights).prediction(0)
    assert predicted != 3
    assert f"LeNet predicts **{predicted}**" in whole_text(app)
    choose(app, "picture_network", "Shipped")
    assert "LeNet predicts **3**" in whole_text(app)


def test_a_network_that_diverged_gives_a_warning_and_the_shipped_one(open_tab, owner):
    weights = tuple(np.full_like(array, np.nan) for array in shipped())
    owner.model = TrainState("Sequential", "adam", weights, (), 5, 0)
    app = open_tab(network="Yours")
    assert "not finite" in app.warning[0].value
    assert "LeNet predicts **3**" in whole_text(app)


def test_the_choices_are_those_of_the_library():
    assert set(CLASSES[1:]) == set(map(str, range(10)))
    assert min(SIZES) > 0
    assert len(SCORES) == 3
