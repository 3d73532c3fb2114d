"""What somebody who adds Casebook sees in a browser: plain HTML, escaped, with nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from html import escape

from bot.sentences import catalogue, say, spoken

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2526; --paper: #fbfaf7; --quiet: #566263; --mark: #1f4e5f; --on: #fff;
  --rule: #dcd8cf; --chip: #efece4 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9e6df; --paper: #16191a; --quiet: #a3adad; --mark: #8cc4d6; --on: #10191c; --rule: #343a3b;
    --chip: #242a2b } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
main { max-width: 34rem; margin: 0 auto; padding: clamp(2rem, 9vh, 6rem) 1.25rem 3rem }
.name { color: var(--quiet); font-size: .9375rem; letter-spacing: .02em; margin: 0 0 1.5rem }
h1 { font-size: clamp(1.6rem, 5.5vw, 2.1rem); line-height: 1.2; margin: 0 0 1.25rem; overflow-wrap: anywhere }
p { margin: 0 0 1rem; overflow-wrap: anywhere }
code { background: var(--chip); border-radius: .25rem; padding: .1em .35em; font-size: .92em;
  white-space: break-spaces }
.button { display: inline-block; margin: .75rem 0 .5rem; padding: .8rem 1.6rem; border: 0; border-radius: .5rem;
  background: var(--mark); color: var(--on); font: inherit; font-weight: 600; text-decoration: none; cursor: pointer }
.button:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px }
.foot { color: var(--quiet); font-size: .9375rem; border-top: 1px solid var(--rule); margin-top: 1.5rem;
  padding-top: 1rem }
"""
_STYLED = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_MARKS = re.compile(r"\*(?P<strong>[^*]+)\*|`(?P<code>[^`]+)`")


@dataclass(frozen=True, slots=True)
class Page:
    """A page's title and what it says, both as HTML, and whether all went well."""

    title: str
    body: str
    well: bool = True


def landing(command: str, days: int) -> Page:
    """What Casebook does, what it keeps, and one button."""
    told = (
        _said("install_lead"),
        _said("install_quiet"),
        _said("install_keeps", command=command),
        _said("install_leaves", days=days),
    )
    # A link, and no form: the browser would hold a form to this page's rules all the way to Slack's, and to those
    # of whoever signs people in there.
    button = f'<a class="button" href="?begin" rel="nofollow">{_said("install_button")}</a>'
    foot = f'<p class="foot">{_said("install_foot")}</p>'
    return Page(_said("install_title"), _rows(*told) + button + foot)


def done(team: str, command: str, opens: str) -> Page:
    """It is added: what to type first. `opens` is an address that opens Slack there."""
    told = (
        _said("install_done_first", command=command),
        _said("install_done_home"),
        _said("install_done_invite"),
    )
    link = f'<a class="button" href="{escape(opens)}">{_said("install_open")}</a>'
    return Page(_said("install_done_title", team=team), _rows(*told) + link)


def fault(name: str) -> Page:
    """It was not added: why, and a way to begin again. `name` is denied, expired, team or failed."""
    again = f'<a class="button" href="install">{_said("install_again")}</a>'
    return Page(_said(f"install_{name}_title"), _rows(_said(f"install_{name}")) + again, well=False)


def written(page: Page) -> str:
    """The whole document."""
    name = escape(say("app_name"))
    return (
        f'<!doctype html><html lang="{spoken()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{page.title}</title><style>{_STYLE}</style></head>"
        f'<body><main><p class="name">{name}</p><h1>{page.title}</h1>{page.body}</main></body></html>'
    )


# What the browser may do with a page: show it.
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLED}'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def _rows(*told: str) -> str:
    return "".join(f"<p>{each}</p>" for each in told)


def _said(name: str, /, **places: object) -> str:
    """A sentence as HTML: escaped with all that is put into it, *bold* and `code` as such."""
    # Marked before it is filled, so that a mark in what is put in stays what it is.
    marked = _MARKS.sub(
        lambda m: f"<{m.lastgroup}>{m[m.lastgroup or 0]}</{m.lastgroup}>", escape(catalogue()[name])
    )
    return marked.format_map({place: escape(str(given)) for place, given in places.items()})
