"""NewsML-G2 comes in, one news item or a message of many; an article goes out for each item that holds text."""

from collections.abc import Iterator
from typing import Any

from dragoman.errors import Skip
from dragoman.news.delivery import Delivery, Found
from dragoman.news.outlets import outlet_name
from dragoman.news.xml import elements, local, text_at
from dragoman.record import Article

_PARAGRAPHS = frozenset(("p", "hl1", "hl2", "h1", "h2", "h3", "h4", "li", "blockquote", "td", "div", "block"))
_NOT_BODY = frozenset(("head", "style", "script", "media", "tobject", "docdata", "body.head", "body.end", "figure"))
_WITHDRAWN = ("canceled", "cancelled", "withheld")


class NewsML:
    """One article an item, from NITF or XHTML in it, or plain text; the day is when this version was first created.

    An item that its agency has cancelled or withheld is not used, and says so. Pictures, packages and items that only
    point to their content are passed over with a word.
    """

    def articles(self, delivery: Delivery) -> Iterator[Article | Skip]:
        """The articles in order; an item that cannot be used is yielded as a Skip that names it by its guid."""
        number = 0
        try:
            for item in elements(delivery.stream, ("newsItem",), of="this NewsML file"):
                number += 1
                where = f"{delivery.name}:{item.get('guid') or f'item {number}'}"
                try:
                    yield delivery.article(_found(item), where)
                except Skip as skipped:
                    yield skipped if skipped.where else Skip(skipped.reason, stage=skipped.stage, where=where)
        except Skip as ended:
            raise Skip(ended.reason, where=f"{delivery.name}:item {number + 1}") from None
        if not number:
            raise Skip("there is no news item in this NewsML file")


def _found(item: Any) -> Found:
    meta = _child(item, "itemMeta")
    content = _child(item, "contentMeta")
    status = _code(_child(meta, "pubStatus"))
    if status in _WITHDRAWN:
        raise Skip(f"its agency has {status} this item")
    body = _child(item, "contentSet")
    text = _body(body) if body is not None else ""
    if not text:
        kind = _code(_child(meta, "itemClass"))
        raise Skip(f"the item holds no text (it is of class “{kind}”)" if kind else "the item holds no text")
    provider = _child(meta, "provider")
    name = text_at(provider, "name") if provider is not None else ""
    name = name or _code(provider) or (text_at(content, "creditline") if content is not None else "")
    created = text_at(content, "contentCreated") if content is not None else ""
    link = next((child.get("href", "") for child in (meta if meta is not None else ()) if local(child) == "link"), "")
    url = link if link.startswith(("http://", "https://")) else ""
    return Found(
        text=text,
        title=" ".join((text_at(content, "headline") if content is not None else "").split()),
        published=created or text_at(meta, "versionCreated") if meta is not None else created,
        outlets=(outlet_name(url, " ".join(name.split())),),
        url=url,
        language=_language(content, item),
        came_as=item.get("guid") or "",
    )


def _child(element: Any, name: str) -> Any:
    """The first child of a local name, None if there is none, or no element."""
    return next((child for child in element if local(child) == name), None) if element is not None else None


def _code(element: Any) -> str:
    """The value of a coded property without its scheme: "usable" for qcode "stat:usable"."""
    if element is None:
        return ""
    return (
        str(element.get("qcode") or element.get("uri") or element.get("literal") or "")
        .rpartition(":")[2]
        .rpartition("/")[2]
    )


def _language(content: Any, item: Any) -> str:
    language = _child(content, "language")
    tagged = language.get("tag") if language is not None else ""
    return tagged or item.get("{http://www.w3.org/XML/1998/namespace}lang") or ""


def _body(content_set: Any) -> str:
    """The paragraphs of the first content that is text, each on a line."""
    for content in content_set:
        if local(content) == "inlineXML":
            lines = list(_paragraphs(content))
            if lines:
                return "\n".join(lines)
        elif local(content) == "inlineData" and not content.get("encoding"):
            kind = content.get("contenttype") or "text/plain"
            if kind.startswith("text/"):
                return "".join(content.itertext()).strip()
    return ""


def _paragraphs(element: Any) -> Iterator[str]:
    """The words of each innermost paragraph, in order; a text without any is one paragraph."""
    begun = False
    for each in element.iter():
        if local(each) in _PARAGRAPHS and not any(local(child) in _PARAGRAPHS for child in each.iterdescendants()):
            if any(local(above) in _NOT_BODY for above in each.iterancestors()):
                continue
            if words := " ".join("".join(each.itertext()).split()):
                begun = True
                yield words
    if not begun and (words := " ".join("".join(element.itertext()).split())):
        yield words
