"""What the tape watches: rules, each run as written, and broken with a switch."""

import streamlit as st

from lenet.autodiff.tape_rules import RULES
from lenet.results.tape_rules import RAISED, Program, RuleRun
from ui.components import code
from ui.components.choices import one_of_few
from ui.components.fragments import part
from ui.components.glossary import explain
from ui.components.pills import one_by_title, titles_of
from ui.components.questions import ask
from ui.components.waiting import waiting
from ui.lessons.automatic_differentiation import key, runs
from ui.lessons.automatic_differentiation.tabs import TAPE_RULES, close
from ui.lessons.automatic_differentiation.tape_rules.questions import question
from ui.lessons.automatic_differentiation.tape_rules.views import (
    show_end,
    show_evidence,
    show_program,
)
from ui.visitor import workers

SECONDS = 60.0
WHOLE, BROKEN = "As written", "Broken"
Version = tuple[str, bool]  # a rule, and whether it is broken


@part
def show() -> None:
    """Show a choice of rules; run one as written, and then broken."""
    rule = one_by_title(
        "Choose a rule of the tape. Run it, then break it.",
        titles_of(RULES),
        key("rule"),
        help=explain("tape", "gradient", "target", "source", "Jacobian"),
    )
    begin_as_written(rule)
    st.markdown(RULES[rule].what)
    switch = one_of_few(
        "The switch",
        (WHOLE, BROKEN),
        key("rule_version"),
        "The two programs differ in a few words. The lit lines are the difference.",
    )
    version = rule, switch == BROKEN
    ran = run(version) if runs.begun(version) else None
    program, result = st.columns(2, gap="medium")
    with result:
        is_open = show_question(version, ran)
        shown = None if is_open else ran
        if shown:
            show_end(shown)
    with program:
        show_program(program_of(version), shown, broken=version[1])
    if shown:
        show_evidence(shown)
    close(TAPE_RULES, *(showed(version, shown) if shown else ()))


def begin_as_written(rule: str) -> None:
    """Turn the switch back when another rule is chosen, but not at first."""
    before = st.session_state.get(key("rule_before"), rule)
    if before != rule:
        st.session_state[key("rule_version")] = WHOLE
    st.session_state[key("rule_before")] = rule


def program_of(version: Version) -> Program:
    """Return the program of a version."""
    rule, broken = version
    with waiting("The code is being read", code.HEIGHT):
        program: Program = workers.recall(
            "lenet.autodiff.tape_rules.running:program", rule, broken=broken
        )
    return program


def run(version: Version) -> RuleRun:
    """Return how a version of a rule ran, once for all visitors."""
    rule, broken = version
    with waiting("Running the program", code.HEIGHT):
        ran: RuleRun = workers.recall(
            "lenet.autodiff.tape_rules.running:run_rule",
            rule,
            broken=broken,
            seconds=SECONDS,
        )
    return ran


def show_question(version: Version, ran: RuleRun | None) -> bool:
    """Show the question and the button; return whether the question is open."""
    rule, broken = version
    outcome = ran.outcome if ran else ""
    asked = ask(
        question(rule, broken=broken, outcome=outcome),
        run=runs.begun(version) or version,
    )
    if ran:
        asked.reveal(ran.outcome, truth(ran))
    runs.button(version, "Run the program with TensorFlow.", name="run_rule")
    return asked.is_again


def truth(ran: RuleRun) -> str:
    """Return in a sentence how a run ended."""
    if ran.message:
        line = ran.program.text_of(ran.raised)
        return f"It raised a `{ran.message.kind}` at `{line}`."
    return f"It returned `{ran.returned}`."


def showed(version: Version, ran: RuleRun) -> list[str]:
    """Return what the runs showed: this rule, and what the visitor has run."""
    rule, broken = version
    other = rule, not broken
    lines = [told(version, ran)]
    if runs.begun(other):
        lines += [told(other, run(other)), f"**Rule:** {RULES[rule].fix}"]
    else:
        lines.append(f"Now turn the switch to **{switch_of(not broken)}**, and run it.")
    tried = sum(runs.begun((each, False)) > 0 for each in RULES)
    ended = [run((each, True)) for each in RULES if runs.begun((each, True))]
    lines.append(
        f"Of {len(RULES)} rules you have run **{tried}** as written and "
        f"**{len(ended)}** broken."
    )
    raised = sum(each.outcome == RAISED for each in ended)
    if silent := len(ended) - raised:
        lines.append(
            f"Broken, **{silent}** of {len(ended)} returned something without an "
            "error. So check a new gradient yourself."
        )
    return lines


def told(version: Version, ran: RuleRun) -> str:
    """Return in a sentence which version ran, and how it ended."""
    rule, broken = version
    end = truth(ran)
    return f"**{RULES[rule].title}**, {switch_of(broken)}: {end[0].lower()}{end[1:]}"


def switch_of(broken: bool) -> str:
    """Return how the switch stands, within a sentence."""
    return (BROKEN if broken else WHOLE).lower()
