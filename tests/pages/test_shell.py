"""The sidebar: paradigm and seed on every page, in the address, kept."""

import pytest

from ui.lessons import LESSONS, PAGES, WELCOME, following


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_opens_with_the_sidebar(open_page, page):
    app = open_page(page.name)
    assert app.sidebar.radio(key="paradigm").value == "Subclassing"
    assert app.sidebar.number_input(key="seed").value == 0
    assert app.title


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_begins_with_its_promise(open_page, page):
    app = open_page(page.name)
    assert page.promise in [text.value for text in app.main.markdown]
    assert any(page.course in caption.value for caption in app.main.caption)


@pytest.mark.parametrize("page", LESSONS, ids=lambda page: page.name)
def test_every_lesson_ends_with_the_next(open_page, page):
    app = open_page(page.name)
    *_, link = [a for a in app.get("page_link") if a.label.startswith("**Next: ")]
    target = following(page) or WELCOME
    # The page at the server's address has no name in its own.
    assert link.proto.page.rpartition("/")[2] in (target.name, "")


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
