"""The chart of the race: the blocks of each loop, and its images, on one clock."""

from collections.abc import Sequence
from itertools import cycle

import plotly.graph_objects as go

from lenet.results.loop_race import BATCHES, FIRST, TESTS, Block, LoopTimes
from lenet.settings import LOOP_NAMES
from ui.components.charts import Json, axis_from_zero, axis_of_names, chart
from ui.components.numbers import duration
from ui.components.theme import BLUE, GREY, ORANGE, SEVERAL

HEIGHT = 480
USUAL_SECONDS, USUAL_IMAGES = 20, 20_000
NAMES = {
    FIRST: "Until the first batch is done, with tracing",
    BATCHES: "Batches",
    TESTS: "Test images",
}
COLOURS = {FIRST: GREY, BATCHES: BLUE, TESTS: ORANGE}
# The loops are told apart by the dashes, too; the blocks have the first colours.
DASHES = cycle(("solid", "dash", "dot"))
LINES = dict(zip(LOOP_NAMES, zip(SEVERAL[2:], DASHES, strict=False), strict=False))


def clock(loops: Sequence[LoopTimes]) -> go.Figure:
    """Draw what each loop does when, above; and below, its images over time."""
    bars = [_blocks(kind, loops) for kind in NAMES]
    lines = [_line(loop) for loop in loops]
    layout = {
        "barmode": "overlay",
        "uirevision": "live",
        "xaxis": axis_from_zero(
            "Seconds since the loop was called",
            anchor="y2",
            **({} if loops else {"range": [0, USUAL_SECONDS]}),
        ),
        "yaxis": axis_of_names(
            categoryorder="array",
            categoryarray=LOOP_NAMES,
            range=[len(LOOP_NAMES) - 0.5, -0.5],
            tickvals=LOOP_NAMES,
            domain=[0.66, 1],
        ),
        "yaxis2": axis_from_zero(
            "Images seen",
            domain=[0, 0.56],
            **({} if loops else {"range": [0, USUAL_IMAGES]}),
        ),
        "legend": {"orientation": "h", "x": 0, "y": -0.16, "yanchor": "top"},
    }
    return chart([*bars, *lines], layout, height=HEIGHT, top=10)


def _blocks(kind: str, loops: Sequence[LoopTimes]) -> Json:
    """Return the blocks of one kind as bars, each from its start to its end."""
    found: list[tuple[str, Block]] = [
        (loop.loop, block)
        for loop in loops
        for block in loop.blocks
        if block.kind == kind
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "name": NAMES[kind],
        "y": [name for name, _ in found],
        "base": [block.start for _, block in found],
        "x": [block.seconds for _, block in found],
        "customdata": [duration(block.seconds) for _, block in found],
        "marker": {"color": COLOURS[kind]},
        "hovertemplate": f"%{{y}}, {NAMES[kind].lower()}: %{{customdata}}"
        "<extra></extra>",
    }


def _line(loop: LoopTimes) -> Json:
    colour, dash = LINES[loop.loop]
    return {
        "type": "scatter",
        "mode": "lines",
        "name": loop.loop,
        "x": loop.moments,
        "y": loop.images,
        "yaxis": "y2",
        "line": {"color": colour, "dash": dash, "width": 3},
        "hovertemplate": f"{loop.loop}: %{{y:,}} images after %{{x:.1f}} s"
        "<extra></extra>",
    }
