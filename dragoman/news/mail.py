"""An e-mail or a mailbox comes in; an article goes out for each message: a newsletter, a release, a saved page."""

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses
from itertools import chain

from dragoman.errors import Skip
from dragoman.news.delivery import LONGEST_DOCUMENT, Delivery, Found
from dragoman.news.outlets import outlet_name
from dragoman.news.pages import page_found
from dragoman.record import Article

_FROM = re.compile(rb"From \S+ .*\d{4}")
_PARTS = 200
"""Parts of one message that are looked at."""


class Mail:
    """One article a message; a mailbox holds many, each after a line that begins with "From ".

    The subject is the title; the text is the plain part, or, where there is only a page, the article in it. A page
    that a browser saved as one file (MHTML) is such a message.
    """

    def articles(self, delivery: Delivery) -> Iterator[Article | Skip]:
        """The articles in order; a message that cannot be used is yielded as a Skip that names it by its number."""
        messages = _messages(delivery)
        first = next(messages, None)
        if first is None:
            raise Skip("the file is empty")
        second = next(messages, None)
        if second is None:
            yield _outcome(first, delivery, delivery.name)
            return
        for number, each in enumerate(chain((first, second), messages), start=1):
            yield _outcome(each, delivery, f"{delivery.name}:message {number}")


def _messages(delivery: Delivery) -> Iterator[bytes | Skip]:
    """The messages of a mailbox, or the one message; a Skip in the place of one that is too long."""
    stream = delivery.stream
    held: list[bytes] = []
    size, is_box, after_blank = 0, None, True
    while line := stream.readline(1 << 16):
        is_start = after_blank and _FROM.match(line) is not None
        if is_box is None:
            is_box = is_start
        if is_start and is_box:
            if held or size:
                yield b"".join(held) if size <= LONGEST_DOCUMENT else _too_long()
            held, size = [], 0
            after_blank = False
            continue
        size += len(line)
        if size <= LONGEST_DOCUMENT:
            held.append(line[1:] if is_box and line.startswith(b">From ") else line)
        after_blank = not line.strip()
    if size:
        yield b"".join(held) if size <= LONGEST_DOCUMENT else _too_long()


def _too_long() -> Skip:
    return Skip(f"the message is longer than {LONGEST_DOCUMENT // 1_000_000} MB")


def _outcome(raw: bytes | Skip, delivery: Delivery, where: str) -> Article | Skip:
    try:
        if isinstance(raw, Skip):
            raise raw
        return delivery.article(_found(raw), where)
    except Skip as skipped:
        return skipped if skipped.where else Skip(skipped.reason, stage=skipped.stage, where=where)


def _found(raw: bytes) -> Found:
    try:
        message = BytesParser(policy=policy.default).parsebytes(raw)
        plain, page = _bodies(message)
        subject, sent, sender = (_header(message, name) for name in ("subject", "date", "from"))
        came_as, url = _header(message, "message-id"), _header(message, "snapshot-content-location")
    except Exception as broken:
        # The library raises many kinds for messages that break its rules; each is the message's fault.
        raise Skip(f"this message cannot be taken apart ({type(broken).__name__})") from broken
    if page is not None and (url or not plain.strip()):
        found = page_found(page, url=url)
        text, title, told, opt_outs = found.text, found.title, found.told, found.opt_outs
        url = found.url
    else:
        text, title, told, opt_outs = plain, "", (), ()
    name, address = next(iter(getaddresses([sender])), ("", ""))
    outlet = outlet_name(url or address.rpartition("@")[2], name)
    return Found(
        text=text.replace("\r\n", "\n"),
        title=subject or title,
        published=sent,
        outlets=(outlet,),
        url=url,
        came_as=came_as.strip("<>"),
        told=told,
        opt_outs=opt_outs,
    )


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(message.get(name) or "").split())


def _bodies(message: EmailMessage) -> tuple[str, bytes | None]:
    """The first plain text of a message, "" if there is none, and its first page, None if there is none."""
    plain, page = "", None
    for number, part in enumerate(message.walk()):
        if number >= _PARTS or (plain and page is not None):
            break
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_type()
        if kind == "text/plain" and not plain:
            plain = str(part.get_content())
        elif kind == "text/html" and page is None:
            page = str(part.get_content()).encode("utf-8", "replace")
    return plain, page
