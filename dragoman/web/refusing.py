"""What went wrong comes in; the answer that says so goes out: a page, or one shape of JSON for programs."""

import json
from typing import Any

from starlette.responses import Response

from dragoman.errors import DragomanError, Stop


def error_object(status: int, reason: str, remedy: str = "") -> dict[str, Any]:
    """The one shape of every error: {"error": {"status", "reason", "remedy"}}."""
    return {"error": {"status": status, "reason": reason, "remedy": remedy}}


def is_page(path: str) -> bool:
    """True for the address of a page, False for that of a list in another form (its last part has an ending)."""
    return "." not in path.rsplit("/", 1)[-1]


def told(error: DragomanError) -> tuple[str, str]:
    """Reason and remedy of an error of ours."""
    return (error.reason, error.remedy) if isinstance(error, Stop) else (str(error), "")


def data_refusal(status: int, reason: str, remedy: str = "") -> Response:
    """An error as JSON."""
    body = json.dumps(error_object(status, reason, remedy), ensure_ascii=False)
    return Response(body, status, media_type="application/json", headers={"cache-control": "no-store"})


def refusal(scope: Any, status: int, reason: str, remedy: str = "") -> Response:
    """An error before any page was looked for: plain words for a browser, JSON where a list was asked for."""
    if not is_page(scope["path"]):
        return data_refusal(status, reason, remedy)
    text = f"{status}: {reason}. {remedy}\n".replace(". \n", ".\n")
    return Response(text, status, media_type="text/plain", headers={"cache-control": "no-store"})
