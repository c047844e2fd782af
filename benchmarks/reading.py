"""Accuracy of the reading engine on a treebank, and its speed, loading time and memory on this machine.

    python -m benchmarks.reading [SHARED] [--gum]

SHARED (default ../shared) holds data/ud and data/wikinews.jsonl. Accuracy is over gold words (no splitting by us);
LAS is given twice, by full relations ("nsubj:pass") and by main ones ("nsubj"), as both are in use. Speed is that of
`parse_many` over plain articles, splitting included.
"""

import json
import os
import resource
import sys
import time
from collections import Counter
from pathlib import Path

from dragoman.reading.parser import Parser
from lab.reading.corpora import read_conllu

ARTICLES = 150


def measure(parser: Parser, treebank: Path) -> dict[str, float]:
    """Percent of words right, by layer: upos, xpos, feats, lemma, uas, las (full relations) and las-main."""
    examples = list(read_conllu(treebank))
    right: Counter[str] = Counter()
    words = 0
    for example, sentence in zip(examples, parser.parse_words([each.words for each in examples]), strict=True):
        for token in sentence.tokens:
            place = token.index
            words += 1
            right["upos"] += token.upos == example.upos[place]
            right["xpos"] += token.xpos == example.xpos[place]
            right["feats"] += token.feats == example.feats[place]
            right["lemma"] += token.lemma == example.lemmas[place]
            if token.head + 1 == example.heads[place]:
                right["uas"] += 1
                right["las"] += token.deprel == example.deprels[place]
                right["las-main"] += token.relation == example.deprels[place].partition(":")[0]
    return {layer: round(100 * count / words, 2) for layer, count in right.items()}


def speed(parser: Parser, articles: list[str]) -> dict[str, float]:
    """Sentences and words a second over plain articles, by the clock and by processor time."""
    began, busy = time.perf_counter(), time.process_time()
    sentences = [sentence for found in parser.parse_many(articles) for sentence in found]
    wall, cores = time.perf_counter() - began, time.process_time() - busy
    words = sum(len(sentence.tokens) for sentence in sentences)
    return {
        "sentences": len(sentences),
        "words": words,
        "sentences/s": round(len(sentences) / wall),
        "words/s": round(words / wall),
        "words/core-s": round(words / cores),
    }


def main() -> None:
    """Print one line for each figure."""
    arguments = [each for each in sys.argv[1:] if not each.startswith("-")]
    shared = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[2] / "shared"
    if not (shared / "data/ud").is_dir():
        sys.exit(f"{shared} holds no data/ud; give the folder that does")
    print(f"cores {os.cpu_count()}")
    began = time.perf_counter()
    parser = Parser.load()
    print(f"load {time.perf_counter() - began:.2f} s")
    lines = (shared / "data/wikinews.jsonl").read_text(encoding="utf-8").splitlines()[:ARTICLES]
    articles = [json.loads(line)["text"] for line in lines]
    print(
        f"news ({len(articles)} articles)", *(f"{name} {figure:g}" for name, figure in speed(parser, articles).items())
    )
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")
    treebanks = ["en_ewt-test", *(["en_gum-open-dev"] if "--gum" in sys.argv else [])]
    for name in treebanks:
        figures = measure(parser, shared / f"data/ud/{name}.conllu.gz")
        print(name, *(f"{layer} {share:.2f}" for layer, share in figures.items()))


if __name__ == "__main__":
    main()
