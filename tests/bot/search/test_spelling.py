"""A slip of the hand is mended; a right word the notes lack is left alone."""

from __future__ import annotations

import pytest

from bot.search import spelling
from bot.search.language import word_list
from bot.search.questions import KIND_WORDS
from bot.search.spelling import vocabulary
from bot.shipped import shipped_lexicon
from bot.words import stem, stems, tokens

# Words of a small library, the commonest first.
_NOTES = """
    mission missions public innovation government citizens policy health challenges sector approach
    society sweden norway denmark vinnova holland camden barcelona procurement stakeholders workshop
    street streets school children tech leading plans launched regulatory sustainable transition
    budget evaluation pilots experiments estates silos trust foresight anticipatory collaboration
    engagement municipality funding biodiversity regulators transport mobility entrepreneurs
    ministries agencies resistance learning
"""
NOTES = _NOTES.split()
COUNTRIES = shipped_lexicon().countries_of_one_word


def known(word: str, guarded: bool = True) -> bool:
    lexicon = shipped_lexicon()
    return (
        stem(word) in {each for note in NOTES for each in stems(note)}
        or (guarded and (word in word_list() or stem(word) in word_list()))
        or word in lexicon.stop_words
        or word in KIND_WORDS
        or (word,) in lexicon.places
    )


def mended(text: str, *, bold: bool = True) -> str:
    return spelling.correct(
        text,
        known=lambda word: known(word, guarded=bold),
        vocabularies=lambda: (vocabulary(tuple(NOTES)), vocabulary(COUNTRIES)),
        bold=bold,
    )[0]


# Each lies within reach of a word above, and means something else.
_RIGHT = """
    teach lending planes plane beach lunch launches halls hollow wealth stealth truth trusts thrust
    planet street straight strict solos silo tracks leaning heading reading beading planning passion
    fission notion session pilot pirates estate states budge midget gadget fudge polite politics
    police finding binding founding ending bonding camping camped hamper barbecue policies regulator
    transmission
"""
RIGHT = _RIGHT.split()


def test_fifty_right_words_are_tried() -> None:
    assert len(set(RIGHT)) >= 50


@pytest.mark.parametrize("word", RIGHT)
def test_a_right_word_that_the_notes_lack_stays(word: str) -> None:
    assert mended(f"what about {word} here") == f"what about {word} here"


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("vinova", "vinnova"),
        ("vinnvoa", "vinnova"),
        ("procuremnet", "procurement"),
        ("stakeholdres", "stakeholders"),
        ("citzens", "citizens"),
        ("goverment", "government"),
        ("inovation", "innovation"),
        ("biodiverstiy", "biodiversity"),
        ("colaboration", "collaboration"),
        ("camdn", "camden"),
        ("barcelna", "barcelona"),
        ("denmrak", "denmark"),
        ("finlnad", "finland"),  # a country the notes do not know is still a country
        ("anticiptory", "anticipatory"),
        ("regulatry", "regulatory"),
    ],
)
def test_a_slip_is_mended(slip: str, meant: str) -> None:
    assert mended(f"about {slip}?") == f"about {meant}?"


def test_several_slips_are_mended_where_they_stand() -> None:
    assert mended("Helth Holand, procuremnet & Vinova!") == "health holland, procurement & vinnova!"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("VINOVA", "vinnova"),
        ("vinova's", "vinnova's"),
        ("(vinova)", "(vinnova)"),
        ("vinóva", "vinnova"),  # folded before it is compared, so it must be found unfolded
        ("helth-holand", "health-holland"),
        ("vinova/camdn", "vinnova/camden"),
    ],
)
def test_a_slip_is_mended_however_it_is_written(written: str, read: str) -> None:
    assert mended(written) == read


@pytest.mark.parametrize("word", ["e-voting", "anti-corruption", "re-election", "pre-school", "co-parenting"])
def test_a_right_word_with_a_hyphen_stays(word: str) -> None:
    near = word.replace("-", "").replace("o", "u", 1)
    text, slips = spelling.correct(
        word,
        known=lambda each: each in word.split("-"),
        vocabularies=lambda: (vocabulary((near,)),),
        bold=True,
    )

    assert (text, slips) == (word, ())


def test_a_slip_within_another_word_is_left_alone() -> None:
    assert mended("vinova vinovaesque")[:8] == "vinnova "
    assert "vinnovaesque" not in mended("vinova vinovaesque")


def test_what_is_told_to_be_mended_is_mended() -> None:
    text, slips = spelling.correct(
        "Vinóva, helth-holand and co-creaton of mission",
        known=lambda word: word in ("mission", "and"),
        vocabularies=lambda: (vocabulary(("vinnova", "health", "holland", "cocreation")),),
        bold=True,
    )

    assert {meant for _, meant in slips} <= set(tokens(text))
    assert {meant for _, meant in slips} == {"vinnova", "health", "holland", "cocreation"}


def test_a_slip_that_shares_the_stem_of_the_right_word_needs_no_mending() -> None:
    assert stem("procurment") == stem("procurement")
    assert mended("procurment") == "procurment"


@pytest.mark.parametrize("word", ["abc", "x", "12345678", "b2b", "us"])
def test_short_words_and_numbers_are_left_alone(word: str) -> None:
    assert mended(word) == word


@pytest.mark.parametrize(
    ("word", "read"),
    [
        ("vinova", "vinnova"),  # one letter, and long enough
        ("goverment", "government"),
        ("goverrnmnt", "goverrnmnt"),  # two letters: not without a guard
        ("tach", "tach"),  # four letters: too short to be sure
        ("lunched", "launched"),  # the price of having no list: a right word one letter away
        ("lending", "leading"),
    ],
)
def test_without_a_word_list_only_the_nearest_slips_of_longer_words_are_mended(word: str, read: str) -> None:
    assert mended(word, bold=False) == read


def test_the_nearest_word_wins_and_among_equals_always_the_same() -> None:
    assert spelling.nearest("vinova", vocabulary(("vinnova", "nova", "innova"))) == "vinnova"
    assert spelling.nearest("strete", vocabulary(("streets", "street"))) == spelling.nearest(
        "strete", vocabulary(("street", "streets"))
    )


@pytest.mark.parametrize("word", ["quixotic", "gerrymandering", "xylophone"])
def test_a_word_far_from_all_others_is_left_alone(word: str) -> None:
    assert spelling.nearest(word, vocabulary((*NOTES, *COUNTRIES))) is None


def test_the_word_list_stands_in_order_of_use() -> None:
    words = word_list()

    assert len(words) > 20_000
    assert words["the"] < words["government"] < words["biodiversity"]
