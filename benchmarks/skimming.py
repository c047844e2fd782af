"""What passing over sentences costs and saves, on the gold sets at hand: `sentences = "named"` against "all".

python -m benchmarks.skimming [FILE of CoNLL-U, gzipped, to see what it saves on other prose …]
"""

import gzip
import sys
import time
from pathlib import Path

from dragoman.ontology.book import Book
from dragoman.pipeline import Pipeline
from dragoman.reading.skimming import is_named_near
from dragoman.reading.splitting import split
from tests.quality.gate import labels_of, sets_here
from tests.quality.scoring import score


def gold() -> None:
    """Prints what both codings of each gold set reach, and the processor seconds."""
    pipeline = Pipeline()
    for name in sets_here():
        told = []
        for pipeline.reader.skims in (False, True):
            began = time.process_time()
            scores = score(*labels_of(name, pipeline))
            figures = scores.figures()
            told.append(
                f"act {figures['act']:.4f} (recall {scores.act.recall:.4f} of {scores.act.gold}), dyad "
                f"{figures['dyad']:.4f}, {time.process_time() - began:.1f} s"
            )
        print(f"{name}: all {told[0]}; named {told[1]}", flush=True)


def prose(file: Path) -> None:
    """Prints the share of sentences, and of characters, that would be passed over in the documents of a treebank."""
    documents: list[list[str]] = []
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newdoc"):
                documents.append([])
            elif line.startswith("# text = "):
                documents[-1].append(line[9:].strip())
    book, count, passed, signs, signs_passed, took = Book.load(), 0, 0, 0, 0, 0.0
    for document in documents:
        text = "\n".join(document)
        sentences = split(text)
        began = time.process_time()
        worth = is_named_near(book, text, sentences)
        took += time.process_time() - began
        for each, is_worth in zip(sentences, worth, strict=True):
            count += 1
            signs += each.end - each.start
            passed += not is_worth
            signs_passed += 0 if is_worth else each.end - each.start
    print(
        f"{file.name}: {len(documents)} documents, {count} sentences, {passed / count:.1%} passed over, "
        f"{signs_passed / signs:.1%} of the characters; asking took {took / count * 1e6:.0f} µs a sentence"
    )


if __name__ == "__main__":
    for given in sys.argv[1:]:
        prose(Path(given))
    if not sys.argv[1:]:
        gold()
