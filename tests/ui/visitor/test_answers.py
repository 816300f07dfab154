"""A visitor's answers: the first is kept, a later one beside it, all bounded."""

from ui.visitor.answers import MOST_QUESTIONS, Answer, Answers, Record


def answer(run, predicted="A", right="A"):
    return Answer(run, predicted, "why", {right: "because"}, "It was so.")


def record(*answers):
    made = Record("page", "text")
    for one in answers:
        made.add(one)
    return made


def test_a_prediction_is_right_if_its_label_is_among_the_right_ones():
    assert answer(1, "A", "A").is_right
    assert not answer(1, "A", "B").is_right
    assert not answer(1, None).is_right
    assert not Answer(1, "A", "why", {}, "None of them.").is_right


def test_the_first_answer_stays_and_the_latest_takes_the_others_place():
    first, second, third = answer(1, "B"), answer(2), answer(3)
    kept = record(first, second, third)
    assert (kept.first, kept.latest) == (first, third)
    assert kept.answer_of(1) is first
    assert kept.answer_of(3) is third
    assert kept.answer_of(2) is None, "it is no longer there"


def test_an_answer_uses_its_prediction_up():
    kept = Record("page", "text", pending=1, again=True)
    kept.add(answer(1))
    assert kept.pending is None
    assert not kept.again


def test_only_the_first_prediction_counts():
    assert not record(answer(1, "B"), answer(2)).is_right
    assert record(answer(1), answer(2, "B")).is_right
    answers = Answers()
    skipped = answers.of("skipped", "page", "text")
    skipped.add(answer(1, None))
    skipped.add(answer(2))
    predicted = answers.of("predicted", "page", "text")
    predicted.add(answer(1))
    answers.of("open", "page", "text").pending = 0
    assert answers.predicted() == [predicted]


def test_the_text_that_was_answered_is_kept():
    answers = Answers()
    answers.of("key", "page", "of 4 replicas?")
    kept = answers.of("key", "page", "of 8 replicas?")
    assert kept.text == "of 8 replicas?"
    kept.add(answer(1))
    assert answers.of("key", "page", "of 2 replicas?").text == "of 8 replicas?"


def test_however_many_questions_few_are_kept():
    answers = Answers()
    for number in range(MOST_QUESTIONS + 5):
        answers.of(f"{number}", "page", "text")
    assert len(answers.records) == MOST_QUESTIONS
    assert "0" not in answers.records
    assert f"{MOST_QUESTIONS + 4}" in answers.records
