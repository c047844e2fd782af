"""A Vega-Lite specification with its sentence and its table comes in; PNG, SVG or one page of HTML goes out.

Everything is made offline: the JavaScript travels within the page, and expressions are interpreted, never evaluated,
so that a page needs no `unsafe-eval`. Colours are told apart by those who do not see red and green, and in grey print.
"""

import base64
import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.errors import Stop

COLOURS: Mapping[str, str] = {
    "material cooperation": "#004C7F",
    "verbal cooperation": "#7FB8DE",
    "verbal conflict": "#F3B562",
    "material conflict": "#A63603",
}
"""Blue for cooperation, orange for conflict; what is done is dark and what is said is light, so that grey print tells
both apart, and the side of the zero line tells the rest."""
INK, GREY, LIGHT = "#222222", "#6B6B6B", "#D9D9D9"

LOOK: Mapping[str, Any] = {
    "background": "white",
    "font": "Helvetica, Arial, sans-serif",
    "axis": {"labelColor": INK, "titleColor": INK, "gridColor": "#EBEBEB", "domainColor": GREY, "tickColor": GREY,
             "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal"},
    "legend": {"labelColor": INK, "titleColor": INK, "labelFontSize": 11, "titleFontSize": 11, "orient": "top",
               "titleFontWeight": "normal", "symbolType": "square", "labelLimit": 400},
    "title": {"anchor": "start", "fontSize": 15, "color": INK, "subtitleColor": GREY, "subtitleFontSize": 11,
              "offset": 12},
    "view": {"stroke": None},
}  # fmt: skip
"""The configuration that every chart has."""

REMEDY = "Install them: pip install “dragoman[charts]”."


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with what stands beside it: a sentence that says what it shows, and its numbers as a table.

    `spec` is a Vega-Lite specification with its data in it. `note` says when not to trust it.
    """

    title: str
    sentence: str
    spec: Mapping[str, Any]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    def png(self, scale: float = 2.0) -> bytes:
        """As a picture; at a scale of 2 it is sharp in print at 12 cm."""
        made: bytes = _converter().vegalite_to_png(json.dumps(self.spec), scale=scale)
        return made

    def svg(self) -> str:
        """As a drawing, with its sentence as the text for those who do not see it."""
        drawn: str = _converter().vegalite_to_svg(json.dumps(self.spec))
        label = html.escape(f"{self.title}. {self.sentence}")
        return drawn.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)

    def page(self) -> str:
        """As one page of HTML that needs nothing from anywhere: chart, sentence, note and table.

        The page forbids itself every other script and every connection.
        """
        script = f"{javascript()}\n{_DRAW}"
        allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        return _PAGE.format(
            policy=f"default-src 'none'; script-src 'sha256-{allowed}'; style-src 'unsafe-inline'; img-src data:",
            title=html.escape(self.title),
            sentence=html.escape(self.sentence),
            note=f"<p class=note>{html.escape(self.note)}</p>" if self.note else "",
            drawing=_without_prologue(self.svg()),
            table=table_html(self.columns, self.rows, self.title),
            # Within a script element only "</" ends it, and only "<!--" begins anything else.
            spec=json.dumps(self.spec, ensure_ascii=False).replace("<", "\\u003c"),
            script=script,
        )


CHARTS = ("png", "svg", "html")
"""Forms that a chart can be written in."""


def drawn(chart: Chart, form: str) -> bytes:
    """A chart as the bytes of a file of one of CHARTS."""
    if form == "png":
        return chart.png()
    return (chart.svg() if form == "svg" else chart.page()).encode()


def spec_dict(chart: Any) -> dict[str, Any]:
    """The specification of an altair chart as an object, in the look of all charts, its data within."""
    found: dict[str, Any] = chart.configure(**LOOK).to_dict()
    return found


def sized(name: str, title: str, most: int) -> Any:
    """The size of a mark by a number, from nothing to so many square points, with a plain legend."""
    alt = grammar()
    legend = alt.Legend(orient="top", symbolType="circle", symbolFillColor=GREY, symbolStrokeWidth=0)
    return alt.Size(f"{name}:Q", title=title, scale=alt.Scale(range=[36, most], zero=True), legend=legend)


@cache
def javascript() -> str:
    """Vega, Vega-Lite, vega-embed and the interpreter of expressions as one script, which sets `window.draw`.

    `draw(element, spec, more)` draws a specification without evaluating any text as code; `more` are options of
    vega-embed. For pages with a strict content
    security policy: serve it as a file of your own.
    """
    made: str = _converter().javascript_bundle(_SNIPPET)
    return made.replace("</script", "<\\/script").replace("\r", "")


def table_html(columns: Sequence[str], rows: Sequence[Sequence[str]], caption: str) -> str:
    """A table of HTML with a caption and column heads, every cell escaped."""
    head = "".join(f"<th scope=col>{html.escape(name)}</th>" for name in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell).replace(chr(10), '<br>')}</td>" for cell in row) + "</tr>\n"
        for row in rows
    )
    top = f"<caption>{html.escape(caption)}</caption>\n<thead><tr>{head}</tr></thead>"
    return f"<table>\n{top}\n<tbody>\n{body}</tbody></table>"


def _converter() -> Any:
    try:
        import vl_convert
    except ImportError:
        raise Stop("charts need altair and vl-convert-python.", remedy=REMEDY) from None
    return vl_convert


def grammar() -> Any:
    """The library that specifications are written with; Stop where it is not installed."""
    try:
        import altair
    except ImportError:
        raise Stop("charts need altair and vl-convert-python.", remedy=REMEDY) from None
    return altair


def _without_prologue(svg: str) -> str:
    return svg[svg.index("<svg") :]


_SNIPPET = """
window.draw = function (element, spec, more) {
  return vegaEmbed(element, spec, Object.assign({
    ast: true, renderer: "svg", actions: false, mode: "vega-lite",
    tooltip: {theme: "light"}, loader: {http: {credentials: "omit"}}
  }, more || {}));
};
"""
_DRAW = """
(function () {
  var place = document.getElementById("chart");
  var spec = JSON.parse(document.getElementById("spec").textContent);
  var still = place.innerHTML;
  window.draw(place, spec).catch(function () { place.innerHTML = still; });
})();
"""
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 15px/1.45 Helvetica, Arial, sans-serif; color: #222; }}
body {{ max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
figure {{ margin: 0; overflow-x: auto; }}
table {{ border-collapse: collapse; margin-top: 1.5rem; font-size: 13px; }}
caption {{ text-align: left; font-weight: bold; padding-bottom: .4rem; }}
th, td {{ text-align: left; vertical-align: top; padding: .2rem .7rem .2rem 0; border-bottom: 1px solid #ddd; }}
.note {{ color: #555; }}
@media print {{ body {{ max-width: none; }} thead {{ display: table-header-group; }} tr {{ break-inside: avoid; }} }}
</style>
</head>
<body>
<h1>{title}</h1>
<figure>
<div id="chart">{drawing}</div>
<figcaption>{sentence}</figcaption>
</figure>
{note}
{table}
<script type="application/json" id="spec">{spec}</script>
<script>{script}</script>
</body>
</html>
"""
