"""How a saying leaves: by response_url, by the Web API or in a dialog; checked, never unfurled, never twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from dataclasses import replace as replaced
from typing import Any
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.digest.replies import Reply, meaning
from bot.errors import AnswerGone, NotInvited, TooLate
from bot.sentences import say
from bot.settings import LOCAL
from handlers.blocks import limits
from handlers.blocks.buttons import Audience
from handlers.blocks.results import READING, Held, held, results
from handlers.blocks.rich import Block, clipped
from handlers.blocks.saying import Saying
from handlers.hearing import FAILURES, Patience, posting, took, word
from handlers.prompting import Prompt
from handlers.requests import Body, Pasted, screen

_HOOKS = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})
_NOT_HERE = frozenset({"not_in_channel", "channel_not_found"})
# A trigger lives three seconds and opens one dialog.
_PASSED = frozenset({"expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged"})
_CLOSED = frozenset({"not_found", "view_not_found"})
_NO_THREAD = frozenset({"thread_not_found", "message_not_found", "cannot_reply_to_message"})
# What Slack answers once a message, or a link in it, is gone.
_TAKEN_BACK = frozenset({"cannot_unfurl_message", "cannot_unfurl_url", "cannot_find_channel"})


class Unheard(Exception):
    """The response_url is used up, has expired, or is not one to send to."""


@dataclass(frozen=True, slots=True)
class Voice:
    """The ways to answer one request. `url` is its response_url, empty where it has none.

    What is pressed in a Home tab or a dialog has none: `trigger` opens a dialog there, over `dialog` where that is
    the id of the one in which it was pressed; `name` is which of ours that is, and `about` what it holds.
    """

    client: AsyncWebClient
    url: str = ""
    trigger: str = ""
    dialog: str = ""
    name: str = ""
    about: Held = field(default_factory=Held)

    @property
    def audience(self) -> Audience:
        """Who sees what is whispered, and where."""
        return "dialog" if self.trigger else "private"

    async def whisper(self, saying: Saying, *, replace: bool = False, thread: str = "") -> None:
        """Says it to the person who asked, and to nobody else; anew where the message to replace is gone.

        Raises Unheard, Unsure, TooLate.
        """
        if self.trigger:
            await self._show(saying, replace=replace)
            return
        body = payload(saying) | {"response_type": "ephemeral"} | _in(thread)
        try:
            await self._respond(body | {"replace_original": replace})
        except Unheard:
            if not replace:
                raise
            await self._respond(body | {"replace_original": False})

    async def aloud(self, saying: Saying, channel: str, thread: str = "") -> None:
        """Says it to everybody in the conversation. Raises NotInvited, Unsure."""
        body = payload(saying)
        try:
            await self._respond(
                body | {"response_type": "in_channel", "replace_original": False} | _in(thread)
            )
        except Unheard:
            await self._post_invited(saying, channel, thread)

    async def post(
        self, saying: Saying, channel: str, thread: str = "", mark: dict[str, Any] | None = None
    ) -> None:
        """Posts it as the bot; `mark` is the message's metadata. Raises SlackApiError, Unsure."""
        body = payload(saying) | _in(thread)
        with posting():
            await self.client.chat_postMessage(channel=channel, metadata=mark, **body)

    async def introduce(self, saying: Saying, channel: str) -> None:
        """Posts it as the bot where a mission case is to come. Raises NotInvited."""
        try:
            await self.post(saying, channel)
        except SlackApiError as error:
            code = word(error)
            if meaning(Reply(error=code)) != "channel":
                raise
            where = "not_ours" if channel.startswith("D") else "not_invited"
            raise NotInvited(say(f"digest_{where if code in _NOT_HERE else 'refused'}")) from error

    async def open(self, trigger: str, view: dict[str, Any]) -> None:
        """Opens a dialog, over the one in which it was asked for. Raises TooLate, SlackApiError."""
        if self.dialog:
            await self.push(trigger, view)
            return
        limits.ensure(view, "modal")
        with _in_time():
            await self.client.views_open(trigger_id=trigger, view=view)

    async def push(self, trigger: str, view: dict[str, Any]) -> None:
        """Lays a dialog over the one that is open. Raises TooLate, SlackApiError."""
        limits.ensure(view, "modal")
        try:
            with _in_time():
                await self.client.views_push(trigger_id=trigger, view=view)
        except SlackApiError as error:
            if word(error) != "push_limit_reached":
                raise
            # Three lie on one another already; the one on top makes room.
            await self.update(self.dialog, view)

    async def update(self, dialog: str, view: dict[str, Any]) -> None:
        """Shows something else in an open dialog, unless it was closed meanwhile. Raises SlackApiError."""
        limits.ensure(view, "modal")
        try:
            await self.client.views_update(view_id=dialog, view=view)
        except SlackApiError as error:
            if word(error) not in _CLOSED:
                raise

    async def unfold(self, pasted: Pasted, made: Mapping[str, tuple[Block, ...]]) -> None:
        """Shows what links lead to beside them, unless they were taken back meanwhile. Raises SlackApiError."""
        for blocks in made.values():
            limits.ensure({"text": "-", "blocks": blocks}, "message")
        try:
            await self.client.chat_unfurl(
                unfurl_id=pasted.id,
                source=pasted.source,
                unfurls={url: {"blocks": list(blocks)} for url, blocks in made.items()},
            )
        except SlackApiError as error:
            if word(error) not in _TAKEN_BACK:
                raise

    async def reply(self, saying: Saying, channel: str, thread: str) -> None:
        """Posts it in a thread. Raises NotInvited where the bot is no member, AnswerGone where the thread is gone."""
        try:
            await self._post_invited(saying, channel, thread)
        except SlackApiError as error:
            if has_no_thread(error):
                raise AnswerGone(say("reply_gone")) from error
            raise

    async def publish(self, person: str, view: dict[str, Any], known: str = "") -> bool:
        """Shows a Home tab; False where the one with the hash `known` is no longer there. Raises SlackApiError."""
        limits.ensure(view, "home")
        try:
            await self.client.views_publish(user_id=person, view=view, hash=known or None)
        except SlackApiError as error:
            if word(error) == "hash_conflict":
                return False
            raise
        return True

    async def suggest(self, channel: str, offered: Iterable[Prompt]) -> None:
        """Sets what a conversation with the bot suggests to ask. Raises SlackApiError."""
        listed = [{"title": each.title, "message": each.message} for each in offered]
        await self.client.assistant_threads_setSuggestedPrompts(
            channel_id=channel, title=say("prompt_title"), prompts=listed
        )

    async def status(self, channel: str, thread: str, words: str) -> None:
        """Says in a thread of a conversation with the bot what it is doing; no words take that away."""
        # Whatever fails, the answer is worth more.
        with suppress(*FAILURES):
            await self.client.assistant_threads_setStatus(channel_id=channel, thread_ts=thread, status=words)

    async def remove(self, channel: str, ts: str) -> None:
        """Takes a message of the bot away, also where the bot is no member; one that is gone already is let go."""
        try:
            await self.client.chat_delete(channel=channel, ts=ts)
        except SlackApiError as error:
            if word(error) != "message_not_found":
                await self._respond({"delete_original": True})

    async def _show(self, saying: Saying, *, replace: bool) -> None:
        if replace and self.dialog:
            await self.update(self.dialog, results(saying, self.about, self.name or READING))
        else:
            await self.open(self.trigger, results(saying, replaced(self.about, over=bool(self.dialog))))

    async def _post_invited(self, saying: Saying, channel: str, thread: str) -> None:
        try:
            await self.post(saying, channel, thread)
        except SlackApiError as error:
            if word(error) in _NOT_HERE:
                raise NotInvited(say("run_not_invited")) from error
            raise

    async def _respond(self, body: dict[str, Any]) -> None:
        if not trusted(self.url, self.client.base_url):
            raise Unheard
        # A response that was lost may have been shown; only a refusal for haste is tried again.
        hook = AsyncWebhookClient(self.url, timeout=self.client.timeout, retry_handlers=[Patience()])
        hook.proxy = self.client.proxy
        with posting():
            answered = await hook.send_dict(body)
        if not took(answered.status_code, answered.body):
            raise Unheard


