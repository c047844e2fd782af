"""Several processes at one address: each connection brings one request, so that none waits for a busy process."""

from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from dragoman.web.serving import once_each


def test_each_connection_ends_with_its_answer() -> None:
    async def app(scope, receive, send) -> None:
        await PlainTextResponse("here", headers={"x-own": "kept"})(scope, receive, send)

    answer = TestClient(once_each(app)).get("/")
    assert (answer.text, answer.headers["connection"], answer.headers["x-own"]) == ("here", "close", "kept")
