"""AutoGraph in a notebook."""

import tensorflow as tf


def main() -> None:
    """Show what AutoGraph makes of Python code."""
    # A placeholder
    print(tf.constant(1))
