"""Questions of one day and a memory of the days before come in; candidates with what speaks for each go out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dragoman.analysis.forecasting.acts import Floats, Ints, found_in, ranges
from dragoman.analysis.forecasting.memory import ACTOR, ANSWER, GROUP, PAIR, SIDED, TRIPLE, Keyed, Memory

_AT_ONCE = 4_000_000  # cells of questions × actors looked at together
_HOP_WEIGHT, _ANSWER_WEIGHT, _COUNTRY_WEIGHT, _NEAR_WEIGHT = 0.3, 0.02, 0.06, 0.05
_RECENT = 7
_TOO_FAINT = 2e-5  # a fixed score under which an actor is no candidate


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows of candidates, those of one question together: which question, which actor, fixed score, features."""

    question: Ints
    actor: Ints
    score: Floats
    features: Floats

    def __len__(self) -> int:
        return len(self.actor)


def named(prefix: str, half_lives: Sequence[float]) -> list[str]:
    """Names of a tally's counts."""
    return [f"{prefix}_{'all' if each == float('inf') else f'{each:g}d'}" for each in half_lives]


NAMES: tuple[str, ...] = (
    *named("same", TRIPLE), "same_since",
    *named("reverse", TRIPLE), "reverse_since",
    *named("pair", PAIR), "pair_since",
    *named("did", SIDED), "did_since", *named("took", SIDED), "took_since",
    *named("answerer", ACTOR), "answerer_since",
    *named("answer", ANSWER), "answer_since",
    *named("asker", ACTOR),
    *named("asked", ANSWER), "asked_since",
    *named("relation", ACTOR),
    *named("country_answer", GROUP), *named("country_asked", GROUP),
    *named("country_pair", PAIR), *named("to_country", PAIR),
    *named("countries", GROUP), *named("sectors", GROUP), *named("sector_answer", GROUP),
    "rules", "rules_best", "rules_sum", "rules_recent", "rules_count", "rule_same",
    "hops", "reach", "score", "score_share", "place", "same_country", "has_country",
    "same_share_3d", "same_share_20d", "same_share_all", "pair_share_4d", "pair_share_50d", "pair_share_all",
    "answer_share", "country_share",
)  # fmt: skip


