"""How well day expressions are found and resolved: published expressions with their answers, and the gold sets.

    python -m benchmarks.days [SHARED] [--misses]

SHARED (default ../shared) holds data/dates/*.json and gold/*.jsonl. Expressions outside what news needs are counted
by name, never dropped in silence. "Wider" and "narrower" are answers that ours contains or lies in: the coding guide
reads "two weeks ago" as a week and "this week" as Monday to publication, where the published answers give a single
day and the whole week. A range's end in the answers may be the day after its last; either is taken as right.
"""

import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dragoman.dates import DayRange
from dragoman.reading.days import DayMention, Tense, find_days, resolve

FILES = ("DateParser.json", "DatePeriodParser.json", "MergedParser.json")
TENSES: tuple[Tense, ...] = ("past", "future")
Days = tuple[date | None, date | None]

# The first that fits names why an expression is outside; patterns are over the expression itself, in small letters.
OUTSIDE = (
    ("an earlier day of the text ('same week')", r"^(the )?(same \w+|(next|last|this|past) day|that weekend)$"),
    ("a calendar command ('my week', 'the weekend')", r"^(my|the) (day|week|weekend|year)$|\bmy "),
    ("a lone day number ('on 15')", r"^(the )?(\d{1,2}|thirty|(twenty )?second|\d+(st|nd|rd|th))$|week of the"),
    ("'later than or at' of a command", r"^(later|earlier|sooner|or) than|or (equal|after|at|in)\b|^(ending|starting)"),
    ("a numeric day and month ('4/22')", r"(?<![\d/.-])\d{1,2}[/.-]\d{1,2}([/.,-]\d{2})?(?![\d/.-])|^oct/2$"),
    ("a numeric date read two ways", r"\b(\d|0\d|1[0-2])([/.-])(\d|0\d|1[0-2])[/.,-]\d{4}"),
    ("a numeric month ('2016 - 11')", r"^\d{4} ?[-/.] ?\d{1,2}$|^\d{1,2} ?[-/] ?\d{4}$"),
    ("a month after its year ('2016, nov')", r"\d{4} ?,? ?(nov|june|may)\w*$|2015 (june|may)|^2016 ?h2$"),
    ("a year or day in words", r"thousand|nineteen|hundred|twenty[- ]?(first|second|one|tens|two)|\bthirty\b"
     r"|noughties|ties\b|fifteen\b|jan first"),
    ("a numbered week ('week 31', 'w/c')", r"week \d|w/c"),
    ("a business day", r"business"),
    ("a span of several units", r"(month|year)s?,?( and)? (\d|\w+ (month|day))|half days"),
    ("an hour or a duration", r"\d ?(am|pm|:)|noon|hour|minute|second"),
    ("an ancient year", r"\b(year )?[12]?\d\d\b$"),
    ("two-digit decades ('the 70s')", r"\b'?\d0'?s"),
    ("two anchors ('week after next')", r"after (the )?next|from (tomorrow|yesterday)|sundays? from|monday later|than"),
    ("a half-written month ('Oct-2')", r"[a-z]-\d|\d\. |-(sep|aug)-|/(sep|aug)/|\.\d"),
)  # fmt: skip


def main() -> None:
    """Print the shares, and with --misses what was missed."""
    arguments = [each for each in sys.argv[1:] if not each.startswith("-")]
    shared = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[2] / "shared"
    if not shared.is_dir():
        sys.exit(f"{shared} is not a folder; give the folder that holds data/dates and gold")
    is_long = "--misses" in sys.argv
    published_expressions(shared / "data" / "dates", is_long=is_long)
    gold(shared / "gold", is_long=is_long)
    speed(shared / "data" / "wikinews.jsonl")


# Published expressions


def published_expressions(folder: Path, *, is_long: bool) -> None:
    """Share of the published expressions of each file that come out right."""
    for name in FILES:
        counts: Counter[str] = Counter()
        outside: Counter[str] = Counter()
        everything: Counter[str] = Counter()
        for text, reference, expression, kind, answers in cases(folder / name):
            reason = why_outside(expression, kind, answers)
            verdict = judged(text, reference, expression, answers)
            if answers and kind in ("date", "daterange"):
                everything[verdict] += 1
            if reason:
                outside[reason] += 1
                continue
            counts[verdict] += 1
            if is_long and verdict != "right":
                print(f"    {verdict:6} {reference} «{expression}» in «{text}» want {shown(answers)}")
        total = sum(counts.values())
        shares = ", ".join(f"{verdict} {n} ({n / total:.1%})" for verdict, n in counts.most_common())
        print(f"{name}: {total} in scope: {shares}")
        whole = sum(everything.values())
        print(f"  of all {whole} that give days, in scope or not: right {everything['right'] / whole:.1%}")
        print(f"  outside {sum(outside.values())}: " + "; ".join(f"{why} {n}" for why, n in outside.most_common()))


def cases(path: Path) -> Iterator[tuple[str, date, str, str, set[Days]]]:
    """Text, reference day, expression, its type and the days that it may mean, for each expression of a file."""
    for row in json.loads(path.read_text(encoding="utf-8-sig")):
        moment = row.get("Context", {}).get("ReferenceDateTime", "")
        for result in row["Results"]:
            kind = (result.get("Type") or result.get("TypeName", "")).removeprefix("datetimeV2.")
            value = result.get("Value") or result.get("Resolution") or {}
            yield (
                row["Input"],
                date.fromisoformat(moment[:10] or "2019-01-01"),
                result["Text"].lower(),
                kind,
                days_of(value),
            )


