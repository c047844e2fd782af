"""Text comes in; parsed sentences go out: tags, lemmas, trees and entity labels by one ONNX model.

A sentence's result depends on its own words alone: each row of activations is quantised by a scale of its own,
sentences share a batch only with others padded to the same length, and trees are built one by one. So neither
the order of texts nor the size of batches nor the number of threads changes anything.
"""

import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import Stop
from dragoman.reading.decoding import best_tree
from dragoman.reading.lemmas import Lemmatiser
from dragoman.reading.mending import mended
from dragoman.reading.runtime import USUAL, Runtime, session
from dragoman.reading.splitting import RawSentence, split
from dragoman.reading.tokens import Word
from dragoman.reading.wordpieces import SHAPES, WordPieces, shapes_of
from dragoman.sentences import Sentence, Token

MODELS = Path(__file__).parent / "model"
Worth = Callable[[str, Sequence[RawSentence]], Sequence[bool]]
"""Says of each sentence of a text if it is worth reading."""
WINDOW = 254
"""Pieces of a sentence that the model is shown at once, [CLS] and [SEP] included."""

_STEP = 8
_BATCH_PIECES = 512  # more does not fit the cores' caches and is slower
_AHEAD = 4
_SENTENCES_AHEAD = 256
_NO_SHAPE = 2 * len(SHAPES)
_Batch = tuple[list[int], dict[str, NDArray[np.int64]]]
"""Places of windows, and the model's inputs for them."""
_OUTPUTS = ("upos", "xpos", "feats", "rule", "entity", "arcs", "child", "parent")


