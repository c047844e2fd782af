"""A record and rules come in; the application that answers for it goes out."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dragoman.analysis.standing import Asked
from dragoman.chronicle import Chronicle
from dragoman.chronicle.question import Question
from dragoman.errors import Skip, Stop
from dragoman.ontology.book import Book
from dragoman.store.limiting import TooLong, time_limit
from dragoman.store.view import View
from dragoman.web.address import Address, Elsewhere, Wrong
from dragoman.web.answering import Page
from dragoman.web.assets import asset_response
from dragoman.web.forms import MEDIA, in_form
from dragoman.web.guarding import Guard, Rules
from dragoman.web.judging import back_to, judged, undone
from dragoman.web.openapi import described
from dragoman.web.pages import (
    actors,
    claims,
    diary,
    events,
    forecasts,
    networks,
    outlets,
    pledges,
    record,
    relations,
    searching,
    shifts,
    today,
)  # fmt: skip
from dragoman.web.refusing import data_refusal, told
from dragoman.web.rendering import SECTIONS, error_html, page_html
from dragoman.web.sending import Form, sent
from dragoman.web.visiting import Missing, Visit, look_of
from dragoman.web.wording import LANGUAGES, Words

PAGES: tuple[Page, ...] = (
    *today.PAGES, *diary.PAGES, *events.PAGES, *relations.PAGES, *actors.PAGES, *claims.PAGES, *pledges.PAGES,
    *networks.PAGES, *shifts.PAGES, *forecasts.PAGES, *outlets.PAGES, *record.PAGES, *searching.PAGES,
)  # fmt: skip
"""Every list that there is."""
LOOKED = "dragoman_looked"
"""Cookie with the instants of this reader's look before last and of the last."""
_LONGEST_FORM = 20_000
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Serving:
    """What is served, and how: the record, the book over it, who judges, how long a question may take,
    and how many characters of a sentence leave in a list."""

    view: View
    book: Book
    rules: Rules
    judge: str = ""
    limit: float = 5.0
    today: Callable[[], date] = date.today
    quote_limit: int = 300


def application(serving: Serving) -> Guard:
    """The application behind its guard."""
    site = Site(serving)
    routes = [Route("/", site.page(PAGES[0]), name="home"), Route("/openapi.json", site.openapi)]
    for page in PAGES:
        routes += [Route(f"{page.path}.{form}", site.data(page, form)) for form in page.forms]
    routes += [Route(f"{page.path}.{{form}}", site.no_form(page)) for page in PAGES]
    routes += [Route(page.path, site.page(page)) for page in PAGES if not page.is_data]
    routes.append(Route("/assets/{name}", asset_response))
    if serving.rules.may_judge:
        routes += [Route("/judge", site.judge, methods=["POST"]), Route("/undo", site.undo, methods=["POST"])]
    handlers: Mapping[Any, Any] = {HTTPException: site.not_there, Exception: site.broken}
    return Guard(Starlette(routes=routes, exception_handlers=handlers), serving.rules)


