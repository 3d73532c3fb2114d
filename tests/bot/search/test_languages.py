"""A question in another language is read in English words. The questions were written before the tables."""

from __future__ import annotations

import pytest

from bot.casebook import shipped_lexicon
from bot.search.questions import Asked, understand
from bot.words import stem, tokens

# A question, and the English words that a reader of both languages expects of it.
QUESTIONS: list[tuple[str, str]] = [
    # Spanish
    ("¿Cómo participan los ciudadanos en el diseño de las calles?", "citizens participate design streets"),
    ("¿Qué obstáculos encontraron los ayuntamientos con la contratación pública?", "municipalities procurement"),
    ("¿Quién financia la investigación sobre el envejecimiento de la población?", "fund research ageing"),
    ("ejemplos de políticas de vivienda social en barrios vulnerables", "policies social housing neighbourhoods"),
    ("gobernanza colaborativa y rendición de cuentas", "governance collaborative accountability"),
    # French
    ("Comment les villes associent-elles les habitants à l'adaptation climatique ?", "cities residents adaptation climate"),
    ("Quels sont les freins à l'innovation dans les administrations publiques ?", "barriers innovation administrations public"),
    ("marchés publics et petites entreprises", "procurement small business"),
    ("Qui a évalué l'impact des expérimentations dans les écoles ?", "evaluated impact experimentation schools"),
    ("le vieillissement de la population et les soins à domicile", "ageing population care"),
    # German
    ("Wie beteiligt man Bürgerinnen und Bürger an der Stadtplanung?", "involve citizens city planning"),
    ("Klimaneutralität bis 2030: Welche Städte haben ein klares Ziel?", "climate neutrality cities goal"),
    ("Buergerbeteiligung bei Strassenprojekten", "citizen participation street projects"),
    ("Warum scheitern Verwaltungen an der Digitalisierung?", "fail administrations digitalisation"),
    ("Innovationsförderung für kleine Unternehmen", "innovation funding small companies"),
    ("Beispiele für Risikobereitschaft in Ministerien", "risk ministries"),
    # Portuguese
    ("Quais são os obstáculos à inovação na administração pública?", "innovation administration public"),
    ("Como envolver os moradores no planejamento dos bairros?", "involve residents planning neighbourhoods"),
    ("experiências de saúde mental nas escolas", "mental health schools"),
    ("financiamento de longo prazo para a transição energética", "funding long-term transition energy"),
    ("confiança dos cidadãos no governo", "trust citizens government"),
    # Dutch
    ("Hoe betrekken gemeenten hun inwoners bij de energietransitie?", "involve municipalities residents energy transition"),
    ("Welke belemmeringen zijn er bij innovatief aanbesteden?", "innovative procurement"),
    ("samenwerking tussen ministeries en het bedrijfsleven", "collaboration ministries business"),
    ("voorbeelden van burgerparticipatie in wijken", "citizen participation neighbourhoods"),
    ("duurzame landbouw en stikstofuitstoot", "sustainable agriculture nitrogen emissions"),
    # Swedish
    ("Hur löser man samhällsutmaningar tillsammans med medborgarna?", "solve societal challenges citizens"),
    ("Vilka myndigheter arbetar med klimatomställning?", "authorities work climate transition"),
    ("offentlig upphandling som hinder för innovation", "public procurement barrier innovation"),
    ("barn som ritar om sina gator och skolgårdar", "children streets"),
    # Norwegian
    ("Hvordan kan kommunene måle effekten av innovasjonsprosjekter?", "municipalities measure effect innovation projects"),
    ("Hva lærte departementene av livshendelser som arbeidsmåte?", "learn ministries life events"),
    ("bærekraftig byutvikling og innbyggermedvirkning", "sustainable city development resident participation"),
    ("samfunnsoppdrag og tverrsektorielt samarbeid", "mission cross-sector collaboration"),
    # Danish
    ("Hvordan får man borgerne med i grøn omstilling?", "citizens green transition"),
    ("eksperimenter med velfærdsteknologi i ældreplejen", "experiments welfare technology elderly care"),
    ("partnerskaber mellem virksomheder og universiteter om sundhed", "partnerships companies universities health"),
    ("udfordringer med finansiering af forskning", "funding research"),
    # Finnish
    ("Miten kaupungit ottavat asukkaat mukaan ilmastotyöhön?", "cities residents climate work"),
    ("kokeilut ja kokeilukulttuuri julkisella sektorilla", "experiments culture public sector"),
]


def asked(text: str) -> Asked:
    return understand(text, shipped_lexicon())


def met(question: Asked) -> set[str]:
    """The stems that would meet what is asked, by the words first in line: no synonyms."""
    return {each for concept in question.concepts for each in concept.phrases[0]}


def test_there_are_forty_questions() -> None:
    assert len(QUESTIONS) == 40


@pytest.mark.parametrize(("text", "expected"), QUESTIONS)
def test_a_question_in_another_language_is_understood(text: str, expected: str) -> None:
    wanted = {stem(word) for word in tokens(expected)}

    assert wanted <= met(asked(text))
