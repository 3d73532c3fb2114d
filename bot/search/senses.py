"""Meanings made small enough to keep, and compared: whole texts, and word by word. Pure; computes no sentence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import simsimd
from numpy.typing import NDArray

from bot.search.meaning import Sense, Vectors

Small = NDArray[np.int8]
Signs = NDArray[np.uint64]

# Word pieces are kept by their 64 strongest directions: on 230 labelled questions as good as all 384.
AXES = 64
_FULL = 127


def axes(senses: Sequence[Sense]) -> Vectors:
    """The directions in which the word pieces of some texts differ most, strongest first, of shape (384, 64)."""
    pieces = np.concatenate([each.pieces for each in senses])
    _, found = np.linalg.eigh(pieces.T.astype(np.float64) @ pieces)
    strongest = found[:, ::-1][:, :AXES]
    # A direction and its opposite are the same; which one comes out depends on the machine.
    signs = np.sign(strongest[np.abs(strongest).argmax(axis=0), np.arange(AXES)])
    turned: Vectors = (strongest * signs).astype(np.float32)
    return turned


def small(rows: Vectors) -> Small:
    """The rows in a quarter of the room, each scaled to -127 to 127: their angles stay."""
    most = np.abs(rows).max(axis=-1, keepdims=True, initial=1e-9)
    scaled: Small = np.rint(rows / most * _FULL).astype(np.int8)
    return scaled


def pieces(rows: Vectors, along: Vectors, share: float = 1.0) -> Small:
    """Word pieces along some axes, of shape (pieces, 64), each of length 127 or that share of it."""
    turned = rows @ along
    lengths = np.linalg.norm(turned, axis=-1, keepdims=True)
    kept: Small = np.rint(turned / np.maximum(lengths, 1e-9) * (_FULL * share)).astype(np.int8)
    return kept


def lengths(wholes: Small) -> NDArray[np.float32]:
    """How long each row is; 1 for a row of nothing, so that it can be divided by."""
    if not len(wholes):
        return np.zeros(0, np.float32)
    found: NDArray[np.float32] = np.sqrt(np.asarray(simsimd.dot(wholes, wholes), np.float32))
    return np.where(found > 0, found, np.float32(1))


def signs(wholes: Small) -> Signs:
    """The signs of each row's 384 numbers, a bit each, of shape (6, rows)."""
    found: Signs = np.packbits(wholes > 0, axis=1).view(np.uint64).T
    return found


def apart(asked: Signs, told: Signs) -> NDArray[np.uint16]:
    """In how many signs each of some rows differs from one: the fewer, the nearer it is likely to be."""
    found, differing = np.zeros(told.shape[1], np.uint16), np.empty(told.shape[1], np.uint64)
    for one, others in zip(asked, told, strict=True):
        np.bitwise_xor(one, others, out=differing)
        found += np.bitwise_count(differing)
    return found


def likeness(asked: Small, wholes: Small, long: NDArray[np.float32]) -> NDArray[np.float32]:
    """How near each of some texts is to one, by the cosine of their vectors, -1 to 1; `long` are the texts' lengths.

    To be told the lengths spares a third of the time.
    """
    if not len(wholes):
        return np.zeros(0, np.float32)
    found = simsimd.cdist(asked[None], wholes, metric="dot", out_dtype="float32")
    near: NDArray[np.float32] = np.array(found, copy=False)[0]
    near /= long
    near /= lengths(asked[None])[0]
    return near


def wording(asked: Small, told: Sequence[Small], weights: Sequence[float] = ()) -> NDArray[np.float32]:
    """How well each of some texts has words for the words asked, 0 to 1: each piece's nearest one, on average.

    `weights` say how much each piece asked counts; without them all count the same.
    """
    held = [len(each) for each in told]
    found = np.zeros(len(told), np.float32)
    full = np.flatnonzero(held)
    if not len(asked) or not len(full):
        return found
    others = np.concatenate([told[int(at)] for at in full]).astype(np.float32)
    near: Vectors = np.matmul(asked.astype(np.float32), others.T) / _FULL**2
    starts = np.cumsum([0, *(held[int(at)] for at in full[:-1])])
    counts = np.asarray(weights if sum(weights) else np.ones(len(asked)), np.float32)
    found[full] = counts @ np.maximum.reduceat(near, starts, axis=1) / counts.sum()
    return found
