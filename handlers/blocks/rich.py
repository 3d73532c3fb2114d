"""Rich text: what is put in stays literal, so that no text can ping or break out. Sends nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.sentences import catalogue
from handlers.blocks.shapes import is_web_address

Element = dict[str, Any]
Block = dict[str, Any]
Row = tuple[Element, ...]

_MARK = re.compile(r"\*(?P<bold>[^*]+)\*|_(?P<italic>[^_]+)_|`(?P<code>[^`]+)`")
_PERSON = re.compile(r"[UW][A-Z0-9]{1,30}")
_CHANNEL = re.compile(r"[CDG][A-Z0-9]{1,30}")
_BROADCAST = re.compile(r"@(?=(?:channel|everyone|here|group)\b)", re.IGNORECASE)
_LONGEST_URL = 3_000
_LONGEST_TEXT = 3_950
_LONGEST_MRKDWN = 3_000
# Escaped, so many are always short enough.
_AT_LAST = _LONGEST_MRKDWN // len("&amp;")
_SIGNS = {"bold": "*", "italic": "_", "code": "`"}
_IN_LINK = str.maketrans({"<": "%3C", ">": "%3E", "|": "%7C", "@": "%40"})


def text(words: str, *styles: str) -> Element:
    """Words as they are, in the styles "bold", "italic" or "code"."""
    element: Element = {"type": "text", "text": words}
    return {**element, "style": dict.fromkeys(styles, True)} if styles else element


def link(label: str, url: str | None) -> Element:
    """A link where the address is one a browser may open, else the label alone."""
    if url and url.startswith("https://") and len(url) <= _LONGEST_URL and is_web_address(url):
        return {"type": "link", "url": url, "text": label}
    return text(label)


def person(user: str) -> Element:
    """A person by id. An id that is none becomes plain text."""
    return {"type": "user", "user_id": user} if _PERSON.fullmatch(user) else text(user)


def unstyled(words: str) -> Element:
    """Words for where Slack takes no styles: titles, labels, options."""
    return {"type": "plain_text", "text": words, "emoji": False}


def channel(id_: str) -> Element:
    """A channel by id. An id that is none becomes plain text."""
    return {"type": "channel", "channel_id": id_} if _CHANNEL.fullmatch(id_) else text(id_)


def sentence(name: str, /, **places: object) -> Row:
    """A sentence of the catalogue: its marks become styles, its {places} are filled literally."""
    return tuple(_styled(catalogue()[name], places))


def _styled(template: str, places: dict[str, object]) -> Iterator[Element]:
    end = 0
    for mark in _MARK.finditer(template):
        if before := template[end : mark.start()]:
            yield text(before.format_map(places))
        style = mark.lastgroup or "bold"
        yield text(mark[style].format_map(places), style)
        end = mark.end()
    if rest := template[end:]:
        yield text(rest.format_map(places))


def section(*elements: Element) -> Element:
    return {"type": "rich_text_section", "elements": _filled(elements)}


def quote(*elements: Element) -> Element:
    return {"type": "rich_text_quote", "elements": _filled(elements)}


def bullets(*rows: Row) -> Element:
    return {"type": "rich_text_list", "style": "bullet", "elements": [section(*row) for row in rows]}


def block(*parts: Element) -> Block:
    """Sections, quotes and lists as one block."""
    return {"type": "rich_text", "elements": list(parts)}


def plain(*elements: Element) -> str:
    """The same as text that is safe to send: escaped, with every address in full."""
    return _unheard("".join(map(_plain, elements)))


def mrkdwn(*elements: Element) -> Element:
    """The same as a text object, for the places where Slack takes no rich text; its words stay inert.

    Words are cut only where all of them together would be refused; where that is not enough, the links go.
    """
    made = (
        _unheard("".join(_marked(each, longest) for each in elements))
        for longest in (_LONGEST_MRKDWN, 400, 100, 30)
    )
    bare = "".join(each.get("text", "") for each in elements)[:_AT_LAST]
    return {
        "type": "mrkdwn",
        "text": next((each for each in made if len(each) <= _LONGEST_MRKDWN), inert(bare)),
        "verbatim": True,
    }


def inert(words: str) -> str:
    """Plain words as a message's `text`: nothing in them is markup, and nothing pings."""
    return _unheard(_escaped(words))


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unheard(words: str) -> str:
    """Escaped words that call nobody: the invisible joiner keeps Slack from reading a bare @channel as one.

    It takes all that is sent together, for one element may end in @ and the next begin with "channel".
    """
    return _BROADCAST.sub("@\u2060", words)


def clipped(words: str) -> str:
    """Text short enough for one message: Slack makes several of a longer one. Cuts between words only."""
    if len(words) <= _LONGEST_TEXT:
        return words
    return f"{words[:_LONGEST_TEXT].rsplit(None, 1)[0]} …"


def _plain(element: Element) -> str:
    if element["type"] == "user":
        return f"<@{element['user_id']}>"
    if element["type"] == "channel":
        return f"<#{element['channel_id']}>"
    if element["type"] == "link":
        return _escaped(f"{element['text']} {element['url']}")
    return _escaped(element["text"])


def _marked(element: Element, longest: int) -> str:
    if element["type"] == "user":
        return f"<@{element['user_id']}>"
    if element["type"] == "link":
        label = _escaped(_cut(element["text"], longest).replace("|", " "))
        return f"<{element['url'].translate(_IN_LINK).replace('&', '&amp;')}|{label}>"
    words = _escaped(_cut(element["text"], longest))
    # A sign counts only where it stands against the words.
    bare = words.strip()
    for style in element.get("style", ()) if bare else ():
        words = words.replace(bare, f"{_SIGNS[style]}{bare}{_SIGNS[style]}", 1)
    return words


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else f"{words[:longest]} …"


def _filled(elements: Row) -> list[Element]:
    # Slack refuses a text element without text.
    return [each for each in elements if each.get("text") != ""] or [text(" ")]
