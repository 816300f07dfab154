"""The imports of an export: sorted, standard library first."""

import sys
from collections.abc import Collection, Iterable, Iterator

from lenet.export.module import Import

PACKAGES = ("keras", "numpy", "tensorflow")
OPTIONAL = ("sympy",)  # named only by an export that imports it

# As in lenet/start/, which a notebook elsewhere does not have.
OS, TF = Import("os", "", "os"), Import("tensorflow", "", "tf")
CHOICE = """\
# TensorFlow and Keras 3, whatever is set on this machine.
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.pop("TF_USE_LEGACY_KERAS", None)"""
DEFAULTS = """\
tf.keras.config.set_floatx("float32")
tf.keras.config.set_image_data_format("channels_last")"""


def check_allowed(each: Import, home: str) -> None:
    """Check that `home` may import this in an export.

    Raises ValueError for a package that is none of PACKAGES and OPTIONAL, and
    not of Python.
    """
    allowed = {*PACKAGES, *OPTIONAL, *sys.stdlib_module_names}
    if each.package not in allowed:
        packages = ", ".join(PACKAGES + OPTIONAL)
        raise ValueError(
            f"{home} imports {each.module}, which an export cannot: it has "
            f"only Python and {packages}. Do without it in what the export "
            "needs, or move that code to a module of its own."
        )


def import_lines(imports: Collection[Import]) -> str:
    """Return the statements: the standard library's, then all others.

    TensorFlow and Keras have their defaults, whatever the machine has set.
    """
    has_keras = TF in imports
    all_imports = {*imports, OS} if has_keras else {*imports}
    standard = {x for x in all_imports if x.package in sys.stdlib_module_names}
    blocks = [
        "\n".join(_lines(standard)),
        CHOICE if has_keras else "",
        "\n".join(_lines(all_imports - standard)),
        DEFAULTS if has_keras else "",
    ]
    return "\n\n".join(filter(None, blocks))


def _lines(imports: Iterable[Import]) -> Iterator[str]:
    modules = {each for each in imports if not each.name}
    for each in sorted(modules, key=lambda each: each.module):
        bound = each.module.partition(".")[0]
        yield f"import {each.module}" + _renamed(each.local, bound)
    names = set(imports) - modules
    for module in sorted({each.module for each in names}):
        listed = [each for each in names if each.module == module]
        written = [
            each.name + _renamed(each.local, each.name)
            for each in sorted(listed, key=_rank)
        ]
        yield f"from {module} import {', '.join(written)}"


def _renamed(local: str, name: str) -> str:
    return "" if local == name else f" as {local}"


def _rank(each: Import) -> tuple[int, str]:
    """Return the place of a name: constants, then classes, then functions."""
    kind = 0 if each.name.isupper() else 1 if each.name[0].isupper() else 2
    return kind, each.name
