"""Every route there is, as somebody takes it: first what has to stand there, then the one thing they do."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from slack_bolt.response import BoltResponse

from bot.model import Subscription
from handlers.blocks import buttons
from handlers.blocks.buttons import Ticket
from handlers.blocks.digests import ZONE
from handlers.blocks.modals import BRIEF, CHECK, CORRECTION, DIGEST, FORGOTTEN, REPORT, TOLD
from handlers.blocks.results import SEARCH, SIMILAR
from handlers.steps import STEP
from tests.handlers.doors import choose, press, search, shown, similar, suggested
from tests.handlers.fakes import TEAM, FakeSlack, Talk
from tests.handlers.test_curating import ESTATES
from tests.handlers.test_digests import chosen
from tests.handlers.test_home import home
from tests.handlers.test_unfurls import LINK, Notes

Json = dict[str, Any]
Deed = Callable[[], Awaitable[object]]
Ready = Callable[["Scene"], Awaitable[Deed]]
# A word of a person's that nothing may repeat where it does not belong.
WORD = "quokka"


class Scene(Talk):
    """A talk in which each thing done is about a message or a dialog of its own.

    `last` is what was sent last. `forge` changes what is sent, where it is set.
    """

    def __init__(self, slack: FakeSlack, folder: Path, **settings: object) -> None:
        given = {"curators": frozenset({"U1"}), "history": True, "unfurl": True, "step": True}
        super().__init__(slack, folder, Notes(), **{**given, **settings})
        self.casebook = self.desk.casebook  # type: ignore[assignment]
        self.last: Json = {}
        self.forge: Callable[[Json], Json] | None = None
        self.numbers = itertools.count(1)

    async def send(self, body: Json) -> BoltResponse:
        number = next(self.numbers)
        if "container" in body:
            body = {**body, "container": {**body["container"], "message_ts": f"{number}.7"}}
        if "view" in body:
            body = {**body, "view": {"type": "modal", **body["view"], "id": f"V{number}"}}
        self.last = self.forge(body) if self.forge else body
        return await super().send(self.last)

    async def again(self) -> BoltResponse:
        """Slack sends once more what it sent last."""
        return await super().send(self.last)

    def close(self) -> None:
        self.desk.close()
        self.desk.journal.close()


@dataclass(frozen=True)
class Row:
    """A way through a route. `silent` is why nobody is told where it fails."""

    ready: Ready
    silent: str = ""


def _command(typed: str) -> Ready:
    async def ready(scene: Scene) -> Deed:
        return lambda: scene.command(f"{typed} {WORD}")

    return ready


async def _ordered(scene: Scene) -> Deed:
    channel = f"C{next(scene.numbers)}"
    return lambda: scene.command("digest on 09:00", channel=channel)


def _event(kind: str, **more: object) -> Ready:
    async def ready(scene: Scene) -> Deed:
        scene.slack.thread = [{"type": "message", "user": "U2", "ts": "4.4", "text": f"vinnova {WORD}"}]
        return lambda: scene.event({"type": kind, **more})

    return ready


def _under(action: str, typed: str, *, turned: bool = False) -> Ready:
    """A button under a private answer."""

    async def ready(scene: Scene) -> Deed:
        await scene.command(typed)
        if turned:
            await scene.press(buttons.MORE)
        message = scene.slack.said()[-1]
        return lambda: scene.press(action, on=message)

    return ready


def _public(action: str, typed: str = "vinnova", pressed: str = "") -> Ready:
    """A button under an answer that everybody sees."""

    async def ready(scene: Scene) -> Deed:
        await scene.mention(typed)
        message = scene.slack.said()[-1]
        return lambda: scene.press(pressed or action, on=message, private=False)

    return ready


def _forged(action: str, ticket: Ticket) -> Ready:
    """A button of a message that comes in the morning."""

    async def ready(scene: Scene) -> Deed:
        _subscribed(scene)
        element = {"type": "button", "action_id": action, "value": ticket.written()}
        message = {"blocks": [{"type": "actions", "elements": [element]}]}
        return lambda: scene.press(action, on=message, private=False)

    return ready


def _at_home(action: str, about: str = "") -> Ready:
    async def ready(scene: Scene) -> Deed:
        _subscribed(scene)
        for number in range(12 if action == buttons.TURN else 0):
            scene.desk.journal.save(TEAM, "U1", f"Case {number}", scene.now)
        scene.desk.journal.save(TEAM, "U1", "Vinnova", scene.now)
        if action == buttons.DIGEST_RESUME:
            await scene.press_in(await home(scene), buttons.DIGEST_PAUSE)
        view = await home(scene)
        return lambda: scene.press_in(view, action, words=f"vinnova {WORD}", about=about)

    return ready


def _subscribed(scene: Scene) -> None:
    every = frozenset(range(7))
    kept = Subscription("s1", TEAM, "C1", "U1", time(9), "UTC", every, date(2023, 1, 1))
    scene.desk.journal.digests.subscribe(kept)


def _over(action: str, said: str) -> Ready:
    """A button in the dialog of a message's similar cases."""

    async def ready(scene: Scene) -> Deed:
        await similar(scene, said)
        return lambda: press(scene, action)

    return ready


