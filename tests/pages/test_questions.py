"""One question before a run, as a visitor meets it: predict, run, read why."""

import secrets

import pytest
from streamlit.testing.v1 import AppTest

from tests.deadlines import DEADLINE

WHY = {"Few": "why few", "Some": "why some", "Many": "why many"}


def lesson():
    """Show a lesson in a fragment: a run, numbered, may have a result."""
    import streamlit as st

    from ui.components.questions import Option, Question, ask, between

    def question(key):
        options = (
            Option("Few", "why few", between(0, 10)),
            Option("Some", "why some", between(10, 20)),
            Option("Many", "why many", between(20)),
        )
        text = f"How many of {key}?"
        return Question(key, "train", text, options, before="Before you count")

    @st.fragment
    def show(key):
        state = st.session_state
        asked = ask(
            question(key),
            run=state.get(f"{key}_run"),
            running=state.get(f"{key}_running", False),
        )
        st.slider("Step", 0, 9, key=f"{key}_step")
        st.text(f"Predicted: {asked.prediction}")
        result = state.get(f"{key}_result")
        if result is not None:
            asked.reveal(result, f"There were **{result}**.")

    for key in st.session_state.get("keys", ["one"]):
        show(key)


def kept():
    """Show the page of misses, beside the page that it links to."""
    import streamlit as st

    from ui.components.links import FOLDER
    from ui.components.questions import show_misses

    here = st.Page(show_misses, title="Misses", default=True)
    st.navigation([here, st.Page(FOLDER / "train.py", title="Train")]).run()


def run(app):
    app.run()
    assert not app.exception, app.exception
    return app


def visit(show=lesson, visitor=None, **state):
    app = AppTest.from_function(show, default_timeout=DEADLINE)
    app.session_state["_visitor"] = visitor or secrets.token_hex(16)
    for key, value in state.items():
        app.session_state[key] = value
    return run(app)


def with_result(app, number, result, key="one"):
    app.session_state[f"{key}_run"] = number
    app.session_state[f"{key}_result"] = result
    return run(app)


def predict(app, label, key="one"):
    app.get_by_key(key).set_value(label)
    return run(app)


def again(app, key="one"):
    app.get_by_key(f"{key}_again").click()
    return run(app)


def shown(app):
    return "\n".join(element.value for element in [*app.markdown, *app.caption])


def pills(app):
    """Return the question's pills: value, and whether they can be changed."""
    return [(one.value, not one.proto.disabled) for one in app.get("button_group")]


def misses_of(app):
    return visit(kept, app.session_state["_visitor"])


@pytest.mark.parametrize("label", WHY)
def test_the_result_locks_the_prediction_and_says_why(label):
    app = predict(visit(), label)
    assert pills(app) == [(label, True)]
    assert "why" not in shown(app)
    with_result(app, 1, 15)
    for _ in range(2):
        assert pills(app) == [(label, False)]
        verdict = ":green[Right.]" if label == "Some" else ":orange[Not quite.]"
        assert app.markdown[1].value.startswith(verdict)
        assert "There were **15**." in app.markdown[1].value
        reasons = [why for why in WHY.values() if why in shown(app)]
        assert reasons == [WHY[one] for one in WHY if one in (label, "Some")]
        run(app)


def test_a_prediction_can_be_changed_and_taken_back_before_the_result():
    app = predict(predict(visit(), "Few"), "Many")
    assert app.text[0].value == "Predicted: Many"
    predict(app, None)
    assert app.text[0].value == "Predicted: None"
    with_result(predict(app, "Some"), 1, 15)
    assert ":green[Right.]" in shown(app)


@pytest.mark.parametrize(("before", "mark"), [(None, None), ("Few", "orange")])
def test_only_what_was_chosen_before_the_press_counts(before, mark):
    app = predict(visit(), before)
    app.session_state["one_running"] = True
    with_result(app, 1, None)
    assert pills(app) == [(before, False)]
    assert "only before the run starts" in shown(app)
    with_result(app, 1, 15)
    assert pills(app) == [(before, False)]
    assert (f":{mark}[" in shown(app)) == bool(mark)
    assert ":green[" not in shown(app)
    app.session_state["one_running"] = False
    assert pills(run(app)) == [(before, False)]


def test_a_result_on_the_page_does_not_keep_the_next_prediction_shut():
    app = with_result(predict(visit(one_running=True), "Few"), 1, 15)
    assert pills(again(app)) == [(None, True)]


def test_a_locked_question_does_not_say_when_to_predict():
    app = visit()
    (open_pills,) = app.get("button_group")
    assert open_pills.label == "Before you count: how many of one?"
    with_result(predict(app, "Few"), 1, 15)
    assert app.markdown[0].value == ":small[How many of one?]"


