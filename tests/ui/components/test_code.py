"""Code with marked lines: no text is lost, and no mark is put elsewhere."""

import html
import re
from pathlib import Path

import pytest

from ui.components.clicks.pick import Pick
from ui.components.code import description, lit_code

ROOT = Path(__file__).parents[3]
FILES = sorted((ROOT / "lenet" / "models").glob("*.py"))
TEXT = "def f(x):\n\n    return x < 1 & 2  # <b>\n"


def lines(page):
    """Return the text of each line, and its marks."""
    pattern = r'<span class="line"(?: data-marks="([^"]*)")?[^>]*>(.*?\n)</span>'
    return [
        (html.unescape(re.sub(r"<[^>]+>", "", line)), marks.split())
        for marks, line in re.findall(pattern, page, re.S)
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_text_is_kept_to_the_letter(file):
    text = file.read_text("utf-8")
    for folded in (range(0), range(1, 10), range(5, 8)):
        page = lit_code(text, {}, file.name, folded=folded)
        assert "".join(line for line, _ in lines(page)) == text


def test_lines_carry_their_marks():
    page = lit_code(TEXT, {1: ["a"], 3: ["a", "b"]}, "f")
    assert [marks for _, marks in lines(page)] == [["a"], [], ["a", "b"]]


def test_lines_that_can_be_clicked_are_one_stop_of_the_tab_key():
    picks = {3: Pick("line f 3", 'to "3"'), 1: Pick("line f 1", "to 1")}
    page = lit_code(TEXT, {3: ["a"]}, "f", picks=picks)
    pattern = r'<span class="line"([^>]*)>'
    first, second, third = re.findall(pattern, page)
    assert "data-pick" not in second
    assert 'data-pick="line f 1" role="button" tabindex="0"' in first
    assert 'data-pick="line f 3" role="button" tabindex="-1"' in third
    assert 'aria-label="to &quot;3&quot;"' in third
    assert "data-picks" in page
    assert "data-picks" not in lit_code(TEXT, {}, "f")


def test_markup_in_code_stays_text():
    page = lit_code(TEXT, {}, '"<i>"')
    assert "<b>" not in page
    assert "<i>" not in page
    assert lines(page)[2][0] == "    return x < 1 & 2  # <b>\n"


def test_a_long_line_goes_on_further_in():
    page = lit_code(TEXT, {}, "f")
    assert re.findall(r"--indent: (\d+)", page) == ["0", "0", "4"]


def test_the_head_is_folded_away():
    page = lit_code(TEXT, {}, "f", folded=range(1, 3))
    head = page[page.index("<details>") : page.index("</details>")]
    assert "def" in head
    assert "return" not in head


def test_other_lines_are_folded_with_what_they_do():
    text = "".join(f"x = {number}\n" for number in range(1, 9))
    folds = {range(3, 5): "measure & wait", range(6, 7): "measure"}
    page = lit_code(text, {4: ["m"]}, "f", folded=range(1, 3), folds=folds)
    summaries = re.findall(r"<summary>(.*?)</summary>", page)
    assert summaries == [
        "Lines 1 to 2: imports, description",
        "Lines 3 to 4: measure &amp; wait",
        "Line 6: measure",
    ]
    assert "".join(line for line, _ in lines(page)) == text
    assert [line for line, marks in lines(page) if marks] == ["x = 4\n"]


def test_a_text_without_a_last_newline_has_all_its_lines():
    assert [line for line, _ in lines(lit_code("a\nb", {}, "f"))] == ["a\n", "b\n"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("return a + b", '<span class="k whole">return </span>'),
        ("    return f(x)", '<span class="k whole">return </span>'),
    ],
)
def test_a_line_never_ends_behind_return(text, shown):
    assert shown in lit_code(text, {}, "f")


def test_a_long_word_can_go_on_behind_its_joints():
    page = lit_code("tf.keras.losses.SparseCategoricalCrossentropy(a=1)\n", {}, "f")
    parts = [re.sub("<[^>]+>", "", part) for part in page.split("<wbr>")]
    long = "SparseCategoricalCrossentropy("
    assert parts == ["tf.", "keras.", "losses.", long, "a=1)\n"]


def test_a_short_word_stays_whole():
    assert "<wbr>" not in lit_code("x.y = model.layers\n", {}, "f")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('def f():\n    """One."""\n', range(0)),
        ('def f():\n    """One.\n\n    Two.\n    """\n', range(2, 6)),
        ("def f():\n    pass\n", range(0)),
        ('"""One."""\n\nimport os\nfrom a import (\n    b,\n)\n\nx = 1\n', range(1, 7)),
        ("x = 1\n", range(0)),
    ],
)
def test_what_describes_the_code_is_found(text, lines):
    assert description(text) == lines
