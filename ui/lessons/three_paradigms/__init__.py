"""The tabs of the page "Three paradigms", in their order there.

code, proof, behaviour, drawing, custom_layers, history, advice and export are one
tab each, with a `show`. columns puts the paradigms side by side, and tabs leads
from one tab to the next.
"""

from ui.visitor import keys

key = keys.of("three_paradigms")
