"""A conversation's messages as Slack hands them on, page by page. Reads; keeps nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

from slack_sdk.web.async_slack_response import AsyncSlackResponse

# The most that Slack advises to ask for at once.
_PAGE = 200


async def pages(
    ask: Callable[..., Awaitable[AsyncSlackResponse]], most: int
) -> AsyncIterator[AsyncSlackResponse]:
    """The answers to a call, at most so many of them: each takes the `limit` of a page, and the `cursor` to it.

    Raises what the call raises.
    """
    cursor: str | None = None
    for _ in range(most):
        told = await ask(limit=_PAGE, cursor=cursor)
        yield told
        cursor = _follows(told)
        if not cursor:
            return


def is_last(told: AsyncSlackResponse) -> bool:
    """Whether no page follows this one."""
    return not _follows(told)


def _follows(told: AsyncSlackResponse) -> str | None:
    return (told.get("response_metadata") or {}).get("next_cursor") or None
