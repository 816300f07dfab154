"""The text of a formula: its characters and words, and Python's syntax tree.

What people write by hand, such as 2x and sin x, gets an answer of its own.
"""

import ast
import itertools
import re
import unicodedata
import warnings
from collections.abc import Iterator

from lenet.autodiff.formula.syntax import instead_of, needs_value
from lenet.autodiff.formula.tree import ALLOWED, FUNCTIONS, NAMES

MOST_CHARACTERS = 120
POWERS = ("**", "^")
WORD = re.compile(
    r"""(?P<number>\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)
    |(?P<name>[a-z_]\w*)
    |(?P<sign>\*\*|[-+*/^(),])
    |(?P<other>\S)""",
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
# Signs that people paste, and what a formula has in their place.
WRITTEN = {
    "\N{MULTIPLICATION SIGN}": "*",
    "\N{MIDDLE DOT}": "*",
    "\N{DIVISION SIGN}": "/",
    "\N{MINUS SIGN}": "-",
    "\N{EN DASH}": "-",
    "\N{SUPERSCRIPT TWO}": "**2",
    "\N{SUPERSCRIPT THREE}": "**3",
    "\N{SQUARE ROOT}": "sqrt(...)",
    "\N{GREEK SMALL LETTER PI}": "3.14159",
    "\N{DOT OPERATOR}": "*",
    "\N{ASTERISK OPERATOR}": "*",
}


def syntax_of(text: str) -> ast.expr:
    """Return the syntax tree of a text; nothing of it is compiled or called.

    Raises ValueError for a text that is too long, has a character that no
    formula has, or is no expression of Python.
    """
    if not text.strip():
        raise ValueError(f"The formula is empty. {ALLOWED}")
    if len(text) > MOST_CHARACTERS:
        raise ValueError(
            f"The formula has {len(text):,} characters; it can have "
            f"{MOST_CHARACTERS}. Make it shorter."
        )
    # A message quotes the text in backticks, as code: none may end that early.
    for character in text:
        if not " " <= character <= "~" or character == "`":
            raise ValueError(_strange(character))
    _check_words(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Python, about odd numbers
            return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        said = error.msg if isinstance(error, SyntaxError) else "it is too deep"
        if said == "invalid syntax":
            said = "a value is missing"
        raise ValueError(
            f"`{text.strip()}` is no formula: {said}. {ALLOWED}"
        ) from error


def _strange(character: str) -> str:
    """Return what to do about a character that is not on a plain keyboard."""
    if instead := WRITTEN.get(character):
        return f"The formula has `{character}`. Write `{instead}` for it."
    shown = f"`{character}`" if _is_visible(character) else f"{character!a}"
    name = unicodedata.name(character, "").lower()
    return (
        f"The formula has {shown}{name and f' ({name})'}. Type it with the "
        f"letters and signs of a plain keyboard. {ALLOWED}"
    )


def _is_visible(character: str) -> bool:
    return character.isprintable() and character not in "` "


def _check_words(text: str) -> None:
    """Raise ValueError for what no formula has, or a sign that is missing."""
    for one, other in itertools.pairwise([*_words(text), ("end", "")]):
        kind, word = one
        _check_word(kind, word)
        if word in FUNCTIONS and other[1] in POWERS:
            raise ValueError(needs_value(word))
        ends = kind in ("number", "name") or word == ")"
        begins = other[0] in ("number", "name") or other[1] == "("
        is_call = kind == "name" and word not in NAMES and other[1] == "("
        if not (ends and begins) or is_call:
            continue
        if word in FUNCTIONS:
            raise ValueError(needs_value(word))
        if kind == "name" and (instead := instead_of(word)):
            raise ValueError(f"The formula has the name `{word}`{instead}.")
        raise ValueError(
            f"In the formula, a sign is missing between `{word}` and "
            f"`{other[1]}`. Write `*` to multiply."
        )


def _check_word(kind: str, word: str) -> None:
    """Raise ValueError for a word that no formula has."""
    if word == "|":
        raise ValueError("A formula has no `|`. Write `abs(x)`.")
    if kind == "other":
        raise ValueError(f"`{word}` cannot be part of a formula. {ALLOWED}")
    small = word.lower()
    if word != small in {*FUNCTIONS, *NAMES}:
        raise ValueError(f"`{word}` is `{small}`, in small letters, here.")
    if kind == "number" and word[0] == "0" and word[1:2].isdigit():
        without = word.lstrip("0")
        number = without if without[:1].isdigit() else f"0{without}"
        raise ValueError(f"`{word}` begins with a 0. Write `{number}`.")


def _words(text: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a text, each with its kind."""
    for found in WORD.finditer(text):
        assert found.lastgroup
        yield found.lastgroup, found.group()
