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


@pytest.mark.parametrize(
    "spelt", ["functional", "FUNCTIONAL", "Functional ", "fUnctional"]
)
@pytest.mark.parametrize("page", ["welcome", "train"])
def test_the_paradigm_in_the_address_may_be_spelt_in_any_case(open_page, page, spelt):
    app = open_page(page, paradigm=spelt)
    assert app.sidebar.radio(key="paradigm").value == "Functional"
    assert not app.toast
    assert app.query_params["paradigm"] in ("Functional", ["Functional"])
    app.sidebar.radio(key="paradigm").set_value("Sequential").run()
    assert app.sidebar.radio(key="paradigm").value == "Sequential"


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ({"paradigm": "PyTorch"}, "The paradigm in the link, PyTorch, is none of Seq"),
        ({"paradigm": "![](//x.y)"}, "The paradigm in the link is none of Sequential"),
        ({"seed": "-1"}, "The seed in the link, -1, is none of 0 to 9999. It is 0"),
        ({"seed": "10000"}, "The seed in the link, 10000, is none of 0 to 9999."),
        ({"seed": "nan"}, "The seed in the link, nan, is none of 0 to 9999. It is"),
        ({"seed": "seven"}, "The seed in the link, seven, is none of 0 to 9999."),
    ],
)
def test_a_choice_in_the_address_that_is_not_there_is_told(open_page, bad, told):
    app = open_page("welcome", **bad)
    (toast,) = app.toast
    assert toast.value.startswith(told)
    name = next(iter(bad))
    assert f"It is {app.session_state[name]} now" in toast.value
    assert not app.run().toast


@pytest.mark.parametrize(
    "good", [{"paradigm": "Subclassing"}, {"seed": "0"}, {"seed": "007"}, {}]
)
def test_a_choice_that_is_there_needs_no_word(open_page, good):
    assert not open_page("welcome", **good).toast
