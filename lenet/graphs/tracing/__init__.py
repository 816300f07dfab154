"""Calls of a traced function: when TensorFlow traces, and why.

`sequence` makes the calls, and `counting` counts what they do. `differences`
and `parts` compare signatures, and `causes` and `words` say the differences.
"""

from lenet.graphs.tracing.sequence import Call, call_sequence

__all__ = ["Call", "call_sequence"]
