"""MiniLM in numpy: the numbers its formulas give, the same for a text wherever it stands, and no text too odd."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.search import language, meaning
from bot.search.meaning import WIDTH, Model, Sense

TEXTS = (
    "School children designed the street in front of their school.",
    "Departments keep their silos.",
    "Rules for procurement reward the cheapest bid.",
    "Farmers deliver vegetables to the canteen.",
    "a",
    "How long does it take to set up a mission together with all who have a stake in it?",
)
# Rounding depends on how many texts are computed together; no two texts of these tests are that near.
SAME = 1e-6


@pytest.fixture(scope="module")
def model() -> Model:
    found = language.sentence_model()
    assert found, "the weights are not installed: make setup"
    return found


def read(model: Model, text: str) -> Sense:
    [sense] = model.read([text])
    return sense


def likeness(model: Model, one: str, other: str) -> float:
    first, second = model.read([one, other])
    return float(first.whole @ second.whole)


def narrow(name: str, down: tuple[int, int], up: tuple[int, int]) -> bytes:
    """An adapter of one matrix that changes nothing: two narrow ones of noughts, as a safetensors file."""
    size = 2 * math.prod(down)
    sizes = ((f"{name}.down", down, (0, size)), (f"{name}.up", up, (size, size + 2 * math.prod(up))))
    header = {each: {"dtype": "F16", "shape": shape, "data_offsets": places} for each, shape, places in sizes}
    head = json.dumps(header).encode()
    return len(head).to_bytes(8, "little") + head + bytes(sizes[1][2][1])


# --- what is promised of every text ---------------------------------------------------------------------------


def test_a_text_means_the_same_whatever_it_is_read_with(model: Model) -> None:
    alone = [read(model, text) for text in TEXTS]
    together = model.read([*TEXTS, *reversed(TEXTS), *TEXTS], threads=1)[: len(TEXTS)]
    threaded = model.read([text for text in TEXTS for _ in range(3)], threads=3)[::3]

    for others in (together, threaded):
        for one, other in zip(alone, others, strict=True):
            assert np.abs(one.whole - other.whole).max() < SAME
            assert np.abs(one.pieces - other.pieces).max() < SAME


def test_a_text_read_again_in_the_same_company_means_the_same_to_the_bit(model: Model) -> None:
    for one, other in zip(model.read(TEXTS), model.read(TEXTS), strict=True):
        assert np.array_equal(one.whole, other.whole)
        assert np.array_equal(one.pieces, other.pieces)


def test_one_model_serves_several_threads_at_once(model: Model) -> None:
    expected = model.read(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        for senses in pool.map(lambda _: model.read(TEXTS), range(8)):
            for one, other in zip(expected, senses, strict=True):
                assert np.array_equal(one.whole, other.whole)


def test_meanings_come_in_the_order_of_the_texts(model: Model) -> None:
    forwards, backwards = model.read(TEXTS), model.read(TEXTS[::-1])

    for one, other in zip(forwards, backwards[::-1], strict=True):
        assert np.abs(one.whole - other.whole).max() < SAME


def test_no_texts_have_no_meanings(model: Model) -> None:
    assert model.read([]) == []
    assert model.read([], threads=2) == []


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "",
        "   \n\t ",
        "\0",
        "🙂 👩‍👩‍👧 \u202emirrored",
        "你好，城市",
        "ﬁne e\u0301t\u00e9 \u200b\ufeff",
        "half a character \ud800 and another \udfff",
        "[CLS] [SEP] [MASK] [UNK]",
        "x" * 10_000,
        "word " * 10_000,
    ],
)
def test_every_meaning_has_length_one_however_odd_the_text(model: Model, text: str) -> None:
    sense = read(model, text)

    assert sense.whole.shape == (WIDTH,)
    assert sense.pieces.shape == (len(model.said(text)), WIDTH)
    assert sense.whole.dtype == sense.pieces.dtype == np.float32
    for row in (sense.whole, *sense.pieces):
        assert float(np.linalg.norm(row)) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("pieces", "text"), [(0, ""), (3, "Citizens designed streets"), (5, "Silos, streets!")]
)
def test_there_is_a_row_for_each_word_piece(model: Model, pieces: int, text: str) -> None:
    assert len(read(model, text).pieces) == pieces


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Co-creation", ("Co", "-", "creation")),
        ("How do Überstadtplaner work?", ("How", "do", *["Überstadtplaner"] * 4, "work", "?")),
        ("", ()),
    ],
)
def test_each_word_piece_is_of_a_word(model: Model, text: str, words: tuple[str, ...]) -> None:
    assert model.said(text) == words
    assert len(words) == len(read(model, text).pieces)


def test_what_is_too_long_is_cut_behind_what_is_read(model: Model) -> None:
    words = "streets " * 126
    cut = read(model, words + "and whatever else is said of gardens")

    assert len(cut.pieces) == 126
    assert np.abs(cut.whole - read(model, words).whole).max() < SAME
    assert np.abs(cut.whole - read(model, "gardens " + words).whole).max() > 0.001


def test_capitals_and_accents_do_not_change_what_is_meant(model: Model) -> None:
    assert likeness(model, "Les élèves de Malmö", "les ELEVES de malmo") == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("Kids planned their road.", "School children designed a street.", "The tax form has nine pages."),
        ("Departments keep their silos.", "Agencies do not work together.", "A bridge was repaired."),
        ("What does it cost?", "The price is 300 euros.", "It began in May."),
        ("Old people stay healthy for longer.", "Ageing in good health.", "Old ships are taken apart."),
        ("A city without cars", "An end to driving in town", "A new form for taxes"),
        ("Officials fear mistakes.", "Civil servants avoid risks.", "Children play in the park."),
    ],
)
def test_what_means_nearly_the_same_is_nearer_than_what_does_not(
    model: Model, text: str, near: str, far: str
) -> None:
    assert likeness(model, text, near) > likeness(model, text, far)


def test_a_word_means_what_the_words_around_it_make_of_it(model: Model) -> None:
    river, money, purse = (
        read(model, text).pieces[-1]
        for text in ("they sat on the river bank", "a loan from the bank", "a public bank")
    )

    assert money @ purse > money @ river


# --- the numbers, against the formulas ------------------------------------------------------------------------


def erf_gelu(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """GELU as it is defined: x times the share of a normal distribution below x."""
    erf: Callable[[NDArray[np.float64]], NDArray[np.float64]] = np.vectorize(math.erf, otypes=[np.float64])
    return x * (1 + erf(x / math.sqrt(2))) / 2


def normalised(
    x: NDArray[np.float64], scale: NDArray[np.float32], shift: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Layer normalisation as it is defined, row by row."""
    rows = [(row - row.mean()) / math.sqrt(((row - row.mean()) ** 2).mean() + 1e-12) for row in x]
    normal: NDArray[np.float64] = np.array(rows) * scale.astype(np.float64) + shift
    return normal


