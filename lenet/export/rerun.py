"""Run an exported script as it is, and the same training without it."""

import contextlib
import io
import runpy
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from lenet import digits, experiment
from lenet.export import script
from lenet.results.export import Ending, Rerun
from lenet.results.progress import OnProgress, Progress, ignore
from lenet.settings import Settings
from lenet.weights.checksum import checksum

IMAGES = 512  # the largest batch that the app offers


def rerun(settings: Settings, on_progress: OnProgress = ignore) -> Rerun:
    """Train with these settings in the library, then by the script.

    Both take IMAGES images of the sample once; all else is as in the settings.
    The script runs in a folder that has only the sample. Changes the folder of
    the process meanwhile, so call it in a process of its own.
    """
    quick = replace(settings, source="sample", limit=IMAGES, epochs=1)
    on_progress(Progress("the app's own training", 1, 2))
    outcome = experiment.run(quick)
    here = Ending(outcome.evaluation.accuracy, checksum(outcome.state.weights))
    on_progress(Progress("the script", 2, 2))
    return Rerun(quick.images, here, _ending(_printed(script(quick))))


def _printed(script: str) -> str:
    """Return what a script prints that Python runs as a file."""
    with (
        tempfile.TemporaryDirectory() as folder,
        contextlib.chdir(folder),
        contextlib.redirect_stdout(io.StringIO()) as printed,
    ):
        shutil.copy(digits.SAMPLE, folder)
        Path("taken.py").write_text(script, "utf-8")
        runpy.run_path("taken.py", run_name="__main__")
    return printed.getvalue()


def _ending(printed: str) -> Ending:
    """Return how a script ended, by the last two lines that it printed."""
    accuracy, weights = (line.split()[-1] for line in printed.splitlines()[-2:])
    return Ending(float(accuracy.rstrip("%")) / 100, weights)
