"""Sentences to vectors: MiniLM's forward pass in numpy, from the packaged weights, adapted. Downloads nothing."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits
from tokenizers import Tokenizer

Vectors = NDArray[np.float32]

WIDTH = 384
# What the vectors of one model may be compared with. To be raised with any change of what is computed here.
_VERSION = 2
_LAYERS, _HEADS, _HEAD = 6, 12, 32
# Longer texts are cut: the model was trained on sentences of at most this many word pieces.
_MOST_PIECES = 128
_TYPES = {"F32": np.float32, "F16": np.float16}
# Tokens computed at once: their widest layer then stays in a core's own cache.
_AT_ONCE = 512
# OpenBLAS takes rows four by four; ten of them take it longer than twelve.
_TOGETHER = 4
# A row's product with it is the row's mean.
_EVENLY = np.full(WIDTH, 1 / WIDTH, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Sense:
    """What a text means: `whole` is its vector, `pieces` holds one row for each of its word pieces, in context.

    All of length 1 and 384 numbers wide.
    """

    whole: Vectors
    pieces: Vectors


class Model:
    """MiniLM, ready to read texts. Safe to call from several threads."""

    def __init__(self, folder: Path, adapter: Path) -> None:
        """Maps the weights into memory, adds the adapter's and reads the word pieces.

        Raises OSError, ValueError or KeyError.
        """
        # On a sentence's small matrices the threads of a product only wait for one another, and burn time as they do.
        threadpool_limits(limits=1, user_api="blas")
        self._pieces = _tokenizer(folder / "tokenizer.json")
        self._pieces.no_padding()
        self._pieces.enable_truncation(_MOST_PIECES)
        weights = _tensors(folder / "model.safetensors")
        # The first layer's numbers tell one model from another.
        mark = hashlib.sha256(weights["encoder.layer.0.attention.self.query.weight"].tobytes())
        mark.update(adapter.read_bytes())
        weights |= _adapted(weights, _tensors(adapter))
        self.name = f"{mark.hexdigest()[:12]}.{_VERSION}"
        self._words = weights["embeddings.word_embeddings.weight"]
        types = weights["embeddings.token_type_embeddings.weight"]
        self._places = weights["embeddings.position_embeddings.weight"] + types[0]
        self._norm = _pair(weights, "embeddings.LayerNorm")
        self._layers = [_Layer(weights, f"encoder.layer.{number}.") for number in range(_LAYERS)]

    def said(self, text: str) -> tuple[str, ...]:
        """For each word piece of a text, as it is read, the word that it is of."""
        text = _characters(text)
        taken = self._pieces.encode(text)
        # The first and last pieces, which only mark where the text begins and ends, are of no word.
        spans = [taken.word_to_chars(word) for word in taken.word_ids if word is not None]
        return tuple(text[span[0] : span[1]] for span in spans if span)

    def read(self, texts: Sequence[str], threads: int = 1) -> list[Sense]:
        """What each text means. Texts of equal length are computed together, on so many threads."""
        read: dict[int, Sense] = {}
        ids = [each.ids for each in self._pieces.encode_batch([_characters(text) for text in texts])]

        def work(batch: list[int]) -> None:
            whole, pieces = self._forward(np.array([ids[at] for at in batch]))
            for at, vector, rows in zip(batch, whole, pieces, strict=True):
                # The first and last pieces only mark where the text begins and ends.
                read[at] = Sense(vector, rows[1:-1])

        if threads == 1:
            for batch in _batches(ids):
                work(batch)
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(work, _batches(ids)))
        return [read[at] for at in range(len(texts))]

    def _forward(self, ids: NDArray[np.int64]) -> tuple[Vectors, Vectors]:
        """The last layer's mean for each text, and its row for each piece; `ids` has one row a text."""
        texts, pieces = ids.shape
        rows = np.zeros((_up_to(texts * pieces, _TOGETHER), WIDTH), np.float32)
        rows[: ids.size] = (self._words[ids] + self._places[:pieces]).reshape(-1, WIDTH)
        rows = _normed(rows, self._norm)
        for layer in self._layers:
            rows = layer(rows, texts, pieces)
        state = rows[: ids.size].reshape(texts, pieces, WIDTH)
        return _long_one(state.mean(axis=1)), _long_one(state)


