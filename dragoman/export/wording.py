"""Nouns of the record become the words that people read: names, days, counts; safe to print on one line."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from dragoman.dates import Basis, DayRange, Precision
from dragoman.events import Event, Recorded, Stage
from dragoman.ontology.book import Book
from dragoman.record import EventType, Participant, Report, Toll

# Characters that reorder or hide text are shown by name, so that a quotation cannot lie about its order.
_HIDDEN = {
    code: f"[U+{code:04X}]"
    for code in (
        0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF,
        *range(0xE0000, 0xE0080),
    )
}  # fmt: skip
_HIDDEN.update(dict.fromkeys(range(32), " "))
_HIDDEN.update({code: f"[U+{code:04X}]" for code in range(0x7F, 0xA0)})
_LETTERS = 7
NOT_GIVEN = "date not given"


def visible(text: str) -> str:
    """Text with control, bidi and zero-width characters made visible; its spaces stay."""
    return text.translate(_HIDDEN)


def shown(text: str) -> str:
    """Text with control, bidi and zero-width characters made visible, on one line."""
    return " ".join(visible(text).split())


def who(one: Participant) -> str:
    """A participant as its words and its code ("Lavrov (RUS)"); a code that the words are is not repeated."""
    words = shown(one.text)
    return f"{words} ({one.code})" if one.code and one.code != words else words


def arranged(act: Report | Event) -> list[str]:
    """Who invites to a meeting, hosts it, and leads the delegations, as far as the text says so; one line each."""
    found = [f"invited by {who(act.invited_by)}"] if act.invited_by else []
    for words, people in (("hosted by", act.hosted_by), ("delegation led by", act.led_by)):
        if people:
            found.append(f"{words} {', '.join(who(each) for each in people)}")
    return found


def toll(found: Toll) -> str:
    """A number of people as a range: "12+", "10–15", "about 30", "0"."""
    about = "about " if found.is_approximate else ""
    if found.high is None:
        return f"{about}{found.low:,}+"
    return f"{about}{found.low:,}" + (f"–{found.high:,}" if found.high != found.low else "")


def casualties(report: Report) -> str:
    """ "12+ dead, 30 injured"; empty where the text states neither."""
    fates = (("dead", report.dead), ("injured", report.injured))
    return ", ".join(f"{toll(found)} {fate}" for fate, found in fates if found)


def day(when: DayRange | None) -> str:
    """A day range as people read it; what is known only by publication says so."""
    if when is None:
        return NOT_GIVEN
    return f"by {when}" if when.basis is Basis.PUBLISHED else str(when)


def plan_day(when: DayRange | None) -> str:
    """The same for what lies ahead: a plan told without a day has none, whenever it was printed."""
    return day(when) if when is not None and when.is_stated else NOT_GIVEN


def written(on: date) -> str:
    """A day as a diary writes it: "3 April 2025"."""
    return f"{on.day} {on:%B %Y}"


def in_words(when: DayRange | None) -> str:
    """A day range as a diary writes it: "3–4 April 2025", "April 2025", "date not given"."""
    if when is None or not when.is_stated or not (when.first or when.last):
        return NOT_GIVEN
    first, last = when.first, when.last
    if first is None or last is None:
        return f"until {written(last)}" if last else f"from {written(first)}" if first else NOT_GIVEN
    if when.precision is Precision.YEAR:
        return f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"
    if when.precision is Precision.MONTH:
        one = f"{first:%B %Y}"
        return one if (first.year, first.month) == (last.year, last.month) else f"{one} to {last:%B %Y}"
    if first == last:
        return f"{written(first)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{written(last)}"
    return (
        f"{first.day} {first:%B} to {written(last)}"
        if first.year == last.year
        else f"{written(first)} to {written(last)}"
    )


def named(one: Participant, book: Book) -> str:
    """The name of a state, body or group as the book has it, else the words of the text; rebels keep their words."""
    if one.code is None or (one.actor is None and one.sector not in ("GOV", "UNK", "", "IGO", "MIL", "LEG", "JUD")):
        return who(one)
    actor = book.actors.get(one.code)
    if actor is None:
        return who(one)
    # ECOWAS is known by its letters, COALITION_OF_WILLING by its name.
    return actor.name if actor.kind == "state" or "_" in actor.id or len(actor.id) > _LETTERS else actor.id


def listed(names: Iterable[str]) -> str:
    """ "Burkina Faso, Mali and Niger"."""
    found = list(dict.fromkeys(names))
    return " and ".join(filter(None, (", ".join(found[:-1]), found[-1]))) if found else ""


def sides(event: Event, book: Book) -> str:
    """Who acts and upon whom, by name: "Burkina Faso, Mali and Niger → Russia"; both alike in what is mutual."""
    actors = listed(named(one, book) for one in event.actors)
    recipients = listed(named(one, book) for one in event.recipients)
    if not actors and not recipients:
        return "(nobody named)"
    if not recipients:
        return actors
    return f"{actors or '(nobody named)'} → {recipients}"


def counted(event: Event) -> str:
    """ "10 reports, 2 origins", in the singular where there is one."""
    reports, origins = len(event.reports), len(event.origins)
    return f"{reports} report{'s' * (reports != 1)}, {origins} origin{'s' * (origins != 1)}"


def kind_of(event: Event) -> str:
    """Type and mode."""
    return f"{event.type} {event.mode}" if event.mode else str(event.type)


def stage_word(event: Event, stage: Stage) -> str:
    """The stage as people say it: a meeting, or what was planned, is held; an attack happened."""
    if stage is Stage.HELD and event.history[0].stage is Stage.HELD and event.type is not EventType.CONSULT:
        return "happened"
    return str(stage)


def changed_numbers(event: Event) -> list[str]:
    """Numbers that copies changed, each once: "30 → 60 (in 9 copies)"; neither is taken for the right one."""
    counted_ = Counter((shown(each.before), shown(each.after)) for each in event.changed_numbers)
    return [
        f"{before} → {after}" + (f" (in {count} copies)" if count > 1 else "")
        for (before, after), count in counted_.items()
    ]


def source_line(each: Recorded) -> str:
    """Title, outlets and day of the article that a report is in."""
    source = ", ".join(filter(None, (", ".join(each.article.outlets), str(each.article.published_on or "undated"))))
    return f"{shown(each.article.title or each.article.came_as)} · {shown(source)}"