def transformed(x: NDArray[np.float64], weights: dict[str, NDArray[np.float32]]) -> NDArray[np.float64]:
    """One layer as the paper has it (Vaswani et al. 2017, with BERT's GELU), head by head and row by row."""

    def linear(rows: NDArray[np.float64], name: str) -> NDArray[np.float64]:
        out: NDArray[np.float64] = (
            rows @ weights[f"{name}.weight"].T.astype(np.float64) + weights[f"{name}.bias"]
        )
        return out

    query, key, value = (linear(x, f"attention.self.{each}") for each in ("query", "key", "value"))
    heads = []
    for at in range(0, WIDTH, 32):
        rows = []
        for asks in query[:, at : at + 32]:
            looks = [math.exp(float(asks @ each) / math.sqrt(32)) for each in key[:, at : at + 32]]
            rows.append(np.average(value[:, at : at + 32], axis=0, weights=looks))
        heads.append(np.array(rows))
    seen = linear(np.concatenate(heads, axis=1), "attention.output.dense") + x
    seen = normalised(
        seen, weights["attention.output.LayerNorm.weight"], weights["attention.output.LayerNorm.bias"]
    )
    done = linear(erf_gelu(linear(seen, "intermediate.dense")), "output.dense") + seen
    return normalised(done, weights["output.LayerNorm.weight"], weights["output.LayerNorm.bias"])


def test_gelu_differs_from_its_definition_by_less_than_a_thousandth() -> None:
    x = np.linspace(-12, 12, 4_801)

    assert np.abs(meaning._gelu(x.astype(np.float32)) - erf_gelu(x)).max() < 1e-3


def test_normalisation_is_as_it_is_defined() -> None:
    numbers = np.random.default_rng(7)
    x = numbers.normal(3, 5, size=(4, WIDTH))
    scale, shift = (numbers.normal(size=WIDTH).astype(np.float32) for _ in range(2))

    found = meaning._normed(x.astype(np.float32), (scale, shift))

    assert np.abs(found - normalised(x, scale, shift)).max() < 1e-5


@pytest.fixture(scope="module")
def weights() -> dict[str, NDArray[np.float32]]:
    path = language._packaged("model.safetensors")
    assert path
    packaged = meaning._tensors(path)
    return packaged | meaning._adapted(packaged, meaning._tensors(language._ADAPTER))


def test_a_sentence_means_what_the_formulas_make_of_it(
    model: Model, weights: dict[str, NDArray[np.float32]]
) -> None:
    text = "Children drew their own streets."
    ids = model._pieces.encode(text).ids
    state = (
        weights["embeddings.word_embeddings.weight"][ids].astype(np.float64)
        + weights["embeddings.position_embeddings.weight"][: len(ids)]
        + weights["embeddings.token_type_embeddings.weight"][0]
    )
    state = normalised(state, weights["embeddings.LayerNorm.weight"], weights["embeddings.LayerNorm.bias"])
    for number in range(6):
        start = f"encoder.layer.{number}."
        state = transformed(
            state, {k.removeprefix(start): v for k, v in weights.items() if k.startswith(start)}
        )
    whole = state.mean(axis=0) / np.linalg.norm(state.mean(axis=0))
    pieces = state[1:-1] / np.linalg.norm(state[1:-1], axis=1, keepdims=True)
    sense = read(model, text)

    assert np.abs(sense.whole - whole).max() < 1e-3
    assert np.abs(sense.pieces - pieces).max() < 1e-3
    assert float(sense.whole @ whole) > 0.999_99


