"""The sidebar: paradigm and seed on every page, in the address, kept."""

import pytest

PAGES = [
    "welcome",
    "draw_a_digit",
    "train",
    "microscope",
    "replicas",
    "tensorboard",
]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_with_the_sidebar(open_page, name):
    app = open_page(name)
    assert app.sidebar.radio(key="paradigm").value == "Subclassing"
    assert app.sidebar.number_input(key="seed").value == 0
    assert app.title


def test_the_address_sets_paradigm_and_seed(open_page):
    app = open_page("train", paradigm="Functional", seed="7")
    assert app.sidebar.radio(key="paradigm").value == "Functional"
    assert app.sidebar.number_input(key="seed").value == 7


def test_they_are_kept_across_pages(open_page):
    app = open_page("welcome")
    app.sidebar.radio(key="paradigm").set_value("Sequential").run()
    app.switch_page("../pages/train.py").run()
    assert app.sidebar.radio(key="paradigm").value == "Sequential"


@pytest.mark.parametrize("bad", [{"paradigm": "PyTorch"}, {"seed": "-1"}])
def test_a_broken_link_opens_all_the_same(open_page, bad):
    app = open_page("train", **bad)
    assert app.sidebar.radio(key="paradigm").value == "Subclassing"
    assert app.sidebar.number_input(key="seed").value == 0
