"""The tabs of the page "Automatic differentiation", in their order there.

none_clinic is one tab, with a `show`. tabs leads from one tab to the next.
"""

from ui.components.fixes import Fixes
from ui.components.runs import Runs
from ui.visitor import keys

key = keys.of("automatic_differentiation")
runs = Runs(key)
fixes = Fixes(key)
