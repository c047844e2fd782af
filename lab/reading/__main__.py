"""The whole recipe: train the reader, export it, measure it and write its card.

python -m lab.reading --minilm FOLDER [--shared ../shared] [--work FOLDER]
"""

import argparse
from pathlib import Path

from lab.reading.export import write
from lab.reading.train import add_options, train


def main() -> None:
    """Run it; about three quarters of an hour on two cores."""
    options = argparse.ArgumentParser(description=__doc__)
    add_options(options)
    options.add_argument("--to", type=Path, default=Path("dragoman/reading/model/en"))
    given = options.parse_args()
    train(given)
    write(given.work, given.minilm, given.shared, given.to)


if __name__ == "__main__":
    main()
