"""The name of a file of ours comes in; the file goes out: styles, the small script, and the one that draws charts."""

from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from dragoman.export.charts import javascript
from dragoman.web.refusing import data_refusal

FOLDER = Path(__file__).parent / "assets"
_KINDS = {"style.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}
CHARTS = "charts.js"
_YEAR = "private, max-age=31536000, immutable"


def asset_response(request: Request) -> Response:
    """One of our files by its name; nothing else is ever read from the disk."""
    name = request.path_params["name"]
    if name == CHARTS:
        return Response(_charts(), media_type="text/javascript", headers={"cache-control": "private, max-age=86400"})
    if name not in _KINDS:
        return data_refusal(404, "there is no such file")
    body = (FOLDER / name).read_bytes()
    return Response(body, media_type=_KINDS[name], headers={"cache-control": _YEAR})


@cache
def _charts() -> bytes:
    return javascript().encode()
