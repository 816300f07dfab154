"""The three clocks: their marks are where the recorded stamps are."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from lenet.results.graphs import Node
from lenet.results.lanes import NODE, Counts, KernelRun, Lane, Made, NodeMade, Step
from lenet.source import Source
from ui.lessons.sessions_vs_eager.lanes.clocks import clocks, pale_after
from ui.lessons.sessions_vs_eager.lanes.events import (
    KERNELS,
    NODES,
    ORDER,
    PYTHON,
    TIME,
    events,
    marks,
)
from ui.lessons.sessions_vs_eager.lanes.now import now

DRIVER = "def driver():\n    y = body(x)\n    first = run(y)\n"
BODY = "def body(x):\n    return x < 2\n"
# A call of the body from 100 to 600, its line from 200 to 500 with two nodes, one
# more node in the call after it; then a run from 700 to 1,000 with two kernels.
LANE = Lane(
    name="Session",
    body="body",
    sources={"driver": Source(DRIVER, "d.py", 1), "body": Source(BODY, "b.py", 1)},
    steps=(
        Step("body", 2, 1, 200, 500, (Made("return", "<tf.Tensor>", NODE),)),
        Step("driver", 2, 0, 100, 600, ()),
        Step("driver", 3, 0, 700, 1000, (Made("first", "7", "value"),)),
    ),
    bodies=(0,),
    nodes=(
        NodeMade(Node("two", "Const"), 0, 300),
        NodeMade(Node("less", "Less"), 0, 400),
        NodeMade(Node("same", "Identity"), 1, 550),
    ),
    kernels=(
        KernelRun("Less", "less", 2, 0, 750, 50),
        KernelRun("Identity", "same", 2, 1, 850, 10),
    ),
)


def test_the_marks_are_in_the_order_of_the_stamps():
    drawn = marks(LANE, ORDER, 1000)
    assert [(mark.first.clock, len(mark.events)) for mark in drawn] == [
        (PYTHON, 1),  # the call
        (PYTHON, 1),  # the body's line
        (NODES, 2),
        (NODES, 1),
        (PYTHON, 1),  # the run
        (KERNELS, 1),
        (KERNELS, 1),
    ]
    assert all(a.left < b.left for a, b in pairwise(drawn))
    assert all(a.first.start <= b.first.start for a, b in pairwise(drawn))


def test_by_order_a_line_lasts_over_what_happens_in_it():
    places = [(7 * mark.left, 7 * mark.width) for mark in marks(LANE, ORDER, 1000)]
    expected = [(0, 4), (1, 2), (2, 1), (3, 1), (4, 3), (5, 1), (6, 1)]
    assert [pytest.approx(place) for place in expected] == places


def test_by_time_a_mark_is_where_its_stamp_is():
    for mark in marks(LANE, TIME, 1000):
        assert 1000 * mark.left == pytest.approx(mark.first.start)
        end = mark.events[-1].end
        assert 1000 * (mark.left + mark.width) == pytest.approx(end)


def test_a_kernel_is_in_the_row_of_its_nodes_line():
    rows = [event.row for event in events(LANE) if event.clock == KERNELS]
    assert rows == [("body", 2), ("driver", 2)]


def test_what_happened_by_the_end_of_a_step_counts_with_it():
    assert [LANE.counts(index) for index in range(4)] == [
        Counts(1, 2, 0),
        Counts(1, 3, 0),
        Counts(1, 3, 2),
        Counts(1, 3, 2),
    ]


def test_a_mark_is_pale_until_its_step():
    rule = pale_after(0, 2)
    assert re.findall(r'data-step="(\d+)"', rule) == ["1", "2"]
    assert pale_after(2, 2) == ""
    shown = re.findall(r'<i class="(\w+)" data-step="(\d)"', clocks(LANE, ORDER, 1000))
    assert sorted(shown) == [
        *[("kernels", "2")] * 2,
        *[("nodes", "0"), ("nodes", "1")],
        *[("python", "0"), ("python", "1"), ("python", "2")],
    ]


def test_code_and_repr_are_text_in_the_html():
    html = clocks(LANE, TIME, 1000) + now(LANE, 0)
    assert "return x &lt; 2" in html
    assert "&lt;tf.Tensor&gt;" in html
    assert "<tf" not in html


def test_what_a_line_made_is_said_with_its_value_or_without():
    assert "a node, no value yet" in now(LANE, 0)
    assert "1 new node, and none" in now(LANE, 1)
    assert "a value" in now(LANE, 2)
    assert "This lane has ended." in now(LANE, 3)


def test_a_line_that_calls_is_known_while_its_call_runs():
    assert [step.line for step in LANE.calling(0)] == [2]
    assert LANE.calling(1) == LANE.calling(2) == []


def test_the_kernels_before_the_first_result_are_counted_apart():
    assert LANE.calls == {"first": 2}
    assert LANE.kernels_before_calls == 0
    early = replace(LANE.kernels[0], start=650)
    lane = replace(LANE, kernels=(early, LANE.kernels[1]))
    assert lane.kernels_before_calls == 1
    assert "kernels run, 1 before the calls" in now(lane, 2)
    assert "before the calls" not in now(LANE, 2)


def test_the_axis_of_time_is_the_same_for_all_lanes():
    assert "2,000.0 ms" in clocks(LANE, TIME, 2_000_000_000)
    assert marks(LANE, TIME, 2000)[-1].left == pytest.approx(850 / 2000)
