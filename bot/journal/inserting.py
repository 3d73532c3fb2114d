"""INSERT with ON CONFLICT, as SQLite and PostgreSQL both know it. Builds statements; runs none."""

from __future__ import annotations

# SQLite's compiler understands PostgreSQL's form of the clause, as far as the journal uses it; PostgreSQL's does
# not understand SQLite's. So one statement serves both, and the journal's tests run on both.
from sqlalchemy.dialects.postgresql import insert

__all__ = ["insert"]
