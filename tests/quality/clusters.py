"""How well reports are put together into events across documents: B³ on a gold file, beside a same-lemma baseline.

A gold line is {"id", "date", "outlet", "text", "acts": {words: cluster}}; the words are found in the text. A report
is of a gold act if their words overlap; an act that no report tells stands alone on the system's side.
python -m tests.quality.clusters [GOLD]
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path

from dragoman.events import Recorded
from dragoman.merging.clustering import events_among
from dragoman.merging.traits import traits_of
from dragoman.pipeline import Pipeline
from dragoman.record import Article, Report
from dragoman.store.rows import spans_in

GOLD = Path(__file__).parent / "gold" / "clusters.jsonl"


@dataclass(frozen=True)
class Scores:
    """B³ precision and recall over mentions, and the share of the pairs put together that are wrong."""

    precision: float
    recall: float
    wrong_pairs: int
    pairs: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)

    @property
    def false_merges(self) -> float:
        """Wrong pairs among those put together."""
        return self.wrong_pairs / self.pairs if self.pairs else 0.0


def b_cubed(gold: Mapping[str, str], system: Mapping[str, str]) -> Scores:
    """Scores of a clustering of mentions (mention → cluster), both over the same mentions."""
    by_gold, by_system = _groups(gold), _groups(system)
    precision = recall = 0.0
    for mention in gold:
        mine, theirs = by_system[system[mention]], by_gold[gold[mention]]
        right = len(mine & theirs)
        precision += right / len(mine)
        recall += right / len(theirs)
    pairs = [pair for group in by_system.values() for pair in combinations(sorted(group), 2)]
    wrong = sum(gold[one] != gold[other] for one, other in pairs)
    return Scores(precision / len(gold), recall / len(gold), wrong, len(pairs))


def _groups(clusters: Mapping[str, str]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for mention, cluster in clusters.items():
        found[cluster].add(mention)
    return found


@dataclass(frozen=True)
class Mentions:
    """The acts of a gold file: for each its gold cluster, the lemma of its words, and the reports that tell it."""

    gold: dict[str, str]
    lemma: dict[str, str]
    report: dict[str, str]
    recorded: list[Recorded]


def read(path: Path) -> Mentions:
    """The mentions of a gold file, with what the pipeline reads in its articles."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    articles = []
    for row in rows:
        day = date.fromisoformat(row["date"])
        id_ = Article.identify("", row["text"], day)
        articles.append(Article(id_, row["text"], published_on=day, outlets=(row["outlet"],), came_as=row["id"]))
    pipeline = Pipeline(coder="rules")  # so that the figure is of merging, whichever coder is at hand
    lemmas = _lemmas(pipeline, articles)
    mentions = Mentions({}, {}, {}, [])
    for row, (article, reports) in zip(rows, pipeline.reports(articles), strict=True):
        mentions.recorded.extend(recorded_of(article, reports))
        for words, cluster in row["acts"].items():
            start = article.text.index(words)
            name = f"{row['id']}:{words}"
            mentions.gold[name] = cluster
            mentions.lemma[name] = lemmas[article.id].get(start, words.split()[0])
            found = [each for each in reports if each.anchor.start < start + len(words) and start < each.anchor.end]
            if found:
                mentions.report[name] = found[0].id
    return mentions


def _lemmas(pipeline: Pipeline, articles: list[Article]) -> dict[str, dict[int, str]]:
    found = {}
    for read_article in pipeline.reader.read_many(articles):
        tokens = [token for each in read_article.sentences for token in each.sentence.tokens]
        found[read_article.article_id] = {token.start: token.lemma.lower() for token in tokens}
    return found


def recorded_of(article: Article, reports: Iterable[Report]) -> list[Recorded]:
    """Reports as a record would give them back."""
    now = datetime.now(UTC)
    return [
        Recorded(
            each, article, now, {(span.start, span.end): article.text[span.start : span.end] for span in spans_in(each)}
        )
        for each in reports
    ]


def merged(mentions: Mentions) -> dict[str, str]:
    """The event of each mention, by the merging of this program."""
    traits = [traits_of(each) for each in mentions.recorded]
    found = events_among(traits)
    event = {each.report: cluster[0].report for cluster in found for each in cluster}
    return {name: event.get(mentions.report.get(name, ""), name) for name in mentions.gold}


def main(path: Path = GOLD) -> None:
    """Print the scores of merging, of the baseline, and of leaving every report alone."""
    mentions = read(path)
    print(
        f"{len(mentions.gold)} acts told, {len(mentions.report)} of them read; {len(set(mentions.gold.values()))} events"
    )
    system = merged(mentions)
    for name, clusters in (
        ("merging", system),
        ("same lemma", mentions.lemma),
        ("alone", {k: k for k in mentions.gold}),
    ):
        scores = b_cubed(mentions.gold, clusters)
        print(
            f"{name:<11} B3 P {scores.precision:.3f} R {scores.recall:.3f} F1 {scores.f1:.3f}; "
            f"false merges {scores.wrong_pairs}/{scores.pairs} = {scores.false_merges:.1%}"
        )
    if "--errors" in sys.argv:
        for one, other in combinations(mentions.gold, 2):
            same, put = mentions.gold[one] == mentions.gold[other], system[one] == system[other]
            if same != put:
                print(
                    "wrongly merged" if put else "missed", one, "|", other, [n in mentions.report for n in (one, other)]
                )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else GOLD)
