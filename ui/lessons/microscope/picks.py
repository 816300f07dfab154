"""What a click in the microscope does: each pick names what to do, and with what."""

from collections.abc import Mapping

from lenet.source import Source
from ui.components.clicks.listener import listen
from ui.components.clicks.pick import Pick
from ui.components.fragments import ask_for_tab
from ui.lessons.microscope import TABS, key, one_weight
from ui.lessons.microscope.hunt import code_of, has_guessed, hunt, is_open
from ui.lessons.microscope.image_choice import show_image
from ui.lessons.microscope.session import current, stepper
from ui.lessons.microscope.weight_choice import show_weight


def of_lines(
    function: str, source: Source, lines: Mapping[int, int]
) -> dict[int, Pick]:
    """Return the picks of a function's lines that have a frame, by their numbers.

    `lines` has the number of each in the code that ran; a hunt shows fewer lines.
    """
    texts = source.text.splitlines()
    return {
        shown: Pick(
            f"line {function} {line}", f"Go to line {shown}: {texts[shown - 1].strip()}"
        )
        for shown, line in sorted(lines.items())
    }


def listen_in(container: str) -> None:
    """Do what is clicked in a container, or show the reason why it failed."""
    listen(
        key(f"in_{container}"),
        container,
        lambda value: stepper().press(lambda: do(value)),
    )


def do(value: str) -> None:
    """Do what a pick asks for. Raises ValueError for what no pick sends."""
    match value.split():
        case ["line", function, line]:
            current().go_to_line(function, int(line))
        case ["image", index]:
            show_image(current().recording, int(index))
        case ["weight", name, at]:
            show_weight(name, int(at))
            ask_for_tab(TABS, one_weight.TITLE)
        case ["wrong", function, line] if is_open():
            game = hunt()
            sources = code_of(game.mistake, current().recording)
            game.guess(sources, function, int(line))
            has_guessed()
        case _:
            raise ValueError(f"A click cannot ask for {value!r}.")