@dataclass(frozen=True, slots=True)
class _Window:
    """The numbers of one sentence, or of a stretch of a very long one."""

    pieces: list[int]
    piece_shapes: list[int]
    owners: list[int]
    word_shapes: list[int]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the model says of one window: label numbers by word, heads counted from 1 with 0 for the root."""

    tags: dict[str, list[int]]
    heads: list[int]
    relations: list[int]
    vectors: NDArray[np.float32] | None = None


class Parser:
    """The language pipeline of one language; load it once and share it among threads.

    `branch` is the ONNX file of upper layers that a trained coder has to itself: fed with the states of the lower
    ones in the same pass, it gives the `vectors` of sentences.
    """

    def __init__(self, folder: Path, branch: Path | None = None, runtime: Runtime = USUAL) -> None:
        self._threads = runtime.threads or min(2, os.cpu_count() or 1)
        try:
            labels: dict[str, Any] = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
            self._pieces = WordPieces.load(folder / "vocab.txt")
            self._session = session(folder / "reader.onnx", runtime.provider)
            self._branch = session(branch, runtime.provider) if branch else None
        except Stop:
            raise
        except Exception as error:  # the runtime's errors share no class of their own
            raise Stop(
                f"The reading model in {folder} cannot be loaded: {error}", remedy="Install Dragoman anew."
            ) from error
        self._labels: dict[str, list[str]] = labels
        self._root = labels["deprel"].index("root")
        self._lemmatiser = Lemmatiser(labels["rule"], labels["lexicon"], labels.get("bases", {}))
        constants = self._session.run(["relation_weight", "relation_bias"], _feed([self._numbers(["."])], _STEP))
        self._relation_weight: NDArray[np.float32] = constants[0]
        self._relation_bias: NDArray[np.float32] = constants[1]

    @classmethod
    def load(cls, language: str = "en", branch: Path | None = None, runtime: Runtime = USUAL) -> "Parser":
        """The parser of a language, loaded once per process; Stop if there is none."""
        return _load(language, branch, runtime)

    def parse(self, text: str) -> list[Sentence]:
        """The sentences of a text, in order, with offsets in it."""
        return next(self.parse_many([text]))

    def parse_many(self, texts: Iterable[str], worth: Worth | None = None) -> Iterator[list[Sentence]]:
        """The sentences of each text, in the order of the texts; some hundred sentences are read ahead.

        Those that are not `worth` it are left without tokens.
        """
        waiting: list[list[RawSentence]] = []
        count = 0
        for text in texts:
            raw = split(text)
            if worth is not None:
                pairs = zip(raw, worth(text, raw), strict=True)
                raw = [each if is_worth else replace(each, words=()) for each, is_worth in pairs]
            waiting.append(raw)
            count += len(waiting[-1])
            if count >= _SENTENCES_AHEAD:
                yield from self._parse_raw(waiting)
                waiting, count = [], 0
        yield from self._parse_raw(waiting)

    def parse_words(self, sentences: Sequence[Sequence[str]]) -> list[Sentence]:
        """Sentences already cut into words; offsets are those in the words joined by single spaces."""
        raw = []
        for words in sentences:
            placed, start = [], 0
            for word in words:
                placed.append(Word(word, start, start + len(word)))
                start += len(word) + 1
            raw.append(RawSentence(0, max(0, start - 1), tuple(placed)))
        return next(self._parse_raw([raw])) if raw else []

    def vectors(self, sentences: Sequence[Sequence[str]]) -> list[NDArray[np.float32]]:
        """Word vectors of sentences cut into words: [words + 1, width] each, row 0 for the sentence as a whole.

        They are what the model's heads see; a coder's heads can be trained on them. Of a sentence longer than
        WINDOW pieces row 0 is that of its first stretch.
        """
        windows: list[_Window] = []
        bounds = [0]
        for words in sentences:
            windows.extend(self._windows(list(words)))
            bounds.append(len(windows))
        rows: dict[int, NDArray[np.float32]] = {}
        for places, feed in _batches(windows):
            (vectors,) = self._session.run(["vectors"], feed)
            for row, place in enumerate(places):
                rows[place] = vectors[row, : len(windows[place].word_shapes)]
        found = []
        for start, end in pairwise(bounds):
            stretches = [rows[place][0 if place == start else 1 :] for place in range(start, end)]
            found.append(np.concatenate(stretches) if stretches else np.zeros((0, 0), np.float32))
        return found

    def _parse_raw(self, texts: list[list[RawSentence]]) -> Iterator[list[Sentence]]:
        sentences = [sentence for text in texts for sentence in text]
        windows: list[_Window] = []
        bounds = [0]
        for sentence in sentences:
            windows.extend(self._windows([word.text for word in sentence.words]))
            bounds.append(len(windows))
        readings = self._read(windows)
        parsed = iter(
            [
                self._sentence(sentence, readings[start:end])
                for sentence, (start, end) in zip(sentences, pairwise(bounds), strict=True)
            ]
        )
        for text in texts:
            yield [next(parsed) for _ in text]

    def _windows(self, words: list[str]) -> list[_Window]:
        """The sentence as one window, or cut after the last comma or the like that fits."""
        sizes = [len(self._pieces.pieces(word)) for word in words]
        found, start = [], 0
        while start < len(words):
            end, room = start, WINDOW - 2
            while end < len(words) and sizes[end] <= room:
                room -= sizes[end]
                end += 1
            if end < len(words):
                marks = [place for place in range(start + (end - start) // 2, end) if words[place] in _BREAKS]
                end = marks[-1] + 1 if marks else end
            found.append(self._numbers(words[start:end]))
            start = end
        return found

    def _numbers(self, words: list[str]) -> _Window:
        numbers, shapes, owners = [self._pieces.first], [_NO_SHAPE], [0]
        word_shapes = shapes_of(words)
        for place, word in enumerate(words, 1):
            cut = self._pieces.pieces(word)
            numbers.extend(cut)
            shapes.extend([word_shapes[place - 1]] * len(cut))
            owners.extend([place] * len(cut))
        return _Window([*numbers, self._pieces.last], [*shapes, _NO_SHAPE], [*owners, -1], [_NO_SHAPE, *word_shapes])

    def _read(self, windows: list[_Window]) -> list[_Reading]:
        """What the model says of each window; with threads, batches run in these while trees are built here."""
        readings: dict[int, _Reading] = {}
        for places, arrays in self._ran(_batches(windows)):
            for row, place in enumerate(places):
                readings[place] = self._decode([array[row] for array in arrays], len(windows[place].word_shapes))
        return [readings[place] for place in range(len(windows))]

    def _ran(self, batches: Iterable[_Batch]) -> Iterator[tuple[list[int], list[NDArray[Any]]]]:
        """The places of each batch with the model's outputs for it."""
        if self._threads == 1:
            yield from ((places, self._run(feed)) for places, feed in batches)
            return
        running: deque[tuple[list[int], Future[list[NDArray[Any]]]]] = deque()
        for places, feed in batches:
            running.append((places, _workers(self._threads).submit(self._run, feed)))
            if len(running) > _AHEAD:
                places, outputs = running.popleft()
                yield places, outputs.result()
        for places, outputs in running:
            yield places, outputs.result()

    def _run(self, feed: dict[str, NDArray[np.int64]]) -> list[NDArray[Any]]:
        """The model's outputs for a batch, and behind them the branch's vectors where there is a branch."""
        if self._branch is None:
            return list(self._session.run(_OUTPUTS, feed))
        *outputs, states = self._session.run((*_OUTPUTS, "states"), feed)
        given = {name: feed[name] for name in ("pieces", "word_of_piece", "word_shapes")}
        return [*outputs, *self._branch.run(["acts"], {**given, "states": states})]

    def _decode(self, outputs: list[NDArray[Any]], rows: int) -> _Reading:
        """The tree and the labels of one window out of the model's rows for it (row 0 is the root)."""
        vectors = outputs[len(_OUTPUTS)][:rows] if self._branch is not None else None
        *tags, arcs, child, parent = outputs[: len(_OUTPUTS)]
        heads = best_tree(arcs[1:rows, :rows])
        below, above = child[1:rows], parent[heads]
        joined = np.concatenate([np.maximum(below + above, 0), below * above], axis=1)
        scores = joined @ self._relation_weight + self._relation_bias
        scores[np.array(heads, dtype=np.int64) > 0, self._root] = -np.inf
        relations = scores.argmax(axis=1)
        named = {kind: values[1:rows].tolist() for kind, values in zip(_OUTPUTS, tags, strict=False)}
        return _Reading(named, heads, relations.tolist(), vectors)

    def _sentence(self, raw: RawSentence, readings: list[_Reading]) -> Sentence:
        tokens: list[Token] = []
        labels = self._labels
        root, entity = -1, "O"
        for reading in readings:
            offset = len(tokens)
            for place, head in enumerate(reading.heads):
                word = raw.words[offset + place]
                entity = _continued(entity, labels["entity"][reading.tags["entity"][place]])
                relation = labels["deprel"][reading.relations[place]]
                if head == 0:
                    # The root of a later stretch of a very long sentence stands beside the first one.
                    above, relation = (root, "parataxis") if root >= 0 else (-1, "root")
                    root = root if root >= 0 else offset + place
                else:
                    above = offset + head - 1
                xpos = labels["xpos"][reading.tags["xpos"][place]]
                tokens.append(
                    Token(
                        index=offset + place,
                        text=word.text,
                        start=word.start,
                        end=word.end,
                        lemma=self._lemmatiser.lemma(word.text, xpos, reading.tags["rule"][place]),
                        upos=labels["upos"][reading.tags["upos"][place]],
                        xpos=xpos,
                        feats=labels["feats"][reading.tags["feats"][place]],
                        head=above,
                        deprel=relation,
                        entity=entity,
                    )
                )
        return Sentence(raw.start, raw.end, tuple(mended(tokens)), raw.kind, _joined(readings))


