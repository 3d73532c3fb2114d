"""Notices what Slack answers to every call: a token refused, haste, how far the clocks are apart. Retries nothing."""

from __future__ import annotations

from contextlib import suppress
from email.utils import parsedate_to_datetime

from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

from handlers.desk import Desk

_REFUSED = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
# The SDK asks a handler of retries no more once there were so many.
_ALWAYS = 1_000_000


class _Watch(AsyncRetryHandler):
    """Stands among the handlers of retries, which alone see every answer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(max_retry_count=_ALWAYS)
        self._desk = desk

    def __deepcopy__(self, _: object) -> _Watch:
        # Bolt copies a client, with all it holds, for what is done after the acknowledgement.
        return self

    async def _can_retry_async(
        self,
        *,
        state: RetryState,  # noqa: ARG002
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> bool:
        if response:
            self._notice(request, response)
        return False

    def _notice(self, request: HttpRequest, response: HttpResponse) -> None:
        desk, told = self._desk, response.body if isinstance(response.body, dict) else {}
        if response.status_code == 429:
            desk.metrics.hasty(request.url)
        # Another token than the bot's opens the connections; of many workspaces each has one of its own.
        if "ok" in told and desk.settings.bot_token and not request.url.endswith("apps.connections.open"):
            desk.signs.refused = str(told.get("error")) in _REFUSED
        dates = [value for name, value in response.headers.items() if name.lower() == "date"]
        for date in dates:
            # Whatever is raised here would be taken for a call that failed.
            with suppress(ValueError):
                desk.metrics.ahead.set(desk.clock() - parsedate_to_datetime(date[0]).timestamp())


def watched(client: AsyncWebClient, desk: Desk) -> AsyncWebClient:
    """The same client, its answers noticed."""
    client.retry_handlers = [_Watch(desk), *client.retry_handlers]
    return client
