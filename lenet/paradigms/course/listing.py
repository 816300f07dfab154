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
    """Run the listing of "2019" or of "today"; it is given `tf` alone.

    If it runs to its end, its `lenet` is called on one blank image. If not,
    the line where it stopped is printed. Raises ValueError for another listing.

    https://www.tensorflow.org/guide/keras/making_new_layers_and_models_via_subclassing
    """
    one_of("listing", which, LISTINGS)
    return _run(FOLDER / f"listing_{which}.py")


# Each run makes another class LeNet, and not all of its memory is freed. So it
# runs only once in a process.
@cache
def _run(path: Path) -> Observation:
    source = Source(
        path.read_text("utf-8"), f"lenet/paradigms/course/{path.name}", 1
    )
    return capture(partial(_call_its_lenet, str(path)), source)


def _call_its_lenet(path: str) -> None:
    try:
        lenet = runpy.run_path(path, init_globals={"tf": tf})["lenet"]
    except Exception as error:
        print(f"Stopped at {_last_line(path, error)}")
        raise
    print("Variables before the first call:", len(lenet.variables))
    output = lenet(tf.zeros((1, *IMAGE_SHAPE)))
    print("Variables after it:", len(lenet.variables))
    print("Weights in them:", f"{lenet.count_params():,}")
    print("Shape of the output for one image:", output.shape)


def _last_line(path: str, error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    last = [frame for frame in frames if frame.filename == path][-1]
    return f"line {last.lineno}: {last.line}"
