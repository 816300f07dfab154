"""The parts of the page "Three paradigms", in their order there.

columns puts the paradigms side by side; code, proof, behaviour, drawing,
layers, history, advice and export are one part each, with a `show`.
"""

from ui.visitor import keys

key = keys.of("three_paradigms")
