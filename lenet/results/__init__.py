"""What the library returns, as plain data without TensorFlow.

The server imports from here; `ruff.toml` beside this file bans TensorFlow.
"""
