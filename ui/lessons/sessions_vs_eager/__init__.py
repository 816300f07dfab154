"""The tabs of the page "Sessions vs eager", in their order there.

lanes, fetches, errors, debugging, retracing, autograph and race are one tab each,
with a `show`. tabs leads from one tab to the next. What several of them use:
program is the choice of the lines that run, messages shows an exception's message
with the line to read, presses is a button whose run is kept, and fixes is one that
applies a fix.
"""

from ui.visitor import keys

key = keys.of("sessions_vs_eager")