def _sent(opens: Ready, values: Mapping[str, object]) -> Ready:
    """A dialog that was opened, sent off."""

    async def ready(scene: Scene) -> Deed:
        await (await opens(scene))()
        view = shown(scene.slack)
        return lambda: scene.submit(view, dict(values))

    return ready


async def _report(scene: Scene) -> Deed:
    await (await _under(buttons.WRONG, "vinnova")(scene))()
    view = shown(scene.slack)
    which = view["blocks"][0]["element"]["options"][0]["value"]
    return lambda: scene.submit(view, {"which": which, "right": "1:14:20"})


def _curating(action: str) -> Ready:
    async def ready(scene: Scene) -> Deed:
        scene.desk.journal.review(*ESTATES, 1279, scene.now)
        await scene.command("gaps")
        message = scene.slack.said()[-1]
        return lambda: scene.press(action, on=message)

    return ready


async def _closing(scene: Scene) -> Deed:
    scene.desk.journal.add_gap(TEAM, ("budget",), scene.now)
    scene.casebook.closed = {("budget",)}
    await scene.command("gaps")
    message = scene.slack.said()[-1]
    return lambda: scene.press(buttons.CLOSE, on=message)


def _digest(opened: bool) -> Ready:
    async def ready(scene: Scene) -> Deed:
        await scene.command("digest", trigger_id="1.trigger")
        view, channel = shown(scene.slack), f"C{next(scene.numbers)}"
        state = chosen(channel={"selected_conversation": channel})
        if not opened:
            return lambda: scene.submit(view, state)
        values = {block: {block: value} for block, value in state.items()}
        return lambda: scene.press_in(view, buttons.DIGEST_PREVIEW, state=values)

    return ready


async def _checking(scene: Scene) -> Deed:
    return lambda: scene.command("check", trigger_id="1.trigger")


async def _search(scene: Scene) -> Deed:
    return lambda: search(scene)


async def _similar(scene: Scene) -> Deed:
    return lambda: similar(scene, f"vinnova {WORD}")


async def _typed(scene: Scene) -> Deed:
    return lambda: suggested(scene, f"vi {WORD}")


async def _chosen(scene: Scene) -> Deed:
    await search(scene)
    return lambda: choose(scene, Ticket("case", "Vinnova").written())


async def _found(scene: Scene) -> Deed:
    await search(scene)
    view = shown(scene.slack)
    words = {"type": "plain_text_input", "value": f"vinnova {WORD}"}
    block = next(each["block_id"] for each in view["blocks"] if each["block_id"].startswith("words"))
    return lambda: scene.submit(view, {}, state={"values": {block: {"words": words}}})


