"""The page as a file: what is in it, what cannot get out of it, and how it gets to its place."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import weakref
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.output.report import write_report
from summarizer.records import Article, Provenance, Record, Summary

HOSTILE = "</script><script>alert(1)</script><!-- <script> & \u2028\u2029 \x00 ' \" ]]> \u202e\U0001f54a"


def record(text, **article):
    """A record of an article with nothing found in it."""
    return Record(
        article=Article(id="sha256:" + "ab" * 32, source="a.txt", text=text, **article),
        summary=Summary(),
        provenance=Provenance(engine="rules", program="0.1.0"),
    )


class Page(HTMLParser):
    """The page as a browser's parser cuts it: its elements, and the text of scripts and styles."""

    def __init__(self, path):
        super().__init__(convert_charrefs=True)
        self.tags, self.scripts, self.styles, self._into = [], [], [], None
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        """Note the element, and where the text of a script or style goes."""
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self._into = self.scripts if tag == "script" else self.styles
            self._into.append([dict(attrs), ""])

    def handle_endtag(self, tag):
        """Leave a script or style."""
        if tag in ("script", "style"):
            self._into = None

    def handle_data(self, data):
        """Keep the text of scripts and styles."""
        if self._into is not None:
            self._into[-1][1] += data

    def data(self, kind):
        """The JSON of every data block of a kind."""
        return [json.loads(text) for attrs, text in self.scripts if attrs.get("class") == kind]


def test_the_page_holds_every_record_and_every_failure_unchanged(tmp_path):
    """A reader of the page's data gets back exactly what was written."""
    records = [record("One."), record(HOSTILE, title=HOSTILE, url="javascript:alert(1)")]
    failures = [{"source": HOSTILE, "outcome": "unreadable", "reason": "not text", "attempts": 2}]
    write_report(tmp_path / "report.html", iter(records), failures)
    page = Page(tmp_path / "report.html")
    assert page.data("record") == [json.loads(r.model_dump_json()) for r in records]
    assert page.data("failure") == failures


@given(st.text(max_size=60))
def test_no_text_leaves_its_data_block(tmp_path_factory, text):
    """Whatever an article says, the page has the same elements, and the text comes back the same."""
    folder = tmp_path_factory.mktemp("report")
    write_report(folder / "plain.html", [record("")])
    write_report(folder / "page.html", [record(text, title=text)])
    page = Page(folder / "page.html")
    assert page.tags == Page(folder / "plain.html").tags
    assert page.data("record")[0]["article"]["text"] == text


def test_the_policy_allows_the_page_s_own_style_and_script_and_nothing_else(tmp_path):
    """The content security policy names the hashes of what the page brings along, and no source besides."""
    write_report(tmp_path / "report.html", [record("One.")])
    page = Page(tmp_path / "report.html")
    policy = next(a["content"] for _, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
    [code] = [text for attrs, text in page.scripts if "type" not in attrs]
    [[_, style]] = page.styles

    def hashed(source):
        return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"

    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == hashed(code)
    assert rules["style-src"] == hashed(style)


def test_the_page_asks_for_nothing_from_elsewhere(tmp_path):
    """No element of the page names a file or an address to load, and no code builds markup from data."""
    write_report(tmp_path / "report.html", [record("One.")])
    page = Page(tmp_path / "report.html")
    loaded = [a[key] for _, a in page.tags for key in ("src", "href", "data", "action") if key in a]
    assert loaded == ["data:,", "#text-pane"]
    code = next(text for attrs, text in page.scripts if "type" not in attrs)
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", code
    )
    assert not re.search(r"@import|url\(", page.styles[0][1])


def test_a_failure_on_the_way_leaves_the_page_that_was_there(tmp_path):
    """When the records stop with an error, the old page stays whole and nothing half is left beside it."""
    path = tmp_path / "report.html"
    path.write_text("old")

    def broken():
        yield record("One.")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_report(path, broken())
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_the_records_are_written_as_they_come(tmp_path):
    """Nothing is held back: a record is out of hand before the next one is asked for."""
    alive = []

    def stream():
        for i in range(5):
            one = record(f"Article {i}.")
            alive.append(weakref.ref(one))
            assert sum(ref() is not None for ref in alive) <= 2
            yield one

    write_report(tmp_path / "report.html", stream())
    assert len(Page(tmp_path / "report.html").data("record")) == 5


def test_the_same_records_make_the_same_page(tmp_path):
    """Two pages of the same records are equal byte by byte."""
    for name in ("a.html", "b.html"):
        write_report(tmp_path / name, [record("One."), record("Two.")])
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
