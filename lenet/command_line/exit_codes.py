"""Turn the errors of a command into one line and an exit code."""

from collections.abc import Callable

from lenet.command_line.options import Parser
from lenet.command_line.supervisor import ClusterBroke
from lenet.command_line.training import BROKEN_PIPE
from lenet.digits.mnist import DigitsError

BROKEN_CLUSTER = 3


def exit_code(commands: Parser, action: Callable[[], int]) -> int:
    """Run a command; return the exit code.

    Raises SystemExit, with one line on standard error, for errors that are not
    bugs: see `options.EXIT_CODES`.
    """
    try:
        return action()
    except (ValueError, DigitsError) as error:
        commands.error(str(error))
    except BrokenPipeError:
        return 128 + BROKEN_PIPE
    except OSError as error:
        commands.exit(1, f"{commands.prog}: {error}\n")
    except ClusterBroke as error:
        commands.exit(BROKEN_CLUSTER, f"{commands.prog}: {error}\n")
