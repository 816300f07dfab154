"""The tabs of the page "Automatic differentiation", a folder each with a `show`.

tabs has their order, and leads from one to the next. What several of them use: formula
is the choice of the formula, x and y; grids writes small arrays; strip is the table of
the three witnesses, and agreement says how far they agree.
"""

from ui.components.fixes import Fixes
from ui.components.runs import Runs
from ui.visitor import keys

key = keys.of("automatic_differentiation")
runs = Runs(key)
fixes = Fixes(key)
