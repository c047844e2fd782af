"""The sentences that the lexicon's entries give as examples, coded by the rules: what they should and should not name."""

from datetime import date

import pytest

from dragoman.coding.lexicon import Act
from dragoman.coding.rules import RuleCoder
from dragoman.reading.article import Reader
from dragoman.record import Article, Report

# Shares that were reached, of 856 examples and 242 counter-examples; they only rise.
_TYPED, _SILENT = 0.962, 0.991


@pytest.fixture(scope="module")
def acts() -> list[Act]:
    entries = [each for part in RuleCoder().lexicon.acts.values() for listed in part.values() for each in listed]
    return list({each.act.name: each.act for each in entries if each.act}.values())


def coded(sentences: list[str]) -> list[list[Report]]:
    articles = [Article(str(n), text, published_on=date(2024, 5, 8)) for n, text in enumerate(sentences)]
    return list(RuleCoder().code(Reader.load().read_many(articles)))


def test_examples_are_coded_with_the_type_of_their_entry(acts: list[Act]) -> None:
    pairs = [(act, sentence) for act in acts for sentence in act.examples]
    missed = [
        f"{act.name}: {sentence}"
        for (act, sentence), reports in zip(pairs, coded([sentence for _, sentence in pairs]), strict=True)
        if act.type not in {report.type for report in reports}
    ]
    assert 1 - len(missed) / len(pairs) >= _TYPED, "\n".join(missed)


def test_counter_examples_are_not_coded_by_their_entry(acts: list[Act]) -> None:
    pairs = [(act, sentence) for act in acts for sentence in act.counter]
    taken = [
        f"{act.name}: {sentence}"
        for (act, sentence), reports in zip(pairs, coded([sentence for _, sentence in pairs]), strict=True)
        if act.name in {report.rule for report in reports}
    ]
    assert 1 - len(taken) / len(pairs) >= _SILENT, "\n".join(taken)
