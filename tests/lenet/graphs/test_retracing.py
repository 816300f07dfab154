"""The calls that a learner chooses from, the cures, and the side effects."""

import contextlib
import io

import pytest
import tensorflow as tf

from lenet.graphs.notebooks.retracing import main
from lenet.graphs.retracing.calls import CALLS, call, texts
from lenet.graphs.retracing.choices import (
    CALLS_OF_LENET,
    LONGEST,
    MENU,
    OPTIONS,
    SEQUENCES,
)
from lenet.graphs.retracing.cures import CURES
from lenet.graphs.retracing.effect_choices import CALLS as CALLS_OF_EFFECT
from lenet.graphs.retracing.effect_choices import EFFECTS
from lenet.graphs.retracing.observe import observe
from lenet.graphs.retracing.run import run, try_cures
from lenet.graphs.tracing import Call
from lenet.settings import PARADIGM_NAMES

# Counted by hand: how many graphs each sequence traces.
GRAPHS = {
    "counter": 5,
    "sizes": 3,
    "list": 3,
    "dtypes": 3,
    "objects": 3,
    "equal": 2,
    "keyword": 2,
    "lenet": 3,
}
# The sequence, the cures in turn, and the graphs after each.
CURED = [
    ("counter", [("constant", 1)]),
    ("sizes", [("reduce", 2)]),
    ("sizes", [("signature", 1)]),
    ("list", [("signature", 1)]),
    ("dtypes", [("cast", 1)]),
    ("objects", [("object", 1)]),
    ("lenet", [("reduce", 2)]),
    ("lenet", [("signature", 1)]),
]


def tried(calls, option):
    return try_cures(tuple(calls), option, "Subclassing", 0).cures


def made(calls, option="none", paradigm="Subclassing"):
    return run(tuple(calls), option, paradigm, 0)


def test_every_name_that_is_offered_is_a_call():
    named = [name for each in SEQUENCES.values() for name in each.calls]
    named += [name for names in MENU.values() for name in names]
    named += [name for each in CURES.values() for pair in each.calls for name in pair]
    assert {*named, *CALLS_OF_LENET} == CALLS.keys() == texts().keys()


def test_the_text_of_a_call_is_its_code():
    names = {"tf": tf, "f": Call.of}
    for name in ("n2", "keyword_n2", "text", "list2", "none"):
        assert eval(texts()[name], names) == call(name)
    assert texts()["keyword"] == "f(x=tf.constant([1.0, 2.0]))"


@pytest.mark.parametrize("name", SEQUENCES)
def test_a_sequence_traces_as_many_graphs_as_counted_by_hand(name):
    ran = made(SEQUENCES[name].calls)
    assert ran[-1].tracing_count == GRAPHS[name]
    assert [seen.error for seen in ran] == len(ran) * [None]


@pytest.mark.parametrize(("name", "cures"), CURED)
def test_a_cure_is_offered_and_ends_retracing(name, cures):
    calls, option = SEQUENCES[name].calls, "none"
    for cure, graphs in cures:
        assert cure in tried(calls, option)
        calls = CURES[cure].cured(calls)
        option = CURES[cure].option or option
        ran = made(calls, option)
        assert ran[-1].tracing_count == graphs
        assert [seen.error for seen in ran] == len(ran) * [None]
        assert cure not in tried(calls, option)


@pytest.mark.parametrize(
    ("calls", "cures"),
    [
        (SEQUENCES["keyword"].calls, ()),  # each would fail, or leave two graphs
        (SEQUENCES["equal"].calls, ()),  # three dtypes in the place of two values
        (SEQUENCES["list"].calls, ("signature",)),
        (("n1", "variable"), ()),  # its value is a tensor, and 1 is none
        (("pair", "variable"), ("read",)),
        (("none",), ()),
    ],
)
def test_only_a_cure_that_helps_is_offered(calls, cures):
    assert tried(calls, "none") == cures


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_the_last_smaller_batch_is_traced_in_each_paradigm(paradigm):
    ran = made(SEQUENCES["lenet"].calls, paradigm=paradigm)
    assert [seen.traced for seen in ran] == [True, False, True, True]
    assert "has (44, 32, 32, 1), not (64, 32, 32, 1)" in ran[2].cause
    assert "has (1, 32, 32, 1), not (44, 32, 32, 1)" in ran[3].cause


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((("print",), "none", "Subclassing", 0), "There is no call 'print'"),
        ((("__import__('os')",), "none", "Subclassing", 0), "There is no call"),
        ((("n1",), "jit_compile", "Subclassing", 0), "option is 'jit_compile'"),
        ((("n1", "batch1"), "none", "Subclassing", 0), "Pass images only to LeNet"),
        ((("n1",) * 21, "none", "Subclassing", 0), f"at most {LONGEST} calls"),
    ],
)
def test_nothing_outside_the_registry_runs(arguments, message):
    with pytest.raises(ValueError, match=message):
        run(*arguments)


def test_options_are_those_that_run():
    for option in OPTIONS:
        assert made(["pair"], option)[0].traced


@pytest.mark.parametrize("name", EFFECTS)
def test_a_side_effect_happens_once_and_its_fix_three_times(name):
    effect = EFFECTS[name]
    seen, fixed = observe(name)
    if name == "variable":
        assert "tf.function only supports singleton tf.Variables" in seen.error
        assert "factor = tf.Variable(2)" in seen.error
    else:
        assert (effect.times(seen.returned), effect.times(fixed.returned)) == (
            1,
            CALLS_OF_EFFECT,
        )
    assert fixed.worked
    for shown in (seen, fixed):
        assert f"in range({CALLS_OF_EFFECT})" in shown.source.text


def test_what_a_list_keeps_of_a_graph_has_no_value():
    seen, fixed = observe("list")
    assert "is out of scope and cannot be used here" in seen.error
    assert "first: Tensor(" in seen.returned
    assert "sum: 4" in fixed.returned


def test_an_effect_that_is_not_registered_is_refused():
    with pytest.raises(ValueError, match="effect is 'os'"):
        observe("os")


def test_the_notebook_prints_what_the_lesson_shows():
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        main()
    text = printed.getvalue()
    for said in ("Graphs: 3", "New graphs: 1", "Graphs so far: 2", "Graphs: 1"):
        assert said in text
    assert "items: 1" in text
    assert "is out of scope" in text
    assert "only supports singleton tf.Variables" in text
