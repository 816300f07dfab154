"""Random formulas in x and y as text, and coordinates of points, for Hypothesis."""

from hypothesis import strategies as st

from lenet.autodiff.formula import FUNCTIONS

leaves = st.one_of(
    st.sampled_from(["x", "y"]),
    st.integers(1, 9).map(str),
    st.floats(0.1, 9).map(lambda value: f"{value:.2f}"),
)
formulas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(
            lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
        ),
        st.tuples(inner, st.sampled_from(["2", "3", "0.5", "-1", "y"])).map(
            lambda parts: f"({parts[0]})**{parts[1]}"
        ),
        st.tuples(st.sampled_from(sorted(FUNCTIONS)), inner).map(
            lambda parts: f"{parts[0]}({parts[1]})"
        ),
        inner.map(lambda part: f"(-{part})"),
    ),
    max_leaves=8,
)
points = st.floats(-3, 3).map(lambda value: round(value, 3))
