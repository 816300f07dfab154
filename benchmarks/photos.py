"""Measure how often the digit in a photo is read, in many situations.

python -m benchmarks.photos [digits]    prints a table

The digits are test images of the sample that ships; each situation is a function
of `benchmarks.photo_situations`. A figure of 100 % means: as often correct as the
same digits as clean drawings.
"""

import io
import sys
import time
import tracemalloc

import numpy as np
from PIL import Image

import lenet
from benchmarks.photo_situations import SITUATIONS, ink_of, paper, several
from benchmarks.tables import print_table
from lenet.digits import load
from lenet.drawing import to_digit
from lenet.drawing.photos import find_digit
from lenet.drawing.pictures import decode

DIGITS = 100  # a situation
SEED = 1
NOTHING = np.zeros((32, 32, 1), np.float32)


def drawn(ink):
    """Return the network's input for the same ink as a clean drawing."""
    alpha = np.pad(255 * ink, 60).astype(np.uint8)
    return to_digit(np.dstack([np.zeros((*alpha.shape, 3), np.uint8), alpha]))


def as_file(rgba):
    """Return a picture as a visitor would send it: a JPEG, or a PNG."""
    image, file = Image.fromarray(rgba), io.BytesIO()
    if min(image.size) > 100 and rgba[..., 3].min() == 255:
        image.convert("RGB").save(file, "JPEG", quality=92)
    else:
        image.save(file, "PNG", compress_level=1)
    return file.getvalue()


def found_in(data):
    """Return the digit in a picture, and whether something was said about it."""
    try:
        found = find_digit(decode(data))
    except ValueError:
        return NOTHING, True
    return found.digit, bool(found.notes)


def measured(situation, inks, labels, model):
    """Return which digits are read, and for which ones a note is shown."""
    random = np.random.default_rng(SEED)
    found = [found_in(as_file(situation(ink, random))) for ink in inks]
    images = np.stack([digit for digit, _ in found])
    right = model(images).numpy().argmax(axis=1) == labels
    return right, np.array([noted for _, noted in found])


def several_noted(inks):
    """Return the share of photos of 2 or 3 digits for which a note is shown."""
    random = np.random.default_rng(SEED)
    groups = [inks[i : i + 2 + i % 2] for i in range(0, len(inks) - 2, 3)]
    noted = [found_in(as_file(several(group, random)))[1] for group in groups]
    return np.mean(noted)


def of_12_megapixels(ink):
    """Return seconds and megabytes for a phone's photo of 4,000 x 3,000 pixels."""
    photo = Image.fromarray(paper(ink, np.random.default_rng(SEED)))
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    photo.resize((4_000, 3_000)).convert("RGB").save(file, "JPEG", exif=exif)
    taken = []
    for _ in range(9):
        started = time.perf_counter()
        found_in(file.getvalue())
        taken.append(time.perf_counter() - started)
    tracemalloc.start()
    found_in(file.getvalue())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return np.median(taken), most / 1e6


def main():
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else DIGITS
    sample, model = load("sample"), lenet.pretrained("Sequential")
    chosen = np.random.default_rng(SEED).permutation(len(sample.test_labels))[:count]
    labels = sample.test_labels[chosen]
    inks = [ink_of(image) for image in sample.test_images[chosen]]
    clean = model(np.stack([drawn(ink) for ink in inks])).numpy().argmax(axis=1)
    base = (clean == labels).mean()
    rows = {f"{count} digits as clean drawings": f"{base:.1%} correct"}
    shares = []
    for name, situation in SITUATIONS.items():
        right, noted = measured(situation, inks, labels, model)
        shares.append(right.mean() / base)
        silent = (~right & (clean == labels) & ~noted).mean()
        rows[name] = f"{shares[-1]:.0%}; wrong without a note {silent:.0%}"
    rows["mean of these"] = f"{np.mean(shares):.1%}, lowest {min(shares):.0%}"
    rows["several digits, and the page says so"] = f"{several_noted(inks):.0%}"
    seconds, megabytes = of_12_megapixels(inks[0])
    rows["a photo of 12 megapixels"] = (
        f"{1e3 * seconds:.0f} ms (at most 300 ms), {megabytes:.0f} MB of arrays"
    )
    print_table("Photos, as often correct as clean drawings of the same digits", rows)


if __name__ == "__main__":
    main()