def days_of(value: dict[str, Any]) -> set[Days]:
    """The days that an answer gives; of a range the end as it is written, which may be the day after the last."""
    if "values" in value:
        found = [(each.get("start"), each.get("end")) if "value" not in each else (each["value"],) * 2
                 for each in value["values"] if each]  # fmt: skip
    else:
        answers = [value[key] for key in ("FutureResolution", "PastResolution") if value.get(key)]
        found = [(each.get("startDate", each.get("date")), each.get("endDate", each.get("date"))) for each in answers]
    return {days for first, last in found if (days := (parsed(first), parsed(last))) != (None, None)}


def parsed(text: str | None) -> date | None:
    """The day that an answer's text begins with; None for a time of day, "not resolved" and their year 1."""
    is_day = text and re.match(r"\d{4}-\d\d-\d\d", text) and not text.startswith("0001")
    return date.fromisoformat(text[:10]) if text and is_day else None


def why_outside(expression: str, kind: str, answers: set[Days]) -> str:
    """Why an expression is outside what news needs; "" if it is inside."""
    if kind not in ("date", "daterange"):
        return f"times of day and durations ({kind})"
    if not answers:
        return "no days in the answer (seasons, no such day)"
    return next((why for why, pattern in OUTSIDE if re.search(pattern, expression)), "")


def judged(text: str, reference: date, expression: str, answers: set[Days]) -> str:
    """How an answer compares with the days that the mentions in the expression may mean."""
    start = text.lower().find(expression)
    mentions = [each for each in find_days(text) if each.start < start + len(expression) and each.end > start]
    ours = {days for mention in mentions for days in proposals(mention, reference)}
    pairs = [(answer, days) for answer in answers for days in ours]
    if not mentions:
        return "missed"
    if not ours:
        return "unresolved"
    if any(is_same(*pair) for pair in pairs):
        return "right"
    if any(covers(days, answer) for answer, days in pairs):
        return "wider"
    return "narrower" if any(covers(answer, days) for answer, days in pairs) else "wrong"


def is_same(answer: Days, days: Days) -> bool:
    """True if equal; an end that the answer leaves open is not compared, and its end may be the day after ours."""
    ends = {days[1], days[1] + timedelta(days=1) if days[1] else None}
    return answer[0] in (None, days[0]) and (answer[1] is None or answer[1] in ends)


def covers(wide: Days, narrow: Days) -> bool:
    """True if both ends of one lie inside the other."""
    return None not in wide + narrow and wide[0] <= narrow[0] and narrow[1] <= wide[1] + timedelta(days=1)  # type: ignore[operator]


def proposals(mention: DayMention, published: date) -> set[Days]:
    """The days that a mention may mean, over the tenses; a bound also as the day that it names."""
    found: set[DayRange] = {
        days for each in (mention, mention.unbound) for tense in TENSES if (days := resolve(each, published, tense))
    }
    return {(days.first, days.last) for days in found}


def shown(answers: set[Days]) -> str:
    """Answers for a person to read."""
    return ", ".join(sorted(f"{first}/{last}" for first, last in answers))


# The gold sets


def gold(folder: Path, *, is_long: bool) -> None:
    """Share of the gold days of stated acts that are among the days that their item's text proposes."""
    for name in ("dev", "dip_dev", "art_dev"):
        texts = {row["id"]: row for row in lines(folder / f"{name}_text.jsonl")}
        right = total = 0
        offered: dict[str, int] = defaultdict(int)
        for row in lines(folder / f"{name}.jsonl"):
            item = texts[row["id"]]
            published = date.fromisoformat(item["date"])
            mentions = find_days(item["text"])
            proposed = {days for mention in mentions for days in proposals(mention, published)}
            offered["mentions"] += len(mentions)
            for event in row["events"]:
                when = event.get("when") or {}
                if when.get("basis") != "stated":
                    continue
                total += 1
                wanted = (date.fromisoformat(when["from"]), date.fromisoformat(when["to"]))
                right += wanted in proposed
                if is_long and wanted not in proposed:
                    words = [item["text"][each.start : each.end] for each in mentions]
                    print(f"    {name} {published} «{event['anchor']}» want {wanted[0]}/{wanted[1]}, words {words}")
        share = f"{right} of {total} days of stated acts are among those proposed ({right / total:.1%})"
        print(f"{name}: {share}; {offered['mentions']} mentions")


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def speed(path: Path) -> None:
    """Megabytes of news a second, finding and resolving for both tenses."""
    texts = [row["text"] for row in lines(path)]
    size = sum(len(text.encode()) for text in texts)
    began, found = time.perf_counter(), 0
    for text in texts:
        for mention in find_days(text):
            found += 1
            for tense in TENSES:
                resolve(mention, date(2020, 1, 1), tense)
    took = time.perf_counter() - began
    print(f"speed: {size / 1e6 / took:.1f} MB/s, {found} mentions in {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
