"""On the notes we ship, slips are mended and right words that the notes lack are not."""

from __future__ import annotations

import pytest

from bot.casebook import Casebook
from bot.search.language import word_list

# Right words that neither the notes nor the word list hold, as people in public work use them.
_RIGHT = """
    payers ratepayers gardeners mentored mentees reskilling upskilling lenders funders caregivers subcontractors
    whistleblowers rezoning levies micromobility rewilding upcycling telemedicine homeschooling crowdfunders prosumers
    greenwashing datafication nudging dashboards hackathons agroforestry bioeconomy desalination cohousing coworking
    carpooling electrolysers insulators stormwater greywater composting biowaste landfilling allotments beekeepers
    herders trawlers fishers lobbyists canvassers sortition ombudsman councilwoman ordinances rulemaking underspend
    overspend clawback earmarked stewardship custodians grantees grantmaking philanthropists caregiving respite
    midwives paramedics triage frailty truancy tutoring nurseries apprenticeships leasehold landlords renters
    evictions squatters rooftops courtyards kerbs underfunded understaffed nonprofits multilevel prebunking wholesalers
    grocers caterers floodplain peatlands pollinators seagrass oysters phishing geodata technocrats generalists
    wasteful jobless sluggishness imbalance greenery contrarian afresh refute overlays sparring despise whim fixated
    guarantor electrify dote politicised deduction statistician calibration curatorial invoices intranet nagging
    chancellery
"""
RIGHT = _RIGHT.split()

# How people mistype the field's words, and what they mean.
SLIPS = {
    "beaurocracy": "bureaucracy",
    "burocracy": "bureaucracy",
    "bureacracy": "bureaucracy",
    "goverment": "government",
    "govenment": "government",
    "responsibilty": "responsibility",
    "acountability": "accountability",
    "acountable": "accountable",
    "comittee": "committee",
    "enviroment": "environment",
    "sustainabilty": "sustainability",
    "inovation": "innovation",
    "innovtion": "innovation",
    "inovative": "innovative",
    "experimentaton": "experimentation",
    "procuremnt": "procurement",
    "stakholders": "stakeholders",
    "comunity": "community",
    "comunities": "communities",
    "neigbourhood": "neighbourhood",
    "municiplaity": "municipality",
    "municipalties": "municipalities",
    "parliment": "parliament",
    "colaboration": "collaboration",
    "cordination": "coordination",
    "implmentation": "implementation",
    "implemantation": "implementation",
    "evalution": "evaluation",
    "acheive": "achieve",
    "recieve": "receive",
    "strategey": "strategy",
    "knowlege": "knowledge",
    "resaerch": "research",
    "universty": "university",
    "particpation": "participation",
    "partnerhsip": "partnership",
    "infrastrcture": "infrastructure",
    "regualtion": "regulation",
    "biodiversty": "biodiversity",
    "climte": "climate",
    "transfromation": "transformation",
    "anticpate": "anticipate",
    "portfollio": "portfolio",
    "chalenge": "challenge",
    "obsticle": "obstacle",
    "finanical": "financial",
    "econmy": "economy",
    "entreprenuer": "entrepreneur",
    "agricultre": "agriculture",
    "helth": "health",
    "hosptial": "hospital",
    "citzen": "citizen",
    "democrasy": "democracy",
    "inequalty": "inequality",
    "missons": "missions",
}


@pytest.mark.parametrize("word", RIGHT)
def test_a_right_word_that_the_notes_lack_stays(shipped: Casebook, word: str) -> None:
    assert shipped.find(f"what about {word}").slips == ()


@pytest.mark.parametrize(("slip", "meant"), SLIPS.items())
def test_a_slip_is_read_as_the_word_meant(shipped: Casebook, slip: str, meant: str) -> None:
    assert shipped.find(f"what about {slip}").slips == ((slip, meant),)


def test_the_tables_are_long_enough_and_the_right_words_are_no_easy_ones() -> None:
    assert len(set(RIGHT)) >= 40
    assert len(SLIPS) >= 40
    assert not set(RIGHT) & set(word_list())
