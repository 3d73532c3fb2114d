"""What a database says when it refuses, and the next step. Says nothing that stands in a row or a password."""

from __future__ import annotations

from sqlalchemy.engine import URL

from bot.journal.addresses import is_server, named

# What SQLite or the server says, and what to do then; the first that fits.
_OF_FILES = (
    (
        ("not a database", "malformed"),
        "It is no journal, or it is damaged: put a backup in its place, or move it away to begin anew.",
    ),
    (("locked",), "Another program has held it for five seconds: stop that program and try again."),
    (("full",), "The disk is full: make room and try again."),
    (("",), "Look at the file's owner and permissions, or name another file in CASEBOOK_DATABASE_URL."),
)
_OF_SERVERS = (
    (
        ("password authentication", "no password supplied", "no pg_hba.conf entry", "role "),
        "Look at the user and the password in CASEBOOK_DATABASE_URL, and at what the server's pg_hba.conf allows.",
    ),
    (
        ("database ",),
        "Make the database, or name another in CASEBOOK_DATABASE_URL.",
    ),
    (
        ("permission denied", "no schema has been selected"),
        "Make the user of CASEBOOK_DATABASE_URL the owner of the database: ALTER DATABASE name OWNER TO user.",
    ),
    (
        ("read-only", "recovery mode"),
        "It is a copy that cannot be written: name the primary server in CASEBOOK_DATABASE_URL.",
    ),
    (
        ("timeout", "deadlock", "QueuePool"),
        "It did not answer in time: try again, and look at the server's load and locks.",
    ),
    (
        ("too many", "remaining connection slots"),
        "Let the server take more connections (max_connections): Casebook wants up to eight for each process.",
    ),
    (("disk", "No space left"), "The server's disk is full: make room and try again."),
    (
        ("connection", "starting up", "shutting down", "resolve", "terminat", "SSL", "certificate"),
        "Look whether the server runs and can be reached from here; Casebook connects anew at the next call.",
    ),
    (("",), "Look at the server's log, or name another database in CASEBOOK_DATABASE_URL."),
)


def unusable(error: Exception, where: URL) -> str:
    """What to tell a person whose journal the database refuses."""
    reason, steps = _reason(error, where), _OF_SERVERS if is_server(where) else _OF_FILES
    step = next(step for marks, step in steps if any(mark in reason for mark in marks))
    return f"The journal {named(where)} cannot be used ({reason}). {step}"


def _reason(error: Exception, where: URL) -> str:
    said = getattr(error, "orig", None) or error
    # The lines below the first quote rows; the first line of what SQLAlchemy says itself names no URL.
    primary = getattr(getattr(said, "diag", None), "message_primary", None)
    reason = str(primary or next(iter(str(said).splitlines()), "")).strip() or type(said).__name__
    return reason.replace(where.password, "…") if where.password else reason