def test_texts_of_one_length_are_computed_together_and_none_is_left_out() -> None:
    lengths = [3, 9, 3, 300, 3, 9, 600, 300, *[4] * 200]
    batches = list(meaning._batches([[0] * each for each in lengths]))

    assert sorted(at for batch in batches for at in batch) == list(range(len(lengths)))
    assert all(lengths[one] == lengths[other] for batch in batches for one, other in pairwise(batch))
    assert all(len(batch) == 1 or sum(lengths[at] for at in batch) <= 512 for batch in batches)


def test_an_adapter_adds_the_product_of_two_narrow_matrices_and_nothing_else() -> None:
    numbers = np.random.default_rng(3)
    up, down, wide, other = (
        numbers.normal(size=shape).astype(np.float32) for shape in ((5, 2), (2, 7), (5, 7), (3, 3))
    )

    found = {"wide": wide, "other": other}
    found |= meaning._adapted(found, {"wide.up": up, "wide.down": down})

    assert np.allclose(found["wide"], wide + sum(np.outer(up[:, at], down[at]) for at in range(2)))
    assert found["other"] is other


def test_a_model_with_another_adapter_has_another_name(model: Model, tmp_path: Path) -> None:
    weights = language._packaged("model.safetensors")
    assert weights
    name = "encoder.layer.5.output.dense.weight"
    (tmp_path / "other").write_bytes(narrow(name, (8, 1536), (384, 8)))

    assert Model(weights.parent, tmp_path / "other").name != model.name


# What is asked, what answers it, and what only has its words.
ASKED = (
    (
        "kids redesigning roads",
        "School children drew plans for the streets around their school.",
        "Lorries are weighed before they use the motorway.",
    ),
    (
        "offices that never talk to each other",
        "Departments plan and budget apart, each for its own goals.",
        "Staff move into a new office building in May.",
    ),
    (
        "grown-ups scared of being told off",
        "Civil servants avoid risks because mistakes are punished.",
        "Parents were asked how their children get to school.",
    ),
    (
        "who pays when the tap is turned off",
        "Funding ends after the pilot, and no ministry takes over the costs.",
        "The water company repairs leaking taps for free.",
    ),
    (
        "nobody came to the town hall evening",
        "Few residents took part in the public meeting.",
        "The town hall was painted in the evening light.",
    ),
    (
        "too many cooks",
        "Responsibility is split among so many bodies that decisions are slow.",
        "The canteen hired two more cooks.",
    ),
)


def test_what_the_lessons_taught_brings_answers_nearer_than_mere_words(model: Model, tmp_path: Path) -> None:
    weights = language._packaged("model.safetensors")
    assert weights
    (tmp_path / "none").write_bytes(narrow("encoder.layer.5.output.dense.weight", (8, 1536), (384, 8)))
    untaught = Model(weights.parent, tmp_path / "none")

    def lead(of: Model) -> float:
        return sum(
            likeness(of, asked, answer) - likeness(of, asked, words) for asked, answer, words in ASKED
        ) / len(ASKED)

    assert lead(model) > lead(untaught) + 0.05


# --- its files ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("tokenizer.json", None),
        ("tokenizer.json", b"{"),
        ("tokenizer.json", b"\xff\xfe"),
        ("model.safetensors", None),
        ("model.safetensors", b""),
        ("model.safetensors", b"\x02\0\0\0\0\0\0\0{}"),
        ("model.safetensors", b"version https://git-lfs.github.com/spec/v1\n"),
        ("adapter.safetensors", None),
        ("adapter.safetensors", b""),
        ("adapter.safetensors", narrow("encoder.layer.9.output.dense.weight", (8, 1536), (384, 8))),
        ("adapter.safetensors", narrow("encoder.layer.0.output.dense.weight", (8, 384), (384, 8))),
    ],
)
def test_damaged_files_raise_what_is_promised(tmp_path: Path, file: str, content: bytes | None) -> None:
    whole = language._packaged("model.safetensors")
    assert whole
    (tmp_path / "model.safetensors").symlink_to(whole)
    shutil.copy(whole.with_name("tokenizer.json"), tmp_path)
    shutil.copy(language._ADAPTER, tmp_path)
    (tmp_path / file).unlink()
    if content is not None:
        (tmp_path / file).write_bytes(content)

    with pytest.raises((OSError, ValueError, KeyError)):
        Model(tmp_path, tmp_path / "adapter.safetensors")
