"""Every setting, read once from the environment and casebook.yaml, checked once, frozen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import platformdirs
import yaml

from bot.errors import BadSettings
from bot.sentences import languages

# This machine by its names: nothing said to it takes a way through a proxy, and in clear only it is spoken to.
LOCAL = frozenset({"127.0.0.1", "localhost"})
# The files in seeds/ that the lexicon is made of; no section stands in two of them.
LEXICON = ("lexicon.yaml", "languages.yaml", "terms.yaml")
# Behind a balancer or a proxy on this machine, unless the setting says otherwise.
_LISTEN = "127.0.0.1:3000"
_ENVIRONMENT = {
    "bot_token": "SLACK_BOT_TOKEN",
    "app_token": "SLACK_APP_TOKEN",
    "signing_secret": "SLACK_SIGNING_SECRET",
    "client_id": "SLACK_CLIENT_ID",
    "client_secret": "SLACK_CLIENT_SECRET",
    "api_url": "SLACK_API_URL",
    "public_url": "CASEBOOK_PUBLIC_URL",
    "command": "CASEBOOK_COMMAND",
    "notes": "CASEBOOK_NOTES",
    "index": "CASEBOOK_INDEX",
    "database_url": "CASEBOOK_DATABASE_URL",
    "curators": "CASEBOOK_CURATORS",
    "channels": "CASEBOOK_CHANNELS",
    "outsiders": "CASEBOOK_OUTSIDERS",
    "history": "CASEBOOK_HISTORY",
    "unfurl": "CASEBOOK_UNFURL",
    "step": "CASEBOOK_STEP",
    "video_link": "CASEBOOK_VIDEO_LINK",
    "locale": "CASEBOOK_LOCALE",
    "gap_days": "CASEBOOK_GAP_DAYS",
    "keys": "CASEBOOK_KEYS",
    "listen": "CASEBOOK_LISTEN",
    "connections": "CASEBOOK_CONNECTIONS",
    "log": "CASEBOOK_LOG",
    "https_proxy": "HTTPS_PROXY",
    "no_proxy": "NO_PROXY",
}
# Other programs read these in lower case as well, and a machine may have them only so.
_EITHER_CASE = ("HTTPS_PROXY", "NO_PROXY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings. Tokens never appear in its repr; `gap_days` is in days, paths are absolute, `listen` is
    host:port or "".
    """

    bot_token: str = ""
    app_token: str = ""
    signing_secret: str = ""
    client_id: str = ""
    client_secret: str = ""
    api_url: str = "https://slack.com/api/"
    public_url: str = ""
    command: str = "/mission"
    notes: tuple[Path, ...]
    index: Path
    database_url: str
    curators: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    outsiders: bool = False
    history: bool = False
    unfurl: bool = False
    step: bool = False
    video_link: str = "https://www.youtube.com/watch?v={video}&t={second}s"
    locale: str = "en"
    gap_days: int = 180
    keys: tuple[str, ...] = ()
    listen: str = ""
    connections: int = 1
    log: Literal["text", "json"] = "text"
    https_proxy: str = ""
    no_proxy: str = ""
    # What was computed before and can be computed again: no setting, for nobody needs to choose.
    cache: Path

    def __repr__(self) -> str:
        hidden = {
            *("bot_token", "app_token", "signing_secret", "client_secret", "keys", "database_url"),
            "https_proxy",
        }
        shown = (f"{f.name}={'…' if f.name in hidden else repr(getattr(self, f.name))}" for f in fields(self))
        return f"Settings({', '.join(shown)})"

    @property
    def mode(self) -> Literal["socket", "http", ""]:
        """How Slack reaches the bot: over a socket that the bot opens, or by HTTP; "" where neither is set."""
        return "socket" if self.app_token else "http" if self.signing_secret else ""

    @property
    def address(self) -> tuple[str, int] | None:
        """Where to listen, as host and port: always in HTTP mode, else where it is asked for."""
        host, _, port = (self.listen or (_LISTEN if self.mode == "http" else "")).rpartition(":")
        return (host.strip("[]"), int(port)) if port else None

    @property
    def proxy(self) -> str:
        """The proxy that leads to Slack, one for all its hosts; "" where none does."""
        host = urlsplit(self.api_url).hostname or ""
        return "" if host in LOCAL or _is_among(host, self.no_proxy) else self.https_proxy


