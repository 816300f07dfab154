"""The charts of the race: speeds, where the time goes, and the batch size."""

from collections.abc import Sequence

import plotly.graph_objects as go

from lenet.results.graphs import EAGER, FUNCTION, SESSION
from lenet.results.race import EPOCH, FIT, LANES, ON_BATCH, SWEPT_SIZES, LaneTimes, Race
from ui.components.charts import Json, axis, axis_from_zero, axis_of_names, chart
from ui.components.numbers import whole
from ui.components.theme import BLUE, GREEN, GREY, ORANGE, PINK, VERMILION

COLOURS = {
    SESSION: BLUE,
    EAGER: ORANGE,
    FUNCTION: GREEN,
    EPOCH: PINK,
    FIT: VERMILION,
    ON_BATCH: VERMILION,
}
HEIGHT, SPLIT_HEIGHT, SIZES_HEIGHT = 300, 310, 380
USUAL_SPEED, USUAL_MILLISECONDS = 20_000, 250  # of a laptop
KERNELS, REST = "A kernel runs", "No kernel runs"
COMPARED = (EAGER, FUNCTION)
IMAGES = 1_000  # the times are those of this many images
# The least and the greatest exponent of 10 until there is a point.
SPEED_RANGE, TIME_RANGE = [2, 5], [0, 4]


def speeds(kind: str, lanes: Sequence[LaneTimes]) -> go.Figure:
    """Draw images per second of each lane: the median, from least to most."""
    medians = [lane.images_per_second for lane in lanes]
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": [lane.name for lane in lanes],
        "x": medians,
        "marker": {"color": [COLOURS[lane.name] for lane in lanes]},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [max(x.speeds) - x.images_per_second for x in lanes],
            "arrayminus": [x.images_per_second - min(x.speeds) for x in lanes],
            "color": GREY,
        },
        "hovertemplate": "%{y}: %{x:,.0f} images per second<extra></extra>",
    }
    high = {} if lanes else {"range": [0, USUAL_SPEED]}
    layout = {
        "showlegend": False,
        "uirevision": "live",
        "xaxis": axis_from_zero("Images per second", **high),
        "yaxis": _names(kind) | {"ticktext": _with_speeds(kind, lanes)},
    }
    return chart([bars], layout, height=HEIGHT, top=10)


def split(kind: str, lanes: Sequence[LaneTimes]) -> go.Figure:
    """Draw the time of 1,000 images of each lane: with a kernel, and without."""
    parts = {
        KERNELS: (GREEN, [IMAGES * 1000 * lane.kernel_seconds for lane in lanes]),
        REST: (GREY, [IMAGES * 1000 * lane.other_seconds for lane in lanes]),
    }
    bars = [
        {
            "type": "bar",
            "orientation": "h",
            "name": name,
            "y": [lane.name for lane in lanes],
            "x": times,
            "marker": {"color": colour},
            "hovertemplate": f"%{{y}}, {name.lower()}: %{{x:,.1f}} ms<extra></extra>",
        }
        for name, (colour, times) in parts.items()
    ]
    high = {} if lanes else {"range": [0, USUAL_MILLISECONDS]}
    layout = {
        "barmode": "stack",
        "legend": _above() | {"traceorder": "normal"},
        "xaxis": axis_from_zero("Milliseconds for 1,000 images", **high),
        "yaxis": _names(kind),
    }
    return chart(bars, layout, height=SPLIT_HEIGHT, top=60)


def sizes(kind: str, races: Sequence[Race]) -> go.Figure:
    """Draw images per second over the batch size, a line for each lane."""
    lines = [
        _line(
            name,
            races,
            [race.lane(name).images_per_second for race in races],
            {"color": COLOURS[name], "width": 2},
            "%{y:,.0f} images per second",
        )
        for name in LANES[kind]
    ]
    layout = {
        "uirevision": "live",
        "xaxis": _batch_sizes(races),
        "yaxis": _powers("Images per second", races, SPEED_RANGE),
        "legend": _above(),
    }
    return chart(lines, layout, height=SIZES_HEIGHT, top=90)


def split_by_size(races: Sequence[Race]) -> go.Figure:
    """Draw the time of 1,000 images over the batch size: eager and traced."""
    lines: list[Json] = []
    for name in COMPARED:
        for what, dash in ((REST, "dot"), (KERNELS, "solid")):
            times = [_milliseconds(race.lane(name), what) for race in races]
            line = {"color": COLOURS[name], "width": 2, "dash": dash}
            lines.append(
                _line(f"{name}: {what.lower()}", races, times, line, "%{y:,.1f} ms")
            )
    layout = {
        "uirevision": "live",
        "xaxis": _batch_sizes(races),
        "yaxis": _powers("Milliseconds for 1,000 images", races, TIME_RANGE),
        "legend": _above(),
    }
    return chart(lines, layout, height=SIZES_HEIGHT, top=90)


def _milliseconds(lane: LaneTimes, what: str) -> float:
    seconds = lane.kernel_seconds if what == KERNELS else lane.other_seconds
    return IMAGES * 1000 * seconds


def _line(
    name: str, races: Sequence[Race], values: Sequence[float], line: Json, text: str
) -> Json:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": [race.settings.batch_size for race in races],
        "y": values,
        "line": line,
        "marker": {"size": 8},
        "hovertemplate": f"{name}, %{{x}} a batch: {text}<extra></extra>",
    }


def _names(kind: str) -> Json:
    names = LANES[kind]
    return axis_of_names(
        categoryorder="array",
        categoryarray=names,
        # Every lane keeps its place; the first one is at the top.
        range=[len(names) - 0.5, -0.5],
        tickvals=names,
    )


def _with_speeds(kind: str, lanes: Sequence[LaneTimes]) -> list[str]:
    """Return each lane's name with its speed, which no bar can then cover."""
    speeds = {lane.name: whole(lane.images_per_second) for lane in lanes}
    return [f"{name}<br>{speeds.get(name, '')}" for name in LANES[kind]]


def _batch_sizes(races: Sequence[Race]) -> Json:
    shown = sorted({*SWEPT_SIZES, *(race.settings.batch_size for race in races)})
    return axis("Batch size", type="log", tickvals=shown, ticktext=shown)


def _powers(title: str, races: Sequence[Race], usual: Sequence[float]) -> Json:
    high = {} if races else {"range": usual}
    return axis(title, type="log", dtick=1, tickformat=",", **high)


def _above() -> Json:
    return {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"}
