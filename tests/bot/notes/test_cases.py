"""Cases are named by labels and sentences, merged with evidence, and told by statements that are about them."""

from __future__ import annotations

import pytest

from bot import lexicon
from bot.lexicon import Lexicon
from bot.model import Case, Note, Statement
from bot.notes import cases, reading
from bot.notes.cases import Cases

HEAD = "---\ntitle: {title}\nvideoId: talk_number_{talk}\n---\n"


def notes(*bodies: str, talks: str = "") -> list[Note]:
    """Notes of some bodies; `talks` gives each a letter for its talk, else all are of one."""
    made = []
    for number, body in enumerate(bodies):
        head = HEAD.format(title=f"Note {number}", talk=talks[number] if talks else "a")
        note = reading.read(f"note{number}", head + body)
        assert note
        made.append(note)
    return made


def told(words: Lexicon, *bodies: str, talks: str = "") -> tuple[list[Statement], dict[str, Case], Cases]:
    """The statements and the cases, by name, of some notes."""
    read, found = cases.find(notes(*bodies, talks=talks), words)
    statements = [each for note in read for each in note.statements]
    return statements, {case.name: case for case in found.cases}, found


def texts(name: str, statements: list[Statement], found: Cases) -> list[str]:
    """What the statements of a case say, in order."""
    by_id = {each.id: each.text for each in statements}
    return [by_id[each] for each in found.tellings[name]]


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
        ("Denmark (Garden Fund)", "Denmark (Garden Fund School)"),
    ],
)
def test_names_of_one_country_that_are_only_alike_stay_apart(places: Lexicon, one: str, other: str) -> None:
    [first, second], found, _ = told(
        places, f"## {one}\nOne [00:10].", f"## {other}\nTwo [09:10].", talks="ab"
    )

    if one != "Denmark (Garden Fund)":
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


# --- which statements tell of a case --------------------------------------------------------------------------


def test_a_paragraph_goes_on_about_the_case_it_begins_with(places: Lexicon) -> None:
    body = (
        "## Sweden (Vinnova)\nIt began.\n## Streets\nVinnova asked children. They drew.\n\n"
        "Cars came. Bees left. Trees fell."
    )
    statements, _, found = told(places, body)

    assert texts("Vinnova", statements, found) == [
        "It began.",
        "Vinnova asked children.",
        "They drew.",
    ]


def test_a_list_is_about_the_case_its_opening_line_names(places: Lexicon) -> None:
    body = (
        "## Sweden (Vinnova)\nIt began.\n## Streets\nNew plans of Vinnova include:\n- More trees.\n"
        "- **Cost:** Less money.\n\nTrees grow."
    )
    statements, _, found = told(places, body)

    assert texts("Vinnova", statements, found) == ["It began.", "More trees."]


def test_a_section_is_about_the_case_that_most_of_it_tells_of(places: Lexicon) -> None:
    body = "## Sweden (Vinnova)\nOne.\n## Plans\nVinnova plans.\n\nVinnova draws.\n\nA report is awaited."
    statements, _, found = told(places, body)

    assert texts("Vinnova", statements, found)[1:] == [
        "Vinnova plans.",
        "Vinnova draws.",
        "A report is awaited.",
    ]


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Vinnova is its model.", True),
        ("It follows agencies like Vinnova.", True),
        ("It was paid by Vinnova.", False),
        ("Ada, director of Vinnova, spoke.", False),
    ],
)
def test_within_another_case_a_name_must_be_more_than_mentioned(
    places: Lexicon, text: str, tells: bool
) -> None:
    statements, _, found = told(places, f"## Sweden (Vinnova)\nOne.\n## Spain (ENISA)\n{text}")

    assert (text in texts("Vinnova", statements, found)) is tells
    assert text in texts("ENISA", statements, found)
    assert statements[-1].case == "ENISA"


def test_a_statement_may_tell_of_a_case_and_of_its_part_and_is_shown_under_the_part(places: Lexicon) -> None:
    body = '## Sweden (Vinnova)\nIt began.\n- **"The Street" Mission:** Streets changed.\n- **Costs:** They fell.'
    statements, found, all_ = told(places, body)

    assert [each.case for each in statements] == ["Vinnova", "The Street", "Vinnova"]
    assert texts("Vinnova", statements, all_) == ["It began.", "Streets changed.", "They fell."]
    assert texts("The Street", statements, all_) == ["Streets changed."]
    assert found["The Street"].parent == "Vinnova"


def test_a_parts_last_word_marks_the_statements_of_its_whole(places: Lexicon) -> None:
    body = (
        '## Sweden (Vinnova)\n- **"The Street" Mission:** It changed.\n- **Costs:** They fell.\n'
        "- **Time:** It passed.\n- **Play:** Children drew their streets.\n- **Trust:** It grew."
    )
    statements, _, found = told(places, body)

    assert texts("The Street", statements, found) == ["It changed.", "Children drew their streets."]


