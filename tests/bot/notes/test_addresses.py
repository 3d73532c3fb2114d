"""Where an address that somebody pasted leads."""

from __future__ import annotations

import itertools
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Moment
from bot.notes.addresses import leads_to

YOUTUBE = "https://www.youtube.com/watch?v={video}&t={second}s"
ID = "-KQokCATILo"  # a talk whose id begins with a hyphen


@pytest.mark.parametrize(
    ("address", "second"),
    [
        (f"https://youtu.be/{ID}", None),
        (f"https://youtu.be/{ID}?t=85", 85),
        (f"https://youtu.be/{ID}?si=Ab3_x&t=85", 85),
        (f"https://www.youtube.com/watch?v={ID}", None),
        (f"http://youtube.com/watch?v={ID}&t=85s", 85),
        (f"https://www.youtube.com/watch?t=1h2m3s&v={ID}", 3723),
        (f"https://www.youtube.com/watch?v={ID}&list=PL123&index=2&t=2m", 120),
        (f"https://www.youtube.com/watch?v={ID}&amp;t=85s", 85),
        (f"https://www.youtube.com/watch?v={ID}#t=1m25s", 85),
        (f"https://www.youtube.com/watch?feature=youtu.be&v={ID}&start=85", 85),
        (f"https://www.youtube.com/watch/?v={ID}&time_continue=85", 85),
        (f"https://m.youtube.com/watch?v={ID}&t=85", 85),
        (f"https://music.youtube.com/watch?v={ID}&t=85", 85),
        (f"https://www.youtube.com/live/{ID}?feature=share&t=1H", 3600),
        (f"https://www.youtube.com/embed/{ID}?start=85&autoplay=1", 85),
        (f"https://www.youtube.com/shorts/{ID}", None),
        (f"https://www.youtube.com/v/{ID}?t=0", 0),
        (f"HTTPS://WWW.YOUTUBE.COM/watch?v={ID}", None),
        (f"  https://youtu.be/{ID}/ ", None),
        (f"https://youtu.be/{ID}?t=soon&start=85", 85),
        (f"https://youtu.be/{ID}?t=", None),
        (f"https://youtu.be/{ID}?t=-5", None),
        (f"https://youtu.be/{ID}?t=99999999999", None),
    ],
)
def test_every_form_of_youtubes_links_leads_to_the_talk_and_its_second(
    address: str, second: int | None
) -> None:
    assert leads_to(address, YOUTUBE) == Moment(ID, second)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://www.youtube.com/",
        "https://www.youtube.com/@opsi",
        "https://www.youtube.com/watch?v=",
        "https://www.youtube.com/watch?list=PL123",
        "https://www.youtube.com/live/",
        f"https://youtube.com.evil.example/watch?v={ID}",
        f"https://notyoutube.com/watch?v={ID}",
        f"https://example.org/watch?v={ID}",
        f"ftp://youtu.be/{ID}",
        f"javascript:youtu.be/{ID}",
        f"youtu.be/{ID}",
        "https://youtu.be/<!channel>",
        "https://[::1",
    ],
)
def test_what_is_no_way_to_a_talk_leads_nowhere(address: str) -> None:
    assert leads_to(address, YOUTUBE) is None


@pytest.mark.parametrize(
    ("template", "address", "second"),
    [
        ("https://talks.example.org/{video}?start={second}", f"https://talks.example.org/{ID}?start=85", 85),
        ("https://talks.example.org/{video}?start={second}", f"https://talks.example.org/{ID}", None),
        ("https://talks.example.org/play?id={video}", f"https://talks.example.org/play?x=1&id={ID}&t=85", 85),
        ("https://talks.example.org/a/{video}/{second}", f"https://talks.example.org/a/{ID}/85/", 85),
        ("https://talks.example.org/a/{video}/{second}", f"https://talks.example.org/a/{ID}", None),
        ("https://talks.example.org/{video}.mp4#t=npt:{second}", f"https://talks.example.org/{ID}.mp4#t=npt:85", 85),
        ("https://talks.example.org/{video}.mp4#t={second}", f"http://TALKS.example.org/{ID}.mp4", None),
        ("https://talks.example.org/{video}?from={second}s", f"https://youtu.be/{ID}?t=85", 85),
    ],
)  # fmt: skip
def test_talks_that_live_elsewhere_are_known_by_the_setting(
    template: str, address: str, second: int | None
) -> None:
    assert leads_to(address, template) == Moment(ID, second)


