"""A function and AutoGraph's code: the lines that belong together light up."""

import re

import streamlit as st

from lenet.graphs.autograph import EXAMPLES
from lenet.results.autograph import Conversion
from ui.components.code import light, lit_code, show_code, where
from ui.components.fragments import part
from ui.components.numbers import counted
from ui.lessons.sessions_vs_eager import key

# What the names mean that AutoGraph writes.
WORDS = {
    "if_stmt": "adds an `If` node if the condition is a tensor. For a Python value, "
    "Python decides now.",
    "while_stmt": "adds a `While` node if the condition is a tensor. For a Python "
    "value, Python loops now.",
    "for_stmt": "adds a `While` node if it loops over a tensor. Over a Python "
    "object, Python loops now.",
    "converted_call": "calls a function, which is converted too if it is yours.",
    "ld": "reads a variable. It raises an error if the variable has no value.",
    "not_": "is `not`, also for tensors.",
    "Undefined": "stands for a variable that has no value yet.",
    "UndefinedReturnValue": "stands for a result that is not there yet.",
    "FunctionScope": "surrounds the whole function and returns its result.",
    "ConversionOptions": "holds the options of the conversion.",
}
GENERATED = re.compile(r"ag__\.(\w+)")


def mark_of(line: int) -> str:
    """Return the mark of a line of the source, and of all that it became."""
    return f"autograph_{line}"


def show_source(name: str, found: Conversion) -> None:
    """Show the function, and below it a choice of its lines."""
    lines = range(1, len(found.source.text.splitlines()) + 1)
    st.markdown("**Your function**")
    show_code(
        found.source,
        {line: [mark_of(line)] for line in lines},
        caption=where(found.source),
    )
    choose_line(name, found)


@part
def choose_line(name: str, found: Conversion) -> None:
    """Show a choice of lines; light the chosen one and what it became."""
    lines = [line.strip() for line in found.source.text.splitlines()]
    made = sorted({line for line in found.origins.values() if line > 2})
    chosen = st.pills(
        "Choose a line. It lights up in both columns.",
        [lines[line - 1] for line in made],
        default=lines[max(made, key=lambda line: len(found.made_of(line))) - 1],
        required=True,
        format_func=lambda code: f"`{code}`",
        key=key(f"autograph_line_{name}"),
        bind="query-params",
        wrap=True,
    )
    line = found.line_of(chosen)
    light(mark_of(line))
    show_meaning(found, line)


def show_meaning(found: Conversion, line: int) -> None:
    """Show how many lines one line became, and what their words mean."""
    made = found.made_of(line)
    text = found.generated.text.splitlines()
    used = dict.fromkeys(
        word for number in made for word in GENERATED.findall(text[number - 1])
    )
    st.markdown(
        f"The line became **{counted(len(made), 'line')}**."
        + (" What AutoGraph's names in them mean:" if used else "")
        + "".join(f"\n- `ag__.{word}` {WORDS[word]}" for word in used)
    )


def show_generated(name: str, found: Conversion) -> None:
    """Show what AutoGraph made of the function, by its own source map."""
    st.markdown(f"**What AutoGraph made of it.** {EXAMPLES[name].what}")
    marks = {new: [mark_of(old)] for new, old in found.origins.items()}
    st.html(lit_code(found.generated.text, marks, found.generated.file))
    st.caption(
        "Written by TensorFlow, as `tf.autograph.to_code` returns it. The lines light "
        "up by TensorFlow's own `ag_source_map`. What that leaves out stays unlit."
    )
