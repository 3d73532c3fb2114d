"""Adding Casebook to a workspace, in a browser: out to Slack's page with a state that holds once, and back."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.journal import LEFT_DAYS
from bot.journal.installs import STATE_LASTS
from bot.model import Installation
from bot.sentences import nearest, speak
from handlers import pages
from handlers.blocks.saying import one
from handlers.boundary import described, log
from handlers.desk import Desk
from handlers.hearing import FAILURES, word
from handlers.manifest import BACK, reasons
from handlers.pages import Page
from handlers.tokens import postman
from handlers.voice import payload

INSTALL = "/slack/install"
_COOKIE = "casebook_install"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Refused(Exception):
    """Casebook was not added; `why` names the page that says so."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Added:
    """Casebook as it was just added: the workspace's name, the app's id, and with what it speaks there."""

    name: str
    app: str
    made: Installation


def installing(desk: Desk) -> Iterable[web.RouteDef]:
    """The landing page, the way out to Slack, and the way back."""
    return [
        web.get(INSTALL, _page(desk, _land)),
        web.get(BACK, _page(desk, _return)),
    ]


async def _land(desk: Desk, request: web.Request) -> web.StreamResponse:
    if "begin" in request.query:
        return await _leave(desk)
    return _shown(pages.landing(desk.settings.command, LEFT_DAYS))


async def _leave(desk: Desk) -> web.StreamResponse:
    """Out to Slack's page. The browser keeps one half of what must come back together."""
    state, browser = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    await desk.record(desk.journal.installs.begin, state, browser, desk.clock())
    asked = {
        "client_id": desk.settings.client_id,
        "scope": ",".join(reasons(desk.settings)),
        "redirect_uri": f"{desk.settings.public_url}{BACK}",
        "state": state,
    }
    out = web.Response(
        status=303, headers={"Location": f"{_slack(desk)}/oauth/v2/authorize?{urlencode(asked)}"}
    )
    out.headers.update(pages.HEADERS)
    out.set_cookie(
        _COOKIE,
        browser,
        max_age=int(STATE_LASTS),
        path="/",
        secure=desk.settings.public_url.startswith("https://"),
        httponly=True,
        samesite="Lax",
    )
    return out


async def _return(desk: Desk, request: web.Request) -> web.StreamResponse:
    try:
        added = await _added(desk, request.query, request.cookies.get(_COOKIE, ""))
    except Refused as refused:
        return _shown(pages.fault(refused.why))
    await _welcome(desk, added.made)
    opens = f"{_slack(desk)}/app_redirect?{urlencode({'app': added.app, 'team': added.made.workspace})}"
    shown = _shown(pages.done(added.name, desk.settings.command, opens))
    shown.del_cookie(_COOKIE, path="/")
    return shown


async def _added(desk: Desk, query: Mapping[str, str], browser: str) -> Added:
    """Keeps the installation that Slack hands over. Raises Refused."""
    state = query.get("state", "")
    known = await desk.record(desk.journal.installs.finish, state, browser, desk.clock())
    if refused := query.get("error", ""):
        raise Refused(_why(refused))
    if not known or not query.get("code"):
        raise Refused("expired")
    try:
        added = await _exchanged(desk, query["code"])
    except SlackApiError as error:
        log.error("could not add Casebook: %s", described(error))
        raise Refused(_why(word(error))) from error
    except FAILURES as error:
        log.error("could not add Casebook: %s", described(error))
        raise Refused("failed") from error
    await desk.record(desk.journal.installs.keep, added.made)
    desk.installed.pop(added.made.workspace, None)
    return added


async def _exchanged(desk: Desk, code: str) -> Added:
    settings = desk.settings
    answered = await postman(desk, "").oauth_v2_access(
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        code=code,
        redirect_uri=f"{settings.public_url}{BACK}",
    )
    token = str(answered.get("access_token") or "")
    whole = answered.get("is_enterprise_install") is True
    enterprise, team = answered.get("enterprise") or {}, answered.get("team") or {}
    where = enterprise if whole else team
    if not token or not where.get("id"):
        raise Refused("failed")
    who = await postman(desk, token).auth_test()
    made = _made(answered, who, token, str(where["id"]), str(enterprise.get("id") or ""), desk.clock())
    return Added(str(where.get("name") or where["id"]), str(answered.get("app_id") or ""), made)


def _made(
    answered: AsyncSlackResponse, who: AsyncSlackResponse, token: str, where: str, enterprise: str, now: float
) -> Installation:
    lasts = answered.get("expires_in")
    return Installation(
        workspace=where,
        enterprise=enterprise,
        bot_token=token,
        refresh_token=str(answered.get("refresh_token") or ""),
        expires=now + float(lasts) if lasts else None,
        bot_id=str(who.get("bot_id") or ""),
        bot_user=str(answered.get("bot_user_id") or who.get("user_id") or ""),
        installer=str((answered.get("authed_user") or {}).get("id") or ""),
        scopes=tuple(str(answered.get("scope") or "").split(",")),
        at=now,
    )


async def _welcome(desk: Desk, made: Installation) -> None:
    """Welcomes whoever added it, once, in a conversation of two; nobody else is told anything."""
    if not made.installer:
        return
    if await desk.record(desk.journal.greet, made.workspace, made.installer, desk.clock()):
        client = postman(desk, made.bot_token)
        try:
            await client.chat_postMessage(channel=made.installer, **payload(one("welcome")))
        except FAILURES as error:
            log.warning("could not welcome whoever added it: %s", described(error))


def _why(error: str) -> str:
    """The page for what Slack said."""
    if error == "access_denied":
        return "denied"
    if "team" in error or "org_" in error or "enterprise" in error:
        return "team"
    return "expired" if error in ("code_already_used", "invalid_code") else "failed"


def _page(desk: Desk, show: Callable[[Desk, web.Request], Awaitable[web.StreamResponse]]) -> Handler:
    """Shows a page in the visitor's language; a failure of ours is a page, too."""

    async def shown(request: web.Request) -> web.StreamResponse:
        speak(language(request.headers.get("Accept-Language", "")) or desk.settings.locale)
        try:
            return await show(desk, request)
        except Exception as error:  # noqa: BLE001 - the boundary
            log.error("%s", described(error))
            return _shown(pages.fault("failed"), status=500)

    return shown


def language(accepted: str) -> str | None:
    """The language with a catalogue that a browser's Accept-Language wants most; None where it names none."""
    wanted = [_weighed(each) for each in accepted.split(",")[:20]]
    spoken = [(weight, found) for weight, tag in wanted if weight > 0 and (found := nearest(tag))]
    return max(spoken, key=lambda each: each[0])[1] if spoken else None


def _weighed(part: str) -> tuple[float, str]:
    tag, _, rest = part.strip().partition(";")
    try:
        return float(rest.strip().removeprefix("q=")) if rest else 1.0, tag
    except ValueError:
        return 0.0, tag


def _shown(page: Page, status: int = 0) -> web.Response:
    return web.Response(
        text=pages.written(page),
        content_type="text/html",
        charset="utf-8",
        status=status or (200 if page.well else 400),
        headers=pages.HEADERS,
    )


def _slack(desk: Desk) -> str:
    """Where Slack's own pages are: beside its Web API."""
    api = urlsplit(desk.settings.api_url)
    return f"{api.scheme}://{api.netloc.removeprefix('api.')}"
