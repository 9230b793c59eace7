"""HTML: the text of the article, what its mark-up says, and the metadata that it declares."""

from __future__ import annotations

import pytest

from summarizer.errors import UnreadableError
from summarizer.reading.html import looks_like_html, read_fragment, read_page
from summarizer.records import BlockKind

PARAGRAPHS = """<h1>Ferry pier closes after storm</h1>
<p>Port master Ifeoma Adeyemi said on Tuesday that the old pier in Varnsund would stay closed for weeks.</p>
<p>“We will not <b>open</b> a pier that <a href="/x">may fall</a>,” she told reporters in the office.</p>
<h2>What comes next</h2><ul><li>The first ferry leaves at six.</li><li>The last one leaves at ten.</li></ul>
<blockquote><p>Nobody should have to swim home.</p></blockquote>
<p>The council, which owns the pier, has set aside two million for the work.<br>It opened in 1921.</p>"""


def page(head: str = "", body: str = PARAGRAPHS) -> str:
    """Return a whole page."""
    return (
        f'<!doctype html><html lang="en-GB"><head><title>Ferry pier closes | The Harbour Post</title>{head}'
        f"</head><body><nav><a href='/'>Home</a></nav><article>{body}</article></body></html>"
    )


def test_a_page_becomes_text_with_known_parts():
    """Headings, items and paragraphs stand apart, the words of a paragraph together; menus are left out."""
    found = read_page(page())
    assert "“We will not open a pier that may fall,” she told reporters" in found.text
    assert "Home" not in found.text
    parts = {found.text[start:].split("\n")[0]: kind for start, kind in found.kinds.items()}
    assert parts["What comes next"] is BlockKind.HEADING
    assert parts["The first ferry leaves at six."] is BlockKind.PARAGRAPH
    assert "for the work.\n\nIt opened" in found.text


def test_metadata_is_what_the_page_declares():
    """Title, site name, address and day come from the page's own declarations."""
    head = (
        '<meta property="og:site_name" content="The Harbour Post">'
        '<meta property="og:title" content="Ferry pier closes">'
        '<link rel="canonical" href="https://harbour.example/ferry">'
        '<meta property="article:published_time" content="2026-02-03T08:00:00+01:00">'
    )
    found = read_page(page(head))
    assert (found.title, found.publisher) == ("Ferry pier closes", "The Harbour Post")
    assert (found.url, found.published_on, found.language) == (
        "https://harbour.example/ferry",
        "2026-02-03",
        "en",
    )


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ('<meta name="pubdate" content="3 February 2026">', "", "2026-02-03"),
        (
            '<script type="application/ld+json">[{"@graph":[{"datePublished":"2026-02-03"}]}]</script>',
            "",
            "2026-02-03",
        ),
        ('<script type="application/ld+json">{"dateModified":"2026-02-03"}</script>', "", None),
        ('<script type="application/ld+json">{broken</script>', "", None),
        ("", '<time itemprop="datePublished" datetime="2026-02-03T10:00">today</time>', "2026-02-03"),
        ("", '<time datetime="2026-02-03">3 February</time>', None),
        ("", "<p>The pier opened on 3 February 2026, the port master told reporters in Varnsund.</p>", None),
        ('<link rel="canonical" href="https://harbour.example/2026/02/03/ferry">', "", None),
    ],
)
def test_a_day_of_publication_is_declared_or_unknown(head, body, day):
    """Only what is marked as the day of publication counts, no date in prose, address or update."""
    assert read_page(page(head, PARAGRAPHS + body)).published_on == day


@pytest.mark.parametrize(
    "html", ["<html><body></body></html>", "<html><script>x()</script></html>", "", "<html>"]
)
def test_a_page_without_text_is_unreadable(html):
    """A page that holds no words is refused with a reason."""
    with pytest.raises(UnreadableError, match="no text"):
        read_page(html)


def test_a_fragment_keeps_all_its_words():
    """HTML in a JSON field is an article's body already: nothing but scripts and tags is left out."""
    found = read_fragment(
        "<p>One &amp; <i>two</i>.</p><script>x()</script>Loose.<figcaption>Pier.</figcaption>"
    )
    assert found.text == "One & two.\n\nLoose.\n\nPier."
    assert found.kinds[found.text.index("Pier")] is BlockKind.CAPTION
    assert read_fragment("  ").text == ""
    assert read_fragment("<table><tr><td>Day</td><td>12</td></tr></table>").text == "Day | 12"


def test_a_deep_page_is_walked_without_recursion():
    """Ten thousand nested elements do not exhaust the stack."""
    assert "word" in read_fragment("<div>" * 200 + "word" + "</div>" * 200).text


def test_html_is_told_from_prose():
    """A page is known by its first tag; a text that mentions a tag is no page."""
    assert looks_like_html('\n<?xml version="1.0"?><!DOCTYPE html><html>')
    assert not looks_like_html("The <html> tag is old, she said.")
