"""Waits: explained in words, while the rest of the page is there."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.deadlines import DEADLINE
from ui.lessons import LESSONS
from ui.visitor import workers


@pytest.fixture
def not_ready(monkeypatch):
    monkeypatch.setattr(workers, "is_ready", lambda: False)


def page():
    import streamlit as st

    from ui.components.waiting import waiting, when_ready

    when_ready(lambda: st.write("the part"), "It shows a digit.", 100)
    with waiting("The worker computes", 100):
        st.write("the result")


def texts(app):
    return [element.value for element in app.markdown]


def test_a_part_waits_for_tensorflow_and_the_page_does_not(not_ready):
    app = AppTest.from_function(page, default_timeout=DEADLINE).run()
    assert not app.exception
    assert "TensorFlow is starting. It shows a digit." in app.caption[0].value
    assert app.get("skeleton")
    assert texts(app) == ["the result"]


def test_a_part_is_there_once_tensorflow_is(monkeypatch):
    monkeypatch.setattr(workers, "is_ready", lambda: True)
    app = AppTest.from_function(page, default_timeout=DEADLINE).run()
    assert not app.exception
    assert not app.caption
    assert texts(app) == ["the part", "the result"]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (
            {"foreman": {"state": "failed", "reason": "OSError: `x` [a](b)"}},
            "The app's other processes do not start (`OSError: 'x' [a](b)`)",
        ),
        (
            {
                "foreman": {"state": "ready"},
                "template": {"state": "failed", "reason": "DLL load failed"},
            },
            "TensorFlow does not start (`DLL load failed`)",
        ),
    ],
    ids=["foreman", "template"],
)
def test_what_does_not_start_is_one_sentence(
    open_page, not_ready, monkeypatch, parts, sentence
):
    monkeypatch.setattr(workers, "state", lambda: parts)
    app = open_page("welcome")
    (told,) = [each.value for each in app.sidebar.error]
    assert told.startswith(sentence)
    assert told.count(". ") == 0
    assert "tries again every" in told
    assert not any("TensorFlow is starting" in each.value for each in app.caption)


@pytest.mark.parametrize("state", ["restarting", "warming"])
def test_a_first_attempt_that_fails_is_no_failure_yet(monkeypatch, state):
    parts = {"foreman": {"state": "ready"}, "template": {"state": state}}
    monkeypatch.setattr(workers, "state", lambda: parts)
    assert workers.trouble() == ""


def test_welcome_shows_its_map_before_tensorflow_is_there(open_page, not_ready):
    app = open_page("welcome")
    assert not app.metric
    assert "reads the example" in app.main.caption[2].value
    labels = [link.label for link in app.get("page_link")]
    assert f"**1. {LESSONS[0].title}**" in labels
