"""Cases are named by labels and sentences, and merged with evidence."""

from __future__ import annotations

import pytest

from bot.lexicon import Lexicon
from bot.notes import cases
from tests.bot.notes.told import notes, texts, told

# --- where cases come from ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "case", "country"),
    [
        ("Sweden (Vinnova)", "Vinnova", "Sweden"),
        ("Vinnova (Sweden)", "Vinnova", "Sweden"),
        ("Camden Council (UK)", "Camden Council", "United Kingdom"),
        ("Case Study 2: Vinnova (Sweden)", "Vinnova", "Sweden"),
        ("Malmö", "Malmö", "Sweden"),
        ("Streets", None, None),
        ("Digital Skills", None, None),
        ("Key Outcomes", None, None),
        ("Sweden and Spain", None, "Sweden"),
        ("Key Challenges in Sweden", None, "Sweden"),
    ],
)
@pytest.mark.parametrize("form", ["## {}\nIt was tried.", "## Examples\n- **{}:** It was tried."])
def test_a_heading_or_a_lead_names_a_case(
    places: Lexicon, form: str, label: str, case: str | None, country: str | None
) -> None:
    [statement], found, _ = told(places, form.format(label))

    assert (statement.case, statement.country) == (case, country)
    assert list(found) == ([case] if case else [])


@pytest.mark.parametrize(
    "body",
    [
        "## Garden Day\nThey like Garden Day. All of Lund loves Garden Day. A garden is green.",
        "- **Garden Day:** A project that plants trees.",
        "- **Garden Day:** Established in 2007, it plants trees.",
        "The three missions are:\n- **Garden Day:** Trees by 2030.",
    ],
)
def test_a_topics_form_is_a_name_where_the_text_bears_it_out(places: Lexicon, body: str) -> None:
    assert list(told(places, body)[1]) == ["Garden Day"]


def test_a_name_that_sentences_write_small_is_a_topic(places: Lexicon) -> None:
    body = "## Garden Day\nWe like Garden Day and Garden Day. A garden day is fun. Every garden day ends."

    assert told(places, body)[1] == {}


def test_a_lead_within_a_case_is_a_part_where_it_says_so(places: Lexicon) -> None:
    body = "## Sweden (Vinnova)\n- **School Food Mission:** Meals changed.\n- **Team Growth:** They grew."
    [food, growth], found, _ = told(places, body)

    assert (food.case, growth.case) == ("School Food", "Vinnova")
    assert found["School Food"].parent == "Vinnova"


@pytest.mark.parametrize(
    ("heading", "parent"),
    [
        ("Challenge 3: Establishing a Shared Garden Culture (Sweden)", None),
        ("Growing Gardens with Machines and Projects (Sweden)", None),
        ("Garden Kiosk (Sweden)", "Garden Kiosk"),
        ("Growing Gardens Together Fund (Sweden)", "Growing Gardens Together Fund"),
    ],
)
def test_a_body_is_no_part_of_what_somebody_does(places: Lexicon, heading: str, parent: str | None) -> None:
    body = (
        f"### {heading}\n- **Owner:** National Institute of Gardens (NIG) sows in Sweden.\n"
        "- **Goal:** NIG wants a hub. The National Institute of Gardens (NIG) shares seeds.\n"
    )
    found = told(places, body, body)[1]

    assert found["National Institute of Gardens"].parent == parent


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ('The "Green Kiosk" project sells plants.', "Green Kiosk"),
        ('Their platform "Green Kiosk" sells plants.', "Green Kiosk"),
        ('They call it "Green Kiosk" and laugh.', None),
        ('The "green kiosk" project sells plants.', None),
        ("The Bureau of Gardens Fund (BGF) pays for plants.", "Bureau of Gardens Fund"),
        ("Plants are paid for by the Gardens Fund.", None),
        ("The Ministry of Gardens (MG) pays.", None),
        ('The "Garden Forum" series began.', None),
    ],
)
def test_a_sentence_alone_names_what_it_calls_a_project_or_a_body_that_acts(
    places: Lexicon, text: str, case: str | None
) -> None:
    assert list(told(places, text)[1]) == ([case] if case else [])