async def _zone(scene: Scene) -> Deed:
    await scene.command("digest", trigger_id="1.trigger")
    view = {**shown(scene.slack), "id": "V1"}
    about = {"action_id": ZONE, "block_id": ZONE, "value": "oslo", "view": view}
    user = {"id": "U1", "team_id": TEAM}
    body = {"type": "block_suggestion", "user": user, "team": {"id": TEAM}, **about}
    return lambda: scene.send(body)


async def _pasted(scene: Scene) -> Deed:
    more = {"unfurl_id": "C1.5.5.abc", "source": "conversations_history", "links": [{"url": LINK}]}
    event = {"type": "link_shared", "channel": "C1", "is_bot_user_member": True, "message_ts": "5.5", **more}
    return lambda: scene.event(event)


async def _stepped(scene: Scene) -> Deed:
    number = next(scene.numbers)
    about = {"function": {"callback_id": STEP, "type": "app"}, "function_execution_id": f"Fx{number}"}
    event = {"type": "function_executed", **about, "inputs": {"question": f"vinnova {WORD}"}}
    body = {"type": "event_callback", "team_id": TEAM, "event_id": f"EvF{number}", "event": event}
    return lambda: scene.send({**body, "event": {**event, "event_ts": f"{number}.1"}})


_DIRECT = {"channel_type": "im", "channel": "D1", "text": f"vinnova {WORD}"}
_MENTION = {"channel": "C1", "thread_ts": "4.4", "text": f"<@UBOT> vinnova {WORD}"}


def _kept(action: str) -> Ready:
    """A button under what is kept of a person."""

    async def ready(scene: Scene) -> Deed:
        scene.desk.journal.save(TEAM, "U1", "Vinnova", scene.now)
        await scene.command("privacy")
        message = scene.slack.said()[-1]
        return lambda: scene.press(action, on=message)

    return ready


