"""Calls of a traced function: when TensorFlow traces, and why.

`sequence` makes the calls, and `counting` counts what they do. `differences`
and `type_differences` compare signatures, `causes` and `type_words` say how.
"""

from lenet.graphs.tracing.sequence import Call, call_sequence

__all__ = ["Call", "call_sequence"]