def _up_to(number: int, step: int) -> int:
    """The least multiple of a step that is no less than a number."""
    return -(-number // step) * step


def _long_one(rows: Vectors) -> Vectors:
    """The rows, each of length 1."""
    unit: Vectors = rows / np.linalg.norm(rows, axis=-1, keepdims=True)
    return unit


class _Layer:
    """One transformer layer of MiniLM. Its weights lie as a product with few rows reads them."""

    def __init__(self, weights: dict[str, Vectors], name: str) -> None:
        heads = [_dense(weights, f"{name}attention.self.{each}") for each in ("query", "key", "value")]
        self._in = np.concatenate([weight for weight, _ in heads], axis=1)
        self._in_bias = np.concatenate([bias for _, bias in heads])
        self._out, self._out_bias = _dense(weights, f"{name}attention.output.dense")
        self._norm = _pair(weights, f"{name}attention.output.LayerNorm")
        self._wide, self._wide_bias = _dense(weights, f"{name}intermediate.dense")
        self._narrow, self._narrow_bias = _dense(weights, f"{name}output.dense")
        self._last = _pair(weights, f"{name}output.LayerNorm")

    def __call__(self, rows: Vectors, texts: int, pieces: int) -> Vectors:
        """The rows of some texts of so many pieces each; what follows them only fills up."""
        mixed = rows @ self._in
        mixed += self._in_bias
        each = mixed[: texts * pieces].reshape(texts, pieces, 3, _HEADS, _HEAD)
        query, key, value = each.transpose(2, 0, 3, 1, 4)
        looks = query @ key.swapaxes(-1, -2)
        looks *= 1 / math.sqrt(_HEAD)
        looks -= looks.max(axis=-1, keepdims=True)
        np.exp(looks, out=looks)
        looks /= looks.sum(axis=-1, keepdims=True)
        seen = np.zeros_like(rows)
        seen[: texts * pieces] = (looks @ value).swapaxes(1, 2).reshape(-1, WIDTH)
        seen = seen @ self._out
        seen += self._out_bias
        seen += rows
        seen = _normed(seen, self._norm)
        wide = seen @ self._wide
        wide += self._wide_bias
        done = _gelu(wide) @ self._narrow
        done += self._narrow_bias
        done += seen
        return _normed(done, self._last)


def _gelu(x: Vectors) -> Vectors:
    """The usual tanh form of GELU, by way of exp, which numpy computes faster than tanh.

    On sentence vectors it differs from erf by less than 1e-3.
    """
    inner = x * x
    inner *= np.float32(-2 * math.sqrt(2 / math.pi) * 0.044715)
    inner += np.float32(-2 * math.sqrt(2 / math.pi))
    inner *= x
    # Of a large negative number it is infinite, and what is divided by it nothing, as it should be.
    with np.errstate(over="ignore"):
        np.exp(inner, out=inner)
    inner += 1
    np.divide(x, inner, out=inner)
    return inner


def _normed(x: Vectors, scale: tuple[Vectors, Vectors]) -> Vectors:
    x -= (x @ _EVENLY)[..., None]
    x /= np.sqrt(np.vecdot(x, x) / WIDTH + 1e-12)[..., None]
    x *= scale[0]
    x += scale[1]
    return x


def _batches(pieces: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """The numbers of texts of one length, as many as are computed at once; no text is padded."""
    order = sorted(range(len(pieces)), key=lambda at: len(pieces[at]))
    batch: list[int] = []
    for at in order:
        size = len(pieces[at])
        if batch and (len(pieces[batch[0]]) != size or (len(batch) + 1) * size > _AT_ONCE):
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _characters(text: str) -> str:
    """The text in whole characters: half of one, as JSON may hold it, is none to the word pieces."""
    return text.encode(errors="replace").decode()


def _tokenizer(path: Path) -> Tokenizer:
    text = path.read_text(encoding="utf-8")
    try:
        return Tokenizer.from_str(text)
    except Exception as error:  # tokenizers raises nothing narrower
        raise ValueError(f"{path.name} holds no word pieces ({error})") from error


def _adapted(weights: dict[str, Vectors], adapter: dict[str, Vectors]) -> dict[str, Vectors]:
    """The weights that an adapter changes: to each it adds the product of two narrow matrices (LoRA).

    They lie turned, as the layers want them, so that no layer copies them.
    """
    found = {}
    for name in sorted({name.rpartition(".")[0] for name in adapter}):
        turned = np.empty(weights[name].shape[::-1], np.float32)
        np.add(weights[name], adapter[f"{name}.up"] @ adapter[f"{name}.down"], out=turned.T)
        found[name] = turned.T
    return found


def _tensors(path: Path) -> dict[str, Vectors]:
    """The tensors of a safetensors file: eight bytes of length, a JSON header, the numbers.

    Mapped, not read, but for those kept in half the room.
    """
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        if size > path.stat().st_size:
            raise ValueError(f"{path.name} holds no weights")
        header: dict[str, Any] = json.loads(file.read(size))
    data = np.memmap(path, mode="r", offset=8 + size)
    return {
        name: data[slice(*about["data_offsets"])]
        .view(_TYPES[about["dtype"]])
        .reshape(about["shape"])
        .astype(np.float32, copy=False)
        for name, about in header.items()
        if about.get("dtype") in _TYPES
    }


def _dense(weights: dict[str, Vectors], name: str) -> tuple[Vectors, Vectors]:
    """A dense layer's weights, turned to stand behind its input, and its bias."""
    weight, bias = _pair(weights, name)
    return np.ascontiguousarray(weight.T), bias


def _pair(weights: dict[str, Vectors], name: str) -> tuple[Vectors, Vectors]:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]