@pytest.mark.parametrize(
    ("template", "address"),
    [
        ("https://talks.example.org/a/{video}/{second}", "https://talks.example.org/a"),
        ("https://talks.example.org/a/{video}/{second}", f"https://talks.example.org/b/{ID}/85"),
        ("https://talks.example.org/{video}", f"https://talks.example.org/{ID}/comments"),
        ("https://talks.example.org/{video}", f"https://other.example.org/{ID}"),
        ("https://talks.example.org/?id={video}", "https://talks.example.org/?id=a"),
        ("https://{video}.example.org/", f"https://{ID}.example.org/"),
    ],
)
def test_other_pages_there_lead_nowhere(template: str, address: str) -> None:
    assert leads_to(address, template) is None


IDS = st.from_regex(r"[A-Za-z0-9_-]{11}", fullmatch=True) | st.from_regex(
    r"-[A-Za-z0-9_-]{10}", fullmatch=True
)
HOSTS = st.sampled_from(["youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com"])
OTHERS = st.lists(
    st.sampled_from([("si", "x_1"), ("feature", "share"), ("list", "PL1"), ("pp", "%3D%3D")]), max_size=3
)


@st.composite
def links(draw: st.DrawFn) -> tuple[str, Moment]:
    """A link to a talk in any form of YouTube's, and where it leads."""
    video, second = draw(IDS), draw(st.none() | st.integers(0, 86_399))
    form = draw(st.sampled_from(["short", "watch", "live", "embed", "shorts", "v"]))
    said = draw(OTHERS) + ([("v", video)] if form == "watch" else [])
    fragment = ""
    if second is not None:
        time = draw(st.sampled_from([f"{second}", f"{second}s", f"{second // 60}m{second % 60}s",
                                     f"{second // 3600}h{second % 3600 // 60}m{second % 60}s"]))  # fmt: skip
        name = draw(st.sampled_from(["t", "start", "#t"]))
        fragment = f"#t={time}" if name == "#t" else ""
        said += [] if fragment else [(name, time)]
    query = draw(st.sampled_from(["&", "&amp;"])).join(
        f"{name}={value}" for name, value in draw(st.permutations(said))
    )
    place = (
        f"youtu.be/{video}"
        if form == "short"
        else f"{draw(HOSTS)}/{form if form == 'watch' else f'{form}/{video}'}"
    )
    return f"https://{place}{'?' if query else ''}{query}{fragment}", Moment(video, second)


@given(links())
def test_however_a_link_is_written_it_leads_to_the_same_moment(link: tuple[str, Moment]) -> None:
    address, moment = link
    assert leads_to(address, YOUTUBE) == moment


TEMPLATES = (
    YOUTUBE,
    "https://talks.example.org/{video}",
    "https://talks.example.org/{video}/{second}",
    "https://talks.example.org/watch/{video}.html?from={second}#play",
    "https://talks.example.org/?a=b&id={video}&at={second}s",
    "https://talks.example.org/x#id={video}&t={second}",
)


@given(IDS, st.integers(0, 99_999), st.sampled_from(TEMPLATES))
def test_every_link_that_casebook_makes_leads_back(video: str, second: int, template: str) -> None:
    made = template.format(video=quote(video, safe=""), second=second)
    assert leads_to(made, template) == Moment(video, second if "{second}" in template else None)


@given(st.text(), st.sampled_from(TEMPLATES))
def test_odd_text_never_fails(text: str, template: str) -> None:
    for before, after in itertools.product(
        ("", "https://", "https://youtu.be/", "https://talks.example.org/"), ("", "?t=1")
    ):
        leads_to(f"{before}{text}{after}", template)
