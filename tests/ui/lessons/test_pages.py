"""The table of pages: the same pages in the folder, the README and the library."""

import importlib.util
import re
from pathlib import Path

import pytest

from ui.lessons import LESSONS, PAGES, WELCOME, following, page_named

ROOT = Path(__file__).parents[3]


def readme_rows():
    """Read README's table of pages as pairs of title and promise."""
    text = (ROOT / "README.md").read_text("utf-8")
    _, table = text.split("| page | its promise |\n| --- | --- |\n")
    return re.findall(r"^\| (.+?) \| (.+) \|$", table.split("\n\n")[0], re.M)


def test_the_table_has_a_row_for_each_file():
    files = {file.stem for file in (ROOT / "pages").glob("*.py")}
    assert files == {page.name for page in PAGES}
    assert len(PAGES) == len(files)


def test_the_readme_has_the_same_titles_and_promises_in_the_same_order():
    assert readme_rows() == [(page.title, page.promise) for page in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_row_is_complete(page):
    assert page.title
    assert page.promise.endswith(".")
    assert page.course
    assert page.package is None or importlib.util.find_spec(page.package)


def test_a_section_stands_in_one_piece():
    sections = [page.section for page in PAGES]
    assert sections == sorted(sections, key=sections.index)


def test_the_path_goes_from_welcome_through_every_lesson():
    path = [WELCOME]
    while page := following(path[-1]):
        path.append(page)
    assert tuple(path) == (WELCOME, *LESSONS) == PAGES


def test_an_unknown_page_is_an_error():
    with pytest.raises(KeyError):
        page_named("nowhere")
