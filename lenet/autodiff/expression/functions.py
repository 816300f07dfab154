"""Functions of SymPy that stay as they are: SymPy simplifies its own ones.

https://docs.sympy.org/latest/guides/custom-functions.html
"""

from typing import Any

import sympy


class step(sympy.Function):
    """The derivative of relu: 0 up to 0, and 1 above, as in TensorFlow."""

    nargs = 1


class sign(sympy.Function):
    """-1, 0 or 1. SymPy's own one, and its `Abs`, also take complex values."""

    nargs = 1


class absolute(sympy.Function):
    """The size of a real value."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        """Return the derivative."""
        return sign(self.args[0])

    def _latex(self, printer: Any, exp: str = "") -> str:
        size = rf"\left|{{{printer.doprint(self.args[0])}}}\right|"
        return f"{size}^{{{exp}}}" if exp else size


class exponential(sympy.Function):
    """e to the power of a value.

    SymPy's own one looks into its argument again at each level, to simplify
    and to print it: exp(-exp(-exp(-...))) then takes seconds.
    """

    nargs = 1

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        """Return the derivative."""
        return self

    def _latex(self, printer: Any, exp: str = "") -> str:
        power = rf"e^{{{printer.doprint(self.args[0])}}}"
        return rf"\left({power}\right)^{{{exp}}}" if exp else power


class relu(sympy.Function):
    """The larger of a value and 0."""

    nargs = 1

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        """Return the derivative."""
        return step(self.args[0])


class sigmoid(sympy.Function):
    """1 / (1 + exp(-x)), as one function.

    Written with exp, a sigmoid of a sigmoid grows too large to differentiate.
    """

    nargs = 1

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        """Return the derivative."""
        return self * (1 - self)
