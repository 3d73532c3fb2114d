"""What is logged: ids and places, never a message, a name or a token, whatever a library would say."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from contextvars import ContextVar
from types import MappingProxyType
from typing import Literal

from pythonjsonlogger.json import JsonFormatter

from handlers.boundary import described

# What the lines of a task are about: ids, and how often it was tried.
about: ContextVar[Mapping[str, object]] = ContextVar("about", default=MappingProxyType({}))

# Slack's tokens; what stands before the host of an address; a response_url's path; a socket's ticket.
_SECRETS = re.compile(
    r"\bx(?:ox[a-z]|app|oxe\.xox[a-z])-[\w.%-]+|(?<=://)[^\s/@]+(?=@)|(?<=//hooks\.slack)[^\s\"']+|(?<=ticket=)[^\s&\"']+"
)
_LIBRARIES = ("slack_sdk", "slack_bolt", "aiohttp", "sqlalchemy", "asyncio")


class _Kept(logging.Filter):
    """Takes out of a line what may not be kept, and adds what it is about."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        error = record.exc_info[1] if record.exc_info else None
        # A trace quotes what was worked on.
        record.exc_info = record.exc_text = record.stack_info = None
        told = f"{_without(error, said)}: {described(error)}" if error else said
        record.msg, record.args = _SECRETS.sub("…", told), None
        record.about = dict(about.get())
        return True


def _without(error: BaseException, said: str) -> str:
    """A line without the words of its error: the SDK writes them into it, and asyncio with the task that failed."""
    for words in filter(None, (repr(error), str(error))):
        said = said.replace(words, "…")
    return said


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        ids = "".join(f" {name}={value}" for name, value in getattr(record, "about", {}).items())
        return super().format(record) + ids


class _Json(JsonFormatter):
    def process_log_record(self, log_data: dict[str, object]) -> dict[str, object]:
        ids = log_data.pop("about", {})
        return {**log_data, **ids} if isinstance(ids, dict) else log_data


def begin(form: Literal["text", "json"]) -> None:
    """Logs to standard error from now on, a line for each thing, as text or as JSON."""
    handler = logging.StreamHandler()
    handler.addFilter(_Kept())
    if form == "json":
        names = {"asctime": "at", "levelname": "level", "name": "logger"}
        handler.setFormatter(
            _Json(
                "%(asctime)s %(levelname)s %(name)s %(message)s", rename_fields=names, json_ensure_ascii=False
            )
        )
    else:
        handler.setFormatter(_Text("%(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    logging.getLogger("casebook").setLevel(logging.INFO)
    quiet()


def quiet() -> None:
    """Caps the libraries' loggers: at DEBUG they write messages out."""
    for name in _LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
