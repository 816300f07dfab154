"""A function of the library with all that it needs, in one place."""

import ast
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lenet.export.imports import import_lines
from lenet.export.jupyter import written
from lenet.export.module import module
from lenet.export.names import bound
from lenet.export.pieces import Piece, steps_of
from lenet.export.reach import MODELS, Definition, Reach
from lenet.export.rewrite import rewritten
from lenet.settings import PARADIGM_NAMES, one_of

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Bundle:
    """A function, its parameters, its docstring, and what it needs in order."""

    function: str
    docstring: str
    parameters: dict[str, str]
    definitions: tuple[Definition, ...]
    imports: str

    @property
    def pieces(self) -> tuple[list[Piece], list[Piece]]:
        """Return what is needed, and the paragraphs of the function."""
        needed = [Piece(each.title, each.code) for each in self.definitions]
        return needed, steps_of(self.function)


def notebook(
    name: str,
    paradigm: str = "Subclassing",
    seed: int = 0,
    chosen: Mapping[str, str] = NOTHING,
    also: Collection[str] = (),
    instead: Mapping[str, str] = NOTHING,
) -> str:
    """Return `lenet.module:function` as a notebook, nbformat 4.5 in JSON.

    The function's docstring is its first cell. A cell for each thing of
    `lenet` that the function needs follows, then one for each paragraph of its
    body. LeNet is that of the paradigm, the parameter `seed` is the seed, and
    those in `chosen` have the code that stands there; what it names of `lenet`
    is in `also`. Modules of `lenet` have others in their place: see `bundle`.
    Raises ValueError for what cannot be exported, and for an unknown parameter.
    """
    found = bundle(name, paradigm, also, instead)
    for each in chosen:
        one_of("parameter", each, tuple(found.parameters))
    title, _, text = found.docstring.partition("\n")
    values = {**found.parameters, "seed": str(seed), **chosen}
    lines = [_assigned(each, values[each]) for each in found.parameters]
    chosen_here = Piece("What was chosen in the app", "\n".join(lines))
    settings = [chosen_here] if lines else []
    needed, steps = found.pieces
    # What names other cells comes after them.
    is_first = all(map(_is_independent, values.values()))
    head = settings + needed if is_first else needed + settings
    pieces = head + steps
    return written(title.rstrip("."), text.strip(), found.imports, pieces)


def bundle(
    name: str,
    paradigm: str,
    also: Collection[str] = (),
    instead: Mapping[str, str] = NOTHING,
) -> Bundle:
    """Return `lenet.module:function` with all of `lenet` that it needs.

    `also` names more of it in the same way, which then comes along. `instead`
    names modules, each with the one that takes its place; so a subclassed
    LeNet becomes that of the paradigm. Raises ValueError for an
    unknown paradigm, for an import that is neither of Python nor of PACKAGES,
    and for two different things of one name.
    """
    one_of("paradigm", paradigm, PARADIGM_NAMES)
    home, _, function = name.partition(":")
    file = module(home)
    node = file.defined[function]
    assert isinstance(node, ast.FunctionDef), f"{name} is no function"
    model = {f"{MODELS}subclassing": f"{MODELS}{paradigm.lower()}"}
    reach = Reach({**model, **instead})
    changes, imports = reach.needs(file, node)
    for each in also:
        module_name, _, wanted = each.partition(":")
        reach.add((module_name, wanted))
    # What two files define in the same words is there once.
    unique = dict.fromkeys(reach.found.values())
    found = sorted(unique, key=lambda each: not each.is_model)
    _refuse_equal_names(name, found, bound(node))
    needed = {each for one in found for each in one.imports}
    return Bundle(
        function=rewritten(file.text, node, changes),
        docstring=ast.get_docstring(node) or "",
        parameters=_parameters(node),
        definitions=tuple(found),
        imports=import_lines({*needed, *imports}),
    )


def _parameters(node: ast.FunctionDef) -> dict[str, str]:
    """Return the parameters of a function with their defaults, as code.

    Raises ValueError for one without a default.
    """
    names = [each.arg for each in node.args.args]
    if len(names) != len(node.args.defaults):
        raise ValueError(
            f"{node.name} has a parameter without a default. What is exported "
            "is called without arguments: write `seed: int = 0`."
        )
    defaults = map(ast.unparse, node.args.defaults)
    return dict(zip(names, defaults, strict=True))


def _assigned(name: str, code: str) -> str:
    """Return the statement that gives a name its value; a lambda has a def."""
    value = ast.parse(code, mode="eval").body
    if isinstance(value, ast.Lambda):
        body = code.partition(":")[2].strip()
        return f"def {name}({ast.unparse(value.args)}):\n    return {body}\n"
    return f"{name} = {code}"


def _is_independent(code: str) -> bool:
    """Return whether a value is a literal, or a lambda: it names no cell."""
    value = ast.parse(code, mode="eval").body
    names = {each.id for each in ast.walk(value) if isinstance(each, ast.Name)}
    return isinstance(value, ast.Lambda) or not names


def _refuse_equal_names(
    name: str, found: Collection[Definition], own: Collection[str]
) -> None:
    """Check that no name stands for two things, once all are in one place."""
    taken = set(own)
    for each in found:
        if twice := taken & each.names:
            raise ValueError(
                f"{name} needs two different things of the name {min(twice)}"
                ". An export has both in one place: name one of them otherwise."
            )
        taken |= each.names
