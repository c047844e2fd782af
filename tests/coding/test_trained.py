"""The trained coder: the same result in any batch and order, scores that trade recall for precision, reasons kept."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from dragoman.coding import bars
from dragoman.coding.heads import Heads, Summed, softmax
from dragoman.coding.trained import TrainedCoder
from dragoman.errors import Stop
from dragoman.export.coded import coded
from dragoman.pipeline import Pipeline
from dragoman.record import Article, EventType, Status

STORIES = Path(__file__).parents[2] / "dragoman" / "demo" / "stories.jsonl"


def articles() -> list[Article]:
    rows = [json.loads(line) for line in STORIES.read_text(encoding="utf-8").splitlines()]
    return [
        Article(row["id"], row["text"], row.get("title", ""), published_on=date.fromisoformat(row["date"]))
        for row in rows
    ]


def told(pipeline: Pipeline, given: list[Article]) -> dict[str, str]:
    return {
        article.id: json.dumps([[coded(each), each.id, each.score.hex()] for each in reports])
        for article, reports in pipeline.reports(given)
    }


def test_less_is_asked_of_an_act_beside_another(monkeypatch: pytest.MonkeyPatch) -> None:
    padding = "Analysts say that the outcome will be closely watched, and that much will depend on the harvest."
    given = [*articles(), Article("padding", padding, published_on=date(2025, 9, 1))]
    counts = {}
    for beside in (bars.ITEM.alone, 0.05):
        monkeypatch.setattr(bars, "ITEM", replace(bars.ITEM, beside=beside, tied=beside))
        counts[beside] = {article.id: len(reports) for article, reports in Pipeline().reports(given)}
    strict, mild = counts.values()
    assert sum(mild.values()) > sum(strict.values())
    assert [id_ for id_, count in strict.items() if not count] == [id_ for id_, count in mild.items() if not count]
    assert strict["padding"] == 0


def test_batches_and_order_change_nothing() -> None:
    given = articles()
    whole = told(Pipeline(), given)
    assert told(Pipeline(batch=1), given) == whole
    assert told(Pipeline(batch=5), given[::-1]) == whole
    assert sum(len(json.loads(each)) for each in whole.values()) > 20  # there is something to be the same


def test_a_higher_least_score_only_leaves_out() -> None:
    given = articles()
    many = [len(reports) for _, reports in Pipeline(min_score=0.2).reports(given)]
    few = [reports for _, reports in Pipeline(min_score=0.9).reports(given)]
    assert sum(map(len, few)) < sum(many)
    assert all(len(reports) <= count for reports, count in zip(few, many, strict=True))


@pytest.mark.parametrize(
    ("text", "type_", "status"),
    [
        ("Mali's president Assimi Goïta met the Russian deputy defence minister in Bamako.", "CONSULT", "happened"),
        ("Macron will visit Germany in October.", "CONSULT", "planned"),
        ("The minister called off his trip to Algiers.", "CONSULT", "cancelled"),
        ("France has condemned the coup in Niger.", "ACCUSE", "happened"),
        ("Jihadists attacked an army base in northern Burkina Faso.", "ASSAULT", "happened"),
        ("The United States imposed sanctions on two Iranian companies.", "SANCTION", "happened"),
    ],
)
def test_plain_sentences(text: str, type_: str, status: str) -> None:
    [(_, reports)] = Pipeline().reports([Article("x", text, published_on=date(2025, 9, 1))])
    assert (EventType(type_), Status(status)) in {(each.type, each.status) for each in reports}


SIDES = [
    # text, type, actors, recipients of the only act of that type
    (
        "The United Arab Emirates and Bahrain signed agreements with Israel that open full diplomatic relations.",
        "SUPPORT",
        {"ARE", "BHR", "ISR"},
        set(),
    ),
    (
        "The US Treasury announced sanctions on five Iranian captains, and Secretary of State Mike Pompeo reaffirmed "
        "support for Venezuela's Juan Guaidó.",
        "SUPPORT",
        {"USA"},
        {"VEN"},
    ),
    ("Chad's foreign ministry announces that it has reached a deal with Kenya.", "AGREE", {"TCD", "KEN"}, set()),
    (
        "In a phone call, Kenya's president told Chad's president that the border is open.",
        "CONSULT",
        {"KEN", "TCD"},
        set(),
    ),
]


@pytest.mark.parametrize(("text", "type_", "actors", "recipients"), SIDES, ids=[text[:30] for text, *_ in SIDES])
def test_who_stands_on_each_side(text: str, type_: str, actors: set[str], recipients: set[str]) -> None:
    ((_, reports),) = Pipeline().reports([Article("a", text, published_on=date(2025, 5, 2))])
    (report,) = [each for each in reports if each.type == type_]
    assert ({each.code for each in report.actors}, {each.code for each in report.recipients}) == (actors, recipients)


SAID = [
    # text, type, status and speaker of the only act of that type
    ("Russian forces shelled the city of Kherson, killing six people, according to local officials.",
     "ASSAULT", "happened", "UKR"),
    ("A missile struck a bakery in Kharkiv, the city's mayor said.", "ASSAULT", "happened", "UKR"),
    ("Talks between Iran and the world powers could resume in Vienna within weeks, a European diplomat said.",
     "CONSULT", "possible", None),
    ("The UN Security Council condemned the attack by the Taliban in Kabul.", "ASSAULT", "happened", ""),
    ("Hungary's prime minister said that his country would not recognise Kosovo's new government.",
     "REJECT", "happened", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "type_", "status", "speaker"), SAID, ids=[text[:30] for text, *_ in SAID])
def test_who_said_so(text: str, type_: str, status: str, speaker: str | None) -> None:
    ((_, reports),) = Pipeline().reports([Article("a", text, published_on=date(2023, 5, 2))])
    (report,) = [each for each in reports if each.type == type_]
    assert (report.status, report.said_by.country if report.said_by else "") == (status, speaker)


@pytest.mark.parametrize(
    "text",
    [
        "Mali beat Senegal 2-1 in the quarter-final on Sunday, with two late goals in Abidjan.",
        "The earthquake killed at least twelve people in northern Peru.",
        "Analysts say that the outcome will be closely watched across the region.",
        "Shares fell sharply in Paris as the attack on inflation stalled.",
    ],
)
def test_nothing_from_sport_disaster_and_padding(text: str) -> None:
    [(_, reports)] = Pipeline().reports([Article("x", text, published_on=date(2025, 9, 1))])
    assert reports == []


def test_every_decision_says_its_score_and_the_runner_up() -> None:
    text = "Russian forces shelled the city of Kharkiv on Monday, killing three people."
    [(_, reports)] = Pipeline().reports([Article("x", text, published_on=date(2023, 5, 3))])
    (report,) = [each for each in reports if each.type is EventType.ASSAULT]
    rules = [basis.rule for basis in report.why if basis.name == "type"]
    assert any(re.fullmatch(r"trained: ASSAULT [01]\.\d\d, next [A-Z]+ 0\.\d\d", rule) for rule in rules)
    assert report.coder.startswith("trained")
    assert 0.5 < report.score <= 1
    for basis in report.why:
        assert basis.span is None or text[basis.span.start : basis.span.end] == basis.words


def test_a_language_without_a_model_is_refused() -> None:
    with pytest.raises(Stop, match="no trained coder for the language 'xx'"):
        TrainedCoder("xx")


def test_a_broken_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "labels.json").write_text("{", encoding="utf-8")
    with pytest.raises(Stop, match="cannot be loaded"):
        Heads(tmp_path)


def test_heads_add_up_words_and_columns() -> None:
    head = Summed(
        words=np.eye(2, dtype=np.float32),
        shift=np.float32([0, -1]),
        tables=(np.float32([[0, 0], [1, 1]]),),
        direct=(np.float32([[0], [10]]),),
        out=np.float32([[1], [2]]),
        out_shift=np.float32([0.5]),
    )
    vectors = np.float32([[2, 3]])
    assert head.scores(vectors, np.array([[0]])).tolist() == [[2 + 2 * 2 + 0.5]]
    assert head.scores(vectors, np.array([[1]])).tolist() == [[3 + 2 * 3 + 0.5 + 10]]


def test_chances_sum_to_one() -> None:
    assert softmax(np.float32([[1000, 0, -1000]])).sum() == pytest.approx(1)
