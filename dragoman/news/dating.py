"""What metadata, page, feed and dateline say of an article's day comes in; its day, basis and doubt go out."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

ORDER = ("metadata", "page", "feed", "dateline", "given")
"""Whom to believe, best first: what the document declares, what its page shows or its address holds, what the feed
that named it says, its dateline, and last the day that whoever added it gave for all."""

DOUBTFUL = timedelta(days=2)
"""Two origins that lie further apart than this are in doubt: time zones and late corrections stay below it."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan,february feb,march mar,april apr,may may,june jun,july jul,august aug,september sept sep,"
        "october oct,november nov,december dec".split(","),
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_WHEN = rf"(?:{_MONTH}[ ]{_DAY}|{_DAY.replace('day', 'day2')}[ ]{_MONTH.replace('month', 'month2')})"
# A place in capitals ("N'DJAMENA, Chad", "GENEVA/NEW YORK"), the day, perhaps the year, and what closes a dateline.
_DATELINE = re.compile(
    rf"^\s*(?P<place>[^\W\d_][^\n\d:;!?()]{{1,60}}?),?[ ]\(?{_WHEN}(?:,?[ ](?P<year>(?:19|20)\d\d))?"
    r"\)?\.?[ ]{0,2}(?:[-–—/(:]|$)",
    re.I | re.M,
)
_NAMED = re.compile(rf"{_WHEN},?[ ]+(?P<year>(?:19|20)\d\d)", re.I)
_CAPITALS = re.compile(r"[^\W\d_a-z](?:['’.]?[^\W\d_a-z])+")
_HEAD = 400


def choose(told: Sequence[tuple[str, date]]) -> tuple[date | None, str, str]:
    """The day, its basis and what speaks against it: "feed 2025-03-01", or "" where nothing lies two days away.

    `told` holds pairs of a basis of ORDER and the day that it gives; the day given for all is no witness against
    what an article says itself.
    """
    ranked = sorted(told, key=lambda each: ORDER.index(each[0]))
    if not ranked:
        return None, "", ""
    basis, day = ranked[0]
    doubts = [f"{other} {when}" for other, when in ranked[1:] if other != "given" and abs(when - day) > DOUBTFUL]
    return day, basis, ", ".join(dict.fromkeys(doubts))


def dateline_of(text: str, near: date | None = None) -> date | None:
    """The day of a dateline in the first lines of a text ("BAMAKO, April 1 (Reuters) - …"); None if it has none.

    A dateline mostly lacks the year: then it is the one that brings the day nearest to `near`, and without that
    there is no telling.
    """
    for match in _DATELINE.finditer(text[:_HEAD]):
        if not _CAPITALS.match(match["place"].strip()):
            continue
        month = _MONTHS[(match["month"] or match["month2"]).lower()]
        day = int(match["day"] or match["day2"])
        years = [int(match["year"])] if match["year"] else [near.year + step for step in (-1, 0, 1)] if near else []
        days = [found for year in years if (found := _day(year, month, day))]
        return min(days, key=lambda each: abs(each - near) if near else timedelta(0)) if days else None
    return None


def day_named(text: str) -> date | None:
    """The day that "April 1, 2025", "1 April 2025" or an ISO date names; None if it is none of these."""
    if match := _NAMED.fullmatch(text.strip()):
        month = _MONTHS[(match["month"] or match["month2"]).lower()]
        return _day(int(match["year"]), month, int(match["day"] or match["day2"]))
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
