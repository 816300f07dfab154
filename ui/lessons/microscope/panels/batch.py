"""The batch: its images with their labels."""

from collections.abc import Callable, Sequence
from html import escape

import numpy as np

from lenet.results.recording import Frame, Recording
from ui.components import pixels
from ui.components.clicks.pick import GROUP, Pick
from ui.components.html import box, headline, img, note, odd_note
from ui.components.numbers import TIMES, counted
from ui.components.pixels import SEQUENTIAL
from ui.lessons.microscope.panels.values import values

MOST = 64  # images that are shown one by one


def panel(recording: Recording, frame: Frame, chosen: int) -> list[str]:
    """Show the images with their labels, the chosen one outlined."""
    count = len(recording.images)
    pieces = [headline(_headline(recording))]
    if count > MOST:
        pieces += [_all(recording), note(f"The first {MOST} with their labels:")]

    def caption(index: int) -> str:
        return str(recording.labels[index])

    pieces.append(grid(recording, range(min(count, MOST)), chosen, caption))
    return [box(*pieces, odd_note(recording.images)), values(frame)]


def grid(
    recording: Recording,
    indices: Sequence[int],
    chosen: int,
    caption: Callable[[int], str],
    wrong: Callable[[int], bool] = lambda index: False,
) -> str:
    """Return images of the batch in a grid, each with its caption (HTML) below.

    They are the rows of one picture, and each cell shows one row: sixty pictures
    would take a browser twice as long. A click chooses one whose feature maps were
    kept.
    """
    sheet = pixels.levels(
        recording.images[list(indices), ..., 0], SEQUENTIAL, brightest(recording)
    )
    address = pixels.png(np.concatenate(sheet), SEQUENTIAL)
    kept = len(recording.layers[0].output)
    picks = [index for index in indices if index < kept]
    stop = chosen if chosen in picks else next(iter(picks), None)
    figures = []
    for row, index in enumerate(indices):
        kinds = {"chosen": index == chosen, "wrong": wrong(index)}
        kind = " ".join(name for name, applies in kinds.items() if applies)
        pick = ""
        if index in picks:
            choose = Pick(f"image {index}", f"Choose {_name(recording, index)}")
            pick = choose.attributes(is_stop=index == stop)
        name = f'role="img" aria-label="{_name(recording, index)}"'
        figures.append(
            f'<figure class="{kind}"{pick}><i {name} style="--row: {row}"></i>'
            f"<figcaption>{caption(index)}</figcaption></figure>"
        )
    style = f"--images: url({address}); --rows: {len(indices)}"
    return f'<div class="grid" style="{style}" {GROUP}>{"".join(figures)}</div>'


def digit(recording: Recording, index: int, limit: float, size: int) -> str:
    """Return one image of the batch as HTML; the value `limit` is white."""
    levels = pixels.levels(recording.images[index, ..., 0], SEQUENTIAL, limit)
    return img(levels, SEQUENTIAL, _name(recording, index), width=size, height=size)


def _name(recording: Recording, index: int) -> str:
    return f"Image {index + 1} of the batch, a {recording.labels[index]}"


def brightest(recording: Recording) -> float:
    """Return the value that is white in the images: 1, or their largest."""
    return max(1.0, pixels.largest(recording.images))


def _all(recording: Recording) -> str:
    images = recording.images[..., 0]
    levels = pixels.levels(images, SEQUENTIAL, brightest(recording))
    alt = f"All {len(images)} images of the batch"
    return img(pixels.tiled(levels), SEQUENTIAL, alt, width=640, height=640)


def _headline(recording: Recording) -> str:
    count, height, width = recording.images.shape[:3]
    different = np.unique(recording.labels)
    if len(different) == 1:
        labels = f"All labels are the same: {escape(str(different[0]))}."
    else:
        labels = f"Their labels are {len(different)} different digits."
    if count == 1:
        labels = f"Its label is {recording.labels[0]}."
    size = f"{height} {TIMES} {width} pixels"
    return f"The batch: <b>{counted(count, 'image')}</b> of {size}. {labels}"
