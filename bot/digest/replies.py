"""What Slack's answer to a post means for what was posted. Pure; knows Slack's words, and calls nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# What no word of Slack's says: the call never reached it, or no whole answer came back.
UNSENT = "unsent"
UNHEARD = "unheard"

Meaning = Literal["sent", "limited", "unsent", "unknown", "channel", "workspace", "message"]


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a post: the message's `ts`, or an `error` of Slack's, UNSENT or UNHEARD.

    `retry_after` is in seconds, where Slack asked for patience.
    """

    ts: str = ""
    error: str = ""
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What the channel's history holds of a post: its `ts`, "" where it is not there. It may be unreadable."""

    ts: str = ""
    readable: bool = True


# The workspace of a channel left while its organisation goes on: digests elsewhere in it are none the worse.
NOT_GRANTED = "team_access_not_granted"
# From the errors of chat.postMessage in Slack's API reference; the three groups are told apart by what has to
# happen before another post can succeed. "fatal_error" is in none of them: by its own description some aspect
# of the operation may have succeeded.
_CHANNEL = frozenset(
    {
        "channel_not_found",
        "ekm_access_denied",
        "is_archived",
        "messages_tab_disabled",
        "not_in_channel",
        NOT_GRANTED,
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
    }
)
_WORKSPACE = frozenset(
    {
        "access_denied",
        "accesslimited",
        "account_inactive",
        "app_access_restricted",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_not_found",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
_MESSAGE = frozenset(
    {
        "attachment_payload_limit_exceeded",
        "cannot_reply_to_message",
        "invalid_arg_name",
        "invalid_arguments",
        "invalid_array_arg",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_charset",
        "invalid_form_data",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "invalid_post_type",
        "markdown_text_conflict",
        "message_not_found",
        "metadata_must_be_sent_from_app",
        "metadata_too_large",
        "method_deprecated",
        "missing_post_type",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "thread_not_found",
        "too_many_attachments",
    }
)
_LIMITED = frozenset({"message_limit_exceeded", "rate_limited", "ratelimited"})
_UNSENT = frozenset({UNSENT, "team_added_to_org"})


def meaning(reply: Reply) -> Meaning:
    """Whether the message stands, can be posted again, or why it cannot. What nobody foresaw is unknown."""
    if reply.ts:
        return "sent"
    if reply.error in _LIMITED:
        return "limited"
    if reply.error in _UNSENT:
        return "unsent"
    if reply.error in _CHANNEL:
        return "channel"
    if reply.error in _WORKSPACE:
        return "workspace"
    return "message" if reply.error in _MESSAGE else "unknown"


def is_the_messages_fault(error: str) -> bool:
    """Whether another case might be posted where this one was refused."""
    return error in _MESSAGE
