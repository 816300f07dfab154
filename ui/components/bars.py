"""Ten digits as ten bars."""

import math
from collections.abc import Mapping, Sequence
from html import escape

import numpy as np

from ui.components.numbers import figure, percent


def probabilities(
    shares: np.ndarray,
    logits: np.ndarray | None,
    label: int,
    prediction: int | None,
) -> str:
    """Draw one image's (10,) probabilities, with the logits they come from."""
    columns = {"Probability": [_share(share) for share in shares]}
    if logits is not None:
        columns["Logit"] = [figure(logit) for logit in logits]
    return _bars([_bar(share) for share in shares], columns, _notes(label, prediction))


def signed(values: np.ndarray, name: str, label: int) -> str:
    """Draw (10,) values of either sign as bars to the left and the right."""
    limit = max((abs(x) for x in values.tolist() if math.isfinite(x)), default=0)
    bars = [_signed_bar(x / (limit or 1)) for x in values.tolist()]
    columns = {name: [figure(x) for x in values.tolist()]}
    return _bars(bars, columns, _notes(label, None))


def _bars(
    bars: Sequence[str], columns: Mapping[str, Sequence[str]], notes: Mapping[int, str]
) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in columns)
    rows = "".join(
        f'<tr{" class=made" if digit in notes else ""}><th scope="row">{digit}</th>'
        f'<td class="bar">{bar}</td>'
        + "".join(f"<td>{column[digit]}</td>" for column in columns.values())
        + f"<td>{notes.get(digit, '')}</td></tr>"
        for digit, bar in enumerate(bars)
    )
    return (
        '<table class="bars"><thead><tr><th scope="col">Digit</th><td></td>'
        f"{heads}<td></td></tr></thead><tbody>{rows}</tbody></table>"
    )


def _notes(label: int, prediction: int | None) -> dict[int, str]:
    if prediction is None:
        return {label: "label"}
    if prediction == label:
        return {label: "✓ label and prediction"}
    return {label: "label", prediction: "✗ prediction"}


def _share(share: float) -> str:
    return percent(float(share)) if math.isfinite(share) else figure(float(share))


def _bar(share: float) -> str:
    width = 100 * min(1, max(0, share)) if math.isfinite(share) else 0
    return f'<i style="width: {width:.2f}%"></i>'


def _signed_bar(share: float) -> str:
    if not math.isfinite(share):
        return "<i></i>"
    start, kind = (50, "plus") if share >= 0 else (50 * (1 + share), "minus")
    style = f"margin-left: {start:.2f}%; width: {50 * abs(share):.2f}%"
    return f'<i class="{kind}" style="{style}"></i>'
