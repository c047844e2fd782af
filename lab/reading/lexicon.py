"""Treebanks, and plain news text read by the parser itself, come in; what the lemmatiser looks up goes out."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from dragoman.reading.lemmas import Lemmatiser
from lab.reading.corpora import Example

Reading = Callable[[Iterable[str]], Iterator[tuple[str, str]]]
"""Texts to the words and fine tags in them."""

_KINDS = {"VB": "V", "VBP": "V", "NN": "N", "JJ": "A", "RB": "A"}
_BY_UPOS = {"VERB": "V", "NOUN": "N", "ADJ": "A", "ADV": "A"}
_NAMES = ("NNP", "NNPS", "FW", "ADD", "LS", "GW", "XX")


def known_lemmas(train: Iterable[Example]) -> dict[str, dict[str, str]]:
    """By "TAG word": the lemma on which the treebanks agree."""
    seen: dict[str, Counter[str]] = {}
    for example in train:
        for word, tag, lemma in zip(example.words, example.xpos, example.lemmas, strict=False):
            if tag not in _NAMES and len(word) < 30 and not any(sign.isdigit() for sign in word):
                seen.setdefault(f"{tag} {word.lower().replace('’', chr(39))}", Counter())[lemma] += 1
    agreed = {}
    for key, count in sorted(seen.items()):
        lemma, times = count.most_common(1)[0]
        # "people" is divided between people and person; a plural without -s has no rule to fall back on.
        floor = 0.4 if key.startswith("NNS ") and not key.endswith("s") else 0.9
        if times >= floor * count.total():
            agreed[key] = lemma
    return agreed


def irregular_verbs() -> dict[str, str]:
    """By "TAG word": the bases of irregular pasts and participles, from the table beside this module."""
    found: dict[str, str] = {}
    for line in (Path(__file__).parent / "irregular_verbs.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        base, past, participle = line.split()
        # Taggers take the one for the other, so each form is known under both tags unless it means another verb there.
        for form in {*past.split("/"), *participle.split("/")}:
            for tag in ("VBD", "VBN"):
                found.setdefault(f"{tag} {form}", base)
    return found


def known_bases(train: Iterable[Example]) -> dict[str, set[str]]:
    """Dictionary forms by kind (V, N, A) that the treebanks show."""
    bases: dict[str, set[str]] = {"V": set(), "N": set(), "A": set()}
    for example in train:
        for upos, lemma in zip(example.upos, example.lemmas, strict=False):
            if upos in _BY_UPOS and lemma.isalpha() and lemma.islower() and len(lemma) > 1:
                bases[_BY_UPOS[upos]].add(lemma)
    bases["V"] |= set(irregular_verbs().values())
    return bases


def news_bases(texts: Iterable[str], words_of: Reading) -> dict[str, set[str]]:
    """Dictionary forms by kind that a parser tags as such at least three times in plain news text."""
    counts: dict[str, Counter[str]] = {"V": Counter(), "N": Counter(), "A": Counter()}
    for word, tag in words_of(texts):
        if tag in _KINDS and word.isalpha() and word.isascii() and word.islower() and len(word) > 2:
            counts[_KINDS[tag]][word] += 1
    return {kind: {word for word, times in count.items() if times >= 3} for kind, count in counts.items()}


def tables(train: list[Example], more_bases: dict[str, set[str]]) -> dict[str, object]:
    """`lexicon` and `bases` for the labels file; what the lemmatiser gets right without the lexicon is left out."""
    bases = known_bases(train)
    for kind, words in more_bases.items():
        bases[kind] |= words
    plain = Lemmatiser(["k0+"], {}, bases)
    lexicon = {
        key: lemma
        for key, lemma in known_lemmas(train).items()
        if plain.lemma(key.partition(" ")[2].capitalize(), key.partition(" ")[0], 0) != lemma
    }
    lexicon = {**irregular_verbs(), **lexicon}
    return {"lexicon": lexicon, "bases": {kind: sorted(words) for kind, words in bases.items()}}


def news_texts(shared: Path) -> Iterator[str]:
    """The texts of the news items that lie beside the checkout."""
    for name in ("wce_dev", "wikinews"):
        for line in (shared / "data" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["text"]