def _joined(readings: list[_Reading]) -> NDArray[np.float32] | None:
    """The vectors of a sentence's stretches one behind the other; row 0 is that of the first."""
    found = [
        each.vectors if place == 0 else each.vectors[1:]
        for place, each in enumerate(readings)
        if each.vectors is not None
    ]
    return np.concatenate(found) if found else None


_BREAKS = frozenset({",", ";", ":", "—", "–", "--", "...", "…"})


def _continued(before: str, label: str) -> str:
    """A BIO label that fits the one before it: an I- that continues nothing begins a span."""
    if label.startswith("I-") and before[2:] != label[2:]:
        return "B-" + label[2:]
    return label


def _batches(windows: list[_Window]) -> Iterator[_Batch]:
    """Places of windows that share a padded width, some at a time, with their inputs."""
    by_width: dict[int, list[int]] = {}
    for place, window in enumerate(windows):
        by_width.setdefault(-(-len(window.pieces) // _STEP) * _STEP, []).append(place)
    for width, places in sorted(by_width.items()):
        most = max(1, _BATCH_PIECES // width)
        for start in range(0, len(places), most):
            some = places[start : start + most]
            yield some, _feed([windows[place] for place in some], width)


def _feed(windows: list[_Window], width: int) -> dict[str, NDArray[np.int64]]:
    """The model's inputs, every row padded to `width` pieces and as many words."""
    shape = (len(windows), width)
    feed = {
        "pieces": np.zeros(shape, np.int64),
        "piece_shapes": np.full(shape, _NO_SHAPE, np.int64),
        "word_of_piece": np.full(shape, -1, np.int64),
        "word_shapes": np.full(shape, _NO_SHAPE, np.int64),
    }
    for row, window in enumerate(windows):
        feed["pieces"][row, : len(window.pieces)] = window.pieces
        feed["piece_shapes"][row, : len(window.pieces)] = window.piece_shapes
        feed["word_of_piece"][row, : len(window.pieces)] = window.owners
        feed["word_shapes"][row, : len(window.word_shapes)] = window.word_shapes
    return feed


@lru_cache(maxsize=4)
def _workers(threads: int) -> ThreadPoolExecutor:
    """Threads for the model, which lets go of the interpreter while it runs."""
    return ThreadPoolExecutor(threads, thread_name_prefix="dragoman-reading")


if hasattr(os, "register_at_fork"):  # a forked child has none of its parent's threads
    os.register_at_fork(after_in_child=_workers.cache_clear)


@lru_cache(maxsize=4)
def _load(language: str, branch: Path | None, runtime: Runtime) -> Parser:
    folder = MODELS / language
    if not (folder / "reader.onnx").is_file():
        known = ", ".join(sorted(path.name for path in MODELS.iterdir() if path.is_dir())) if MODELS.is_dir() else ""
        raise Stop(f"There is no reading model for the language {language!r}.", remedy=f"Languages: {known or 'none'}.")
    return Parser(folder, branch, runtime)
