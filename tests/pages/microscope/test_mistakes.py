"""Each mistake is found in the numbers, and in a hunt by its line."""

import inspect
import re
from itertools import cycle

import numpy as np
import pytest

from lenet.microscope.mistakes import MISTAKES
from lenet.settings import PARADIGM_NAMES
from lenet.source import resolve
from tests.pages.microscope.reading import (
    VIEWS,
    captions,
    code_shown,
    hints,
    press,
    rows,
    session,
    stand_at,
    view,
    with_drawing,
)
from tests.pages.reading import bodies, boxes, choose, run, texts
from tests.symptoms import SHOWN_BY
from ui.components.numbers import decimal
from ui.lessons.microscope import hunt as game


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_shown_as_it_runs_and_found_in_the_numbers(microscope, mistake):
    app = choose(microscope(), "microscope_mistake", mistake)
    chosen = MISTAKES[mistake]
    assert code_shown(app)[0] == inspect.getsource(resolve(chosen.step))
    rate = chosen.learning_rates.get("adam", 1e-3)
    assert any(f"adam at {decimal(rate)}," in caption.value for caption in app.caption)
    if chosen.code:
        code = inspect.getsource(resolve(chosen.code))
        assert code in [text for _, text in boxes(app)]
    hinted = []
    for _ in range(4):
        hinted += hints(app)
        press(app, "N")
    if mistake == "none":
        assert hinted == []
    else:
        assert any(SHOWN_BY[mistake].lower() in label for label, _ in hinted)
        assert all(re.search(r"\d", text) for _, text in hinted)


@pytest.mark.parametrize(
    ("mistake", "paradigm"), list(zip(game.HIDDEN, cycle(PARADIGM_NAMES)))
)
def test_a_hidden_mistake_is_found_in_code_that_does_not_tell(
    microscope, hidden, mistake, paradigm
):
    hidden(mistake)
    app = microscope(paradigm=paradigm, microscope_mistake="Surprise me")
    assert session(app).choice.mistake == mistake
    whole = " ".join([*bodies(app), *captions(app), *texts(app)])
    chosen = MISTAKES[mistake]
    for telling in (chosen.title, chosen.fix, "The mistake", "mistakes/", "Hint"):
        assert telling not in whole
    assert mistake not in str(app.query_params)
    assert not hints_told(app)
    shown_code = "".join(text for _, text in boxes(app))
    sources = game.code_of(mistake, session(app).recording)
    (function, line), *_ = game.wrong_lines(sources)
    wrong = sources[function].text.splitlines()[line - 1]
    assert wrong in shown_code
    found = app.session_state["_state"].kept["microscope_mistake"]
    found.guess(sources, "check", 1)
    run(app)
    assert "Not this line" in " ".join(texts(app))
    found.guess(sources, function, line)
    run(app)
    told = " ".join(texts(app))
    assert ":green[Right,] after 2 guesses" in told
    assert chosen.title in told
    assert wrong.strip() in told
    assert all(each.text in told for each in session(app).symptoms)
    app.get_by_key("microscope_hunt_fix").click()
    run(app)
    columns = [text for _, text in boxes(app)]
    assert any(wrong in text for text in columns)
    assert "Fixed: 10 of 10 weight arrays" in " ".join(texts(app))


def hints_told(app):
    return [each for each in app.expander if each.label.startswith("Hint")]


def test_a_hunt_can_be_given_up_and_begun_again(microscope, hidden):
    hidden("softmax")
    app = microscope(microscope_mistake="Surprise me")
    app.get_by_key("microscope_hunt_show").click()
    run(app)
    assert "The wrong line is `probabilities = tf.nn.softmax" in " ".join(texts(app))
    hidden("zeros")
    app.get_by_key("microscope_hunt_another").click()
    run(app)
    assert session(app).choice.mistake == "zeros"
    assert "Bug hunt" in " ".join(texts(app))


@pytest.mark.parametrize("mistake", game.HIDDEN)
def test_a_hunt_has_the_drawing_with_the_mistake_and_without_it(
    microscope, hidden, mistake
):
    hidden(mistake)
    app = microscope(microscope_mistake="Surprise me")
    drawing = with_drawing(app)
    for key in ("show", "fix"):
        app.get_by_key(f"microscope_hunt_{key}").click()
        run(app)
    (both,) = app.session_state["microscope_hunt_both"].values()
    for each in (session(app), *both):
        np.testing.assert_array_equal(each.recording.images[0], drawing.image)
        assert each.recording.labels[0] == drawing.label


def test_a_gradient_that_is_none_is_shown_and_the_error_after_it(microscope):
    app = choose(microscope(), "microscope_mistake", "outside")
    stand_at(app, "backward")
    assert "gradient for <b>0 of 10 weight arrays</b>" in " ".join(bodies(app))
    nones = [row for row in rows(app) if row[2:3] == ["None"]]
    assert len(nones) == 10
    stand_at(app, "update")
    told = " ".join(bodies(app))
    assert "No gradients provided for any variable." in told
    for name in VIEWS[1:]:
        view(app, name)
    press(view(app, VIEWS[0]), "N")
    assert session(app).before.step == 1