class Site:
    """The ways in which a request is answered, over one record."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        names = {page.name for page in PAGES}
        self._sections = tuple(each for each in SECTIONS if each in names)

    def page(self, page: Page) -> Any:
        """The page as HTML."""

        def answer(request: Request) -> Response:
            def made(visit: Visit) -> Response:
                form = Form(page.name, _HTML, self._headers(visit))

                def html() -> bytes:
                    return page_html(page, page.answer(visit), visit, self._sections).encode("utf-8", "replace")

                return self._remembered(sent(request, visit, form, html), visit)

            return self._answered(request, made)

        return answer

    def data(self, page: Page, form: str) -> Any:
        """The list in another form."""

        def answer(request: Request) -> Response:
            def made(visit: Visit) -> Response:
                base = str(request.base_url).rstrip("/")
                name = f'attachment; filename="dragoman-{page.name}.{form}"' if form in ("csv", "ics") else "inline"
                headers = {"content-disposition": name, "cache-control": "private, no-cache"}
                how = Form(f"{base} {page.name}.{form}", MEDIA[form], headers)
                return sent(request, visit, how, lambda: in_form(form, page, page.answer(visit), visit, base))

            return self._answered(request, made)

        return answer

    def no_form(self, page: Page) -> Any:
        """A form that this list is not given in."""

        def answer(request: Request) -> Response:
            given = ", ".join(page.forms)
            return data_refusal(404, f"“{page.name}” is not given in that form", f"It is given as {given}.")

        return answer

    def openapi(self, request: Request) -> Response:
        """The description of all of it, for programs."""
        body = json.dumps(described(PAGES), ensure_ascii=False, indent=1)
        return Response(body, media_type="application/json", headers={"cache-control": "private, no-cache"})

    async def judge(self, request: Request) -> Response:
        """A judgement by a button of ours."""

        def write(form: Mapping[str, str]) -> None:
            serving = self._serving
            with time_limit(serving.limit):
                judged(serving.view.path, serving.view, form, serving.judge)

        return await self._written(request, write)

    async def undo(self, request: Request) -> Response:
        """A judgement taken back."""
        return await self._written(request, lambda form: undone(self._serving.view.path, form))

    async def _written(self, request: Request, write: Callable[[Mapping[str, str]], None]) -> Response:
        body = await request.body()
        if len(body) > _LONGEST_FORM:
            return data_refusal(413, "that is too long for a form")
        form = dict(parse_qsl(body.decode("utf-8", "replace")))

        def answer(request: Request) -> Response:
            def made(visit: Visit) -> Response:
                place = back_to(form.get("back", ""))
                write(form)
                return RedirectResponse(place, 303)

            return self._answered(request, made)

        return await run_in_threadpool(answer, request)

    def _answered(self, request: Request, made: Callable[[Visit], Response]) -> Response:
        """An answer, or what went wrong in the shape that was asked for."""
        try:
            with time_limit(self._serving.limit):
                return made(self.visit(request))
        except TooLong as late:
            return self.refused(request, 503, *told(late))
        except Elsewhere as other:
            return RedirectResponse(other.address, 303)
        except Missing as missing:
            return self.refused(request, 404, *told(missing))
        except Wrong as wrong:
            return self.refused(request, 400, *told(wrong))
        except (Skip, Stop) as wrong:
            return self.refused(request, 400, *told(wrong))

    def refused(self, request: Request, status: int, reason: str, remedy: str = "") -> Response:
        """An error, as a page or as JSON."""
        if "." in request.url.path.rsplit("/", 1)[-1]:
            return data_refusal(status, reason, remedy)
        visit = self.visit(request, plain=True)
        return self._html(error_html(visit, status, reason, remedy, self._sections), status, visit)

    def not_there(self, request: Request, error: Exception) -> Response:
        """No such address, or not by this method."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        reason = "there is no such page" if status == 404 else HTTPStatus(status).phrase.lower()
        return self.refused(request, status, reason, "Begin at /.")

    def broken(self, request: Request, error: Exception) -> Response:
        """A fault of ours; it says nothing of what is inside."""
        return data_refusal(500, "the page could not be made", "Tell the makers what you asked for.")

    def visit(self, request: Request, *, plain: bool = False) -> Visit:
        """What a page may ask, by the address; `plain` ignores days that are none, for the page that says so."""
        serving = self._serving
        query = {name: value for name, value in parse_qsl(request.url.query) if value and name != "token"}
        address = Address(_without_form(request.url.path), query)
        if plain:
            query = {name: value for name, value in query.items() if name == "lang" and value in LANGUAGES}
            address = Address("/", query)
        language = address.choice("lang", LANGUAGES) or _preferred(request.headers.get("accept-language", ""))
        known = address.day("known_by")
        asked = Asked(known or serving.today(), address.day("as_of"))
        question = Question(Chronicle(serving.view), serving.book, asked, known, serving.quote_limit)
        words = Words(language, serving.book)
        look = look_of(request.cookies.get(LOOKED, ""), datetime.now(UTC))
        return Visit(address, words, question, request.path_params, look, serving.rules.may_judge)

    def _html(self, html: str, status: int, visit: Visit) -> Response:
        return Response(html.encode("utf-8", "replace"), status, self._headers(visit), _HTML)

    def _headers(self, visit: Visit) -> dict[str, str]:
        """Headers of a page: it may be kept, but is asked for anew each time, and differs by language and last look."""
        return {"cache-control": "private, no-cache", "content-language": visit.words.language,
                "vary": "accept-language, cookie"}  # fmt: skip

    def _remembered(self, response: Response, visit: Visit) -> Response:
        """Today, with the cookie that says when this reader looked."""
        if visit.address.path in ("/", "/today"):
            response.set_cookie(LOOKED, visit.look.cookie, max_age=86400 * 400, httponly=True, samesite="strict")
        return response


def _without_form(path: str) -> str:
    head, dot, ending = path.rpartition(".")
    return head if dot and ending in MEDIA else path


def _preferred(header: str) -> str:
    """The interface's language that a browser would rather have; English where it says nothing of these."""
    ranked = []
    for place, each in enumerate(header.split(",")[:20]):
        name, _, quality = each.strip().partition(";q=")
        language = name.split("-")[0].lower()
        if language in LANGUAGES:
            try:
                ranked.append((-float(quality or 1), place, language))
            except ValueError:
                continue
    return min(ranked)[2] if ranked else LANGUAGES[0]
