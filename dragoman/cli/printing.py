"""A line of text in; that line on standard output, or with the program's name on standard error."""

import sys


def show(text: str) -> None:
    """A line on standard output."""
    print(text)  # noqa: T201


def tell(text: str) -> None:
    """A line on standard error."""
    print(f"dragoman: {text}", file=sys.stderr)  # noqa: T201
