"""In which language people are answered, through the real app."""

from __future__ import annotations

from pathlib import Path

from tests.handlers.fakes import FakeSlack, Talk

FRENCH, SPANISH, ENGLISH = "Ce que conserve Casebook", "Qué conserva Casebook", "What Casebook keeps"


async def test_people_are_answered_in_the_language_of_their_slack(talk: Talk, slack: FakeSlack) -> None:
    for locale, said in (("fr-FR", FRENCH), ("es-MX", SPANISH), ("en-GB", ENGLISH), ("de-DE", ENGLISH)):
        slack.locale = locale
        await talk.command("privacy", person=f"U{locale}")
        assert said in slack.said()[-1]["text"]


async def test_two_people_at_once_are_each_answered_in_their_own(talk: Talk, slack: FakeSlack) -> None:
    slack.locale = "fr-FR"
    await talk.command("privacy", person="U1")
    slack.locale = "es-ES"
    await talk.command("privacy", person="U2")
    await talk.command("privacy", person="U1")
    assert [FRENCH in said["text"] for said in slack.said()] == [True, False, True]


async def test_a_person_is_asked_after_once_a_day(talk: Talk, slack: FakeSlack) -> None:
    slack.locale = "fr-FR"
    await talk.command("privacy")
    slack.locale = "es-ES"
    talk.now += 23 * 3600
    await talk.command("privacy")
    assert FRENCH in slack.said()[-1]["text"]
    talk.now += 3600
    await talk.command("privacy")
    assert SPANISH in slack.said()[-1]["text"]


async def test_where_profiles_may_not_be_read_the_setting_decides(slack: FakeSlack, tmp_path: Path) -> None:
    slack.locale = "es-ES"
    slack.refuses["users.info"] = "missing_scope"
    talk = Talk(slack, tmp_path, locale="fr")
    await talk.command("privacy")
    assert FRENCH in slack.said()[-1]["text"]
    talk.desk.close()
    talk.desk.journal.close()


async def test_lines_of_notes_stay_in_their_language(talk: Talk, slack: FakeSlack) -> None:
    slack.locale = "fr-FR"
    await talk.command("vinnova")
    said = slack.said()[-1]["text"]
    assert "Streets became places for biodiversity." in said