def load(environment: Mapping[str, str], folder: Path) -> Settings:
    """The settings of `environment`, completed from `casebook.yaml` in `folder` where it exists.

    Raises BadSettings with the name of the setting and what to write instead.
    """
    written = {**_from_file(folder / "casebook.yaml"), **_from_environment(environment)}
    data = Path(platformdirs.user_data_dir("casebook", appauthor=False))
    given: dict[str, object] = {
        "notes": _paths(written.pop("notes", ""), folder) or (shipped_notes(),),
        "index": _path(written.pop("index", "") or str(data / "index.db"), folder),
        "database_url": written.pop("database_url", "") or f"sqlite:///{data / 'journal.db'}",
        "curators": _ids(written.pop("curators", "")),
        "channels": _ids(written.pop("channels", "")),
        "outsiders": _yes_or_no("CASEBOOK_OUTSIDERS", written.pop("outsiders", "no")),
        "history": _yes_or_no("CASEBOOK_HISTORY", written.pop("history", "no")),
        "unfurl": _yes_or_no("CASEBOOK_UNFURL", written.pop("unfurl", "no")),
        "step": _yes_or_no("CASEBOOK_STEP", written.pop("step", "no")),
        "cache": Path(platformdirs.user_cache_dir("casebook", appauthor=False)),
        "keys": _keys(written.pop("keys", "")),
        "public_url": written.pop("public_url", "").rstrip("/"),
        "gap_days": _whole_number("CASEBOOK_GAP_DAYS", written.pop("gap_days", "") or "180"),
        "connections": _connections(written.pop("connections", "") or "1"),
    }
    settings = Settings(**given, **{name: value for name, value in written.items() if value})  # type: ignore[arg-type]
    _check(settings)
    return settings


def shipped_notes() -> Path:
    """The folder of the notes that Casebook ships."""
    return seeds() / "notes"


def seeds() -> Path:
    """The folder of the notes and tables that Casebook ships."""
    return Path(__file__).resolve().parent.parent / "seeds"


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    either = {key: environment.get(key) or environment.get(key.lower(), "") for key in _EITHER_CASE}
    said = {**environment, **either}
    return {name: text for name, key in _ENVIRONMENT.items() if (text := _said(said, key))}


def _said(environment: Mapping[str, str], key: str) -> str:
    """What is set, or what stands in the file that KEY_FILE names: where systemd, Docker and Kubernetes put secrets."""
    said, file = (environment.get(name, "").strip() for name in (key, f"{key}_FILE"))
    if said and file:
        raise BadSettings(f"{key} and {key}_FILE are both set. Remove one of them.")
    try:
        return Path(file).read_text(encoding="utf-8").strip() if file else said
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(
            f"{key}_FILE names a file that cannot be read ({_reason(error)}). "
            f"Name one that holds {key} and nothing else."
        ) from error


def _from_file(path: Path) -> dict[str, str]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path.name} cannot be read ({_reason(error)}). Mend it or remove it.") from error
    try:
        # Every scalar stays a string: YAML would read 2:23:00 as a number and NO as false.
        written = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  BaseLoader builds strings only
    except yaml.YAMLError as error:
        raise BadSettings(f"{path.name} is not valid YAML: {_reason(error)}") from error
    if written in (None, ""):
        return {}
    if not isinstance(written, dict):
        raise BadSettings(f"{path.name} must hold lines such as 'casebook_notes: notes'.")
    known = {key.lower(): name for name, key in _ENVIRONMENT.items()}
    if unknown := [key for key in written if key not in known]:
        raise BadSettings(f"{path.name}: unknown key '{unknown[0]}'. Known keys: {', '.join(sorted(known))}.")
    return {known[key]: _flat(path.name, key, value) for key, value in written.items()}


