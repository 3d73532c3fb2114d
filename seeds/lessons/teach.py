"""Teaches MiniLM what people mean: the lessons beside this file become bot/search/adapter.safetensors.

    pip install torch
    python -m seeds.lessons.teach

Takes some ninety minutes on two cores. Needs PyTorch, which nothing else here does: what it makes is kept in the
repository, and read with numpy.

The model stays as it is packaged. To 36 of its matrices an adapter adds the product of two narrow ones (LoRA, Hu and
others 2021), tuned so that among some dozens of statements the one nearest to a question is its answer: by the whole
sentences, by their words one by one, and by both together.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from bot.search import embedding, language, meaning, questions, ranking
from bot.shipped import shipped_language
from seeds.lessons import Lesson, chatter, lessons, pasted

RANK, RATE, AT_ONCE = 8, 4e-4, 48
# After the first round one question in so many of the longer ones stands in a message as people paste it. What is kept
# is the mean of what each round ends with (Izmailov and others 2018).
ROUNDS, ONE_IN = 3, 4
# How sharply nearness decides: by whole sentences, word by word, and by both in the shares that the search gives them.
WHOLE, WORDING, BOTH = 20.0, 25.0, (8.8, 16.0)


class Adapted(nn.Module):
    """One matrix of the model, which stays, and its adapter."""

    def __init__(self, weight: Tensor, bias: Tensor) -> None:
        super().__init__()
        self.weight, self.bias = weight, bias
        self.down = nn.Parameter(torch.randn(RANK, weight.shape[1]) / weight.shape[1] ** 0.5)
        self.up = nn.Parameter(torch.zeros(weight.shape[0], RANK))

    def forward(self, rows: Tensor) -> Tensor:
        changed = functional.linear(functional.linear(rows, self.down), self.up)
        return functional.linear(rows, self.weight, self.bias) + changed


@dataclass(frozen=True, slots=True)
class Read:
    """Texts as read: `whole` (texts, 384), `pieces` (texts, pieces, 384), `ids` (texts, pieces), 0 past each end."""

    whole: Tensor
    pieces: Tensor
    ids: Tensor

    @property
    def inner(self) -> Tensor:
        """1 for each piece of a word, 0 for the marks at both ends and past the end."""
        held = (self.ids != 0).int()
        last = held.sum(1, keepdim=True) - 1
        places = torch.arange(held.shape[1])
        return ((places > 0) & (places < last)).float()


class Pupil(nn.Module):
    """MiniLM as bot/search/meaning.py computes it, with an adapter at every matrix of every layer."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        held = meaning._tensors(folder / "model.safetensors")
        self.kept = {name: torch.from_numpy(np.array(each)) for name, each in held.items()}
        self.spell = meaning._tokenizer(folder / "tokenizer.json")
        self.spell.no_padding()
        self.spell.enable_truncation(meaning._MOST_PIECES)
        names = [name.removesuffix(".weight") for name, each in held.items() if _is_matrix(name)]
        self.adapted = {
            name: Adapted(self.kept[f"{name}.weight"], self.kept[f"{name}.bias"]) for name in names
        }
        self.held = nn.ModuleList(self.adapted.values())

    def pieces(self, text: str) -> list[int]:
        return list(self.spell.encode(text).ids)

    def read(self, texts: Sequence[str]) -> Read:
        """What some texts mean. In three runs by length, so that little is computed for nothing."""
        spelled = [self.pieces(text) for text in texts]
        most = max(map(len, spelled))
        order = sorted(range(len(texts)), key=lambda at: len(spelled[at]))
        size = -(-len(texts) // 3)
        wholes, pieces = [], []
        for start in range(0, len(order), size):
            ids = _padded([spelled[at] for at in order[start : start + size]])
            whole, rows = self._forward(ids)
            wholes.append(whole)
            pieces.append(functional.pad(rows, (0, 0, 0, most - rows.shape[1])))
        back = torch.tensor(order).argsort()
        return Read(torch.cat(wholes)[back], torch.cat(pieces)[back], _padded(spelled))

    def _forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        held = (ids != 0)[..., None].float()
        places = self.kept["embeddings.position_embeddings.weight"][: ids.shape[1]]
        kind = self.kept["embeddings.token_type_embeddings.weight"][0]
        state = self._normed(
            self.kept["embeddings.word_embeddings.weight"][ids] + places + kind, "embeddings"
        )
        for number in range(meaning._LAYERS):
            state = self._layer(state, f"encoder.layer.{number}", (ids != 0)[:, None, None, :])
        whole = (state * held).sum(1) / held.sum(1)
        return functional.normalize(whole, dim=-1), functional.normalize(state, dim=-1)

    def _layer(self, state: Tensor, name: str, mask: Tensor) -> Tensor:
        texts, pieces, width = state.shape

        def heads(which: str) -> Tensor:
            rows = self.adapted[f"{name}.attention.self.{which}"](state)
            turned: Tensor = rows.view(texts, pieces, meaning._HEADS, meaning._HEAD).transpose(1, 2)
            return turned

        seen = functional.scaled_dot_product_attention(
            heads("query"), heads("key"), heads("value"), attn_mask=mask
        )
        seen = self.adapted[f"{name}.attention.output.dense"](
            seen.transpose(1, 2).reshape(texts, pieces, width)
        )
        seen = self._normed(seen + state, f"{name}.attention.output")
        wide = functional.gelu(self.adapted[f"{name}.intermediate.dense"](seen), approximate="tanh")
        return self._normed(self.adapted[f"{name}.output.dense"](wide) + seen, f"{name}.output")

    def _normed(self, rows: Tensor, name: str) -> Tensor:
        scale, shift = (self.kept[f"{name}.LayerNorm.{each}"] for each in ("weight", "bias"))
        return functional.layer_norm(rows, (meaning.WIDTH,), scale, shift, 1e-12)

    def nearness(self, asked: Sequence[str], told: Sequence[Lesson], rarity: Tensor) -> tuple[Tensor, Tensor]:
        """How near each question is to each statement: by the whole sentences, and word by word, rare words first."""
        query, alone, below = (
            self.read(texts) for texts in (asked, [each.text for each in told], [each.below for each in told])
        )
        ways, (one, other) = (alone.whole, below.whole), embedding._VIEWS
        whole = query.whole @ functional.normalize(one * ways[0] + other * ways[1], dim=-1).T
        headings = torch.zeros_like(below.inner)
        for at, each in enumerate(told):
            headings[at, 1 : len(self.pieces(each.above)) - 1] = 1
        pieces = torch.cat([below.pieces * embedding._OF_HEADINGS, alone.pieces], 1)
        usable = torch.cat([headings, alone.inner], 1)
        near = torch.einsum("qic,djc->qidj", query.pieces, pieces)
        best = near.masked_fill(usable[None, None] == 0, -1).max(-1).values
        weights = rarity[query.ids] * query.inner
        return whole, torch.einsum("qi,qid->qd", weights / weights.sum(1, keepdim=True).clamp(min=1e-6), best)


def _is_matrix(name: str) -> bool:
    return name.startswith("encoder.") and name.endswith(".weight") and "LayerNorm" not in name


def _padded(spelled: Sequence[Sequence[int]]) -> Tensor:
    ids = torch.zeros(len(spelled), max(map(len, spelled)), dtype=torch.long)
    for at, each in enumerate(spelled):
        ids[at, : len(each)] = torch.tensor(each)
    return ids


def gist(question: str) -> str:
    """What of a question the search reads for its meaning."""
    known = shipped_language()
    return questions.understand(question, known.lexicon, known.words).gist


def rarities(pupil: Pupil, told: Sequence[Lesson]) -> Tensor:
    """How much each word piece says, by how many statements hold it."""
    counts = np.zeros(pupil.spell.get_vocab_size())
    for each in told:
        counts[np.unique(pupil.pieces(each.text))] += 1
    return torch.tensor([ranking.rarity(len(told), int(count)) for count in counts], dtype=torch.float32)


def batches(told: Sequence[Lesson]) -> Iterator[list[tuple[Lesson, str]]]:
    """Lessons with one question each, for ever. Siblings come together: they are what is most easily mistaken."""
    groups: dict[int, list[Lesson]] = {}
    for each in told:
        groups.setdefault(each.group, []).append(each)
    order = list(groups.values())
    for turn in range(sys.maxsize):
        random.shuffle(order)
        some: list[tuple[Lesson, str]] = []
        for group in order:
            some += [(each, each.questions[(turn + each.group) % len(each.questions)]) for each in group]
            if len(some) >= AT_ONCE:
                yield some[:AT_ONCE]
                some = []


def teach(pupil: Pupil, told: Sequence[Lesson], around: Mapping[str, Sequence[str]]) -> None:
    """Tunes the adapter on every question of the lessons once, and tells how it goes.

    Where there is chatter to stand `around` them, some of the questions are asked in a message.
    """
    dice = random.Random(0)  # noqa: S311  the same messages at every run
    tuned = list(pupil.parameters())
    steps = sum(len(each.questions) for each in told) // AT_ONCE
    optimizer = torch.optim.AdamW(tuned, lr=RATE, weight_decay=0.01)
    pace = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / (0.1 * steps)) * max(0.02, 1 - step / steps)
    )
    rarity = rarities(pupil, told)
    for step, some in zip(range(steps), batches(told), strict=False):
        asked = [
            gist(pasted(question, around, dice) if around and not dice.randrange(ONE_IN) else question)
            for _, question in some
        ]
        whole, wording = pupil.nearness(asked, [each for each, _ in some], rarity)
        both = BOTH[0] * whole + BOTH[1] * wording
        right = torch.arange(len(some))
        loss = (
            functional.cross_entropy(both, right)
            + functional.cross_entropy(WHOLE * whole, right) / 2
            + functional.cross_entropy(WORDING * wording, right) / 2
        )
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(tuned, 1.0)
        optimizer.step()
        pace.step()
        if step % 20 == 0:
            found = (both.argmax(1) == right).float().mean().item()
            print(
                f"{step} of {steps}: loss {loss.item():.2f}, {found:.0%} of the answers nearest", flush=True
            )