_BRIEF = _under(buttons.BRIEF, "case Vinnova")
# By the kind and the name of a route the ways through it; a route that is missing fails a test.
ROWS: Mapping[tuple[str, str], tuple[Row, ...]] = {
    ("command", ""): (
        Row(_command("vinnova")),
        Row(_command("case Vinnova")),
        Row(_command("check By 2035 streets are for people")),
        Row(_ordered),
    ),
    ("event", "app_mention"): (
        Row(_event("app_mention", **_MENTION)),
        Row(_event("app_mention", **{**_MENTION, "text": "<@UBOT>"})),
    ),
    ("event", "message.im"): (
        Row(_event("message", **_DIRECT)),
        Row(_event("message", **{**_DIRECT, "text": "digest on 09:00"})),
    ),
    ("event", "app_home_opened"): (
        Row(_event("app_home_opened", tab="home", channel="D1"), "it comes anew with the event"),
        Row(_event("app_home_opened", tab="messages", channel="D1"), "nobody asked anything"),
    ),
    ("event", "app_uninstalled"): (Row(_event("app_uninstalled", user=""), "nobody is there"),),
    ("event", "tokens_revoked"): (
        Row(_event("tokens_revoked", user="", tokens={"bot": ["UBOT"]}), "nobody is there"),
    ),
    ("event", "team_access_revoked"): (
        Row(_event("team_access_revoked", user="", team_ids=["T1", "T2"]), "nobody is there"),
    ),
    ("action", buttons.ASK): (Row(_at_home(buttons.ASK)),),
    ("action", buttons.TURN): (Row(_at_home(buttons.TURN)),),
    ("action", buttons.BROWSE): (Row(_at_home(buttons.BROWSE)),),
    ("action", buttons.SAVE): (
        Row(_under(buttons.SAVE, "case Vinnova")),
        Row(_over(buttons.SAVE, "vinnova")),
    ),
    ("action", buttons.UNSAVE): (Row(_at_home(buttons.UNSAVE)),),
    ("action", buttons.SHARE): (Row(_under(buttons.SHARE, "vinnova")),),
    ("action", buttons.MORE): (Row(_under(buttons.MORE, "everything")),),
    ("action", buttons.BACK): (Row(_under(buttons.BACK, "everything", turned=True)),),
    ("action", buttons.CASE): (Row(_under(buttons.CASE, "vinnova")), Row(_over(buttons.CASE, "vinnova"))),
    ("action", buttons.BRIEF): (Row(_BRIEF),),
    ("view", BRIEF): (Row(_sent(_BRIEF, {}), "it only closes"),),
    ("action", buttons.CHALLENGES): (Row(_under(buttons.CHALLENGES, "vinnova")),),
    ("action", buttons.HELPED): (Row(_under(buttons.HELPED, "vinnova")),),
    ("action", buttons.TOPICS): (Row(_under(buttons.TOPICS, "porto alegre")),),
    ("action", buttons.FEEDBACK): (Row(_public(buttons.FEEDBACK, pressed="helpful")),),
    ("action", buttons.REMOVE): (Row(_public(buttons.REMOVE), "it is gone, or stands with its button"),),
    ("action", buttons.WHY): (Row(_under(buttons.WHY, "camden")),),
    ("action", buttons.WRONG): (Row(_under(buttons.WRONG, "vinnova")),),
    ("action", buttons.KEEP_CASE): (Row(_forged(buttons.KEEP_CASE, Ticket("morning", "Vinnova"))),),
    ("action", buttons.SOONER): (Row(_forged(buttons.SOONER, Ticket("morning", "Vinnova"))),),
    ("action", buttons.NOT_FOR_US): (Row(_forged(buttons.NOT_FOR_US, Ticket("morning", "Vinnova"))),),
    ("view", REPORT): (Row(_report),),
    ("action", buttons.CORRECT): (Row(_curating(buttons.CORRECT)),),
    ("action", buttons.KEEP): (Row(_curating(buttons.KEEP)),),
    ("action", buttons.CLOSE): (Row(_closing),),
    ("view", CORRECTION): (Row(_sent(_curating(buttons.CORRECT), {"right": "21:20"})),),
    ("view", CHECK): (Row(_sent(_checking, {"draft": f"By 2035 {WORD}"})),),
    ("message_shortcut", SIMILAR): (Row(_similar),),
    ("global_shortcut", SEARCH): (Row(_search),),
    ("options", buttons.FIND): (Row(_typed, "whoever types goes on typing"),),
    ("action", buttons.FIND): (Row(_chosen),),
    ("view", SEARCH): (Row(_found),),
    ("action", buttons.REPLY): (Row(_over(buttons.REPLY, "vinnova")),),
    ("action", buttons.GAP): (Row(_over(buttons.GAP, "porto alegre")),),
    ("event", "link_shared"): (Row(_pasted, "nobody asked anything"),),
    ("action", buttons.DIGEST_OFF): (Row(_forged(buttons.DIGEST_OFF, Ticket("digest", "s1"))),),
    ("action", buttons.DIGEST_CHANGE): (Row(_forged(buttons.DIGEST_CHANGE, Ticket("digest", "s1"))),),
    ("action", buttons.EXPORT): (Row(_kept(buttons.EXPORT)),),
    ("view", TOLD): (Row(_sent(_kept(buttons.EXPORT), {}), "it only closes"),),
    ("action", buttons.FORGET): (Row(_kept(buttons.FORGET)),),
    ("posting_view", FORGOTTEN): (Row(_sent(_kept(buttons.FORGET), {})),),
    ("action", buttons.DIGEST_PAUSE): (Row(_at_home(buttons.DIGEST_PAUSE)),),
    ("action", buttons.DIGEST_RESUME): (Row(_at_home(buttons.DIGEST_RESUME)),),
    ("action", buttons.DIGEST_PREVIEW): (Row(_digest(opened=True)),),
    ("options", ZONE): (Row(_zone, "whoever types goes on typing"),),
    ("posting_view", DIGEST): (Row(_digest(opened=False)),),
    ("function", STEP): (Row(_stepped, "Slack runs it again"),),
}
