"""The course's Subclassing listing, run as it stands."""

import runpy
import traceback
from functools import cache, partial
from pathlib import Path

import tensorflow as tf

from lenet.paradigms.course import LISTINGS
from lenet.results.observation import Observation
from lenet.settings import IMAGE_SHAPE, one_of
from lenet.snippets.run import capture
from lenet.source import Source

FOLDER = Path(__file__).parent


def run_listing(which: str) -> Observation:
    """Run the listing of "2019" or of "today" with `tf` given, nothing else.

    Where it comes to its end, its `lenet` is asked about one blank image; where
    it does not, its last line is told. Raises ValueError for another listing.

    https://www.tensorflow.org/guide/keras/making_new_layers_and_models_via_subclassing
    """
    one_of("listing", which, LISTINGS)
    return _run(FOLDER / f"listing_{which}.py")


# Each run makes another class LeNet, whose memory does not all come back: once
# in a process is enough.
@cache
def _run(path: Path) -> Observation:
    source = Source(
        path.read_text("utf-8"), f"lenet/paradigms/course/{path.name}", 1
    )
    return capture(partial(_ask_its_lenet, str(path)), source)


def _ask_its_lenet(path: str) -> None:
    try:
        lenet = runpy.run_path(path, init_globals={"tf": tf})["lenet"]
    except Exception as error:
        print(f"Stopped at {_last_line(path, error)}")
        raise
    print("Variables before the first call:", len(lenet.variables))
    answer = lenet(tf.zeros((1, *IMAGE_SHAPE)))
    print("Variables after it:", len(lenet.variables))
    print("Numbers in them:", f"{lenet.count_params():,}")
    print("Shape of the answer to one image:", answer.shape)


def _last_line(path: str, error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    last = [frame for frame in frames if frame.filename == path][-1]
    return f"line {last.lineno}: {last.line}"
