"""What Slack would refuse in a payload, each rule with a payload that breaks it and no other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from handlers.blocks.limits import BLOCKS, ELEMENTS, LimitExceeded, Surface, check, ensure

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "x", **more: object) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def option(text: str = "o", value: str = "v") -> Json:
    return {"text": plain(text), "value": value}


def button(**more: object) -> Json:
    return {"type": "button", "action_id": "a", "text": plain("Go"), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def select(**more: object) -> Json:
    return {"type": "static_select", "action_id": "s", "options": [option()], **more}


def question(element: Json | None = None, **more: object) -> Json:
    typed = {"type": "plain_text_input", "action_id": "t"}
    return {"type": "input", "label": plain("Topic"), "element": element or typed, **more}


def rich(*runs: Json, kind: str = "rich_text_section", **more: object) -> Json:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(runs), **more}]}


def feedback(**positive: object) -> Json:
    one, two = {"text": plain("Yes"), "value": "y", **positive}, {"text": plain("No"), "value": "n"}
    buttons = {"type": "feedback_buttons", "positive_button": one, "negative_button": two}
    return {"type": "context_actions", "elements": [buttons]}


def image(**more: object) -> Json:
    return {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "A street", **more}


def markdown(text: str) -> Json:
    return {"type": "markdown", "text": text}


def table(rows: int = 1, columns: int = 1) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "c"}] * columns] * rows}


def confirm(**more: object) -> Json:
    return {"title": plain("t"), "text": plain("x"), "confirm": plain("y"), "deny": plain("n"), **more}


def without(block: Json, name: str) -> Json:
    return {key: value for key, value in block.items() if key != name}


def buttons(count: int) -> list[Json]:
    return [button(action_id=f"a{n}") for n in range(count)]


ONE_BLOCK_FAULTS: list[tuple[Json, str, str]] = [
    (section("x" * 3001), "/blocks/0/text/text", "too_long"),
    (section(""), "/blocks/0/text/text", "too_short"),
    ({"type": "section"}, "/blocks/0", "missing"),
    ({"type": "section", "text": "bare"}, "/blocks/0/text/type", "unknown_type"),
    ({"type": "section", "fields": [plain("f")] * 11}, "/blocks/0/fields", "too_many"),
    ({"type": "section", "fields": [plain("f" * 2001)]}, "/blocks/0/fields/0/text", "too_long"),
    (section(colour="red"), "/blocks/0/colour", "unknown_field"),
    (section(text_=None, accessory={"type": "divider"}), "/blocks/0/accessory/type", "unknown_type"),
    (section(block_id="b" * 256), "/blocks/0/block_id", "too_long"),
    ({"type": "header", "text": plain("h" * 151)}, "/blocks/0/text/text", "too_long"),
    ({"type": "header", "text": mrkdwn("h")}, "/blocks/0/text/type", "not_plain"),
    ({"type": "context", "elements": [plain("c")] * 11}, "/blocks/0/elements", "too_many"),
    ({"type": "context", "elements": []}, "/blocks/0/elements", "too_few"),
    ({"type": "context", "elements": [button()]}, "/blocks/0/elements/0/type", "unknown_type"),
    (actions(*buttons(26)), "/blocks/0/elements", "too_many"),
    (actions(button(), button()), "/blocks/0/elements", "duplicate_action_id"),
    (actions(button(text=plain("x" * 76))), "/blocks/0/elements/0/text/text", "too_long"),
    (actions(button(text=mrkdwn("x"))), "/blocks/0/elements/0/text/type", "not_plain"),
    (actions(button(value="x" * 2001)), "/blocks/0/elements/0/value", "too_long"),
    (actions(button(url="https://e.org/" + "x" * 3000)), "/blocks/0/elements/0/url", "too_long"),
    (actions(button(url="javascript:alert(1)")), "/blocks/0/elements/0/url", "bad_url"),
    (actions(button(url="e.org")), "/blocks/0/elements/0/url", "bad_url"),
    (actions(button(url="https://")), "/blocks/0/elements/0/url", "bad_url"),
    (actions(button(style="loud")), "/blocks/0/elements/0/style", "bad_value"),
    (actions(button(action_id="a" * 256)), "/blocks/0/elements/0/action_id", "too_long"),
    (actions(button(accessibility_label="a" * 76)), "/blocks/0/elements/0/accessibility_label", "too_long"),
    (actions(button(confirm=confirm(title=plain("t" * 101)))), "/blocks/0/elements/0/confirm/title/text",
     "too_long"),
    (actions(button(confirm=confirm(text=plain("t" * 301)))), "/blocks/0/elements/0/confirm/text/text",
     "too_long"),
    (actions(button(confirm=without(confirm(), "deny"))), "/blocks/0/elements/0/confirm", "missing"),
    (actions({"type": "plain_text_input", "action_id": "t"}), "/blocks/0/elements/0/type", "not_here"),
    (actions(select(options=[option(value=str(n)) for n in range(101)])), "/blocks/0/elements/0/options",
     "too_many"),
    (actions(select(options=[option("o" * 76)])), "/blocks/0/elements/0/options/0/text/text", "too_long"),
    (actions(select(options=[option(value="v" * 151)])), "/blocks/0/elements/0/options/0/value", "too_long"),
    (actions(select(placeholder=plain("p" * 151))), "/blocks/0/elements/0/placeholder/text", "too_long"),
    (actions(select(initial_option=option("other"))), "/blocks/0/elements/0", "unknown_option"),
    (actions(without(select(), "options")), "/blocks/0/elements/0", "missing"),
    (actions({"type": "overflow", "action_id": "o", "options": [option()] * 6}),
     "/blocks/0/elements/0/options", "too_many"),
    (actions({"type": "radio_buttons", "action_id": "r", "options": [option()] * 11}),
     "/blocks/0/elements/0/options", "too_many"),
    (actions({"type": "checkboxes", "action_id": "c", "options": [option()] * 11}),
     "/blocks/0/elements/0/options", "too_many"),
    (feedback(value="y" * 2001), "/blocks/0/elements/0/positive_button/value", "too_long"),
    (feedback(text=plain("y" * 76)), "/blocks/0/elements/0/positive_button/text/text", "too_long"),
    ({"type": "context_actions", "elements": feedback()["elements"] * 6}, "/blocks/0/elements", "too_many"),
    ({"type": "context_actions", "elements": [button()]}, "/blocks/0/elements/0/type", "not_here"),
    (without(image(), "alt_text"), "/blocks/0", "missing"),
    (without(image(), "image_url"), "/blocks/0", "missing"),
    (image(alt_text="a" * 2001), "/blocks/0/alt_text", "too_long"),
    (image(image_url="data:image/png;base64,xx"), "/blocks/0/image_url", "bad_url"),
    (markdown("m" * 12_001), "/blocks/0/text", "too_long"),
    (markdown("[x](javascript:alert(1))"), "/blocks/0/text", "bad_url"),
    (section("<javascript:alert(1)|x>"), "/blocks/0/text/text", "bad_url"),
    (section("<JavaScript:alert(1)>"), "/blocks/0/text/text", "bad_url"),
    (section("<java\tscript:alert(1)|x>"), "/blocks/0/text/text", "bad_url"),
    (section("<data:text/html,x|x>"), "/blocks/0/text/text", "bad_url"),
    (rich({"type": "link", "url": "javascript:x"}), "/blocks/0/elements/0/elements/0/url", "bad_url"),
    (rich({"type": "text", "text": ""}), "/blocks/0/elements/0/elements/0/text", "too_short"),
    (rich(), "/blocks/0/elements/0/elements", "too_few"),
    (rich(kind="rich_text_quote"), "/blocks/0/elements/0/elements", "too_few"),
    (rich({"type": "sound"}), "/blocks/0/elements/0/elements/0/type", "unknown_type"),
    (rich({"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}, kind="rich_text_list",
          style="bullet", indent=9), "/blocks/0/elements/0/indent", "bad_value"),
    (table(rows=101), "/blocks/0/rows", "too_many"),
    (table(columns=21), "/blocks/0/rows/0", "too_many"),
    (question(hint=plain("h" * 2001)), "/blocks/0/hint/text", "too_long"),
    (question(label=plain("l" * 2001)), "/blocks/0/label/text", "too_long"),
    (question(button()), "/blocks/0/element/type", "not_here"),
    (question({"type": "plain_text_input", "max_length": 3001}), "/blocks/0/element/max_length", "bad_value"),
    ({"type": "marquee"}, "/blocks/0/type", "unknown_type"),
    ({"type": "alert", "text": plain("x")}, "/blocks/0/type", "not_on_surface"),
]  # fmt: skip


@pytest.mark.parametrize(("block", "pointer", "code"), ONE_BLOCK_FAULTS)
def test_a_faulty_block_is_found_where_it_stands(block: Json, pointer: str, code: str) -> None:
    faults = check({"text": "words", "blocks": [block]}, "message")
    assert (pointer, code) in [(fault.pointer, fault.code) for fault in faults]


MESSAGE_FAULTS: list[tuple[Json, str, str]] = [
    ({"text": "t", "blocks": [section()] * 51}, "/blocks", "too_many"),
    ({"text": "t" * 40_001}, "/text", "too_long"),
    ({"blocks": [section()]}, "/text", "text_missing"),
    ({"text": "", "blocks": [section()]}, "/text", "text_missing"),
    ({}, "/text", "text_missing"),
    ({"text": "<javascript:x|y>"}, "/text", "bad_url"),
    ({"text": "t", "blocks": [markdown("m" * 7000)] * 2}, "/blocks", "markdown_too_long"),
    ({"text": "t", "blocks": [table(), table()]}, "/blocks", "too_many_tables"),
    ({"text": "t", "blocks": [section(block_id="b")] * 2}, "/blocks", "duplicate_block_id"),
    ({"text": "t", "blocks": "[]"}, "/blocks", "wrong_type"),
    ({"text": "t", "attachments": [{}] * 101}, "/attachments", "too_many"),
]  # fmt: skip


@pytest.mark.parametrize(("message", "pointer", "code"), MESSAGE_FAULTS)
def test_a_message_is_checked_as_a_whole(message: Json, pointer: str, code: str) -> None:
    assert [(fault.pointer, fault.code) for fault in check(message, "message")] == [(pointer, code)]


def modal(*blocks: Json, **more: object) -> Json:
    return {"type": "modal", "title": plain("Daily case"), "blocks": list(blocks), **more}


def home(*blocks: Json, **more: object) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


VIEW_FAULTS: list[tuple[Surface, Json, str, str]] = [
    ("modal", modal(title=plain("t" * 25)), "/title/text", "too_long"),
    ("modal", modal(title=mrkdwn("t")), "/title/type", "not_plain"),
    ("modal", without(modal(), "title"), "", "missing"),
    ("modal", modal(submit=plain("s" * 25)), "/submit/text", "too_long"),
    ("modal", modal(close=plain("s" * 25)), "/close/text", "too_long"),
    ("modal", modal(private_metadata="p" * 3001), "/private_metadata", "too_long"),
    ("modal", modal(callback_id="c" * 256), "/callback_id", "too_long"),
    ("modal", modal(external_id="c" * 256), "/external_id", "too_long"),
    ("modal", modal(*[section()] * 101), "/blocks", "too_many"),
    ("modal", modal(question()), "/submit", "submit_missing"),
    ("modal", modal(markdown("m")), "/blocks/0/type", "not_on_surface"),
    ("modal", modal(table()), "/blocks/0/type", "not_on_surface"),
    ("modal", modal(*[section("x" * 2600)] * 99), "", "view_too_large"),
    ("modal", home(), "/type", "bad_value"),
    ("home", home(*[section()] * 101), "/blocks", "too_many"),
    ("home", home(feedback()), "/blocks/0/type", "not_on_surface"),
    ("home", home(private_metadata="p" * 3001), "/private_metadata", "too_long"),
]  # fmt: skip


@pytest.mark.parametrize(("surface", "view", "pointer", "code"), VIEW_FAULTS)
def test_a_view_is_checked_as_a_whole(surface: Surface, view: Json, pointer: str, code: str) -> None:
    assert (pointer, code) in [(fault.pointer, fault.code) for fault in check(view, surface)]


SOUND: list[tuple[Surface, Json]] = [
    ("message", {"text": "Words, <https://e.org|12:34>, <@U1>, <#C1>, <!date^1^{date}|d> &lt;b:c&gt;"}),
    ("message", {"text": "t", "blocks": [section("x" * 3000)] * 50}),
    ("message", {"text": "t" * 40_000, "blocks": [markdown("m" * 6000)] * 2}),
    ("message", {"text": "t", "blocks": [
        {"type": "header", "text": plain("h" * 150)},
        section(accessory=image()), section(accessory=button(url="https://e.org/?a=1&b=2")),
        {"type": "section", "fields": [mrkdwn("f" * 2000)] * 10, "text": None},
        {"type": "context", "elements": [mrkdwn("c"), image()]}, {"type": "divider"}, image(),
        actions(*buttons(25)), actions(select(), {"type": "overflow", "options": [option()]}),
        feedback(), table(100, 20), question(),
        rich({"type": "link", "url": "https://e.org", "text": "1:02:34"}, kind="rich_text_quote"),
    ]}),
    ("modal", modal(question(), submit=plain("Save"), close=plain("Cancel"), notify_on_close=True)),
    ("home", home(question({"type": "external_select", "action_id": "e"}), table())),
]  # fmt: skip


@pytest.mark.parametrize(("surface", "payload"), SOUND)
def test_what_slack_takes_has_no_fault(surface: Surface, payload: Json) -> None:
    assert check(payload, surface) == ()
    ensure(payload, surface)


def test_a_refusal_lists_every_fault_with_its_place() -> None:
    payload = {"text": "t", "blocks": [section("x" * 3001), {"type": "marquee"}]}
    with pytest.raises(LimitExceeded, match=r"/blocks/0/text/text.*/blocks/1/type") as refused:
        ensure(payload, "message")
    assert [fault.code for fault in refused.value.faults] == ["too_long", "unknown_type"]


FIELDS = ["type", "text", "fields", "elements", "element", "options", "option_groups", "initial_option",
          "initial_options", "accessory", "label", "rows", "url", "confirm", "block_id", "action_id"]  # fmt: skip
KINDS = some.sampled_from(["mrkdwn", "plain_text", "rich_text_list", *BLOCKS, *ELEMENTS])
ANYTHING = some.recursive(
    some.none() | some.integers() | KINDS | some.text(max_size=5),
    lambda within: some.lists(within, max_size=3) | some.dictionaries(some.sampled_from(FIELDS), within, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(block=ANYTHING, kind=KINDS, surface=some.sampled_from(["message", "modal", "home"]))
def test_nothing_that_is_put_in_a_block_breaks_the_check(block: object, kind: str, surface: Surface) -> None:
    wrapped = {**block, "type": kind} if isinstance(block, dict) else block
    check({"text": "t", "blocks": [block, wrapped]}, surface)
