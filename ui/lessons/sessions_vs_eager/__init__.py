"""The tabs of the page "Sessions vs eager", in their order there.

lanes, fetches, errors, debugging, retracing, autograph and race are one tab each,
with a `show`. tabs leads from one tab to the next. What several of them use:
program is the choice of the lines that run.
"""

from ui.components.fixes import Fixes
from ui.components.runs import Runs
from ui.visitor import keys

key = keys.of("sessions_vs_eager")
runs = Runs(key)
fixes = Fixes(key)
