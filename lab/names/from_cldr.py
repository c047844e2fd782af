"""Babel's CLDR data and the states shelf in; state_names.csv (state, language, name) out.

    python lab/names/from_cldr.py [--out dragoman/ontology/shelves/state_names.csv]

Needs Babel 2.17 or newer (`pip install Babel`); the package itself does not need it at run time.
"""

import argparse
import csv
import io
import tomllib
from pathlib import Path

import babel
from babel import Locale
from babel.core import get_cldr_version

SHELVES = Path(__file__).resolve().parents[2] / "dragoman" / "ontology" / "shelves"

# Brazilian first: CLDR's plain "pt" is Brazil's, and Lusophone Africa writes as Portugal does.
LOCALES = {"fr": ["fr"], "ru": ["ru"], "ar": ["ar"], "es": ["es"], "pt": ["pt", "pt_PT"]}

# CLDR names these two as parts of China in a form that no newspaper prints; states.toml has the usual ones.
LEFT_OUT = {"HKG", "MAC"}

# In brackets after the name CLDR gives either its older name (Myanmar) or a word that tells two places apart.
OLDER_NAME_IN_BRACKETS = {"MMR"}


def spellings(state: str, name: str) -> list[str]:
    """The forms in which a CLDR name is met in print: none where CLDR's own form never is."""
    if " (" in name:
        if state not in OLDER_NAME_IN_BRACKETS:
            return []
        first, _, rest = name.partition(" (")
        return [first, rest.removesuffix(")")]
    forms = [name.replace(" - ", "-")]
    if "’" in name:
        forms.append(forms[0].replace("’", "'"))
    if "о-ва" in name:
        forms.append(forms[0].replace("о-ва", "острова"))
    return forms


def rows(states: list[dict[str, object]]) -> list[tuple[str, str, str]]:
    """(state id, language, name), sorted, each once."""
    found: set[tuple[str, str, str]] = set()
    for state in states:
        code, alpha2 = str(state["id"]), dict(state["codes"]).get("iso2")  # type: ignore[call-overload]
        if alpha2 is None or state["status"] == "dissolved" or code in LEFT_OUT:
            continue
        for language, locales in LOCALES.items():
            for locale in locales:
                name = Locale.parse(locale).territories.get(alpha2)
                if name:
                    found.update((code, language, form) for form in spellings(code, name))
    return sorted(found)


def header() -> str:
    """The comment block on top: the fields, the source, and the licence in full, as it asks to be."""
    licence = (Path(babel.__file__).parent / "locale-data" / "LICENSE.unicode").read_text(encoding="utf-8")
    lines = [
        "The states' names in other languages: fr, ru, ar, es, pt. English names are in states.toml.",
        "Made by lab/names/from_cldr.py; changes belong there, or into names_fr ... of states.toml.",
        "",
        "  state  an id of states.toml",
        "  lang   the language; pt holds the spellings of both Brazil and Portugal",
        "  name   as met in running text; several rows where there are several",
        "",
        f"Source: Unicode CLDR {get_cldr_version()}, through Babel {babel.__version__}, under this licence:",
        "",
        *licence.strip().splitlines(),
    ]
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=SHELVES / "state_names.csv")
    out: Path = parser.parse_args().out
    with (SHELVES / "states.toml").open("rb") as shelf:
        states = tomllib.load(shelf)["state"]
    table = rows(states)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["state", "lang", "name"])
    writer.writerows(table)
    out.write_text(header() + text.getvalue(), encoding="utf-8")
    print(f"{len(table)} names of {len({row[0] for row in table})} states written to {out}")


if __name__ == "__main__":
    main()
