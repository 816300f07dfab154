"""Welcome: an example already read, the map of the lessons, this machine."""

import inspect

import keras
import numpy as np
import pytest
import tensorflow as tf

from lenet.drawing import inference
from tests.pages.training import run_until
from ui.lessons import LESSONS
from ui.lessons.welcome import lesson_map


@pytest.fixture(scope="module")
def app(open_page):
    return run_until(open_page("welcome"), lambda app: app.metric)


@pytest.fixture(scope="module")
def try_it(app):
    """Import it behind the page: the canvas loads where an app runs only."""
    from ui.lessons.welcome import try_it

    return try_it


def test_it_names_the_versions_that_run(app):
    text = " ".join(element.value for element in app.markdown)
    assert tf.__version__ in text
    assert keras.__version__ in text
    assert "About this machine" in [fold.label for fold in app.expander]


def test_the_example_is_read_by_the_network_that_ships(app, try_it):
    from ui.components.example import EXAMPLE

    reading = inference.read_drawing(EXAMPLE)
    shipped = reading.predictions["Shipped"]
    assert app.metric[0].value == str(np.argmax(shipped)) == "3"
    assert app.metric[0].delta == f"Probability {shipped.max():.1%}"


def test_the_line_below_it_is_the_line_that_ran(app, try_it):
    lines, start = inspect.getsourcelines(inference._outputs)
    number = next(n for n, line in enumerate(lines, start) if try_it.CALL in line)
    assert app.code[0].value == lines[number - start].strip()
    assert any(f"line {number}" in caption.value for caption in app.caption)


def test_each_lesson_has_its_card_in_the_order_of_the_course(app):
    labels = [link.label for link in app.get("page_link")]
    cards = [f"**{n}. {page.title}**" for n, page in enumerate(LESSONS, start=1)]
    assert labels[: len(cards)] == cards


def test_the_button_leads_to_the_first_lesson(open_page):
    app = open_page("welcome")
    (button,) = [b for b in app.button if LESSONS[0].title in b.label]
    assert not [a for a in app.get("page_link") if a.label.startswith("**Next: ")]
    button.click().run()
    assert app.title[0].value == LESSONS[0].title


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("page", LESSONS, ids=lambda page: page.name)
def test_each_lesson_has_a_small_picture_of_itself(page, theme):
    file = lesson_map.THUMBNAILS / f"{page.name}_{theme}.webp"
    assert 500 < file.stat().st_size < 12_000
    assert len(page.picture) > 20


def test_no_picture_is_left_of_a_lesson_that_is_gone():
    names = {file.stem.rpartition("_")[0] for file in lesson_map.THUMBNAILS.iterdir()}
    assert names == {page.name for page in LESSONS}


def test_the_visitors_predictions_are_there(open_page):
    app = open_page("welcome")
    (folded,) = [e for e in app.expander if e.label == "Your predictions"]
    assert any("no predictions yet" in text.value for text in folded.markdown)