def test_a_step_back_before_the_result_does_not_open_it():
    app = with_result(predict(visit(one_run=1), "Few"), 1, 15)
    with_result(app, 1, None)
    assert pills(app) == [("Few", False)]
    assert "There were **15**." in shown(app)


def test_a_step_does_not_lose_the_prediction():
    app = predict(visit(one_run=1), "Few")
    app.get_by_key("one_step").set_value(3)
    run(app)
    assert pills(app) == [("Few", True)]
    app.get_by_key("one_step").set_value(4)
    app.get_by_key("one").set_value("Many")
    run(app)
    assert app.text[0].value == "Predicted: Many"


def test_a_new_run_opens_it_and_the_first_stays_beside_the_second():
    app = with_result(predict(visit(), "Few"), 1, 15)
    with_result(app, 2, None)
    assert pills(app) == [(None, True)]
    assert "First prediction: **Few**, not quite." in shown(app)
    assert "There were **15**" not in shown(app)  # it would answer the open question
    with_result(predict(app, "Many"), 2, 25)
    assert pills(app) == [("Many", False)]
    assert "First prediction: **Few**, not quite. There were **15**." in shown(app)
    assert ":green[Right.] There were **25**." in shown(app)


def test_predict_again_is_for_the_next_run_not_for_the_one_that_is_known():
    app = again(with_result(predict(visit(), "Few"), 1, 15))
    predict(app, "Some")
    assert pills(app) == [("Some", True)]
    assert ":green[Right.]" not in shown(app)
    with_result(app, 2, 12)
    assert pills(app) == [("Some", False)]
    assert ":green[Right.] There were **12**." in shown(app)
    assert "1 of" not in misses_of(app).markdown[0].value


def test_a_question_can_be_skipped_and_nothing_later_counts():
    app = with_result(visit(), 1, 15)
    assert pills(app) == [(None, False)]
    assert "There was no prediction for this run. There were **15**." in shown(app)
    assert "why some" in shown(app)
    assert ":green" not in shown(app)
    assert ":orange" not in shown(app)
    with_result(predict(again(app), "Few"), 2, 15)
    assert ":orange[Not quite.]" in shown(app)
    assert "There was no prediction" not in shown(app)
    assert "no predictions yet" in misses_of(app).markdown[0].value


def test_another_result_of_the_same_run_changes_nothing():
    app = with_result(predict(visit(), "Few"), 1, 15)
    with_result(app, 1, 5)
    assert ":orange[Not quite.]" in shown(app)
    assert "There were **15**." in shown(app)


def test_no_new_run_leaves_locked_what_is_locked():
    app = with_result(predict(visit(), "Few"), 1, 15)
    with_result(app, None, None)
    assert pills(app) == [("Few", False)]


def test_a_reload_keeps_the_prediction_and_the_answer():
    visitor = secrets.token_hex(16)
    predict(visit(visitor=visitor), "Few")
    app = visit(visitor=visitor)
    assert pills(app) == [("Few", True)]
    with_result(app, 1, 15)
    app = visit(visitor=visitor, one_run=1)
    assert pills(app) == [("Few", False)]
    assert ":orange[Not quite.] You predicted **Few**. There were **15**." in shown(app)


def test_visitors_do_not_see_each_others():
    mine = with_result(predict(visit(), "Few"), 1, 15)
    yours = visit()
    assert pills(yours) == [(None, True)]
    assert "There were" not in shown(yours)
    assert "0 of 1" in shown(misses_of(mine))
    assert "no predictions yet" in shown(misses_of(yours))


def test_two_questions_on_a_page_do_not_touch_each_other():
    app = predict(visit(keys=["one", "two"]), "Few", key="two")
    with_result(app, 1, 15)
    assert pills(app) == [(None, False), ("Few", True)]


def test_misses_are_listed_with_why_and_a_link():
    app = visit(keys=["one", "two", "three"])
    for key, label in {"one": "Few", "two": "Some", "three": "Many"}.items():
        with_result(predict(app, label, key), 1, 15, key)
    with_result(predict(again(app), "Some"), 2, 12)
    page = misses_of(app)
    assert page.markdown[0].value == "Your predictions: 1 of 3 right."
    text = shown(page)
    assert "**How many of one?**" in text
    assert "**How many of three?**" in text
    assert "of two" not in text
    assert "You predicted **Few**. There were **15**." in text
    assert "why few" in text
    assert "why some" in text
    assert "Latest prediction: **Some**, right. There were **12**." in text
    links = page.get("page_link")
    assert [link.proto.label for link in links] == ["Train", "Train"]


def test_without_any_prediction_the_page_says_how_to_get_there():
    page = visit(kept)
    assert len(page.markdown) == 1
    assert "Open a lesson, choose an option of its question" in page.markdown[0].value
