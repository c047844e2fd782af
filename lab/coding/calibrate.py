"""Unlearned items come in; how often acts of a chance are right goes into the coder's labels, so that scores mean it.

    python -m lab.coding.calibrate [FILE …]

The items are those of files of annotations that the coder did not learn from (`train --without`). Two logistic curves
are fitted, one for acts that the rules drafted too and one for the others, on a pool wider than what stands by default.
"""

import argparse
import json
import math
from dataclasses import replace

import numpy as np

from dragoman.coding import bars
from dragoman.coding.heads import MODELS
from dragoman.export.coded import coded
from dragoman.pipeline import Pipeline
from dragoman.record import Article
from lab.coding.items import load_items
from tests.quality.gate import worded
from tests.quality.scoring import pairs_of

_POOL = replace(bars.ITEM, alone=0.15, beside=0.15, tied=0.15, drafted=0.15)
_LEAST = 1e-4


def curve(odds: list[float], right: list[bool]) -> list[float]:
    """Slope and shift of the logistic curve that fits best, by Newton's method."""
    x = np.stack([np.array(odds), np.ones(len(odds))], 1)
    y, weights = np.array(right, float), np.zeros(2)
    for _ in range(30):
        chance = 1 / (1 + np.exp(-x @ weights))
        spread = x.T @ (x * (chance * (1 - chance))[:, None]) + 0.1 * np.eye(2)
        weights += np.linalg.solve(spread, x.T @ (y - chance) - 0.1 * weights)
    return [round(float(each), 4) for each in weights]


def main() -> None:
    """Fit the curves and write them down."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("files", nargs="*", default=["eighth", "plain"], help="annotations that were not learned from")
    files = ask.parse_args().files
    items = [item for item in load_items() if item.batch in files]
    file = MODELS / "en" / "labels.json"
    labels = json.loads(file.read_text(encoding="utf-8"))
    labels["calibration"] = {"drafted": [1.0, 0.0], "undrafted": [1.0, 0.0]}
    file.write_text(json.dumps(labels, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n", encoding="utf-8")
    bars.ITEM = _POOL
    seen: dict[str, tuple[list[float], list[bool]]] = {"drafted": ([], []), "undrafted": ([], [])}
    articles = [Article(item.id, item.text, published_on=item.published) for item in items]
    for item, (_, reports) in zip(items, Pipeline().reports(articles), strict=True):
        events = [coded(report) for report in reports]
        right = {
            id(b)
            for a, b in pairs_of([worded(event, item.text) for event in item.events], events)
            if a["type"] == b["type"]
        }
        for event in events:
            odds, rights = seen["undrafted" if event["rule"].startswith("trained/") else "drafted"]
            chance = min(max(event["score"], _LEAST), 1 - _LEAST)
            odds.append(math.log(chance / (1 - chance)))
            rights.append(id(event) in right)
    labels["calibration"] = {name: curve(odds, rights) for name, (odds, rights) in seen.items()}
    file.write_text(json.dumps(labels, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n", encoding="utf-8")
    for name, (odds, rights) in seen.items():
        print(f"{name}: {len(odds)} acts, {np.mean(rights):.3f} right, slope and shift {labels['calibration'][name]}")


if __name__ == "__main__":
    main()
