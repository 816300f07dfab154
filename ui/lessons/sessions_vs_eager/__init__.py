"""The tabs of the page "Sessions vs eager", in their order there.

lanes, fetches, errors, debugging, retracing, autograph and race are one tab each,
with a `show`. tabs leads from one tab to the next. messages shows an exception's
message with the line to read. program is a choice that two tabs
share, presses a button whose run is kept, and fixes one
that applies a fix.
"""

from ui.visitor import keys

key = keys.of("sessions_vs_eager")
