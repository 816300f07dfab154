"""The derivatives of a formula in x and y, by three witnesses: plain data."""

import math
from dataclasses import dataclass

Pair = tuple[float, float]
DTYPES = ("float32", "float64")
SAME = 1e-6  # what differs by less, in relation to its size, is the same
# How near a difference comes, with a good epsilon, on any slope.
NEAR = {"float32": 1e-1, "float64": 1e-4}


@dataclass(frozen=True)
class Derivatives:
    """A formula's value and its derivatives (d/dx, d/dy) at one point.

    All are float64, and nan where the formula has no value. `formulas` are
    SymPy's two derivatives in LaTeX; "" for one that is too long to read.
    `slopes` are those just before and after the point, along x and along y;
    they differ where the formula bends. None where one of them is not known.
    """

    value: float
    tape: Pair
    symbolic: Pair
    difference: Pair
    formulas: tuple[str, str] = ("", "")
    slopes: tuple[Pair | None, Pair | None] = (None, None)

    @property
    def has_value(self) -> bool:
        """Return whether the formula has a value at this point."""
        return math.isfinite(self.value)

    def sides(self, index: int) -> Pair | None:
        """Return the slopes of both sides, unless the tape agrees with both.

        0 is along x, 1 along y. They are the same, or the formula bends here.
        """
        tape, slopes = self.tape[index], self.slopes[index]
        if slopes is None or not math.isfinite(tape):
            return None
        near = [
            math.isclose(tape, slope, rel_tol=2e-3, abs_tol=2e-3)
            for slope in slopes
        ]
        return None if all(near) else slopes

    def spread(self, index: int) -> float:
        """Return how far the three witnesses differ: 0 for d/dx, 1 for d/dy."""
        found = self.tape[index], self.symbolic[index], self.difference[index]
        return (
            max(found) - min(found)
            if all(map(math.isfinite, found))
            else (math.nan)
        )


@dataclass(frozen=True)
class DifferenceErrors:
    """How far the finite difference is from SymPy's derivative, by epsilon.

    `errors` are relative to the derivative, or absolute where that is below 1;
    they have a tuple for each of DTYPES, in the order of `epsilons`, which has
    each power of ten from 0.1 to 1e-12, and one between. nan where there is no
    value.
    """

    epsilons: tuple[float, ...]
    errors: dict[str, tuple[float, ...]]

    def near(self, epsilon: float) -> dict[str, float]:
        """Return the errors, by dtype, of the epsilon nearest to this one."""
        distances = [abs(math.log(each / epsilon)) for each in self.epsilons]
        index = distances.index(min(distances))
        return {dtype: found[index] for dtype, found in self.errors.items()}

    def comes_near(self, dtype: str) -> bool:
        """Return whether some epsilon gives the derivative in a dtype."""
        return self.least(dtype) < NEAR[dtype]

    def least(self, dtype: str) -> float:
        """Return the smallest error in a dtype, infinity without any."""
        finite = filter(math.isfinite, self.errors[dtype])
        return min(finite, default=math.inf)

    @property
    def are_all_zero(self) -> bool:
        """Return whether the difference is exact with each epsilon."""
        return not any(any(found) for found in self.errors.values())

    def best(self, dtype: str) -> float:
        """Return the epsilon of the smallest error, nan if none has a value.

        Of several with the same error it is the largest.
        """
        pairs = zip(self.errors[dtype], self.epsilons, strict=True)
        finite = [
            (error, -epsilon)
            for error, epsilon in pairs
            if math.isfinite(error)
        ]
        return -min(finite)[1] if finite else math.nan


def is_same(one: float, other: float) -> bool:
    """Return whether two derivatives differ by rounding only, or not at all."""
    return math.isclose(one, other, rel_tol=SAME, abs_tol=SAME)
