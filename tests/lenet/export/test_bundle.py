"""All that a function needs is found, in an order that runs, or refused."""

import importlib
import sys
import textwrap

import pytest

import lenet
from lenet.export.bundle import bundle
from lenet.export.pieces import steps_of
from lenet.settings import PARADIGM_NAMES


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write files that are modules of the library during a test."""
    monkeypatch.setattr(lenet, "__path__", [*lenet.__path__, str(tmp_path)])
    written = []

    def write(name, text):
        path = tmp_path / f"{name.replace('.', '/')}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(textwrap.dedent(text))
        importlib.invalidate_caches()
        written.append(f"lenet.{name}")

    yield write
    for name in {*written, *(name.rpartition(".")[0] for name in written)}:
        if name != "lenet":
            sys.modules.pop(name, None)


def run(found):
    """Run a bundle in an empty place; return what its `main` returns."""
    place = {"__name__": "elsewhere"}
    code = [found.imports, *(x.code for x in found.definitions), found.function]
    exec("\n".join(code), place)
    return place["main"]()


DEEP = '''
    """What is needed."""
    import math
    from collections.abc import Callable, Iterable

    # Why four.
    FOUR = 4
    UNUSED = math.pi
    Rule = Callable[[int], int]


    class Base:
        """A base."""

        number: int = FOUR


    class Derived(Base):
        def own(self, FOUR=1):
            return self.number + FOUR


    def root(number: int, rule: Rule | None = None) -> float:
        return math.sqrt(number)


    def unused(many: Iterable) -> None:
        raise NotImplementedError
'''


def test_all_that_is_needed_is_found_and_nothing_else(write):
    write("deep_needed", DEEP)
    write(
        "deep_main",
        """
        from lenet.deep_needed import Derived, root

        def helper(number):
            return root(number) + Derived().own()

        def main():
            return helper(16)
        """,
    )
    found = bundle("lenet.deep_main:main", "Functional")
    assert run(found) == 4 + 4 + 1
    named = [name for each in found.definitions for name in each.names]
    assert set(named) == {"FOUR", "Rule", "Base", "Derived", "root", "helper"}
    assert named.index("FOUR") < named.index("Base") < named.index("Derived")
    assert named.index("Rule") < named.index("root") < named.index("helper")
    assert found.imports == "import math\nfrom collections.abc import Callable"
    codes = {min(each.names): each.code for each in found.definitions}
    assert codes["FOUR"] == "# Why four.\nFOUR = 4"


def test_names_of_modules_and_other_names_become_plain(write):
    write("plain_needed", "def root(number):\n    return number ** 0.5\n")
    write("plain_shop.__init__", "from lenet.plain_needed import root\n")
    write(
        "plain_main",
        """
        import lenet.plain_needed as needed
        from lenet import plain_needed
        from lenet.plain_needed import root as square_root
        from lenet.plain_shop import root as bought

        def main():
            "Ä, before a name"; first = "é", needed.root(4)
            roots = [plain_needed.root(9), square_root(16), bought(25)]
            return first[1], *roots, {"root": needed.root}["root"](36)
        """,
    )
    found = bundle("lenet.plain_main:main", "Functional")
    assert run(found) == (2, 3, 4, 5, 6)
    assert len(found.definitions) == 1
    assert "needed" not in found.function


def test_what_two_files_define_in_the_same_words_is_there_once(write):
    text = "import math\nv1 = math.pi\ndef {name}():\n    return v1\n"
    for name in ("once", "twice"):
        write(f"same_{name}", text.format(name=name))
    write(
        "same_main",
        """
        from lenet.same_once import once
        from lenet.same_twice import twice

        def main():
            return once() == twice()
        """,
    )
    found = bundle("lenet.same_main:main", "Functional")
    assert run(found) is True
    assert [min(each.names) for each in found.definitions] == ["v1", "once", "twice"]


def test_functions_may_need_each_other(write):
    write(
        "mutual",
        """
        def even(n):
            return n == 0 or odd(n - 1)

        def odd(n):
            return n > 0 and even(n - 1)

        def main():
            return even(6)
        """,
    )
    assert run(bundle("lenet.mutual:main", "Functional")) is True


@pytest.mark.parametrize("paradigm", PARADIGM_NAMES)
def test_the_subclassed_lenet_becomes_the_chosen_one(write, paradigm):
    write(
        "chosen",
        """
        from lenet.models.subclassing import lenet

        def main():
            return lenet
        """,
    )
    found = bundle("lenet.chosen:main", paradigm)
    assert len(found.definitions) == 1
    is_class = "class LeNet(" in found.definitions[0].code
    assert is_class == (paradigm == "Subclassing")
    model = run(found)()
    assert model.count_params() == 81_194
    kind = {"Sequential": "Sequential", "Functional": "Functional"}
    assert type(model).__name__ == kind.get(paradigm, "LeNet")


BODY = "def main():\n    {}\n"
BAD = {
    "another package": (
        "import pydot\n" + BODY.format("return pydot"),
        "imports pydot.*only Python and keras, numpy, tensorflow",
    ),
    "the app": (
        "from ui.components import numbers\n" + BODY.format("return numbers"),
        "imports ui.components",
    ),
    "a late import": (
        BODY.format("import math; return math"),
        "within a function, in line 2.*at the top of the file",
    ),
    "a module as a value": (
        "from lenet import settings\n" + BODY.format("return settings"),
        "uses the module lenet.settings in line 3.*from lenet.x import y",
    ),
    "a name that is not there": (
        BODY.format("return missing(1)"),
        "uses missing in line 2.*cannot find",
    ),
    "a name that another module lacks": (
        "from lenet.settings import nothing_of_it\n"
        + BODY.format("return nothing_of_it"),
        "defines no nothing_of_it",
    ),
    "a parameter without a default": (
        "def main(seed):\n    return seed\n",
        "without a default.*seed: int = 0",
    ),
    "two of one name": (
        "from lenet.models.functional import lenet\n"
        "from lenet.models.sequential import lenet as other\n"
        + BODY.format("return lenet, other"),
        "two different things of the name lenet",
    ),
    "its own name for another thing": (
        "def loss():\n    return 1\ndef step():\n    return loss()\n"
        + BODY.format("loss = step(); return loss"),
        "two different things of the name loss",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_exported_is_refused(write, case):
    text, message = BAD[case]
    name = f"bad_{case.replace(' ', '_')}"
    write(name, text.replace("from lenet.settings import nothing_of_it", LATE))
    with pytest.raises(ValueError, match=f"(?s){message}"):
        bundle(f"lenet.{name}:main", "Functional")


# The import itself must not fail, so the name is there only while that runs.
LATE = """import lenet.settings
lenet.settings.nothing_of_it = 1
from lenet.settings import nothing_of_it
del lenet.settings.nothing_of_it
"""


def test_paragraphs_become_steps():
    function = '''
def main():
    """Show it."""
    # First
    one = 1

    # Second: a long title
    # goes on
    # in two lines.
    def two():
        # not a title

        return one + 1

    # Third
    print(two())
'''
    steps = steps_of(function.strip())
    assert [step.title for step in steps] == ["First", "Second: a long title", "Third"]
    assert steps[1].text == "goes on in two lines."
    assert steps[1].code.splitlines()[-1] == "    return one + 1"
    assert steps[1].code.startswith("def two():\n    # not a title\n\n")


def test_a_first_paragraph_without_a_title_is_refused():
    with pytest.raises(ValueError, match="needs a title: write `# Title`"):
        steps_of('def main():\n    """Show it."""\n    one = 1')
