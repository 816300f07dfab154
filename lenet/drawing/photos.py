"""From a photo of a digit on paper to clean ink."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from lenet.drawing.ground import contrast, over
from lenet.drawing.marks import Mark, edge_marks, whole_marks
from lenet.drawing.mnist_style import as_mnist, as_picture, to_digit
from lenet.drawing.pieces import Box, boxes, pieces

SIDE = 320  # pixels: enough to find a digit, and few enough to be fast
CLOSE_SIDE = 160  # pixels of the digit when its strokes are cut out
CLEAR = 60  # of 255: with less contrast, single colours are tried as well
RANGE = (0.1, 99.9)  # percent: what is darker or lighter is noise
NEAR = 0.25  # of a digit's length: a part of it is no further away
PART = 0.12  # of a digit's length: a shorter piece is dirt
MOST_PARTS = 4  # of a digit, whose strokes do not touch
SAME_HEIGHT = 0.6  # of a digit's: what is so high beside it is another one


@dataclass(frozen=True, eq=False)
class Found:
    """A digit that was found in a photo.

    `digit` is the network's input, (32, 32, 1) float32 in [0, 1]. `notes` are
    sentences on what may be wrong with it; none where all is clear.
    """

    digit: np.ndarray
    notes: tuple[str, ...]


def photo_to_digit(rgba: np.ndarray) -> np.ndarray:
    """Turn a photo of one digit on paper into an image like those of MNIST.

    Returns the digit of `find_digit`, and raises as it does.
    """
    return find_digit(rgba).digit


def find_digit(rgba: np.ndarray) -> Found:
    """Find the digit in a photo, and clean it to an image like those of MNIST.

    `rgba` is (height, width, 4) uint8. The light may be uneven, the sheet may
    lie on a table, ink may be dark on light or light on dark, and the ground may
    be transparent. The digit's image is (32, 32, 1) float32 in [0, 1], as
    `drawing.to_digit` returns it. Raises ValueError for an array that is no
    picture and where no ink stands out.
    """
    photo = _opaque(as_picture(rgba))
    if max(photo.size) <= 40:
        try: return Found(to_digit(rgba), ("few pixels",))
        except ValueError: pass
    plane, mark, rivals = _best(photo)
    if mark is None:
        raise ValueError(
            f"No ink stands out in this photo of {photo.width} x "
            f"{photo.height} pixels: write one large digit with a dark pen on "
            "plain paper, and let it fill the picture."
        )
    group, box, others = _group(mark)
    ink = _cut_out(plane, mark, group, box)
    scale = max(plane.size) / max(group.shape)
    notes = _notes(mark, box.longest * scale, others, rivals)
    return Found(as_mnist(ink), notes)


def _opaque(photo: Image.Image) -> Image.Image:
    """Return a photo without transparency; its ink is then dark or light."""
    alpha = np.asarray(photo.getchannel("A"))
    if alpha.min() > 127:
        return photo.convert("RGB")
    # The rim of what was cut out still has a bit of what was around it.
    seen = over(np.pad(alpha > 127, 3), 7, np.minimum)
    grey = np.asarray(photo.convert("RGB").convert("L"))
    inside = grey[seen]
    if not inside.size or np.ptp(np.percentile(inside, RANGE)) < CLEAR:
        # One colour, whichever: its shape is the ink.
        return Image.fromarray(255 - alpha).convert("RGB")
    # Else it is a sheet that was cut out: around it comes more of its paper.
    rim = seen & ~over(np.pad(alpha > 127, 10), 21, np.minimum)
    paper = np.median(np.asarray(photo)[rim][:, :3], axis=0).astype(int)
    ground = Image.new("RGB", photo.size, tuple(paper.tolist()))
    ground.paste(photo.convert("RGB"), mask=Image.fromarray(seen))
    return ground


def _best(
    photo: Image.Image,
) -> tuple[Image.Image, Mark | None, int]:
    """Return the mark that stands out most, and the plane where it does.

    A plane is the photo in grey. Where little stands out in it, as with red on
    green, the red, green and blue of the photo are tried too.
    """
    grey = photo.convert("L")
    best, rivals = _choose(_small(grey))
    plane = grey
    if best is None or best.contrast < CLEAR:
        for band in photo.split():
            mark, others = _choose(_small(band))
            if mark and (best is None or mark.contrast > 1.5 * best.contrast):
                plane, best, rivals = band, mark, others
    return plane, best, rivals


def _small(plane: Image.Image) -> np.ndarray:
    """Return it with a longest side of 320 pixels, and a little smoother."""
    scale = SIDE / max(plane.size)
    size = [max(8, round(side * scale)) for side in plane.size]
    resample = Image.Resampling.BOX if scale < 1 else Image.Resampling.BICUBIC
    small = plane.resize(size, resample)
    return np.asarray(small.filter(ImageFilter.GaussianBlur(1)))


def _choose(grey: np.ndarray) -> tuple[Mark | None, int]:
    """Return the mark that is most like a digit, and how many come close."""
    whole = whole_marks(grey)
    mark = max(whole, key=lambda mark: mark.score, default=None)
    cropped = max(edge_marks(grey, whole), key=lambda m: m.score, default=None)
    if cropped and _is_part(mark, cropped):
        return cropped, 0
    if mark is None:
        return None, 0
    # The lowest threshold at which it is the same mark has all of its ink.
    best = mark
    for other in whole:
        same = other.light == mark.light and max(other.box.gap(best.box)) < 0
        if (
            same
            and other.alone > 0.8 * best.alone
            and other.area > mark.area
            and 0.95 < other.box.longest / best.box.longest < 1.3
        ):
            mark = other
    if mark.is_line:
        shapes = [
            other
            for other in whole
            if not other.is_line and other.score > mark.score / 4
        ]
        mark = max(shapes, key=lambda m: m.score, default=mark)
    rivals = [
        other
        for other in whole
        if other.score > mark.score / 3 and max(other.box.gap(mark.box)) >= 0
    ]
    return mark, len(rivals)


def _is_part(mark: Mark | None, cropped: Mark) -> bool:
    """Return whether a mark is but a hole or a speck of one at the edge."""
    if mark is None:
        return True
    if mark.alone > 0.9 and cropped.score < mark.score:
        return False
    least = 0.1 if mark.alone > 0.9 and mark.light == cropped.light else 0.2
    if mark.box.longest < least * cropped.box.longest:
        return True
    return (
        mark.light != cropped.light
        and cropped.box.holds(mark.box)
        and mark.is_simple
    )


def _group(mark: Mark) -> tuple[np.ndarray, Box, int]:
    """Return a digit with the strokes that belong to it, and other digits.

    A stroke that does not touch the rest, as the bar of a 5, is near and
    shorter. What is as high, and beside it, is another digit.
    """
    parts, box, others = [mark.number], mark.box, 0
    found = boxes(mark.numbers)
    for number, piece in enumerate(found, 1):
        if number == mark.number or piece.longest < PART * mark.box.longest:
            continue
        if mark.contrasts[number - 1] < 0.7 * mark.contrast:
            continue
        down, across = piece.gap(mark.box)
        beside = max(down, across) >= 0
        if beside and piece.height > SAME_HEIGHT * mark.box.height:
            others += piece.height < 2 * mark.box.height
        elif max(down, across) < NEAR * mark.box.longest:
            if piece.longest < mark.box.longest:
                parts.append(number)
                box = box.joined(piece)
    if len(parts) > MOST_PARTS:  # no digit, but the pattern of a cloth
        return mark.mask, mark.box, others
    return np.isin(mark.numbers, parts), box, others


def _cut_out(
    plane: Image.Image, mark: Mark, group: np.ndarray, box: Box
) -> np.ndarray:
    """Return a digit's ink, (height, width) uint8, at 160 pixels of length."""
    reach = max(4, round(0.3 * box.longest))
    top, left = box.top - reach, box.left - reach
    bottom, right = box.bottom + reach, box.right + reach
    scale = plane.width / group.shape[1], plane.height / group.shape[0]
    zoom = CLOSE_SIDE / box.longest
    size = round((right - left) * zoom), round((bottom - top) * zoom)
    part = (left * scale[0], top * scale[1], right * scale[0], bottom * scale[1])
    close = _part_of(plane, part, size)
    grey = np.asarray(close.filter(ImageFilter.GaussianBlur(1)))
    dark = 255 - grey if mark.light else grey
    ground = contrast(dark, round(0.6 * CLOSE_SIDE))
    allowed = Image.fromarray(group).convert("L").filter(ImageFilter.MaxFilter(5))
    near = np.asarray(_part_of(allowed, (left, top, right, bottom), size)) > 127
    typical = np.percentile(ground[near], 75)
    return np.where(near & (ground > typical / 2), 255, 0).astype(np.uint8)


def _part_of(
    image: Image.Image, part: tuple[float, ...], size: tuple[int, int]
) -> Image.Image:
    """Return a part of an image in another size; beyond its edges it goes on."""
    left, top, right, bottom = (round(side) for side in part)
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


def _notes(
    mark: Mark, pixels: float, others: int, rivals: int
) -> tuple[str, ...]:
    notes = []
    if others:
        notes.append("several")
    elif rivals:
        notes.append("rivals")
    if mark.is_cut:
        notes.append("edge")
    if pixels < 20:
        notes.append("few pixels")
    if mark.contrast < 40:
        notes.append("faint")
    return tuple(notes)