@contextmanager
def _in_time() -> Iterator[None]:
    try:
        yield
    except SlackApiError as error:
        if word(error) in _PASSED:
            raise TooLate(say("modal_late")) from error
        raise


def lacking(error: SlackApiError) -> str:
    """The scopes that Slack says the app lacks; empty where it refused for anything else."""
    return (word(error, "needed") or "?")[:100] if word(error) == "missing_scope" else ""


def has_no_thread(error: Exception) -> bool:
    """Whether Slack refused a reply because the message that it was to stand under is gone."""
    return isinstance(error, SlackApiError) and word(error) in _NO_THREAD


def voice_for(client: AsyncWebClient, body: Body, url: str | None = None) -> Voice:
    """The ways to answer a payload, by its response_url or where its button stood."""
    opens, dialog, name, metadata = screen(body)
    return Voice(client, url or "", opens, dialog, name, held(metadata) or Held())


def trusted(url: str, api_url: str) -> bool:
    """Whether a response_url leads to Slack, or to where the Web API of a local workspace is."""
    there, here = urlsplit(url), urlsplit(api_url)
    if here.hostname in LOCAL:
        return (there.scheme, there.netloc) == (here.scheme, here.netloc)
    return there.scheme == "https" and there.hostname in _HOOKS


def client(token: str, api_url: str, proxy: str = "") -> AsyncWebClient:
    """A client that posts nothing twice: a refusal for haste was not applied, anything else may have been."""
    made = AsyncWebClient(
        token=token,
        base_url=api_url,
        retry_handlers=[Patience()],
    )
    # The SDK takes the proxy of the environment for every host; which ones it is for only the settings know.
    made.proxy = proxy or None
    return made


def postman_client(token: str, api_url: str, patience: float, proxy: str = "") -> AsyncWebClient:
    """A client that posts once and gives up after `patience` seconds; what it did not hear is found out later."""
    made = client(token, api_url, proxy)
    made.retry_handlers, made.timeout = [], int(patience)
    return made


def payload(saying: Saying) -> dict[str, Any]:
    """What Slack is sent to say it; checked, and nothing in it unfolds."""
    body: dict[str, Any] = {
        "text": clipped(saying.text),
        "blocks": list(saying.blocks),
        "unfurl_links": False,
        "unfurl_media": False,
    }
    limits.ensure(body, "message")
    return body


def _in(thread: str) -> dict[str, Any]:
    return {"thread_ts": thread} if thread else {}