def test_two_notes_of_a_talk_tell_of_one_event_in_the_same_words(places: Lexicon) -> None:
    mission = "- **UK (Garden X):**\n    - **Safer Sheds Mission:** Sheds fell [09:00]."
    one = '- **UK (Garden X):** "Safer Sheds" called regulators, unions, fishers and workers of yards to Leeds [01:00].'
    other = "- **UK (Garden X):** Regulators, fishers, unions and workers of yards met in Leeds [{}]."
    elsewhere = "- **UK (Garden X):** Money was found in many other places and for all who asked [02:00]."

    def tell(*bodies: str) -> int:
        return len(told(places, mission, *bodies)[2].tellings["Safer Sheds"])

    assert tell(one) == 2
    assert tell(one, other.format("02:00")) == 3
    assert tell(one, other.format("42:00")) == 2
    assert tell(one, elsewhere) == 2


def test_another_countrys_answer_is_its_own_story(places: Lexicon) -> None:
    body = "## Challenge 1: Better Benches (Spain)\nBenches break.\n### Bench Lab (Denmark)\nIt mends them."
    statements, found, all_ = told(places, body)

    assert texts("Better Benches", statements, all_) == ["Benches break."]
    assert [each.country for each in statements] == ["Spain", "Denmark"]
    assert found["Bench Lab"].parent is None


def test_where_a_country_is_an_example_in_its_note_its_section_hears_of_it(places: Lexicon) -> None:
    body = "## Sweden\nOne.\n## Spain\nIt learns from countries like Sweden.\n## Other\nSweden is in Europe."
    statements, _, found = told(places, body)

    assert texts("Note 0 in Sweden", statements, found) == ["One.", "It learns from countries like Sweden."]


def test_a_sentence_has_the_country_it_names_and_none_where_it_names_two(places: Lexicon) -> None:
    statements, _, _ = told(
        places, "Swedish streets changed. Spanish and Danish streets did not. Streets did."
    )

    assert [each.country for each in statements] == ["Sweden", None, None]


# --- what the lexicon decides ---------------------------------------------------------------------------------


def curated(**cases_: object) -> Lexicon:
    """A lexicon of Sweden, Spain and some cases."""
    country: dict[str, list[str]] = {"people": [], "elsewhere": [], "also": []}
    return lexicon.build({"countries": {"Sweden": country, "Spain": country}, "cases": cases_})


def test_the_lexicon_names_a_case_by_words_that_stand_together() -> None:
    words = curated(**{"Green Streets": {"country": "Sweden", "told_by": [["prototype", "streets"]]}})
    statements, found, all_ = told(
        words, "Prototypes of a street help.\n\nStreets help.\n\nSpain's streets lack prototypes."
    )

    assert texts("Green Streets", statements, all_) == ["Prototypes of a street help."]
    assert found["Green Streets"].how == "the lexicon"


def test_the_lexicon_merges_names() -> None:
    words = curated(OPSI={"also": ["Action Lab"]})

    assert list(told(words, "## Action Lab\nOne.", "OPSI acts.")[1]) == ["OPSI"]


def test_the_lexicon_keeps_names_apart() -> None:
    label, longer = "## Sweden (Tree Fund)\nOne.", "## Sweden (Big Tree Fund)\nTwo."
    apart = curated(**{"Tree Fund": {"country": "Sweden", "apart": ["Big Tree Fund"]}})

    assert len(told(curated(), label, longer)[1]) == 1
    assert len(told(apart, label, longer)[1]) == 2


def test_a_small_name_of_the_lexicon_counts_in_its_country_only() -> None:
    words = curated(**{"Tree Plan": {"country": "Sweden", "also": ["tree plan"]}})
    statements, _, found = told(words, "## Sweden\nThe tree plan grew.\n## Spain\nA tree plan grew.")

    assert texts("Tree Plan", statements, found) == ["The tree plan grew."]


# --- the whole ------------------------------------------------------------------------------------------------


def test_no_statement_is_lost_or_moved(places: Lexicon) -> None:
    before = notes("## Sweden (Vinnova)\nOne. Two.\n- **Streets:** Three.")
    after, found = cases.find(before, places)

    assert [[each.id for each in note.statements] for note in after] == [
        [each.id for each in note.statements] for note in before
    ]
    assert {each for some in found.tellings.values() for each in some} <= {
        each.id for note in before for each in note.statements
    }


def test_no_notes_have_no_cases(places: Lexicon) -> None:
    assert cases.find([], places) == ((), Cases((), {}, {}, {}))


def test_what_one_note_says_depends_on_that_note_alone(places: Lexicon) -> None:
    one, other = notes("## Sweden (Vinnova)\nOne.", "## Vinnova\nTwo.")

    assert cases.mentions(one, places) == cases.mentions(one, places)
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
