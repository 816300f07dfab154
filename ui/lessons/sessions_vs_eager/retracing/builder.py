"""Retracing: the learner's sequence of calls, in the session and in the address."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from lenet.graphs.retracing.choices import (
    CALLS_OF_LENET,
    LONGEST,
    MENU,
    OPTIONS,
    SEQUENCES,
    is_lenet,
)
from lenet.graphs.retracing.cures import Cure
from ui.components.glossary import explain
from ui.lessons.sessions_vs_eager import key, runs

CALLS, OPTION = key("calls"), key("option")
RAN, BEFORE = key("calls_ran"), key("calls_before")
BETWEEN = "."  # the names in the address
DEFAULT = SEQUENCES["counter"].calls
OPTION_CODE = {
    "none": "",
    "reduce_retracing": ", reduce_retracing=True",
    "input_signature": ", input_signature=[tf.TensorSpec({}, tf.float32)]",
}
assert tuple(OPTION_CODE) == OPTIONS
SIZES_OF_IMAGES = "[None, 32, 32, 1]"


@dataclass(frozen=True)
class Choice:
    """All that a run depends on; LeNet's paradigm and seed for LeNet's calls only."""

    calls: tuple[str, ...]
    option: str
    paradigm: str = "Subclassing"
    seed: int = 0


def calls(known: Mapping[str, str]) -> tuple[str, ...]:
    """Return the sequence, at first that of the address if all names are `known`."""
    if CALLS not in st.session_state:
        st.session_state[CALLS] = _asked_for(known)
    chosen: tuple[str, ...] = st.session_state[CALLS]
    _write_address(chosen)
    return chosen


def _asked_for(known: Mapping[str, str]) -> tuple[str, ...]:
    """Return the sequence of the address, DEFAULT if it has none or a broken one."""
    if CALLS not in st.query_params:
        return DEFAULT
    asked = tuple(filter(None, st.query_params[CALLS].split(BETWEEN)))
    is_whole = set(asked) <= known.keys() and len(asked) <= LONGEST
    of_lenet = {is_lenet((name,)) for name in asked}
    return asked if is_whole and len(of_lenet) <= 1 else DEFAULT


def choice(chosen: tuple[str, ...], option: str) -> Choice:
    """Return what a run of these calls depends on."""
    if is_lenet(chosen):
        state = st.session_state
        return Choice(chosen, option, state.paradigm, state.seed)
    return Choice(chosen, option)


def show_menu(chosen: tuple[str, ...], texts: Mapping[str, str]) -> None:
    """Show the sequences to start from, and the calls that can be added."""
    st.markdown("**Start from**")
    with st.container(horizontal=True, gap="xsmall"):
        for name, sequence in SEQUENCES.items():
            st.button(
                sequence.title,
                key=key(f"start_{name}"),
                on_click=_start,
                args=(sequence.calls,),
            )
    st.markdown("**Add a call**")
    with st.container(horizontal=True, gap="xsmall"):
        for name in CALLS_OF_LENET if is_lenet(chosen) else MENU[_group()]:
            _show_call(name, texts[name], chosen)
    with st.container(horizontal=True, gap="xsmall"):
        _show_removals(chosen)


def _group() -> str:
    group: str = st.pills(
        "Kind of argument",
        list(MENU),
        default=next(iter(MENU)),
        required=True,
        key=key("calls_of"),
        bind="query-params",
        label_visibility="collapsed",
        wrap=True,
    )
    return group


def _show_call(name: str, text: str, chosen: tuple[str, ...]) -> None:
    is_full = len(chosen) >= LONGEST
    st.button(
        f"`{text}`",
        key=key(f"add_{name}"),
        on_click=_keep,
        args=((*chosen, name),),
        disabled=is_full,
        help=f"A sequence has at most {LONGEST} calls." if is_full else None,
    )


def _show_removals(chosen: tuple[str, ...]) -> None:
    removals = {
        "Remove the last": (":material/backspace:", chosen[:-1]),
        "Clear": (":material/delete:", ()),
    }
    for label, (icon, rest) in removals.items():
        st.button(
            label,
            icon=icon,
            key=key(f"calls_{label.split()[0].lower()}"),
            on_click=_keep,
            args=(rest,),
            disabled=not chosen,
        )


def choose_option(chosen: tuple[str, ...]) -> str:
    """Show the options of `tf.function`; return the name of the chosen one."""
    option: str = st.radio(  # its default is the first one, which apply can change
        "Option of tf.function",
        OPTIONS,
        key=OPTION,
        bind="query-params",
        help=explain("signature", "retrace"),
        horizontal=True,
    )
    function, sizes = (
        ("lenet", SIZES_OF_IMAGES) if is_lenet(chosen) else ("f", "[None]")
    )
    st.caption(f"`tf.function({function}{OPTION_CODE[option].format(sizes)})`")
    return option


def begin(chosen: Choice) -> None:
    """Run these calls from now on, on their own."""
    runs.begin(chosen)
    st.session_state[RAN] = chosen
    st.session_state.pop(BEFORE, None)


def apply(cure: Cure, before: Choice) -> None:
    """Change the calls or the option, and run all again, beside the run before."""
    option = cure.option or before.option
    after = Choice(cure.cured(before.calls), option, before.paradigm, before.seed)
    _keep(after.calls)
    st.session_state[OPTION] = option
    runs.begin(after)
    st.session_state[RAN] = after
    st.session_state[BEFORE] = (cure.word, before)


def _start(names: tuple[str, ...]) -> None:
    _keep(names)
    st.session_state[OPTION] = OPTIONS[0]


def _keep(names: tuple[str, ...]) -> None:
    st.session_state[CALLS] = names


def _write_address(chosen: tuple[str, ...]) -> None:
    """Write the sequence to the address, where it is not the first one."""
    text = BETWEEN.join(chosen)
    if st.query_params.get(CALLS) == text:
        return
    if chosen != DEFAULT:
        st.query_params[CALLS] = text
    elif CALLS in st.query_params:
        del st.query_params[CALLS]
