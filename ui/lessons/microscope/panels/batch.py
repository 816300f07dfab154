"""The batch: its images, each with its label."""

from collections.abc import Callable, Sequence
from html import escape

import numpy as np

from lenet.results.recording import Frame, Recording
from ui.components import pixels
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
        pieces += [_all(recording), note(f"The first {MOST} of them:")]

    def caption(place: int) -> str:
        return str(recording.labels[place])

    pieces.append(grid(recording, range(min(count, MOST)), chosen, caption))
    return [box(*pieces, odd_note(recording.images)), values(frame)]


def grid(
    recording: Recording,
    places: Sequence[int],
    chosen: int,
    caption: Callable[[int], str],
    wrong: Callable[[int], bool] = lambda place: False,
) -> str:
    """Show images of the batch in a grid, each with its caption (HTML) below.

    They are the rows of one picture, of which each cell shows its own: a browser
    needs twice as long for sixty pictures.
    """
    sheet = pixels.levels(
        recording.images[list(places), ..., 0], SEQUENTIAL, brightest(recording)
    )
    address = pixels.png(np.concatenate(sheet), SEQUENTIAL)
    figures = []
    for row, place in enumerate(places):
        kinds = {"chosen": place == chosen, "wrong": wrong(place)}
        kind = " ".join(name for name, applies in kinds.items() if applies)
        name = f'role="img" aria-label="{_name(recording, place)}"'
        figures.append(
            f'<figure class="{kind}"><i {name} style="--row: {row}"></i>'
            f"<figcaption>{caption(place)}</figcaption></figure>"
        )
    style = f"--images: url({address}); --rows: {len(places)}"
    return f'<div class="grid" style="{style}">{"".join(figures)}</div>'


def digit(recording: Recording, place: int, limit: float, size: int) -> str:
    """Show one image of the batch; `limit` is what is white."""
    levels = pixels.levels(recording.images[place, ..., 0], SEQUENTIAL, limit)
    return img(levels, SEQUENTIAL, _name(recording, place), width=size, height=size)


def _name(recording: Recording, place: int) -> str:
    return f"Image {place + 1} of the batch, a {recording.labels[place]}"


def brightest(recording: Recording) -> float:
    """Give what is white in the images: 1, or more if there is more."""
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
        labels = f"Their labels name {len(different)} different digits."
    if count == 1:
        labels = f"Its label is {recording.labels[0]}."
    size = f"{height} {TIMES} {width} pixels"
    return f"The batch: <b>{counted(count, 'image')}</b> of {size}. {labels}"
