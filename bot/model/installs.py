"""Where Casebook is installed. Frozen values; a token in one of them shows in no repr."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Casebook in one workspace, or in a whole organisation, with what it speaks there with.

    `workspace` is the id of the team, or of the organisation where it was installed for all of it; `enterprise`
    is that of the organisation, empty where there is none. `expires`, in seconds since 1970, is None where the
    token does not; `turn` counts every change. `installer` is a person's id.
    """

    workspace: str
    enterprise: str = ""
    bot_token: str = field(repr=False)
    refresh_token: str = field(repr=False, default="")
    expires: float | None = None
    bot_id: str = ""
    bot_user: str = ""
    installer: str = ""
    scopes: tuple[str, ...] = ()
    at: float = 0.0
    turn: int = 0