@pytest.mark.parametrize(
    "body",
    [
        "## Personal commitments\n- **Ada Holm:** Committed to trees.\n- **Peter (Sweden):** Committed to them.",
        "## Voices\n- **Ada Holm (Director, Garden Fund, Denmark):** Gardens grow.",
        "## Voices\n- **Ada Holm (Garden Fund of Denmark):** Gardens grow.",
    ],
)
def test_people_are_no_cases(places: Lexicon, body: str) -> None:
    assert told(places, body)[1] == {}


# --- one case or two ------------------------------------------------------------------------------------------


def test_a_case_is_one_however_its_label_is_written(places: Lexicon) -> None:
    statements, found, all_ = told(
        places,
        "## Sweden (Vinnova)\nOne.",
        "- **Vinnova (Sweden):** Two.",
        "## Sweden's Vinnova Agency\nThree.",
        "Four was tried by Vinnova.",
        talks="aabc",
    )

    assert list(found) == ["Vinnova"]
    assert texts("Vinnova", statements, all_) == ["One.", "Two.", "Three.", "Four was tried by Vinnova."]
    assert [each.country for each in statements] == ["Sweden", "Sweden", "Sweden", None]
    assert found["Vinnova"].how == "heading, brackets, bold lead"


def test_both_names_of_a_label_are_kept(places: Lexicon) -> None:
    _, found, _ = told(
        places,
        "## UK (Academy of Gardens - Garden X)\nOne.",
        "## Garden X (UK)\nTwo.",
        "## Garden Fund (GF) (Denmark)\nThree.",
        talks="abc",
    )

    assert found["Academy of Gardens"].aliases == ("Garden X",)
    assert found["Garden Fund"].aliases == ("GF",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sweden (Vinnova)", "Spain (ENISA)"),
        ("United Kingdom (Engineering X)", "United Kingdom (Camden Council)"),
        ("Denmark (Life)", "Denmark (Safer End of Engineered Life)"),
        ("Netherlands (Tom de Luise)", "Netherlands (Tom de Luze)"),
        ("Denmark (Garden Lab)", "Spain (Garden Lab)"),
    ],
)
def test_names_of_one_country_that_are_only_alike_stay_apart(places: Lexicon, one: str, other: str) -> None:
    [first, second], found, _ = told(
        places, f"## {one}\nOne [00:10].", f"## {other}\nTwo [09:10].", talks="ab"
    )

    assert first.case != second.case
    assert len(found) == 2


def test_one_name_in_two_countries_is_two_cases_with_names_of_their_own(places: Lexicon) -> None:
    [first, second], found, _ = told(places, "## Denmark (Garden Lab)\nOne.\n## Spain (Garden Lab)\nTwo.")

    assert (first.case, second.case) == ("Garden Lab", "Garden Lab (Spain)")
    assert [case.country for case in found.values()] == ["Denmark", "Spain"]


def test_a_name_that_holds_all_words_of_another_is_the_same_case(places: Lexicon) -> None:
    _, found, _ = told(places, "## Broader Garden Access (Spain)\nOne.\n## Garden Access (Spain)\nTwo.")

    assert len(found) == 1


def test_spellings_are_one_case_only_where_notes_of_a_talk_say_them_at_one_second(places: Lexicon) -> None:
    care = "## Netherlands (Health Holland)\n- **Tom de Luze Example:** Care grew [01:45:10]."
    village = "A notable example is Tom de Luise, who asked the village [01:45:10]."
    statements, found, all_ = told(places, care, village)

    assert found["Tom de Luze"].aliases == ("Tom de Luise",)
    assert texts("Tom de Luze", statements, all_) == ["Care grew.", village.replace(" [01:45:10]", "")]

    assert "Tom de Luise" not in told(places, care, village, talks="ab")[1]["Tom de Luze"].aliases
    later = village.replace("45:10", "50:10")
    assert "Tom de Luise" not in told(places, care, later)[1]["Tom de Luze"].aliases


def test_what_one_talk_counts_alike_is_one_case(places: Lexicon) -> None:
    _, found, _ = told(
        places,
        "## Challenge 4: Help for Vulnerable People (Spain)\nOne.",
        "## Challenge 4: Better Services for Those Left Behind (Spain)\nTwo.",
    )

    [case] = found.values()
    assert len(case.aliases) == 1


