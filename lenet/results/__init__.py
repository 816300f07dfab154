"""What the library returns: plain data that needs no TensorFlow to hold.

The server imports from here; `ruff.toml` beside this file bans TensorFlow.
"""
