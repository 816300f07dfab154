"""The tabs of the page "Automatic differentiation", in their order there.

expression, witnesses, tape_rules, forward_mode, none_clinic, fit_and_loop and
picture are one tab each, with a `show`. tabs leads from one tab to the next. What
several of them use: formula is the choice of the formula, x and y.
"""

from ui.components.fixes import Fixes
from ui.components.runs import Runs
from ui.visitor import keys

key = keys.of("automatic_differentiation")
runs = Runs(key)
fixes = Fixes(key)
