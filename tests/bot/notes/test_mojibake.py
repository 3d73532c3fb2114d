"""Text that was decoded wrongly is noticed, and repaired only where that is sure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.notes import mojibake

REPAIRED = [
    ("Lar√©do", "Larédo"),  # UTF-8 read as MacRoman
    ("CafÃ©", "Café"),  # and as Windows-1252
    ("MalmÃ¶ Stad", "Malmö Stad"),
    ("the cityâ€™s streets", "the city’s streets"),
    ("the city‚Äôs streets", "the city’s streets"),
    ("2019â€“2021", "2019–2021"),
    ("â‚¬5 million", "€5 million"),
]


@pytest.mark.parametrize(("wrong", "right"), REPAIRED)
def test_what_surely_was_decoded_wrongly_is_repaired(wrong: str, right: str) -> None:
    mended, faults = mojibake.repair(wrong)

    assert mended == right
    assert len(faults) == 1
    assert "was decoded wrongly; read as" in faults[0]


@pytest.mark.parametrize(
    "text",
    [
        "Malmö, Århus, Łódź and São Paulo",
        "“Vinnova” – the agency’s name…",
        "„HYVÄ“ and “HYVÄ”",  # a capital before a quotation mark is no ē
        "“MANHÔ, he said",
        "naïve café, €5, 20 °C ± 2, ½",
        "日本語 и русский",
        "√2 and √ 3",
        "",
    ],
)
def test_right_text_is_left_alone(text: str) -> None:
    assert mojibake.repair(text) == (text, ())


@pytest.mark.parametrize("text", ["a \ufffd b", "Ã\x81 l", "it saysâ€\x9d"])
def test_what_cannot_be_repaired_is_noticed_and_kept(text: str) -> None:
    mended, faults = mojibake.repair(text)

    assert mended == text
    assert faults
    assert all("cannot be repaired" in fault for fault in faults)


@given(some.text(alphabet="abc éöåüñçèÉÖ", max_size=30), some.sampled_from(["mac_roman", "cp1252"]))
def test_western_text_read_in_the_wrong_code_comes_back(text: str, codec: str) -> None:
    try:
        wrong = text.encode("utf-8").decode(codec)
    except UnicodeDecodeError:
        return

    assert mojibake.repair(wrong)[0] == text


@given(some.text(max_size=50))
def test_a_repair_of_a_repair_changes_only_what_was_wrong_twice(text: str) -> None:
    mended, faults = mojibake.repair(text)

    assert faults or mended == text
