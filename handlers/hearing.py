"""What Slack answered, whatever came of it: its word, whether a post stands, and when to try again."""

from __future__ import annotations

import re
from asyncio import sleep
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.digest.replies import UNHEARD, UNSENT, Reply, meaning
from bot.errors import Unsure
from bot.sentences import say

# How a call fails. Over an answer that is no object in JSON the SDK itself stumbles: that is the AttributeError.
FAILURES = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError, AttributeError)
# Whoever asked has given up by then, or asked again.
_PATIENCE = 30.0
_TRIES = 2
# As Slack says no where the status says yes, and that it takes nothing there any more.
_NO = re.compile(r'^\{.*"ok"\s*:\s*false', re.DOTALL)
_SPENT = re.compile(r'"(?:expired|used)_url"')


def word(error: SlackApiError, name: str = "error") -> str:
    """What Slack says under a name of its answer; empty where no whole answer came."""
    # Of half an answer the SDK hands on what aiohttp gave it, and of one that is no JSON its text.
    data = error.response.data if isinstance(error.response, AsyncSlackResponse) else None
    told = data.get(name) if isinstance(data, dict) else None
    return told if isinstance(told, str) else ""


def reply(error: Exception) -> Reply:
    """What a post that failed so was answered with."""
    if isinstance(error, aiohttp.ClientConnectorError):
        return Reply(error=UNSENT)
    if not isinstance(error, SlackApiError):
        return Reply(error=UNHEARD)
    response = error.response
    if isinstance(response, AsyncSlackResponse) and response.status_code == 429:
        return Reply(error="ratelimited", retry_after=_asked(response.headers.get("Retry-After")))
    return Reply(error=word(error) or UNHEARD)


@contextmanager
def posting() -> Iterator[None]:
    """Around what shows something to people. Raises Unsure where nobody knows whether it did."""
    try:
        yield
    except Exception as error:
        if meaning(reply(error)) == "unknown":
            raise Unsure(say("unsure")) from error
        raise


def took(status: int, body: str) -> bool:
    """Whether a response_url took what it was sent. Raises Unsure where nobody knows."""
    said = body.lstrip()
    # A page is of somebody on the way, and not Slack's.
    if status >= 500 or said.startswith("<"):
        raise Unsure(say("unsure"))
    if status == 200 and _NO.search(said) and not _SPENT.search(said):
        raise Unsure(say("unsure"))
    return status == 200 and not _NO.search(said)


class Patience(AsyncRetryHandler):
    """Tries again, after as long as Slack asks for, what it refused for haste: nothing else is certain not to stand."""

    def __init__(self) -> None:
        super().__init__(max_retry_count=_TRIES)

    async def _can_retry_async(
        self,
        *,
        state: RetryState,  # noqa: ARG002
        request: HttpRequest,  # noqa: ARG002
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> bool:
        return response is not None and response.status_code == 429 and _wait(response) <= _PATIENCE

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,  # noqa: ARG002
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002
    ) -> None:
        """Waits."""
        if response is not None:
            await sleep(_wait(response))
        state.next_attempt_requested = True
        state.increment_current_attempt()


def _wait(response: HttpResponse) -> float:
    told = {name.lower(): value for name, value in response.headers.items()}.get("retry-after")
    return _asked(told[0] if isinstance(told, list) and told else None) or 1.0


def _asked(written: str | None) -> float | None:
    return float(written) if written and written.isascii() and written.isdigit() else None