# --- countries ------------------------------------------------------------------------------------------------


def test_a_section_on_a_country_is_a_case_named_by_its_note_or_by_its_heading(places: Lexicon) -> None:
    statements, found, _ = told(
        places, "## Examples\n### Sweden\nOne.\n### Spain's Approach to Night Gardens\nTwo."
    )

    assert [each.case for each in statements] == ["Note 0 in Sweden", "Spain's Approach to Night Gardens"]
    assert found["Note 0 in Sweden"].aliases == ("Sweden",)


def test_what_a_country_does_is_a_case_for_each_talk(places: Lexicon) -> None:
    statements, _, _ = told(places, "## Sweden\nOne.", "## Sweden\nTwo.", "## Sweden\nThree.", talks="aab")

    assert [each.case for each in statements] == ["Note 0 in Sweden", "Note 0 in Sweden", "Note 2 in Sweden"]


def test_a_section_on_a_country_tells_of_the_one_case_its_talk_has_there(places: Lexicon) -> None:
    bodies = ("## Sweden (Vinnova)\nOne.", "## Sweden\nTwo.")

    assert [each.case for each in told(places, *bodies)[0]] == ["Vinnova", "Vinnova"]
    assert [each.case for each in told(places, *bodies, talks="ab")[0]] == ["Vinnova", "Note 1 in Sweden"]


def test_a_section_on_a_country_may_open_with_its_own_programme(places: Lexicon) -> None:
    statements, _, _ = told(
        places, '## Sweden\nSweden begins. Their "Our Parks 2030" strategy grows. It lasts.'
    )

    assert {each.case for each in statements} == {"Our Parks 2030"}


def test_a_section_on_a_country_is_told_of_a_case_of_another_talk_by_its_own_terms(places: Lexicon) -> None:
    agency = '## Sweden (Parkverk)\nIt wants "seamless gardens" for "life events".'
    country = "## Sweden\nFor many life events Sweden has seamless public gardens."
    statements, _, _ = told(places, agency, country, talks="ab")

    assert [each.case for each in statements] == ["Parkverk", "Parkverk"]


# --- the whole ------------------------------------------------------------------------------------------------


def test_cases_are_told_of_by_statements_of_the_notes_alone(places: Lexicon) -> None:
    statements, _, found = told(places, "## Sweden (Vinnova)\nOne. Two.\n- **Streets:** Three.")

    assert {each for some in found.tellings.values() for each in some} <= {each.id for each in statements}


@pytest.mark.parametrize(
    ("one", "other"), [("Moss Walk", "Fern Garden"), ("Rain Table", "Clay Oven"), ("Apple Kite", "Salt Door")]
)
def test_parts_that_one_statement_tells_of_stand_in_one_order_in_every_process(
    places: Lexicon, one: str, other: str
) -> None:
    _, found, _ = told(
        places,
        f"""
## Sweden (Vinnova)
* Each {one.split()[1].lower()} has a {other.split()[1].lower()} beside it.
* **Project: {one}:** Children drew it.
* **Project: {other}:** Children dug it.
* One thing.
* Two things.
* Three things.
* Four things.
* Five things.
""",
    )

    assert list(found) == ["Vinnova", other, one]


def test_no_notes_have_no_cases(places: Lexicon) -> None:
    assert cases.merge([], places) == cases.Cases((), {}, {}, {})


def test_notes_whose_mentions_were_read_apart_tell_of_one_case(places: Lexicon) -> None:
    one, other = notes("## Sweden (Vinnova)\nOne.", "## Vinnova\nTwo.")

    assert [
        case.name
        for case in cases.merge([cases.mentions(each, places) for each in (one, other)], places).cases
    ] == ["Vinnova"]


def test_a_note_of_a_thousand_parts_and_a_talk_of_many_notes_are_merged_at_once(places: Lexicon) -> None:
    parts = "\n".join(f'- **"Garden {number}" Mission:** It grew in year {number}.' for number in range(1000))
    bodies = [f"## Sweden (Vinnova)\n{parts}"] + [
        f"## Sweden\nThe garden of note {n} grew [00:10]." for n in range(100)
    ]

    _, found, _ = told(places, *bodies, talks="a" * len(bodies))
    assert len(found) == 1001
