"""Settings: where they come from, which one wins, and what a person is told about a bad one."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bot import settings
from bot.errors import BadSettings
from bot.settings import Settings


def loaded(folder: Path, written: str = "", **environment: str) -> Settings:
    """The settings with a casebook.yaml that holds `written`, and an environment that holds nothing else."""
    if written:
        (folder / "casebook.yaml").write_text(written, encoding="utf-8")
    return settings.load(environment, folder)


def refusal(folder: Path, written: str = "", **environment: str) -> str:
    with pytest.raises(BadSettings) as refused:
        loaded(folder, written, **environment)
    return str(refused.value)


# Where they come from


def test_nothing_has_to_be_set(tmp_path: Path) -> None:
    found = loaded(tmp_path)

    assert found.command == "/mission"
    assert found.notes == (settings.shipped_notes(),)
    assert found.index.is_absolute()
    assert found.database_url.startswith("sqlite:////")
    assert (found.bot_token, found.app_token, found.signing_secret) == ("", "", "")
    assert (found.curators, found.channels, found.outsiders) == (frozenset(), frozenset(), False)
    assert found.gap_days == 180


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    found = loaded(
        tmp_path, "casebook_command: /file\ncasebook_gap_days: 30", CASEBOOK_COMMAND="/environment"
    )

    assert found.command == "/environment"
    assert found.gap_days == 30


def test_an_empty_variable_leaves_the_file_its_say(tmp_path: Path) -> None:
    assert loaded(tmp_path, "casebook_command: /file", CASEBOOK_COMMAND="").command == "/file"
    assert loaded(tmp_path, "casebook_command: /file", CASEBOOK_COMMAND="  ").command == "/file"


@pytest.mark.parametrize("name", ["CASEBOOK_GAP_DAYS", "CASEBOOK_COMMAND", "CASEBOOK_OUTSIDERS"])
def test_a_setting_left_empty_is_not_set(tmp_path: Path, name: str) -> None:
    assert loaded(tmp_path) == loaded(tmp_path, **{name: ""})
    assert loaded(tmp_path) == loaded(tmp_path, **{name: " "})
    assert loaded(tmp_path) == loaded(tmp_path, f"{name.lower()}:\n")
    assert loaded(tmp_path) == loaded(tmp_path, f"{name.lower()}: ''\n")


@pytest.mark.parametrize("written", ["", "# nothing yet\n", "---\n"])
def test_an_empty_file_sets_nothing(tmp_path: Path, written: str) -> None:
    (tmp_path / "casebook.yaml").write_text(written, encoding="utf-8")

    assert loaded(tmp_path).command == "/mission"


def test_paths_are_taken_from_the_folder_of_the_file(tmp_path: Path) -> None:
    found = loaded(tmp_path, "casebook_notes: [notes, /srv/wiki]\ncasebook_index: built/index.db")

    assert found.notes == (tmp_path / "notes", Path("/srv/wiki"))
    assert found.index == tmp_path / "built" / "index.db"


def test_a_path_may_begin_at_home(tmp_path: Path) -> None:
    assert loaded(tmp_path, CASEBOOK_NOTES="~/notes").notes == (Path.home() / "notes",)


@pytest.mark.parametrize("written", ["U1, U2", "U1 U2", "U1,U2,", "[U1, U2]"])
def test_ids_may_be_written_as_a_list_or_in_one_line(tmp_path: Path, written: str) -> None:
    found = loaded(tmp_path, f"casebook_curators: {written}\ncasebook_channels: {written}")

    assert found.curators == {"U1", "U2"}
    assert found.channels == {"U1", "U2"}


@pytest.mark.parametrize(
    "url",
    [
        "https://slack.com/api/",
        "https://slack-gov.com/api/",
        "http://127.0.0.1:8101/api/",
        "http://localhost",
    ],
)
def test_slack_may_be_elsewhere_and_on_this_machine_without_tls(tmp_path: Path, url: str) -> None:
    assert url == loaded(tmp_path, SLACK_API_URL=url).api_url


# Secrets in files


def test_a_setting_may_stand_in_a_file_that_the_environment_names(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("xoxb-1-hunter2\n", encoding="utf-8")
    (tmp_path / "empty").write_text("\n", encoding="utf-8")
    named = {
        "SLACK_BOT_TOKEN_FILE": str(tmp_path / "token"),
        "CASEBOOK_COMMAND_FILE": str(tmp_path / "empty"),
    }
    found = loaded(tmp_path, "slack_bot_token: xoxb-2\ncasebook_command: /file", **named)

    assert (found.bot_token, found.command) == ("xoxb-1-hunter2", "/file")


def test_a_setting_and_its_file_are_not_both_taken(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("xoxb-1-hunter2", encoding="utf-8")
    named = str(tmp_path / "token")

    assert loaded(tmp_path, SLACK_BOT_TOKEN="", SLACK_BOT_TOKEN_FILE=named).bot_token == "xoxb-1-hunter2"
    assert loaded(tmp_path, SLACK_BOT_TOKEN="xoxb-2", SLACK_BOT_TOKEN_FILE=" ").bot_token == "xoxb-2"
    said = refusal(tmp_path, SLACK_BOT_TOKEN="xoxb-2", SLACK_BOT_TOKEN_FILE=named)
    assert said == "SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both set. Remove one of them."


@pytest.mark.parametrize(
    ("expected", "content"), [("No such file", None), ("UnicodeDecodeError", b"xoxb-hunter2\xff")]
)
def test_a_file_that_holds_no_setting_is_refused_without_what_it_holds(
    tmp_path: Path, expected: str, content: bytes | None
) -> None:
    if content:
        (tmp_path / "token").write_bytes(content)
    said = refusal(tmp_path, SLACK_BOT_TOKEN_FILE=str(tmp_path / "token"))

    assert said.startswith("SLACK_BOT_TOKEN_FILE names a file that cannot be read")
    assert expected in said
    assert "hunter2" not in said


# Scalars are strings


def test_what_yaml_would_turn_into_something_else_stays_as_written(tmp_path: Path) -> None:
    # Plain YAML makes these the number 8580, false and the number 83.
    found = loaded(tmp_path, "casebook_curators: [2:23:00, NO, 0123]")

    assert found.curators == {"2:23:00", "NO", "0123"}


@pytest.mark.parametrize(
    ("expected", "written"),
    [
        (True, "yes"),
        (True, "Yes"),
        (True, "true"),
        (True, "1"),
        (False, "no"),
        (False, "FALSE"),
        (False, "0"),
    ],
)
def test_yes_and_no_have_their_usual_spellings(tmp_path: Path, expected: bool, written: str) -> None:
    assert expected is loaded(tmp_path, f"casebook_outsiders: {written}").outsiders


# Bad ones


def test_an_unknown_key_is_named_with_the_known_ones(tmp_path: Path) -> None:
    said = refusal(tmp_path, "casebook_comand: /mission")

    assert "unknown key 'casebook_comand'" in said
    assert "casebook_command" in said
    assert "slack_bot_token" in said


def test_every_name_of_the_environment_is_a_known_key_in_lower_case(tmp_path: Path) -> None:
    known = refusal(tmp_path, "nonsense: 1").partition("Known keys: ")[2].rstrip(".").split(", ")

    assert known == sorted(known)
    assert {field.name for field in dataclasses.fields(Settings)} - {"cache"} == {
        key.removeprefix("slack_").removeprefix("casebook_") for key in known
    }


@pytest.mark.parametrize(
    ("expected", "name", "written"),
    [
        ("write a slash", "CASEBOOK_COMMAND", "mission"),
        ("write a slash", "CASEBOOK_COMMAND", "/Mission"),
        ("write a slash", "CASEBOOK_COMMAND", "/mission control"),
        ("must begin with https://", "SLACK_API_URL", "http://slack.example.org/api/"),
        ("must begin with https://", "SLACK_API_URL", "http://localhost.example.org/"),
        ("must begin with https://", "SLACK_API_URL", "http://127.0.0.1.example.org/"),
        ("must be https:// and a host", "CASEBOOK_PUBLIC_URL", "http://casebook.example.org"),
        ("must be https:// and a host", "CASEBOOK_PUBLIC_URL", "https://casebook.example.org/slack/events"),
        ("must be https:// and a host", "CASEBOOK_PUBLIC_URL", "casebook.example.org"),
        ("{video}", "CASEBOOK_VIDEO_LINK", "https://www.youtube.com/"),
        ("{video}", "CASEBOOK_VIDEO_LINK", "javascript:alert('{video}')"),
        ("may hold {video} and {second} only", "CASEBOOK_VIDEO_LINK", "https://talks.example/{video}/{lang}"),
        ("may hold {video} and {second} only", "CASEBOOK_VIDEO_LINK", "https://talks.example/{video}/{"),
        ("must begin with https://", "SLACK_API_URL", "http://localhost@slack.example.org/"),
        ("write one of en, es, fr", "CASEBOOK_LOCALE", "sv"),
        ("must begin with xoxb-", "SLACK_BOT_TOKEN", "xapp-1-swapped"),
        ("must begin with xapp-", "SLACK_APP_TOKEN", "xoxb-swapped"),
        ("a number of days from 1 to 9999", "CASEBOOK_GAP_DAYS", "0"),
        ("a number of days from 1 to 9999", "CASEBOOK_GAP_DAYS", "-1"),
        ("a number of days from 1 to 9999", "CASEBOOK_GAP_DAYS", "half a year"),
        ("a number of days from 1 to 9999", "CASEBOOK_GAP_DAYS", "12345"),
        ("write yes or no", "CASEBOOK_OUTSIDERS", "maybe"),
    ],
)
def test_a_bad_value_is_named_with_what_to_write_instead(
    tmp_path: Path, expected: str, name: str, written: str
) -> None:
    said = refusal(tmp_path, **{name: written})

    assert expected in said
    assert name in said
    assert said.endswith((".", ")"))


@pytest.mark.parametrize(
    ("expected", "written"),
    [
        ("is not valid YAML: line 2", "casebook_command: /a\n  casebook_index: b: c"),
        ("must hold lines such as", "- casebook_command"),
        ("must hold lines such as", "/mission"),
        ("'casebook_command' must be a text", "casebook_command: {name: /mission}"),
        ("'casebook_curators' must be a text", "casebook_curators: [[U1], U2]"),
        ("is not valid YAML: line 1", "[casebook_command]: /mission"),
    ],
)
def test_a_bad_file_is_named_with_what_is_wrong(tmp_path: Path, expected: str, written: str) -> None:
    said = refusal(tmp_path, written)

    assert "casebook.yaml" in said
    assert expected in said


@pytest.mark.parametrize(
    ("expected", "content"), [("cannot be read", b"casebook_command: /\xff"), ("not valid", b"a: \x00")]
)
def test_a_file_that_is_no_text_is_named(tmp_path: Path, expected: str, content: bytes) -> None:
    (tmp_path / "casebook.yaml").write_bytes(content)

    assert expected in refusal(tmp_path)


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "casebook.yaml").mkdir()

    assert "casebook.yaml cannot be read (Is a directory)" in refusal(tmp_path)


# Tokens


def test_tokens_do_not_stand_in_the_repr(tmp_path: Path) -> None:
    secret = {
        "SLACK_BOT_TOKEN": "xoxb-1-hunter2",
        "SLACK_APP_TOKEN": "xapp-1-hunter2",
        "SLACK_SIGNING_SECRET": "hunter2",
        "CASEBOOK_DATABASE_URL": "postgresql://casebook:hunter2@db/casebook",
    }
    found = loaded(tmp_path, **secret)

    assert found.bot_token == "xoxb-1-hunter2"
    assert found.signing_secret == "hunter2"
    assert "hunter2" not in repr(found)
    assert "hunter2" not in str(found)
    assert "/mission" in repr(found)


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_a_token_that_is_refused_is_not_shown(tmp_path: Path, name: str) -> None:
    assert "hunter2" not in refusal(tmp_path, **{name: "hunter2"})


def test_settings_do_not_change() -> None:
    assert Settings.__dataclass_params__.frozen  # type: ignore[attr-defined]


# Many workspaces

KEY = "a" * 43 + "="
MANY = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "hunter2",
    "CASEBOOK_KEYS": f"{KEY}, {KEY}",
    "CASEBOOK_PUBLIC_URL": "https://casebook.example.org/",
}


def test_what_lets_many_workspaces_install_it_is_read(tmp_path: Path) -> None:
    found = loaded(tmp_path, **MANY)

    assert found.keys == (KEY, KEY)
    assert found.public_url == "https://casebook.example.org"
    assert "hunter2" not in repr(found)
    assert KEY not in repr(found)


@pytest.mark.parametrize("name", ["CASEBOOK_KEYS", "CASEBOOK_PUBLIC_URL", "SLACK_CLIENT_SECRET"])
def test_half_of_it_is_refused_by_what_is_missing(tmp_path: Path, name: str) -> None:
    assert name in refusal(tmp_path, **{**MANY, name: ""})


def test_one_workspaces_token_and_many_workspaces_do_not_go_together(tmp_path: Path) -> None:
    assert "Remove one of them" in refusal(tmp_path, **MANY, SLACK_BOT_TOKEN="xoxb-1")


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("CASEBOOK_KEYS", "secret-that-is-no-key"),
        ("CASEBOOK_PUBLIC_URL", "notes.test"),
        ("CASEBOOK_PUBLIC_URL", "http://notes.test"),
        ("CASEBOOK_PUBLIC_URL", "https://a@notes.test"),
    ],
)
def test_what_is_no_key_or_no_safe_address_is_refused_without_repeating_it(
    tmp_path: Path, name: str, written: str
) -> None:
    said = refusal(tmp_path, **{**MANY, name: written})

    assert name in said
    assert written not in said


# How it is reached, and watched


@pytest.mark.parametrize(
    ("given", "mode", "address"),
    [
        ({}, "", None),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "socket", None),
        ({"SLACK_SIGNING_SECRET": "s"}, "http", ("127.0.0.1", 3000)),
        ({"SLACK_APP_TOKEN": "xapp-1", "SLACK_SIGNING_SECRET": "s"}, "socket", None),
        ({"SLACK_APP_TOKEN": "xapp-1", "CASEBOOK_LISTEN": "0.0.0.0:80"}, "socket", ("0.0.0.0", 80)),
        ({"SLACK_SIGNING_SECRET": "s", "CASEBOOK_LISTEN": "[::1]:3001"}, "http", ("::1", 3001)),
    ],
)
def test_slack_reaches_it_over_a_socket_or_by_http(
    tmp_path: Path, given: dict[str, str], mode: str, address: tuple[str, int] | None
) -> None:
    found = loaded(tmp_path, **given)

    assert (found.mode, found.address) == (mode, address)


@pytest.mark.parametrize(
    ("name", "written", "says"),
    [
        ("CASEBOOK_LISTEN", "3000", "write a host and a port"),
        ("CASEBOOK_LISTEN", "localhost:", "write a host and a port"),
        ("CASEBOOK_LISTEN", "localhost:65536", "write a host and a port"),
        ("CASEBOOK_LISTEN", "http://localhost:3000", "write a host and a port"),
        ("CASEBOOK_CONNECTIONS", "0", "a number from 1 to 10"),
        ("CASEBOOK_CONNECTIONS", "11", "a number from 1 to 10"),
        ("CASEBOOK_CONNECTIONS", "two", "a number from 1 to 10"),
        ("CASEBOOK_LOG", "xml", "write text or json"),
        ("HTTPS_PROXY", "proxy:3128", "such as http://proxy:3128"),
    ],
)
def test_what_cannot_be_listened_on_opened_or_reached_is_refused(
    tmp_path: Path, name: str, written: str, says: str
) -> None:
    assert says in refusal(tmp_path, **{name: written})


def test_a_proxys_password_is_not_shown(tmp_path: Path) -> None:
    assert "word" not in repr(loaded(tmp_path, HTTPS_PROXY="http://user:word@proxy:3128"))
