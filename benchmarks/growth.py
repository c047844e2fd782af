"""Reports and seconds, by size, come in; a chart of how merging grows goes out, beside even growth and the bar.

python -m benchmarks.growth FILE.svg REPORTS=SECONDS … draws figures that were measured before.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dragoman.export.charts import COLOURS, GREY, INK, LOOK, Chart

BAR_REPORTS, BAR_SECONDS = 1_000_000, 15 * 60


def chart_of(grown: Sequence[tuple[int, float]]) -> Chart:
    """The chart of pairs of reports and seconds, both on scales of powers of ten."""
    first, seconds = grown[0]
    last, took = grown[-1]
    even = [(first, seconds), (last, seconds * last / first)]
    sentence = f"{last:,} reports are merged in {took:,.0f} s; at the pace of {first:,} it were {even[1][1]:,.0f} s."
    title = "Time to merge generated reports"
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "config": dict(LOOK),
        "title": {"text": title, "subtitle": sentence},
        "width": 460,
        "height": 280,
        "layer": [
            _layer(even, {"type": "line", "strokeDash": [5, 4], "color": GREY}, "even growth"),
            _layer(grown, {"type": "line", "color": COLOURS["material cooperation"], "point": True}, "measured"),
            _layer([(BAR_REPORTS, BAR_SECONDS)], {"type": "tick", "color": INK, "thickness": 2}, "bar: 15 minutes"),
        ],
    }
    rows = [(f"{reports:,}", f"{each:,.1f}", f"{each / reports * 1000:.2f}") for reports, each in grown]
    return Chart(title, sentence, spec, ("reports", "seconds", "ms a report"), rows)


def _layer(points: Sequence[tuple[int, float]], mark: dict[str, Any], name: str) -> dict[str, Any]:
    return {
        "data": {"values": [{"reports": reports, "seconds": seconds} for reports, seconds in points]},
        "mark": mark,
        "encoding": {
            "x": {
                "field": "reports",
                "type": "quantitative",
                "scale": {"type": "log"},
                "title": "reports",
                "axis": {"values": [10**power for power in range(3, 8)], "format": ",d"},
            },
            "y": {
                "field": "seconds",
                "type": "quantitative",
                "scale": {"type": "log"},
                "title": "seconds of the process",
                "axis": {"values": [1, 10, 100, 1000], "format": ",d"},
            },
            "description": {"value": name},
        },
    }


def draw(file: Path, grown: Sequence[tuple[int, float]]) -> None:
    """Write the chart as a picture."""
    file.write_text(chart_of(grown).svg(), encoding="utf-8")


if __name__ == "__main__":
    pairs = [each.split("=") for each in sys.argv[2:]]
    draw(Path(sys.argv[1]), [(int(reports), float(seconds)) for reports, seconds in pairs])
