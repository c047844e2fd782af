"""Importing at scale: rows a minute of generated ICEWS, GDELT and JSON lines files, and importing one again.

python -m benchmarks.importing [ROWS]
"""

import json
import random
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from benchmarks.merging import Clock
from dragoman.cli.importing import import_file
from dragoman.importing.cameo import cameo
from dragoman.importing.formats import GDELT_COLUMNS
from dragoman.importing.sides import Sides
from dragoman.importing.source import Importing
from dragoman.ontology.book import Book
from dragoman.store.opening import open_record

ROWS = 200_000
BAR = 500_000
"""Rows a minute that an import is to reach."""
_FIPS = ("FR", "ML", "RS", "NG", "NI", "CH", "SF", "GM", "US", "UK")
_CAMEO = ("FRA", "MLI", "RUS", "NER", "NGA", "CHN", "ZAF", "DEU", "USA", "GBR")
_NAMES = ("France", "Mali", "Russian Federation", "Niger", "Nigeria", "China", "South Africa", "Germany",
          "United States", "United Kingdom")  # fmt: skip
_ICEWS = "\t".join(
    (
        "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
        "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
        "City", "District", "Province", "Country", "Latitude", "Longitude\n",
    )
)  # fmt: skip
_CODES = sorted(code for code, kind in cameo().by_code.items() if kind and len(code) > 2)


def _icews(number: int, dice: random.Random) -> str:
    one, two = dice.sample(_NAMES, 2)
    who = f"Person {dice.randrange(20_000)}" if dice.random() < 0.5 else one
    day = date(2018, 1, 1) + timedelta(days=number % 365)
    return (
        f"{number}\t{day}\t{who}\tGovernment,Executive\t{one}\tMake a visit\t042\t1.9\t{two}\t\t{two}\t{number // 3}\t"
        f"{number % 9}\tSome Paper\tBamako\t\tBamako\tMali\t12.65\t-8.0\n"
    )


def _gdelt(number: int, dice: random.Random) -> str:
    row = dict.fromkeys(GDELT_COLUMNS[61], "")
    day = date(2018, 1, 1) + timedelta(days=number % 365)
    one, two = dice.sample(_CAMEO, 2)
    row |= {
        "GLOBALEVENTID": str(number), "SQLDATE": f"{day:%Y%m%d}", "EventCode": dice.choice(_CODES), "NumSources": "2",
        "Actor1Name": one, "Actor1CountryCode": one, "Actor1Type1Code": "GOV", "Actor2Name": two,
        "Actor2CountryCode": two, "ActionGeo_FullName": "Somewhere", "ActionGeo_CountryCode": dice.choice(_FIPS),
        "DATEADDED": f"{day:%Y%m%d}120000", "SOURCEURL": f"https://example.org/story/{number // 4}",
    }  # fmt: skip
    return "\t".join(row.values()) + "\n"


def _json(number: int, dice: random.Random) -> str:
    one, two = dice.sample(_CAMEO, 2)
    day = date(2018, 1, 1) + timedelta(days=number % 365)
    return json.dumps({"id": number, "date": str(day), "type": "CONSULT", "actor": one, "recipient": two}) + "\n"


SETS: tuple[tuple[str, str, Callable[[int, random.Random], str]], ...] = (
    ("icews", _ICEWS, _icews),
    ("gdelt", "", _gdelt),
    ("jsonl", "", _json),
)


def main(rows: int = ROWS) -> None:
    """Print the figures."""
    book = Book.load()
    with tempfile.TemporaryDirectory() as folder:
        for provider, head, line in SETS:
            dice, file = random.Random(20180101), Path(folder) / f"{provider}.txt"
            with file.open("w", encoding="utf-8") as out:
                out.write(head)
                out.writelines(line(number, dice) for number in range(rows))
            with open_record(Path(folder) / f"{provider}.db") as record:
                for again in (False, True):
                    with Clock() as clock:
                        import_file(record, Importing(provider, Sides(book)), file)
                    what = "importing it again" if again else "importing"
                    wall, own = (rows / each * 60 for each in (clock.wall, clock.own))
                    print(f"{provider}: {what} {rows:,} rows took {clock}")
                    print(f"{provider}: {wall:,.0f} rows a minute, {own:,.0f} a minute of its own (bar {BAR:,})")


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:2]))
