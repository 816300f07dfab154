"""The project speaks the field's words; what it said before does not come again."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXTS = {".css", ".js", ".md", ".py", ".sbatch", ".sh", ".toml", ".yaml"}
SCRIPTS = {"scripts/environment", "scripts/run", "scripts/test"}
# The history, this list, and the course's listing as its author wrote it.
AS_WRITTEN = ("CHANGELOG.md", "tests/test_words.py", "lenet/paradigms/course/listing_")

# What not to write, and the field's word for it.
WORDS = {
    r"ways? back": "backward pass",
    r"mend(s|ed|ing)?": "fix",
    r"remed(y|ies)": "fix",
    r"own layers": "custom layers",
    r"(?<!tensor )slices": "logical CPUs, or a replica's share of the batch",
    r"came back": "returned",
    r"read right": "correct, or accuracy",
    r"so many": "the number itself, or 'this many'",
    r"so long": "the time itself, or 'this long'",
}


def files():
    """Yield the text files of the project, by path from its folder."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    ).stdout.splitlines()
    for name in listed:
        is_text = Path(name).suffix in TEXTS or name in SCRIPTS
        if is_text and not name.startswith(AS_WRITTEN) and (ROOT / name).is_file():
            yield name


def words_of(text):
    """Return a text as one line: no line ends, joints of literals, underscores."""
    text = re.sub(r"[\"']\s*\n\s*[rf]*[\"']", "", text)
    return re.sub(r"[\s_#*]+", " ", text)


@pytest.fixture(scope="module")
def texts():
    found = {name: words_of((ROOT / name).read_text("utf-8")) for name in files()}
    assert len(found) > 200
    return found


def test_a_phrase_is_found_where_a_line_ends_in_it():
    assert words_of('"The way "\n    f"back"') == '"The way back"'
    assert words_of("# It is so\n    # long") == " It is so long"
    assert words_of("first_slices") == "first slices"


@pytest.mark.parametrize("pattern", WORDS)
def test_the_fields_words_are_used(texts, pattern):
    search = re.compile(rf"\b{pattern}\b", re.IGNORECASE)
    found = [
        f"{name}: {text[max(0, match.start() - 30) : match.end() + 30].strip()}"
        for name, text in texts.items()
        for match in search.finditer(text)
    ]
    assert not found, "\n".join([f"Write {WORDS[pattern]} in", *found])
