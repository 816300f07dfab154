"""TODO."""


def main() -> None:
    """TODO."""
    print("TODO")
