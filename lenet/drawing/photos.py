"""From a photo of a digit on paper to clean ink."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from lenet.drawing.ground import contrast, over
from lenet.drawing.marks import Mark, edge_marks, whole_marks
from lenet.drawing.mnist_style import as_mnist, as_picture, to_digit
from lenet.drawing.pieces import Box, boxes

SIDE = 320  # pixels: enough to find a digit, and few enough to be fast
SMALL = 40  # pixels: such a picture is no photo, but one of a data set
FEW = 12  # pixels: a smaller digit has lost its shape
CLOSE_SIDE = 160  # pixels of the digit when its strokes are cut out
CLEAR = 60  # of 255: with less contrast, single colours are tried as well
FAINT = 40  # of 255
NOISE = (0.1, 99.9)  # percentiles: what is darker or lighter is noise
NEAR = 0.25  # of a digit's length: a part of it is no further away
PART = 0.12  # of a digit's length: a shorter piece is dirt
SAME_INK = 0.7  # of the digit's contrast: a part of it has at least this
MOST_PARTS = 4  # of a digit, whose strokes do not touch
SAME_HEIGHT = 0.6  # of a digit's: what is as high as this is another one


@dataclass(frozen=True, eq=False)
class Found:
    """A digit that was found in a photo.

    `digit` is the network's input, (32, 32, 1) float32 in [0, 1]. `notes` are
    sentences on what may be wrong with it; none where all is clear.
    """

    digit: np.ndarray
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Choice:
    """The mark that is most like a digit, and how many others come close."""

    mark: Mark
    rivals: int


def photo_to_digit(rgba: np.ndarray) -> np.ndarray:
    """Turn a photo of one digit on paper into an image like those of MNIST.

    Returns the digit of `find_digit`, and raises as it does.
    """
    return find_digit(rgba).digit


def find_digit(rgba: np.ndarray) -> Found:
    """Find the digit in a photo, and clean it to an image like those of MNIST.

    `rgba` is (height, width, 4) uint8. The light may be uneven, the sheet may
    lie on a table, ink may be dark on light or light on dark, and the ground
    may be transparent. The digit is (32, 32, 1) float32 in [0, 1], as
    `drawing.to_digit` returns it. Raises ValueError for an array that is no
    picture and where no ink stands out.
    """
    photo = as_picture(rgba)
    if max(photo.size) <= SMALL and (found := _small_picture(rgba)):
        return found
    plane, choice = _best(_opaque(photo))
    if choice is None:
        raise ValueError(
            f"No ink stands out in this picture of {photo.width} x "
            f"{photo.height} pixels: send one of a large digit, written with a "
            "dark pen on plain paper."
        )
    group, box, others = _group(choice.mark)
    ink = _cut_out(plane, choice.mark, group, box)
    pixels = round(box.longest * max(plane.size) / max(group.shape))
    return Found(as_mnist(ink), _notes(choice, pixels, others))


def _small_picture(rgba: np.ndarray) -> Found | None:
    """Return the digit of a picture of few pixels; None where there is none.

    It has too few of them to tell a sheet from a table: it is a drawing.
    """
    try:
        digit = to_digit(rgba)
    except ValueError:
        return None
    pixels = max(rgba.shape[:2])
    return Found(digit, (_few(pixels),) if pixels < FEW else ())


def _opaque(photo: Image.Image) -> Image.Image:
    """Return a photo without transparency, in red, green and blue."""
    alpha = np.asarray(photo.getchannel("A"))
    if alpha.min() > 127:
        return photo.convert("RGB")
    opaque = np.pad(alpha > 127, 10)
    # The rim of what was cut out still has a bit of what was around it.
    seen = over(opaque[7:-7, 7:-7], 7, np.minimum)
    inside = np.asarray(photo.convert("RGB").convert("L"))[seen]
    if not inside.size or np.ptp(np.percentile(inside, NOISE)) < CLEAR:
        # One colour, whichever: its shape is the ink.
        return Image.fromarray(255 - alpha).convert("RGB")
    # Else it is a sheet that was cut out: around it comes more of its paper.
    rim = seen & ~over(opaque, 21, np.minimum)
    paper = np.median(np.asarray(photo)[rim][:, :3], axis=0).astype(int)
    ground = Image.new("RGB", photo.size, tuple(paper.tolist()))
    ground.paste(photo.convert("RGB"), mask=Image.fromarray(seen))
    return ground


def _best(photo: Image.Image) -> tuple[Image.Image, Choice | None]:
    """Return the plane in which a mark stands out most, and this mark.

    A plane is the photo in grey. Where little stands out in it, as with red on
    green, the red, green and blue of the photo are tried too.
    """
    plane = photo.convert("L")
    best = _choose(_reduced(plane))
    if best is None or best.mark.contrast < CLEAR:
        for band in photo.split():
            new = _choose(_reduced(band))
            least = 1.5 * best.mark.contrast if best else 0
            if new and new.mark.contrast > least:
                plane, best = band, new
    return plane, best


def _reduced(plane: Image.Image) -> np.ndarray:
    """Return it with a longest side of 320 pixels, and a little smoother."""
    scale = SIDE / max(plane.size)
    size = [max(8, round(side * scale)) for side in plane.size]
    resample = Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC
    small = plane.resize(size, resample)
    return np.asarray(small.filter(ImageFilter.GaussianBlur(1)))


def _choose(grey: np.ndarray) -> Choice | None:
    """Return the mark that is most like a digit, if there is any."""
    whole = whole_marks(grey)
    mark = _first(whole)
    cropped = _first(edge_marks(grey, whole))
    if cropped and (mark is None or _is_part(mark, cropped)):
        return Choice(cropped, 0)
    if mark is None:
        return None
    if mark.is_line:  # a pen, a fold or a 1: anything else is rather a digit
        shapes = [
            other
            for other in whole
            if not other.is_line and other.score > mark.score / 4
        ]
        mark = _first(shapes) or mark
    rivals = [
        other
        for other in whole
        if other.score > mark.score / 3 and max(other.box.gap(mark.box)) >= 0
    ]
    return Choice(_with_all_ink(mark, whole), len(rivals))


def _first(marks: list[Mark]) -> Mark | None:
    return max(marks, key=lambda mark: mark.score, default=None)


def _with_all_ink(mark: Mark, others: list[Mark]) -> Mark:
    """Return the same mark at the threshold at which it has most of its ink."""
    same = [
        other
        for other in others
        if other.light == mark.light
        and max(other.box.gap(mark.box)) < 0
        and other.alone > 0.8 * mark.alone
        and 0.95 < other.box.longest / mark.box.longest < 1.3
    ]
    return max([mark, *same], key=lambda other: other.area)


def _is_part(mark: Mark, cropped: Mark) -> bool:
    """Return whether a mark is but a hole in one at the edge, or dirt."""
    if mark.alone > 0.9 and cropped.score < mark.score:
        return False
    same = mark.light == cropped.light
    least = 0.1 if mark.alone > 0.9 and same else 0.2
    if mark.box.longest < least * cropped.box.longest:
        return True
    return not same and cropped.box.holds(mark.box) and mark.is_simple


def _group(mark: Mark) -> tuple[np.ndarray, Box, int]:
    """Return a digit with all of its strokes, and the number of other digits.

    A stroke that does not touch the rest, as the bar of a 5, is near and
    shorter. What is as high, and beside it, is another digit.
    """
    parts, box, others = [mark.number], mark.box, 0
    for number, piece in enumerate(boxes(mark.numbers), 1):
        is_ink = mark.contrasts[number - 1] > SAME_INK * mark.contrast
        is_dirt = piece.longest < PART * mark.box.longest
        if number == mark.number or is_dirt or not is_ink:
            continue
        gap = max(piece.gap(mark.box))
        if gap >= 0 and piece.height > SAME_HEIGHT * mark.box.height:
            others += piece.height < 2 * mark.box.height
        elif gap < NEAR * mark.box.longest > piece.longest - mark.box.longest:
            parts.append(number)
            box = box.joined(piece)
    if len(parts) > MOST_PARTS:  # no strokes, but the pattern of a cloth
        return mark.mask, mark.box, others
    return np.isin(mark.numbers, parts), box, others


def _cut_out(
    plane: Image.Image, mark: Mark, group: np.ndarray, box: Box
) -> np.ndarray:
    """Return a digit's ink, (height, width) uint8, 160 pixels long.

    The mark was found in a small copy; here its strokes are cut out of the
    photo itself, where ink is darker than half of what it is in most places.
    """
    reach = max(4, round(0.3 * box.longest))
    sides = np.array(
        [
            *(box.left - reach, box.top - reach),
            *(box.right + reach, box.bottom + reach),
        ]
    )
    zoom = CLOSE_SIDE / box.longest
    size = (
        round((box.width + 2 * reach) * zoom),
        round((box.height + 2 * reach) * zoom),
    )
    across, down = plane.width / group.shape[1], plane.height / group.shape[0]
    close = _part_of(plane, sides * (across, down, across, down), size)
    grey = np.asarray(close.filter(ImageFilter.GaussianBlur(1)))
    difference = contrast(255 - grey if mark.light else grey, CLOSE_SIDE // 2)
    grown = over(np.pad(group, 2), 5, np.maximum)
    mask = _part_of(Image.fromarray(grown).convert("L"), sides, size)
    near = np.asarray(mask) > 127
    half = np.percentile(difference[near], 75) / 2
    return np.where(near & (difference > half), 255, 0).astype(np.uint8)


def _part_of(
    image: Image.Image, sides: np.ndarray, size: tuple[int, int]
) -> Image.Image:
    """Return a part of an image in another size; it goes on beyond edges."""
    left, top, right, bottom = (round(float(side)) for side in sides)
    right, bottom = max(right, left + 1), max(bottom, top + 1)
    seen = (
        max(left, 0),
        max(top, 0),
        min(right, image.width),
        min(bottom, image.height),
    )
    missing = (
        (seen[1] - top, bottom - seen[3]),
        (seen[0] - left, right - seen[2]),
    )
    cut = np.pad(np.asarray(image.crop(seen)), missing, mode="edge")
    return Image.fromarray(cut).resize(size, Image.Resampling.BICUBIC, None, 2)


def _notes(choice: Choice, pixels: int, others: int) -> tuple[str, ...]:
    """Return sentences on what may be wrong with a digit."""
    mark = choice.mark
    notes = {
        "There seems to be more than one digit: the one that stands out most "
        "was read.": others > 0,
        "Something else stands out as well. If it was read instead of the "
        "digit, photograph the digit alone.": choice.rivals > others,
        "The digit reaches the edge of the photo: a part of it may be "
        "missing.": mark.is_cut,
        "Lines hang together with the digit, as of a box: leave some room "
        "around it.": mark.corners == 4 and not mark.is_simple,
        "There is no plain paper around what was read: it may be no "
        "digit.": mark.alone < 0.85,
        "The ink stands out little: take a darker pen, or more "
        "light.": mark.contrast < FAINT,
        _few(pixels): pixels < FEW,
    }
    return tuple(note for note, applies in notes.items() if applies)


def _few(pixels: int) -> str:
    return (
        f"The digit has only {pixels} pixels in length, too few for its "
        "shape: send a larger picture of it."
    )
