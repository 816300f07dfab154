"""The question of each program: how much of its graph does one fetch run?"""

from collections.abc import Callable, Sequence

from lenet.results.fetches import ASKED, Fetched, updates
from lenet.results.graphs import Node
from ui.components.numbers import whole
from ui.components.questions import Option, Question, between, exactly
from ui.lessons.sessions_vs_eager import key

PAGE = "sessions_vs_eager"


def question(program: str, nodes: Sequence[Node]) -> Question:
    """Return the question about a program's graph."""
    return QUESTIONS[program](nodes)


def answer(program: str, nodes: Sequence[Node], run: Fetched) -> tuple[int, str]:
    """Return the result of a run that answers the question, and a sentence on it."""
    ran = len(run.ran)
    if program == "training":
        changed = updates(nodes)
        done = len(set(changed) & run.ran.keys())
        return done, (
            f"Of {whole(len(changed))} update nodes, **{whole(done)}** ran, and of all "
            f"{whole(len(nodes))} nodes **{whole(ran)}**."
        )
    return ran, f"Of {whole(len(nodes))} nodes, **{whole(ran)}** ran."


def _small(nodes: Sequence[Node]) -> Question:
    every = len(nodes)
    return Question(
        key=key("fetch_small"),
        page=PAGE,
        before="Before you fetch",
        text=f"Which nodes run when you fetch `{ASKED['small']}`?",
        options=(
            Option(
                f"All {every}",
                "`session.run` does not run a graph from its first node to its last. "
                "It starts from the fetch.",
                exactly(every),
            ),
            Option(
                "Those that lead to it",
                "TensorFlow follows the edges back from the fetch, and runs only the "
                "nodes that it meets. The fed placeholder takes its value from the "
                "feed.",
                between(2, every),
            ),
            Option(
                "Only this one",
                "A node keeps no value from an earlier run. Each `session.run` "
                "computes again what its fetch needs.",
                exactly(1),
            ),
        ),
    )


def _forward(nodes: Sequence[Node]) -> Question:
    every = len(nodes)
    return Question(
        key=key("fetch_forward"),
        page=PAGE,
        before="Before you fetch",
        text=f"You fetch `{ASKED['forward']}`. How many of the {whole(every)} nodes "
        "run?",
        options=(
            Option(
                "All of them",
                "Some nodes do not lead to the probabilities. `session.run` leaves "
                "them out.",
                exactly(every),
            ),
            Option(
                "More than half",
                "The forward pass itself is the smaller part of this graph.",
                between(every / 2, every),
            ),
            Option(
                "Less than half",
                "Most nodes draw the first values of the variables and assign them. "
                "The forward pass needs none of these nodes.",
                between(0, every / 2),
            ),
        ),
    )


def _training(nodes: Sequence[Node]) -> Question:
    every = len(updates(nodes))
    return Question(
        key=key("fetch_training"),
        page=PAGE,
        before="Before you fetch",
        text=f"You fetch `{ASKED['training']}` of the training step. How many of its "
        f"{whole(every)} nodes that update a variable run?",
        options=(
            Option(
                "None",
                "The loss does not need the updates, so it trains nothing. In "
                "TensorFlow 1, one had to fetch the updates too.",
                exactly(0),
            ),
            Option(
                "Some",
                "An update runs only if the fetch needs it. The loss is computed "
                "before all updates.",
                between(1, every),
            ),
            Option(
                f"All {every}",
                "They are in the graph, but being in the graph is not enough. In "
                "eager execution, the same lines of Python run every update.",
                exactly(every),
            ),
        ),
    )


QUESTIONS: dict[str, Callable[[Sequence[Node]], Question]] = {
    "small": _small,
    "forward": _forward,
    "training": _training,
}