def _flat(file: str, key: str, value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ",".join(value)
    raise BadSettings(f"{file}: '{key}' must be a text or a list of texts.")


def _check(settings: Settings) -> None:
    if not re.fullmatch(r"/[a-z0-9_-]{1,31}", settings.command):
        raise BadSettings(
            f"CASEBOOK_COMMAND is '{settings.command}'; write a slash and up to 31 of a-z, 0-9, - and _."
        )
    if not _is_safe(settings.api_url):
        raise BadSettings("SLACK_API_URL must begin with https:// (Slack's own is https://slack.com/api/).")
    if settings.public_url and not re.fullmatch(r"https://[\w.-]+(:\d+)?", settings.public_url):
        raise BadSettings(
            "CASEBOOK_PUBLIC_URL must be https:// and a host, and nothing behind it, such as https://casebook.example.org."
        )
    if not settings.video_link.startswith("https://") or "{video}" not in settings.video_link:
        raise BadSettings(
            "CASEBOOK_VIDEO_LINK must begin with https:// and hold {video}, "
            "and {second} where the second goes."
        )
    if set("{}") & set(re.sub(r"\{(video|second)\}", "", settings.video_link)):
        raise BadSettings("CASEBOOK_VIDEO_LINK may hold {video} and {second} only, and no other brace.")
    if settings.locale not in languages():
        raise BadSettings(f"CASEBOOK_LOCALE is '{settings.locale}'; write one of {', '.join(languages())}.")
    _check_installs(settings)
    if settings.log not in ("text", "json"):
        raise BadSettings(f"CASEBOOK_LOG is '{settings.log}'; write text or json.")
    if settings.listen and not _is_address(settings.listen):
        raise BadSettings(
            f"CASEBOOK_LISTEN is '{settings.listen}'; write a host and a port, such as {_LISTEN}."
        )
    if settings.https_proxy and not re.match(r"https?://[^\s/]", settings.https_proxy):
        raise BadSettings("HTTPS_PROXY must begin with http:// or https://, such as http://proxy:3128.")
    for name, token, start in (
        ("SLACK_BOT_TOKEN", settings.bot_token, "xoxb-"),
        ("SLACK_APP_TOKEN", settings.app_token, "xapp-"),
    ):
        if token and not token.startswith(start):
            raise BadSettings(
                f"{name} must begin with {start}. Copy it anew from your app's page on api.slack.com."
            )


def _check_installs(settings: Settings) -> None:
    """Whoever lets others install it needs four settings, and no token of one workspace."""
    needed = {
        "SLACK_CLIENT_ID": settings.client_id,
        "SLACK_CLIENT_SECRET": settings.client_secret,
        "CASEBOOK_KEYS": settings.keys,
        "CASEBOOK_PUBLIC_URL": settings.public_url,
    }
    if not (settings.client_id or settings.client_secret):
        return
    if missing := [name for name, given in needed.items() if not given]:
        steps = {
            "CASEBOOK_KEYS": "`casebook keys new` prints one.",
            "CASEBOOK_PUBLIC_URL": "It is the address at which people reach this machine, such as"
            " https://casebook.example.org.",
        }
        step = steps.get(
            missing[0], "It stands on your app's page on api.slack.com, under Basic Information."
        )
        raise BadSettings(f"To be installed in many workspaces {missing[0]} is missing. {step}")
    if settings.app_token and not settings.listen:
        raise BadSettings("CASEBOOK_LISTEN is missing: the page where people add Casebook needs an address.")
    if settings.bot_token:
        raise BadSettings(
            "SLACK_BOT_TOKEN is for one workspace, and SLACK_CLIENT_ID for many that install it. Remove one of them."
        )


def _keys(written: str) -> tuple[str, ...]:
    """The keys as they are written, each 32 bytes in the URL-safe alphabet."""
    keys = tuple(each.strip() for each in written.split(",") if each.strip())
    if not all(re.fullmatch(r"[A-Za-z0-9_-]{43}=", each) for each in keys):
        # The keys themselves stay out of the text.
        raise BadSettings(
            "CASEBOOK_KEYS holds something that is no key. Write what `casebook keys new` prints."
        )
    return keys


def _is_safe(url: str) -> bool:
    # Tokens go there: in clear only to this machine, whatever the host's name begins with.
    return url.startswith("https://") or bool(re.match(r"http://(127\.0\.0\.1|localhost)(:\d+)?(/|$)", url))


def _is_address(written: str) -> bool:
    found = re.fullmatch(r"(?:[\w.-]+|\[[0-9a-fA-F:.]+\]):(\d{1,5})", written)
    return found is not None and 0 < int(found[1]) < 65536


def _is_among(host: str, written: str) -> bool:
    """Whether NO_PROXY names a host: itself, a domain that it lies below, or * for all."""
    named = (each.lower().lstrip(".") for each in re.split(r"[\s,]+", written) if each)
    return any(each == "*" or f".{host}".endswith(f".{each}") for each in named)


def _ids(written: str) -> frozenset[str]:
    return frozenset(each for each in re.split(r"[\s,]+", written) if each)


def _paths(written: str, folder: Path) -> tuple[Path, ...]:
    return tuple(_path(each.strip(), folder) for each in written.split(",") if each.strip())


def _path(written: str, folder: Path) -> Path:
    return (folder / Path(written).expanduser()).absolute()


def _whole_number(name: str, written: str) -> int:
    if not re.fullmatch(r"\d{1,4}", written) or int(written) < 1:
        raise BadSettings(f"{name} is '{written}'; write a number of days from 1 to 9999.")
    return int(written)


def _connections(written: str) -> int:
    if not re.fullmatch(r"[1-9]|10", written):
        raise BadSettings(f"CASEBOOK_CONNECTIONS is '{written}'; write a number from 1 to 10.")
    return int(written)


def _yes_or_no(name: str, written: str) -> bool:
    if written.lower() not in ("yes", "no", "true", "false", "1", "0", ""):
        raise BadSettings(f"{name} is '{written}'; write yes or no.")
    return written.lower() in ("yes", "true", "1")


def _reason(error: Exception) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return f"line {error.problem_mark.line + 1}: {error.problem or 'unreadable'}"
    return getattr(error, "strerror", None) or type(error).__name__
