"""AutoGraph's messages: they repeat the way to the line that raised."""

from dataclasses import replace

from lenet.graphs.messages import read
from lenet.results.messages import Message
from lenet.source import Source


def message_of(error: BaseException, source: Source) -> Message:
    """Return an error's message, and the line in it that describes it.

    The message of an error in converted code begins with "in user code:" and
    the lines of the code. Below them stands "ValueError: " and what is wrong.
    """
    message = read(error, source)
    for at, line in enumerate(message.lines):
        if line.strip().startswith(f"{message.kind}: "):
            return replace(message, says=at)
    return message
