"""`python -m lenet train`: the app's training, from a terminal."""

import argparse
import contextlib
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import NoReturn

from lenet import settings
from lenet.mnist import DigitsError
from lenet.results import Outcome, Report
from lenet.settings import Settings
from lenet.terminal import Lines, display, to_json
from lenet.weights_file import save

EXIT_CODES = """\
exit codes:
  0  done
  1  the weights could not be written
  2  the arguments or the data cannot be used
  128 + signal  stopped by it (130: Ctrl-C, 143: SIGTERM, 141: nobody reads the
     output); the training ends within a batch, the weights so far are kept
"""
BROKEN_PIPE = 13  # SIGPIPE, which Windows has no name for
SECONDS_DEAF = 0.1  # for so long at most a signal may go unheard


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """Exit with 2."""
        self.exit(2, f"{self.prog}: {message}\n")


class Stopper:
    """Remembers the signal that asked to stop; a second one is not asked."""

    signals = (signal.SIGINT, signal.SIGTERM)

    def __init__(self) -> None:
        self.signal = 0

    def listen(self) -> None:
        """Take the signals over."""
        for number in self.signals:
            signal.signal(number, self.stop)

    def stop(self, number: int, frame: object = None) -> None:
        """Ask the training to stop."""
        self.signal = number
        for other in self.signals:
            signal.signal(other, signal.SIG_DFL)

    def is_set(self) -> bool:
        """Tell the training whether to stop."""
        return self.signal != 0


def parser() -> Parser:
    """Describe the command line; defaults are those of `Settings`."""
    main = Parser(prog="python -m lenet", description=__doc__)
    commands = main.add_subparsers(dest="command", title="commands")
    train = commands.add_parser(
        "train",
        help="train a LeNet and write its weights",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    default = Settings()
    add = train.add_argument
    add(
        "--paradigm",
        type=paradigm,
        choices=settings.PARADIGM_NAMES,
        default=default.paradigm,
    )
    add("--loop", choices=settings.LOOPS, default=default.loop)
    add("--source", choices=settings.SOURCES, default=default.source)
    add("--optimizer", choices=settings.OPTIMIZERS, default=default.optimizer)
    add("--epochs", type=int, default=default.epochs)
    add("--batch-size", type=int, default=default.batch_size)
    add("--learning-rate", type=float, default=default.learning_rate)
    add("--seed", type=int, default=default.seed)
    add("--limit", type=int, help="train on that many images only")
    add("--logs", metavar="DIR", default="logs", help="TensorBoard's (logs)")
    add("--no-logs", action="store_true", help="write no log")
    add(
        "--output",
        metavar="FILE",
        type=Path,
        default=Path("weights.npz"),
        help="the weights (weights.npz); a file of that name is kept beside it",
    )
    add("--json", action="store_true", help="one report a line, as JSON")
    return main


def paradigm(name: str) -> str:
    """Find a paradigm whatever the case of its letters."""
    known = {known.casefold(): known for known in settings.PARADIGM_NAMES}
    return known.get(name.casefold(), name)


def train(options: argparse.Namespace) -> int:
    """Train as the options say; return the exit code."""
    chosen = Settings(
        **{
            name: getattr(options, name)
            for name in Settings.__dataclass_fields__
        }
    )
    if options.output.is_dir() or not options.output.parent.is_dir():
        raise ValueError(f"--output {options.output} is no place for a file.")
    stopper = Stopper()
    stopper.listen()
    with quiet_import():
        from lenet.experiment import run

    shown = display(
        as_json=options.json,
        epochs=chosen.epochs,
        steps=chosen.steps_per_epoch,
    )

    def on_report(report: Report) -> None:
        try:
            shown.report(report)
        except BrokenPipeError:
            stopper.signal = stopper.signal or BROKEN_PIPE

    with ThreadPoolExecutor(1) as thread:
        training = thread.submit(
            run,
            chosen,
            on_report=on_report,
            should_stop=stopper.is_set,
            log_root=None if options.no_logs else options.logs,
        )
        # Python hands a signal to this thread only, and only once this thread
        # runs Python; one that another thread was given does not wake it.
        while not training.done():
            wait([training], timeout=SECONDS_DEAF)
    outcome = training.result()
    keep_former(options.output)
    save(options.output, outcome.state.weights)
    if stopper.signal != BROKEN_PIPE:
        tell(outcome, options, shown)
    return 128 + stopper.signal if stopper.signal else 0


def tell(outcome: Outcome, options: argparse.Namespace, shown: Lines) -> None:
    """Say what came of it, in the last line."""
    accuracy = outcome.evaluation.accuracy
    if options.json:
        values = {
            "finished": outcome.finished,
            "step": outcome.state.step,
            "loss": outcome.evaluation.loss,
            "accuracy": accuracy,
            "weights": str(options.output),
            "run": outcome.run,
        }
        print(to_json(values), flush=True)
        return
    shown.end()
    state = "Done" if outcome.finished else "Stopped"
    print(
        f"{state} after {outcome.state.step:,} steps: {accuracy:.2%} of the "
        f"test images right. Weights: {options.output}",
        flush=True,
    )


def keep_former(path: Path) -> None:
    """Rename a file at `path`, if any, to the first free name with a number."""
    if path.exists():
        number = 1
        while (free := path.with_stem(f"{path.stem}-{number}")).exists():
            number += 1
        path.rename(free)


@contextlib.contextmanager
def quiet_import() -> Iterator[None]:
    """Send what TensorFlow's C++ says of itself on import nowhere."""
    sys.stderr.flush()
    kept = os.dup(2)
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    commands = parser()
    options = commands.parse_args(arguments)
    if options.command is None:
        commands.print_help()
        return 0
    try:
        return train(options)
    except (ValueError, DigitsError) as error:
        commands.error(str(error))
    except BrokenPipeError:
        return 128 + BROKEN_PIPE
    except OSError as error:
        commands.exit(1, f"{commands.prog}: {error}\n")


if __name__ == "__main__":
    code = main()
    # A reader that left must not be written to again, not even to flush.
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.exit(code)
    os._exit(128 + BROKEN_PIPE)
