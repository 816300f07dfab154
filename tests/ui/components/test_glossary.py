"""The field's words, in plain sentences."""

import pytest

from ui.components.glossary import TERMS, explain


@pytest.mark.parametrize("term", TERMS)
def test_each_term_has_whole_short_sentences(term):
    text = TERMS[term]
    assert text[0].isupper()
    assert text.endswith(".")
    assert len(text.split()) <= 32


def test_terms_are_listed_in_the_order_asked_for():
    first, second = explain("epoch", "batch").splitlines()
    assert first == f"- **epoch**: {TERMS['epoch']}"
    assert second.startswith("- **batch**")


def test_a_term_that_is_not_there_is_a_fault():
    with pytest.raises(KeyError, match="epok"):
        explain("epok")
