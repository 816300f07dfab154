"""What ran: the learner chooses a fetch, and the nodes that it needs light up."""

from collections.abc import Sequence

import streamlit as st

from lenet.results.fetches import ASKED, Fetched, updates
from lenet.results.graphs import Node
from ui.components.code import code_box
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.graph import open_to, show_graph
from ui.components.numbers import whole
from ui.components.questions import ask
from ui.components.waiting import waiting
from ui.lessons.sessions_vs_eager import key
from ui.lessons.sessions_vs_eager.fetches.choices import (
    choice,
    choose,
    choose_fetch,
    choose_program,
)
from ui.lessons.sessions_vs_eager.fetches.questions import answer, question
from ui.lessons.sessions_vs_eager.fetches.result import (
    labels,
    microseconds,
    notes,
    show_left_out,
    show_result,
)
from ui.lessons.sessions_vs_eager.tabs import FETCHES, close
from ui.visitor import workers

HEIGHT, RESULT_HEIGHT = 600, 60  # pixels of the drawing, of a result
SECONDS = 60.0
MOST_SEEN = 3  # fetches that the closing lists
SEEN, OPENED = key("fetched"), key("fetch_opened")
CODE = {
    "small": "lenet.graphs.programs:small",
    "forward": "lenet.graphs.programs:forward",
    "training": "lenet.graphs.programs:training_step",
}


def structure(program: str) -> tuple[Node, ...]:
    """Return the nodes of a program's graph, built in the sidebar's paradigm."""
    with waiting("Building the graph", HEIGHT):
        nodes: tuple[Node, ...] = workers.recall(
            "lenet.graphs.fetches:structure", *choice(program)[:2]
        )
    return nodes


def fetch(program: str, name: str, rewrite: bool) -> Fetched:
    """Return what one fetch ran, with the sidebar's paradigm and seed."""
    with waiting("Running the fetch", RESULT_HEIGHT):
        return run_fetch(*choice(program), name, rewrite)


# Not with `workers.recall`: each click is another result, and should displace none of
# other lessons. A result has up to 20 kB, so these are 4 MB at most.
@st.cache_data(show_spinner=False, max_entries=200)
def run_fetch(
    program: str, paradigm: str, seed: int, name: str, rewrite: bool
) -> Fetched:
    """Return what one fetch ran, in a worker."""
    run: Fetched = workers.call(
        "lenet.graphs.fetches:fetch",
        *(program, paradigm, seed, name),
        rewrite=rewrite,
        seconds=SECONDS,
    )
    return run


@part
def show() -> None:
    """Show a graph, and run the fetch that the learner chooses."""
    st.markdown(
        "In TensorFlow 1, the whole graph is built before anything runs. Choose what "
        "`session.run` fetches.",
        help=explain("graph", "node", "session", "fetch"),
    )
    program = choose_program()
    nodes = structure(program)
    asked = ask(question(program, nodes), run=choice(program))
    name, rewrite = choose_fetch(program, nodes)
    run = fetch(program, name, rewrite) if name else None
    with st.container():  # always there, so that the drawing keeps its place and focus
        if run:
            show_result(nodes, run)
    _draw(program, nodes, run)
    if run:
        show_left_out(nodes, run)
    if run and run.name == ASKED[program]:
        asked.reveal(*answer(program, nodes, run))
    _show_code(program)
    close(FETCHES, *_showed(program, nodes, run))


def _graph_key(program: str) -> str:
    return key("_".join(["graph", *choice(program)[:2]]))


def _open(program: str, nodes: Sequence[Node], name: str) -> None:
    """Open the boxes around a new fetch, but not those that were closed since."""
    opened_for = _graph_key(program), name
    if st.session_state.get(OPENED) != opened_for:
        st.session_state[OPENED] = opened_for
        open_to(_graph_key(program), nodes, name)


def _draw(program: str, nodes: Sequence[Node], run: Fetched | None) -> None:
    def total(names: Sequence[str]) -> str:
        assert run
        return microseconds(sum(run.ran.get(name, 0) for name in names))

    if run:
        _open(program, nodes, run.name)
    show_graph(
        _graph_key(program),
        nodes,
        lit=labels(run) if run else {},
        notes=notes(nodes, run) if run else {},
        chosen=run.name if run else None,
        label=total,
        on_choose=choose,
    )
    st.caption(
        "A click on a node fetches it. A click on a box opens it, and one on its head "
        "closes it. Dashed edges only set the order. Times are those of a second run, "
        "since the first run also prepares the op kernels."
    )


def _show_code(program: str) -> None:
    graph, run = st.columns(2, gap="medium")
    with graph:
        code_box(CODE[program])
    with run:
        code_box("lenet.graphs.session:run_recorded")


def _showed(program: str, nodes: Sequence[Node], run: Fetched | None) -> Sequence[str]:
    """Return what the learner's fetches of this graph showed, a line for each."""
    chosen, seen = st.session_state.get(SEEN, (None, {}))
    if chosen != choice(program):
        seen = {}  # of another graph, or of other values
    changing = set(updates(nodes))
    if run and not run.error:
        others = {name: line for name, line in seen.items() if name != run.name}
        latest = [*others.items(), (run.name, _line(run, nodes, changing))]
        seen = dict(latest[-MOST_SEEN:])
    st.session_state[SEEN] = choice(program), seen
    if not seen:
        return ()
    return (
        *seen.values(),
        "A Session runs what the fetch needs, and nothing else. Eager execution runs "
        "each line when Python reaches it.",
    )


def _line(run: Fetched, nodes: Sequence[Node], changing: set[str]) -> str:
    ran, every = whole(len(run.ran)), whole(len(nodes))
    text = f"Fetching `{run.name}` ran **{ran}** of {every} nodes"
    if not changing:
        return f"{text}."
    done = len(changing.intersection(run.ran))
    return f"{text}, and **{whole(done)}** of {whole(len(changing))} updates."
