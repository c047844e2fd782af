"""Judgements come in; what clustering must obey goes out."""

from collections.abc import Iterable

from dragoman.events import Judgement, Verdict
from dragoman.merging.clustering import Decided


def decided_by(judgements: Iterable[Judgement]) -> Decided:
    """What holds of pairs and single reports; of two judgements of the same, the later one."""
    pairs: dict[tuple[str, str], Verdict] = {}
    single: dict[str, Verdict] = {}
    for each in sorted(judgements, key=lambda one: one.number):
        if each.undone_at:
            continue
        if each.verdict in (Verdict.SAME, Verdict.APART) and each.other:
            first, second = sorted((each.report, each.other))
            pairs[first, second] = each.verdict
        elif each.verdict in (Verdict.WRONG, Verdict.RIGHT):
            single[each.report] = each.verdict
    return Decided(
        same=frozenset(pair for pair, verdict in pairs.items() if verdict is Verdict.SAME),
        apart=frozenset(pair for pair, verdict in pairs.items() if verdict is Verdict.APART),
        wrong=frozenset(id_ for id_, verdict in single.items() if verdict is Verdict.WRONG),
    )
