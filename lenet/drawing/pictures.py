"""Pictures from visitors, checked before they are opened."""

import io

import numpy as np
from PIL import Image, ImageOps

FORMATS = ("PNG", "JPEG", "WEBP")
MAX_BYTES = 8_000_000
# A JPEG is made smaller while it is decoded; the others are decoded whole, to
# up to 170 MB. MPO is what Pillow calls a JPEG with a second picture in it.
MAX_PIXELS = {
    "JPEG": 25_000_000,
    "MPO": 25_000_000,
    "PNG": 10_000_000,
    "WEBP": 10_000_000,
}
LONGEST_SIDE = 1_024  # pixels: enough for a digit, and quick to work on


def decode(data: bytes, *, max_pixels: int | None = None) -> np.ndarray:
    """Decode a PNG, JPEG or WebP to (height, width, 4) uint8, upright.

    The header is checked before any pixel is decoded, since a few bytes can
    decode to gigabytes. A side over 1,024 pixels is made smaller. Raises
    ValueError for a file of more than 8 MB, of more than `max_pixels` (25
    million for a JPEG, 10 million for others, where it is None), of another
    format, animated or damaged.

    https://pillow.readthedocs.io/en/stable/reference/limits.html
    """
    if len(data) > MAX_BYTES:
        raise ValueError(
            f"This picture has {len(data):,} bytes; at most {MAX_BYTES:,} are "
            "allowed. Save it smaller, or as a JPEG."
        )
    # A broken picture makes Pillow raise errors of many classes. The file came
    # from outside, so the fault is in the file.
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except Exception as error:
        raise ValueError(
            "This file cannot be opened as a picture; it should be a PNG, "
            "JPEG or WebP of reasonable size."
        ) from error
    with image:
        _check(image, max_pixels or MAX_PIXELS[str(image.format)])
        try:
            return np.array(_upright(image))
        except Exception as error:
            raise ValueError(
                f"This {image.format} is damaged ({error}). Save it again, or "
                "send another file."
            ) from error


def reduced(rgba: np.ndarray, side: int) -> np.ndarray:
    """Return a picture, (height, width, 4) uint8, of at most `side` pixels."""
    image = Image.fromarray(rgba)
    image.thumbnail((side, side))
    return np.array(image)


def _check(image: Image.Image, max_pixels: int) -> None:
    if image.width * image.height > max_pixels:
        raise ValueError(
            f"This picture is {image.width} x {image.height}; at most "
            f"{max_pixels:,} pixels are allowed. Make it smaller first."
        )
    # A phone's photo may hold a second, small one: the first one is used.
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise ValueError("This picture is animated; send one that is not.")


def _upright(image: Image.Image) -> Image.Image:
    """Reduce first, so that the rest is quick; then turn and convert."""
    if image.mode.startswith("I"):  # 16 bits a pixel
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode == "P":  # numbers of colours cannot be averaged
        image = image.convert("RGBA")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    return ImageOps.exif_transpose(image).convert("RGBA")
