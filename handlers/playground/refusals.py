"""Says no as Slack does; changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.blocks import limits

Json = dict[str, Any]
# Faults for which Slack has a code of its own, wherever they are found.
_OWN_CODES = {"markdown_too_long": "msg_blocks_too_long", "view_too_large": "view_too_large"}


class Refusal(Exception):
    """What Slack answers instead of doing it: an error code and the fields that go with it.

    `status` is HTTP's; 0 leaves it to the door through which the request came.
    """

    def __init__(self, code: str, status: int = 0, **details: Any) -> None:  # noqa: ANN401 - JSON
        super().__init__(code)
        self.code, self.status, self.details = code, status, details


def need(args: Mapping[str, Any], name: str) -> str:
    if not args.get(name):
        messages = [f"[ERROR] missing required field: {name}"]
        raise Refusal("invalid_arguments", response_metadata={"messages": messages})
    return str(args[name])


def check(payload: Mapping[str, Any], surface: limits.Surface, code: str, within: str = "") -> None:
    """Raises Slack's refusal of faulty blocks, with every fault and where it stands."""
    if faults := limits.check(payload, surface):
        own = (_OWN_CODES[fault.code] for fault in faults if fault.code in _OWN_CODES)
        listed = [f"[ERROR] {f.message} [json-pointer:{within}{f.pointer}]" for f in faults]
        errors = [vars(fault) for fault in faults]
        raise Refusal(next(own, code), errors=errors, response_metadata={"messages": listed})


def written(body: Mapping[str, Any]) -> tuple[str, list[Json]]:
    """A message's text and blocks as the bot sent them, when Slack would take them."""
    text, blocks = str(body.get("text") or ""), body.get("blocks") or []
    if not text and not blocks:
        raise Refusal("no_text")
    # A text of its own is never refused: it is cut.
    check({"text": "-", "blocks": blocks}, "message", "invalid_blocks")
    return text, blocks
