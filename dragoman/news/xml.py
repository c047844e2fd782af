"""A stream of XML comes in; its elements of one name go out one by one, none of them expanded from outside."""

from collections.abc import Collection, Iterator
from typing import Any, BinaryIO

from dragoman.errors import Skip


def elements(stream: BinaryIO, names: Collection[str], *, of: str) -> Iterator[Any]:
    """The lxml elements with one of these local names, in order; each is emptied once the next is asked for.

    No entity is expanded, no document type and nothing of the network is read, and depth and length are limited as
    libxml2 limits them (256 levels, 10 MB a text). Skip where the XML is broken, or declares entities; `of` is what
    messages call it.
    """
    from lxml import etree

    try:
        parsed = etree.iterparse(
            stream,
            events=("end",),
            tag=[f"{{*}}{name}" for name in names],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for _, element in parsed:
            document = element.getroottree().docinfo
            if document.internalDTD is not None and any(True for _ in document.internalDTD.iterentities()):
                raise Skip(f"{of} declares entities, as bombs do; take its document type out")
            yield element
            element.clear(keep_tail=False)
            while element.getprevious() is not None and element.getparent() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as wrong:
        raise Skip(f"{of} is not well-formed XML ({str(wrong)[:120]})") from None


def tree_of(raw: bytes, *, of: str) -> Any:
    """The root of a small XML document, under the same limits; Skip where it is broken or declares entities."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as wrong:
        raise Skip(f"{of} is not well-formed XML ({str(wrong)[:120]})") from None
    document = root.getroottree().docinfo
    if document.internalDTD is not None and any(True for _ in document.internalDTD.iterentities()):
        raise Skip(f"{of} declares entities, as bombs do; take its document type out")
    return root


def local(element: Any) -> str:
    """The name of an element without its namespace; "" for a comment or the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_at(element: Any, *path: str) -> str:
    """The text of the first element on a path of local names, spaces as they are; "" if there is none."""
    here = element
    for name in path:
        here = next((child for child in here if local(child) == name), None)
        if here is None:
            return ""
    return "".join(here.itertext())