def save(pupil: Pupil, path: Path) -> None:
    """Writes the adapter as a safetensors file in half precision."""
    parts = {}
    for name, each in pupil.adapted.items():
        parts[f"{name}.weight.up"] = each.up
        parts[f"{name}.weight.down"] = each.down
    header: dict[str, Any] = {}
    body = b""
    for name, each in parts.items():
        numbers = each.detach().numpy().astype(np.float16)
        places = [len(body), len(body) + numbers.nbytes]
        header[name] = {"dtype": "F16", "shape": numbers.shape, "data_offsets": places}
        body += numbers.tobytes()
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    path.write_bytes(len(head).to_bytes(8, "little") + head + body)


def main() -> None:
    """Teaches the packaged model by the lessons beside this file."""
    weights = language._packaged("model.safetensors")
    if weights is None:
        sys.exit("The weights are not installed: make setup")
    torch.manual_seed(0)
    pupil = Pupil(weights.parent)
    rounds = []
    for turn in range(ROUNDS):
        random.seed(turn)
        teach(pupil, lessons(), chatter() if turn else {})
        rounds.append([each.detach().clone() for each in pupil.parameters()])
    with torch.no_grad():
        for tuned, *learnt in zip(pupil.parameters(), *rounds, strict=True):
            tuned.copy_(torch.stack(learnt).mean(dim=0))
    save(pupil, language._ADAPTER)


if __name__ == "__main__":
    main()
