"""What a line tells of: a cost, a date, a target, who led, a result; and what a question asks for."""

from __future__ import annotations

import pytest

from bot.answers import aspects

ALL = ("cost", "date", "target", "who led", "result")


@pytest.mark.parametrize(
    ("text", "mentioned"),
    [
        ("Children drew streets.", ()),
        ("It cost little.", ("cost",)),
        ("For 3 million kronor.", ("cost",)),
        ("For $2,000.", ("cost",)),
        ("In 2015.", ("date",)),
        ("It took eleven months.", ("date",)),
        ("To save 70 % of it.", ("target",)),
        ("The goal is trust.", ("target",)),
        ("Led by the mayor.", ("who led",)),
        ("The agency began.", ("who led",)),
        ("It reduced traffic.", ("result",)),
        ("The evaluation showed success.", ("result",)),
        ("By 2030, led by a minister, it cost €2 and reduced traffic.", ALL),
        ("At a cost of much trust.", ("cost",)),
        ("Costs fell: they reduced their costs.", ("cost", "result")),
        ("For six months.", ("date",)),
        ("Three years ago.", ("date",)),
        ("With the aim of trust, to double it.", ("target",)),
        ("It aims, as others do, to please.", ("target",)),
        ("Goals: trust.", ("target",)),
        ("Carbon neutrality for 250 estates.", ("target",)),
        ("The city's mayor brought hackers in.", ("who led",)),
        ("Local government, with much patience, takes the lead.", ("who led",)),
        ("The council has launched it.", ("who led",)),
        ("Ada leads the lab.", ("who led",)),
        ("Workshops succeeded in bringing them in.", ("result",)),
        ("The result is a village that cares.", ("result",)),
        ("This led to the Internet.", ("result",)),
        # The word alone tells nothing.
        ("Mislead, accost, updated, forget it.", ()),
        ("Away from hygiene and cost, to health; 2 million meals.", ()),
        ("High transaction costs and cost-benefit analysis.", ()),
        ("With 20 years' experience, adding five years to a life.", ()),
        ("A goal-oriented bank with ambitious goals.", ()),
        ("The triple helix; 90% of people are in it.", ()),
        ("From the prime minister to school children.", ()),
        ("Direction-led, traditionally run by departments, coordinated by way of talks.", ()),
        ("Which leads to more.", ()),
        ("An increasing effort, increasingly; an increase; an increased need.", ()),
        ("Set up as a result, with potential impacts, inspired by successful models.", ()),
        ("Success rests on trust that none can achieve alone.", ()),
    ],
)
def test_an_aspect_is_mentioned_by_its_cue_words(text: str, mentioned: tuple[str, ...]) -> None:
    assert aspects.absent([text]) == tuple(each for each in ALL if each not in mentioned)


@pytest.mark.parametrize(
    ("question", "aspects_asked"),
    [
        ("What did it cost?", ("cost",)),
        ("how much did they spend", ("cost",)),
        ("WHEN did it start", ("date",)),
        ("whenever", ()),
        ("who led it and did it work", ("who led", "result")),
        ("goals and targets", ("target",)),
        ("streets", ()),
    ],
)
def test_which_aspects_a_question_asks_for(question: str, aspects_asked: tuple[str, ...]) -> None:
    assert aspects.asked_for(question) == aspects_asked
