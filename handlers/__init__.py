"""Everything that speaks Slack. The table here is all the bot listens to.

What Slack sends comes to its Route's handler through `boundary`, which tells a person what went wrong. A handler
acknowledges, takes the words (`requests`, `words`), asks the casebook that lies on its Desk (`answering`), and shows
what `blocks` make of the answer (`voice`). Beside that `delivery` posts the mission cases that are due, and `runtime`
is the life of the process around both.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.settings import Settings
from handlers import (
    actions,
    browsing,
    checking,
    commands,
    curating,
    dialogs,
    digests,
    home,
    keeping,
    leaving,
    mentions,
    messages,
    mornings,
    reporting,
    saving,
    shortcuts,
    steps,
    unfurls,
)
from handlers.blocks import buttons
from handlers.blocks.digests import ZONE
from handlers.blocks.modals import BRIEF, CHECK, CORRECTION, DIGEST, FORGOTTEN, REPORT, TOLD
from handlers.blocks.results import SEARCH, SIMILAR
from handlers.boundary import (
    error_listener,
    event_listener,
    lazy_listener,
    options_listener,
    posting_view_listener,
    step_listener,
    view_listener,
)
from handlers.desk import Desk
from handlers.manners import keeper
from handlers.tongues import speaker

__all__ = ["ROUTES", "Desk", "Route", "register", "routes"]


@dataclass(frozen=True, slots=True)
class Route:
    """One thing listened to, and the scopes it needs. A command's name is a setting, so it is empty here.

    `setting` is the one that must be on; empty where it is listened to whatever the settings say.
    """

    kind: Literal[
        "command",
        "event",
        "action",
        "view",
        "posting_view",
        "options",
        "message_shortcut",
        "global_shortcut",
        "function",
    ]
    name: str
    handler: Callable[..., Awaitable[Any]]
    scopes: tuple[str, ...] = ()
    setting: Literal["", "unfurl", "step"] = ""


ROUTES = (
    Route("command", "", commands.answer, ("commands",)),
    Route("event", "app_mention", mentions.reply, ("app_mentions:read", "chat:write")),
    Route("event", "message.im", messages.reply, ("im:history", "chat:write")),
    Route("event", "app_home_opened", home.opened, ("assistant:write", "chat:write")),
    Route("event", "app_uninstalled", leaving.uninstalled),
    Route("event", "tokens_revoked", leaving.revoked),
    Route("event", "team_access_revoked", leaving.withdrawn),
    Route("action", buttons.ASK, home.ask),
    Route("action", buttons.TURN, home.turn),
    Route("action", buttons.BROWSE, browsing.browse),
    Route("action", buttons.SAVE, saving.save),
    Route("action", buttons.UNSAVE, saving.unsave),
    Route("action", buttons.SHARE, actions.share, ("chat:write",)),
    Route("action", buttons.MORE, actions.more),
    Route("action", buttons.BACK, actions.more),
    Route("action", buttons.CASE, actions.case),
    Route("action", buttons.BRIEF, actions.brief),
    Route("view", BRIEF, actions.done),
    Route("action", buttons.CHALLENGES, actions.challenges),
    Route("action", buttons.HELPED, actions.helped),
    Route("action", buttons.TOPICS, actions.topics),
    Route("action", buttons.FEEDBACK, actions.rate),
    Route("action", buttons.REMOVE, actions.remove, ("chat:write",)),
    Route("action", buttons.WHY, reporting.why),
    Route("action", buttons.WRONG, reporting.wrong),
    Route("action", buttons.KEEP_CASE, mornings.mark),
    Route("action", buttons.SOONER, mornings.mark),
    Route("action", buttons.NOT_FOR_US, mornings.mark),
    Route("view", REPORT, reporting.report),
    Route("action", buttons.CORRECT, curating.correct),
    Route("action", buttons.KEEP, curating.keep),
    Route("action", buttons.CLOSE, curating.close),
    Route("view", CORRECTION, curating.accept),
    Route("view", CHECK, checking.submit),
    Route("message_shortcut", SIMILAR, shortcuts.similar, ("commands",)),
    Route("global_shortcut", SEARCH, shortcuts.search, ("commands",)),
    Route("options", buttons.FIND, shortcuts.suggest),
    Route("action", buttons.FIND, shortcuts.choose),
    Route("view", SEARCH, shortcuts.find),
    Route("action", buttons.REPLY, dialogs.reply, ("chat:write",)),
    Route("action", buttons.GAP, dialogs.log_gap),
    Route("event", "link_shared", unfurls.unfold, ("links:read", "links:write"), "unfurl"),
    Route("action", buttons.DIGEST_OFF, digests.off),
    Route("action", buttons.DIGEST_CHANGE, digests.change),
    Route("action", buttons.EXPORT, keeping.export),
    Route("view", TOLD, actions.done),
    Route("action", buttons.FORGET, keeping.ask),
    Route("posting_view", FORGOTTEN, keeping.forget),
    Route("action", buttons.DIGEST_PAUSE, digests.pause),
    Route("action", buttons.DIGEST_RESUME, digests.resume),
    Route("action", buttons.DIGEST_PREVIEW, digests.preview),
    Route("options", ZONE, digests.suggest_zones),
    Route("posting_view", DIGEST, digests.accept, ("chat:write",)),
    Route("function", steps.STEP, steps.find, (), "step"),
)


def routes(settings: Settings) -> tuple[Route, ...]:
    """The routes that the settings leave open."""
    return tuple(route for route in ROUTES if not route.setting or getattr(settings, route.setting))


def register(app: AsyncApp, desk: Desk) -> None:
    """Makes the app listen to every route that is open, and to nothing else."""
    app.middleware(keeper(desk.settings))
    app.middleware(speaker(desk))
    app.error(error_listener(desk))
    for route in routes(desk.settings):
        _LISTEN[route.kind](app, desk, route)


def _command(app: AsyncApp, desk: Desk, route: Route) -> None:
    app.command(desk.settings.command)(ack=_acknowledge, lazy=[lazy_listener(desk, route.handler)])


def _action(app: AsyncApp, desk: Desk, route: Route) -> None:
    numbered = re.compile(rf"^{re.escape(route.name)}(\.\d+)?$")
    app.action(numbered)(ack=_acknowledge, lazy=[lazy_listener(desk, route.handler)])


def _message_shortcut(app: AsyncApp, desk: Desk, route: Route) -> None:
    app.message_shortcut(route.name)(ack=_acknowledge, lazy=[lazy_listener(desk, route.handler)])


def _global_shortcut(app: AsyncApp, desk: Desk, route: Route) -> None:
    app.global_shortcut(route.name)(ack=_acknowledge, lazy=[lazy_listener(desk, route.handler)])


def _options(app: AsyncApp, desk: Desk, route: Route) -> None:
    app.options(route.name)(options_listener(desk, route.handler))


def _view(app: AsyncApp, desk: Desk, route: Route) -> None:
    app.view(route.name)(view_listener(desk, route.handler))


def _posting_view(app: AsyncApp, desk: Desk, route: Route) -> None:
    app.view(route.name)(posting_view_listener(desk, route.handler))


def _function(app: AsyncApp, desk: Desk, route: Route) -> None:
    app.function(route.name)(step_listener(desk, route.handler))


def _event(app: AsyncApp, desk: Desk, route: Route) -> None:
    kind, _, conversation = route.name.partition(".")
    app.event(kind, matchers=[_only_in(conversation)])(event_listener(desk, route.handler))


_LISTEN: Mapping[str, Callable[[AsyncApp, Desk, Route], None]] = {
    "command": _command,
    "action": _action,
    "view": _view,
    "posting_view": _posting_view,
    "event": _event,
    "function": _function,
    "options": _options,
    "message_shortcut": _message_shortcut,
    "global_shortcut": _global_shortcut,
}


def _only_in(conversation: str) -> Callable[..., Awaitable[bool]]:
    async def matches(event: Mapping[str, Any]) -> bool:
        return not conversation or event.get("channel_type") == conversation

    return matches


async def _acknowledge(ack: AsyncAck) -> None:
    await ack()
