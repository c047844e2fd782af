"""How well reports are put together into events across documents: B³ on a gold file, beside a same-lemma baseline.

A gold line is {"id", "date", "outlet", "text", "acts": {words: cluster}}; the words are found in the text, and name an
act where it is first told. A report is of a gold act if their words overlap; an act that no report tells stands alone
on the system's side. The second set is kept aside: it was written blind to merging's code.
python -m tests.quality.clusters [GOLD …] [--coder trained] [--errors] [--raise]
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations
from math import sqrt
from pathlib import Path

from dragoman.events import Recorded
from dragoman.merging.clustering import events_among
from dragoman.merging.traits import traits_of
from dragoman.pipeline import Pipeline
from dragoman.record import Article, Report
from dragoman.store.rows import spans_in
from tests.quality.gate import FLOORS, falls, floors

GOLD = Path(__file__).parent / "gold" / "clusters.jsonl"
ASIDE = GOLD.with_name("clusters_2.jsonl")


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


def told_share(false: int, count: int) -> str:
    """How many of so many pairs are of two acts, with the 95 % interval of their share by Wilson's score."""
    if not count:
        return "none put together"
    share, z = false / count, 1.96
    middle = (share + z * z / 2 / count) / (1 + z * z / count)
    half = z * sqrt(share * (1 - share) / count + z * z / 4 / count**2) / (1 + z * z / count)
    return f"{false} of two acts ({share:.1%}; {max(0.0, middle - half):.1%} to {middle + half:.1%})"


@dataclass(frozen=True)
class Mentions:
    """The acts of a gold file: for each its gold cluster, the lemma of its words, and the reports that tell it."""

    gold: dict[str, str]
    lemma: dict[str, str]
    report: dict[str, str]
    recorded: list[Recorded]


def read(path: Path, coder: str = "rules") -> Mentions:
    """The mentions of a gold file, with what the pipeline reads in its articles.

    The coder by rules needs nothing that is trained, so that the figure is of merging, whatever is at hand.
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    articles = []
    for row in rows:
        day = date.fromisoformat(row["date"])
        id_ = Article.identify("", row["text"], day)
        articles.append(Article(id_, row["text"], published_on=day, outlets=(row["outlet"],), came_as=row["id"]))
    pipeline = Pipeline(coder=coder)
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


def figures(mentions: Mentions, system: Mapping[str, str]) -> dict[str, float]:
    """What is held to a floor: B³ F1, and the share of pairs put together that are right."""
    scores = b_cubed(mentions.gold, system)
    return {"f1": scores.f1, "right": 1 - scores.false_merges}


def told(mentions: Mentions, system: Mapping[str, str]) -> list[str]:
    """The scores of merging, of the baseline, and of leaving every report alone, in words."""
    acts, events = mentions.gold, _groups(mentions.gold)
    lines = [
        f"{len(acts)} acts told, {len(mentions.report)} of them read; {len(events)} events, "
        f"{sum(len(group) > 1 for group in events.values())} of them told more than once"
    ]
    for name, clusters in (("merging", system), ("same lemma", mentions.lemma), ("alone", {k: k for k in acts})):
        scores = b_cubed(acts, clusters)
        lines.append(
            f"{name:<11} B3 P {scores.precision:.3f} R {scores.recall:.3f} F1 {scores.f1:.3f}; "
            f"pairs put together: {scores.pairs}, {told_share(scores.wrong_pairs, scores.pairs)}"
        )
    same = [pair for group in events.values() for pair in combinations(sorted(group), 2)]
    missed = [pair for pair in same if system[pair[0]] != system[pair[1]]]
    unread = sum(not mentions.report.keys() >= set(pair) for pair in missed)
    lines.append(f"links missed: {len(missed)} of {len(same)}, {unread} of them for an act that was not read")
    return lines


def errors(mentions: Mentions, system: Mapping[str, str]) -> list[str]:
    """Each pair that was put together wrongly or missed, and whether its acts were read."""
    found = []
    for one, other in combinations(mentions.gold, 2):
        same, put = mentions.gold[one] == mentions.gold[other], system[one] == system[other]
        if same != put:
            were_read = [name in mentions.report for name in (one, other)]
            found.append(f"{'wrongly merged' if put else 'missed'} {one} | {other} {were_read}")
    return found


def main() -> int:
    """Print the scores of each gold file apart; 1 if one fell under its floor."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("gold", nargs="*", type=Path, default=[GOLD, ASIDE])
    ask.add_argument("--coder", default="rules")
    ask.add_argument("--errors", action="store_true", help="show the pairs put together wrongly, and those missed")
    ask.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to what was reached")
    asked = ask.parse_args()
    kept, fallen = floors(), []
    for path in asked.gold:
        mentions = read(path, asked.coder)
        system = merged(mentions)
        print(f"{path.stem}, {asked.coder} coder: " + "\n  ".join(told(mentions, system)))
        if asked.errors:
            print("\n".join(errors(mentions, system)))
        if asked.coder != "rules":
            continue
        measured, before = figures(mentions, system), kept.get(path.stem, {})
        fallen.extend(falls(path.stem, measured))
        if asked.lift:
            kept[path.stem] = {name: max(round(value, 4), before.get(name, 0.0)) for name, value in measured.items()}
    if asked.lift:
        FLOORS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print("\n".join(fallen) or "nothing under its floor")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
