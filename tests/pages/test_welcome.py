"""Welcome: a canvas, the map of the lessons, what this machine has."""

import keras
import tensorflow as tf


def test_it_names_the_versions_that_run(open_page):
    app = open_page("welcome")
    text = " ".join(element.value for element in app.markdown)
    assert tf.__version__ in text
    assert keras.__version__ in text


def test_an_empty_canvas_is_not_read(open_page):
    app = open_page("welcome")
    assert not app.metric
    assert "Draw with the mouse or a finger" in app.info[0].value


def test_each_lesson_has_a_link(open_page):
    app = open_page("welcome")
    labels = {link.label for link in app.get("page_link")}
    assert {"**Draw a digit**", "**Train**", "**TensorBoard**"} <= labels
