"""The actor book's speed on this machine: loading, all names of a 400-word text, one phrase.

python -m benchmarks.book
"""

import os
import subprocess
import sys
import time

from dragoman.ontology.book import Book

TEXT = (
    "The foreign ministers of Burkina Faso, Mali and Niger are to visit Moscow on April 3-4, at the invitation of "
    "Russian Foreign Minister Sergey Lavrov, for the first consultations between the Confederation of Sahel States "
    "and Russia. On Monday Mali's leader, General Assimi Goïta, met a delegation of the African Union in Bamako; "
    "officials of ECOWAS, the European Union and the United Nations were not invited. Washington and Paris called on "
    "the junta to free the soldiers, and the Kremlin denied that its troops had fired on protesters in Timbuktu. "
)
PHRASES = (
    "Malian Foreign Minister Abdoulaye Diop",
    "Russian troops",
    "a spokesman for the Kremlin",
    "protesters in Tbilisi",
    "the weather",
)
OPEN = (
    "import time; from dragoman.ontology.book import Book; began = time.perf_counter(); "
    "Book.load().find('Mali'); print(time.perf_counter() - began)"
)


def best(action: object, rounds: int) -> float:
    """Least time of several rounds, in milliseconds: what the machine can do when nothing disturbs it."""
    least = float("inf")
    for _ in range(rounds):
        began = time.perf_counter()
        action()  # type: ignore[operator]
        least = min(least, time.perf_counter() - began)
    return least * 1000


def main() -> None:
    """Print one line for each figure."""
    Book.load()
    loads = [float(subprocess.check_output([sys.executable, "-c", OPEN])) * 1000 for _ in range(5)]
    book = Book.load()
    words = len(TEXT.split())
    text = TEXT * (400 // words + 1)
    text = " ".join(text.split(" ")[:400])
    print(f"cores {os.cpu_count()}")
    print(f"load and first look-up {min(loads):.1f} ms (floor: 60)")
    print(f"all names in {len(text.split())} words {best(lambda: book.find(text), 100):.2f} ms (floor: 2)")
    for phrase in PHRASES:
        began = time.perf_counter()
        book.resolve(phrase)  # once: a second time it is remembered
        print(f"resolve “{phrase}” {(time.perf_counter() - began) * 1000:.2f} ms")


if __name__ == "__main__":
    main()