def candidates(memory: Memory, actors: Ints, relations: Ints, day: int, keep: int) -> Candidates:
    """The likeliest answers to each question (actor, relation) of a day, up to `keep` each, with their features."""
    unique, place = np.unique(actors, return_inverse=True)
    links = memory.links(unique, day)
    at_once = max(1, _AT_ONCE // memory.index.n_actors)
    parts = []
    for start in range(0, len(actors), at_once):
        some = slice(start, start + at_once)
        found = _chosen(memory, actors[some], relations[some], links[place[some]], day, keep)
        parts.append((found[0] + start, *found[1:]))
    question, actor, score, hops = (np.concatenate(each) for each in zip(*parts, strict=True))
    features = features_of(memory, actors[question], relations[question], actor, day)
    whole = _completed(features, question, score, hops)
    return Candidates(question, actor, whole[:, _AT["score"]].copy(), whole)


def _chosen(
    memory: Memory, actors: Ints, relations: Ints, links: Floats, day: int, keep: int
) -> tuple[Ints, Ints, Floats, Floats]:
    """The best of the fixed score for some questions: question, actor, score, nearness by two hops."""
    index = memory.index
    n, width = len(actors), index.n_actors
    score = _HOP_WEIGHT * links
    flat = score.reshape(-1)
    places, owner = memory.rules.between(actors, memory.triples)
    doubts = memory.rules.doubts[memory.rules.cells(places, relations[owner], memory.triples, day)]
    pairs = index.pair[places]
    # Triples of one question and one pair lie together: each stretch is one candidate.
    first = np.flatnonzero(np.concatenate([[True], (pairs[1:] != pairs[:-1]) | (owner[1:] != owner[:-1])]))
    if len(places):
        summed = np.add.reduceat(doubts, first)
        flat[owner[first] * width + index.pair_recipient[pairs[first]]] += 1 - np.exp(summed)
    _add_shares(flat, memory.answers, relations, width, day, _ANSWER_WEIGHT)
    country = index.cast.country[actors]
    _add_shares(flat, memory.country_answers, country * index.n_sides + relations, width, day, _COUNTRY_WEIGHT)
    score += _NEAR_WEIGHT * _near(memory, actors, day)
    cells = np.flatnonzero(flat > _TOO_FAINT)
    owner = cells // width
    order = np.lexsort((-flat[cells], owner))
    begins = np.searchsorted(owner, np.arange(n))
    place = np.empty(len(cells), dtype=np.int64)
    place[order] = np.arange(len(cells)) - begins[owner]
    cells = cells[place < keep]
    return cells // width, cells % width, flat[cells], links.reshape(-1)[cells]


def _add_shares(flat: Floats, keyed: Keyed, groups: Ints, width: int, day: int, weight: float) -> None:
    """Adds to each candidate its share of the answers given to such questions before."""
    begin = np.searchsorted(keyed.keys, groups * width)
    end = np.searchsorted(keyed.keys, (groups + 1) * width)
    places, owner = ranges(begin, end)
    counts = keyed.tally.at(places, day)[:, 0]
    totals = np.bincount(owner, weights=counts, minlength=len(groups)).astype(np.float32) + 1
    flat[owner * width + keyed.keys[places] % width] += weight * counts / totals[owner]


def _near(memory: Memory, actors: Ints, day: int) -> Floats:
    """How much the actors of each country matter to the asker, shared out among them by how active they are."""
    index = memory.index
    country = index.cast.country
    everyone = np.arange(index.n_actors)
    active = memory.actors.at(everyone, day)[:, 1]
    totals = np.bincount(country, weights=active, minlength=index.cast.n_countries) + 1
    share = np.where(country > 0, active / totals[country], 0).astype(np.float32)
    begin, end = index.pairs_of_actor[actors], index.pairs_of_actor[actors + 1]
    places, owner = ranges(begin, end)
    weights = memory.pairs.at(places, day)[:, 3]
    cells = owner * index.cast.n_countries + country[index.pair_recipient[places]]
    size = len(actors) * index.cast.n_countries
    leaning = np.bincount(cells, weights=weights, minlength=size).reshape(len(actors), -1).astype(np.float32)
    leaning /= leaning.sum(axis=1, keepdims=True) + 1
    near: Floats = leaning[:, country] * share
    return near


def features_of(memory: Memory, actors: Ints, relations: Ints, recipients: Ints, day: int) -> Floats:
    """What memory holds of candidates: rows × features, the last ones left to be filled in within each question."""
    index = memory.index
    mirrored = index.mirror(relations)
    triples = index.triples(actors, relations, recipients)
    reverse = index.triples(actors, mirrored, recipients)
    pairs = index.pairs(actors, recipients)
    none = pairs == len(index.pair_keys)
    did = np.where(none, 2 * len(index.pair_keys), 2 * pairs)
    took = np.where(none, did, did + 1)
    answer = found_in(memory.answers.keys, memory.answer_key(relations, recipients))
    asked = found_in(memory.answers.keys, memory.answer_key(mirrored, actors))
    columns = [
        memory.triples.at(triples, day), memory.triples.since(triples, day),
        memory.triples.at(reverse, day), memory.triples.since(reverse, day),
        memory.pairs.at(pairs, day), memory.pairs.since(pairs, day),
        memory.sided.at(did, day), memory.sided.since(did, day),
        memory.sided.at(took, day), memory.sided.since(took, day),
        memory.actors.at(recipients, day), memory.actors.since(recipients, day),
        memory.answers.tally.at(answer, day), memory.answers.tally.since(answer, day),
        memory.actors.at(actors, day),
        memory.answers.tally.at(asked, day), memory.answers.tally.since(asked, day),
        memory.relations.at(relations, day),
        memory.country_answers.at(memory.country_answer_key(actors, relations, recipients), day),
        memory.country_answers.at(memory.country_answer_key(recipients, mirrored, actors), day),
        memory.country_pairs.at(memory.country_pair_key(actors, recipients), day),
        memory.country_pairs.at(memory.country_pair_key(recipients, actors), day),
        memory.countries_both.at(memory.both_key(actors, relations, recipients), day),
        memory.sectors_both.at(memory.sector_key(actors, relations, recipients), day),
        memory.sector_answers.at(memory.sector_answer_key(actors, relations, recipients), day),
    ]  # fmt: skip
    whole = np.zeros((len(actors), len(NAMES)), dtype=np.float32)
    at = 0
    for each in columns:
        width = 1 if each.ndim == 1 else each.shape[1]
        whole[:, at : at + width] = each.reshape(len(actors), width)
        at += width
    _add_rules(memory, pairs, relations, day, whole, at)
    country = index.cast.country
    whole[:, _AT["same_country"]] = (country[actors] == country[recipients]) & (country[actors] > 0)
    whole[:, _AT["has_country"]] = country[recipients] > 0
    return whole


def _add_rules(memory: Memory, pairs: Ints, relations: Ints, day: int, whole: Floats, at: int) -> None:
    index, rules = memory.index, memory.rules
    n = len(pairs)
    closed = np.minimum(pairs, len(index.pair_keys) - 1)
    begin = index.triples_of_pair[closed]
    end = np.where(pairs == len(index.pair_keys), begin, index.triples_of_pair[closed + 1])
    places, owner = ranges(begin, end)
    known = memory.triples.last[places] >= 0
    places, owner = places[known], owner[known]
    doubts = rules.doubts[rules.cells(places, relations[owner], memory.triples, day)]
    recent = day - memory.triples.last[places] <= _RECENT
    confidence = -np.expm1(doubts)
    whole[:, at] = 1 - np.exp(np.bincount(owner, weights=doubts, minlength=n))
    if len(owner):
        first = np.flatnonzero(np.concatenate([[True], owner[1:] != owner[:-1]]))
        whole[owner[first], at + 1] = np.maximum.reduceat(confidence, first)
    whole[:, at + 2] = np.bincount(owner, weights=confidence, minlength=n)
    whole[:, at + 3] = 1 - np.exp(np.bincount(owner, weights=doubts * recent, minlength=n))
    whole[:, at + 4] = np.bincount(owner, minlength=n)
    same = index.relation[places] == relations[owner]
    whole[owner[same], at + 5] = confidence[same]


def _completed(whole: Floats, question: Ints, reach: Floats, hops: Floats) -> Floats:
    """Fills in what compares a candidate with the others of its question, and the fixed score."""
    whole[:, _AT["hops"]] = hops
    whole[:, _AT["reach"]] = reach
    n = int(question[-1]) + 1 if len(question) else 0
    for share, of in _SHARES:
        values = whole[:, _AT[of]]
        totals = np.bincount(question, weights=values, minlength=n).astype(np.float32) + 1e-6
        whole[:, _AT[share]] = values / totals[question]
    for name, weight in _FIXED:
        whole[:, _AT["score"]] += np.float32(weight) * whole[:, _AT[name]]
    score = whole[:, _AT["score"]]
    whole[:, _AT["score_share"]] = score / (np.bincount(question, weights=score, minlength=n)[question] + 1e-6)
    order = np.lexsort((-score, question))
    begins = np.searchsorted(question, np.arange(n))
    place = np.empty(len(question), dtype=np.float32)
    place[order] = np.arange(len(question)) - begins[question]
    whole[:, _AT["place"]] = place
    return whole


_AT = {name: place for place, name in enumerate(NAMES)}
_SHARES = (
    ("same_share_3d", "same_3d"), ("same_share_20d", "same_20d"),
    ("same_share_all", "same_all"), ("pair_share_4d", "pair_4d"), ("pair_share_50d", "pair_50d"),
    ("pair_share_all", "pair_all"), ("answer_share", "answer_60d"), ("country_share", "country_answer_30d"),
)  # fmt: skip
_FIXED = (
    ("rules", 1.0), ("same_share_20d", 0.5), ("same_share_all", 0.3), ("reach", 0.1), ("pair_share_50d", 0.1),
    ("answer_share", 0.1), ("country_share", 0.1),
)  # fmt: skip
"""The fixed score: what it is the sum of, and how much each weighs; set by hand on validation days of ICEWS14."""
