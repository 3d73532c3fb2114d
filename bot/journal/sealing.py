"""Tokens as they are kept: sealed under the newest key, read under any of them. Keeps nothing in clear."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import KeysUnfit


class Seal:
    """The keys of `CASEBOOK_KEYS`: the first one seals, all of them open."""

    def __init__(self, keys: Sequence[str]) -> None:
        """Takes Fernet keys. Without any it can neither seal nor open."""
        self._keys = MultiFernet([Fernet(key) for key in keys]) if keys else None

    def sealed(self, token: str) -> str:
        """The token as it may be kept; nothing stays nothing. Raises KeysUnfit."""
        return self._fit().encrypt(token.encode()).decode() if token else ""

    def opened(self, kept: str) -> str:
        """The token that is kept so. Raises KeysUnfit where none of the keys sealed it."""
        return self._tried(lambda keys: keys.decrypt(kept)).decode() if kept else ""

    def renewed(self, kept: str) -> str:
        """The same token under the newest key. Raises KeysUnfit."""
        return self._tried(lambda keys: keys.rotate(kept)).decode() if kept else ""

    def _tried(self, work: Callable[[MultiFernet], bytes]) -> bytes:
        try:
            return work(self._fit())
        except InvalidToken as error:
            raise KeysUnfit(
                "A token in the journal was sealed under a key that CASEBOOK_KEYS no longer holds. "
                "Add that key again behind the others, or install Casebook anew in that workspace."
            ) from error

    def _fit(self) -> MultiFernet:
        if self._keys is None:
            raise KeysUnfit(
                "CASEBOOK_KEYS is missing, and tokens are kept under it. Set it to what `casebook keys new` prints."
            )
        return self._keys


def new_key() -> str:
    """A new key, at random."""
    return Fernet.generate_key().decode()
