"""The canvas: draw a digit with the mouse or a finger."""

import binascii
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit_drawable_canvas import CanvasResult, st_canvas

from ui.components.theme import BLACK, WHITE

HERE = Path(__file__).parent
CANVAS_SIDE, PEN_WIDTH = 280, 20  # CSS pixels
# What a canvas says of the example below it.
FIT = {"naturalWidth", "naturalHeight", "scaleX", "scaleY", "offsetX", "offsetY"}
# Black from the first moment: the browser loads the canvas itself a little later.
PLACE = (
    '<style>[class*="st-key-place_of_"] '
    f"{{background: {BLACK}; outline: 1px solid var(--edge); overflow: hidden}}</style>"
)

_buttons = st.components.v2.component(
    "lenet_canvas_buttons",
    html='<div class="buttons"><button class="undo">Undo</button>'
    '<button class="clear">Clear</button></div>',
    css=(HERE / "canvas.css").read_text("utf-8"),
    js=(HERE / "canvas.js").read_text("utf-8"),
)


def side_by_side() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return a container as wide as the canvas, and one beside or below it."""
    row = st.container(horizontal=True, gap="medium")
    return row.container(width=CANVAS_SIDE + 2), row.container(width="stretch")


def pen(key: str, example: bytes | None = None) -> bytes | None:
    """Show a canvas; return its picture as PNG, or None while nothing is drawn.

    An `example`, a PNG, lies below the canvas until the first stroke. It is not in
    the picture.
    """
    _drop_forged(key)
    st.html(PLACE)
    place = st.container(
        key=f"place_of_{key}", width=CANVAS_SIDE, height=CANVAS_SIDE, border=False
    )
    with place:
        canvas = st_canvas(
            key=key,
            width=CANVAS_SIDE,
            height=CANVAS_SIDE,
            stroke_width=PEN_WIDTH,
            stroke_color=WHITE,
            background_image=None if _has_strokes(key) else example,
            return_image_data=True,
        )
    _buttons(key=f"{key}_buttons", data={"canvas": key})
    return _picture(canvas)


def _drop_forged(key: str) -> None:
    """Drop a drawing that no canvas has sent; any visitor can send anything."""
    sent = st.session_state.get(key)
    if sent is None:
        return
    drawing, fit = sent.get("drawing") or {"raw": {}}, sent.get("backgroundFit")
    raw = drawing.get("raw") if isinstance(drawing, dict) else None
    strokes = raw.get("objects", []) if isinstance(raw, dict) else None
    fits = fit is None or (isinstance(fit, dict) and fit.keys() >= FIT)
    if not isinstance(strokes, list) or not fits:
        del st.session_state[key]


def _has_strokes(key: str) -> bool:
    """Return whether the browser has sent strokes; known before the canvas is there."""
    drawing = (st.session_state.get(key) or {}).get("drawing") or {}
    return bool((drawing.get("raw") or {}).get("objects"))


def _picture(canvas: CanvasResult) -> bytes | None:
    strokes = (canvas.json_data or {}).get("objects")
    if not strokes:
        return None
    try:
        # A worker decodes it, after checking its size; this process never does,
        # because any visitor can send a forged one.
        picture: bytes | None = canvas.image_bytes
    except (ValueError, AttributeError, binascii.Error):
        st.error("The canvas sent no picture. Press Clear and draw again.")
        return None
    return picture
