"""Records to show, and a real browser to show them in."""

from __future__ import annotations

import hashlib
import shutil

import pytest

from summarizer.output.report import write_report
from summarizer.records import (
    Article,
    Evidence,
    Figure,
    Provenance,
    Record,
    Refused,
    Speaker,
    Statement,
    Summary,
)
from summarizer.records import SummarySentence as Sentence

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

HARBOUR = """Harbour vote denied

\U0001f6a2 “We mourn the crew,” Mayor Adaeze Nwosu said 🕯️, “and we will rebuild the pier.”

A clerk said that Nwosu had denied that the vote was bought for USD 2.4 million.

قال إن الميناء سيفتح قريبا

Subscribe to our letter."""

MARKET = (
    "Grain market opens\n\nThe “old rules” are gone, trader Aung Min reportedly warned at a press conference."
)


class Draft:
    """Builds a record from an article's text: every evidence is found by its words."""

    def __init__(self, text, source, **about):
        self.text, self.source, self.about = text, source, about
        self.statements, self.figures, self.sentences, self.refused, self.kinds = [], [], [], [], {}

    def at(self, words, occurrence=1):
        """The evidence for words of the text."""
        start = -1
        for _ in range(occurrence):
            start = self.text.index(words, start + 1)
        return Evidence(start=start, end=start + len(words), exact=words)

    def say(self, kind, acts, speaker, cue, *content, cue_at=1, **more):
        """Add a statement."""
        statement = Statement(
            id=f"st-{len(self.statements)}",
            kind=kind,
            acts=tuple(acts.split()),
            speaker=Speaker(name=speaker, kind="person", role=more.pop("role", None)),
            cue=self.at(cue, cue_at),
            content=tuple(self.at(words) for words in content),
            grounding="exact",
            **more,
        )
        self.statements.append(statement)
        return self

    def record(self, *, keep_text=True):
        """The record, its blocks cut at empty lines."""
        blocks, position = [], 0
        for i, part in enumerate(self.text.split("\n\n")):
            kind, language = self.kinds.get(i, ("paragraph", None))
            blocks.append(
                {"kind": kind, "start": position, "end": position + len(part), "language": language}
            )
            position += len(part) + 2
        digest = hashlib.sha256((self.source + self.text).encode()).hexdigest()
        return Record(
            article=Article(
                id=f"sha256:{digest}",
                source=self.source,
                text=self.text if keep_text else "",
                blocks=blocks if keep_text else (),
                **self.about,
            ),
            summary=Summary(sentences=tuple(self.sentences)),
            statements=tuple(self.statements),
            figures=tuple(self.figures),
            refused=tuple(self.refused),
            warnings=("one passage is in another language",),
            provenance=Provenance(engine="rules", program="0.1.0"),
        )


@pytest.fixture
def harbour():
    """An article with emoji before, a split quotation, a nested statement, noise and another language."""
    d = Draft(HARBOUR, "articles/harbour.txt", title="Harbour vote denied", publisher="Quay Post")
    d.about.update(published_on="2031-05-14", url="https://quay.example/vote")
    d.kinds = {0: ("headline", None), 3: ("paragraph", "ar"), 4: ("boilerplate", None)}
    mayor = "Adaeze Nwosu"
    d.say(
        "direct",
        "condole pledge",
        mayor,
        "said",
        "We mourn the crew,",
        "and we will rebuild the pier.",
        role="Mayor",
    )
    nested = "the vote was bought for USD 2.4 million"
    d.say("indirect", "assert", "unnamed clerk", "said", f"Nwosu had denied that {nested}", cue_at=2)
    d.say("indirect", "deny", mayor, "denied", nested, cue_at=2, via=("unnamed clerk",), date="2031-05-13")
    d.figures.append(
        Figure(
            value=2400000, measure="money", unit="USD", statement="st-2", evidence=(d.at("USD 2.4 million"),)
        )
    )
    d.sentences.append(Sentence(text="A clerk said it.", evidence=(d.at(HARBOUR.split("\n\n")[2]),)))
    d.refused.append(
        Refused(what="figure", reason="changed_number", detail="nothing reads as 91", draft={"value": 91})
    )
    return d


@pytest.fixture
def market():
    """An article with one mixed, hedged statement on a channel."""
    d = Draft(MARKET, "articles/market.txt", title="Grain market opens")
    channel = {"type": "press_conference", "name": "a press conference"}
    words = "The “old rules” are gone"
    return d.say("mixed", "warn", "Aung Min", "warned", words, channel=channel, hedges=("reportedly",))


FAILURES = [{"source": "articles/scan.bin", "outcome": "unreadable", "reason": "not text", "attempts": 2}]


@pytest.fixture
def draft():
    """The builder of records."""
    return Draft


@pytest.fixture(scope="module")
def browser():
    """One browser for all tests of a module; without one they are skipped and say so."""
    playwright_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if BROWSER is None:
        pytest.skip("no chromium, chromium-browser or google-chrome here")
    with playwright_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def problems():
    """What the browser complained about; empty at the end of a test."""
    return []


@pytest.fixture
def show(browser, tmp_path, problems, harbour, market):
    """Write records to a page and open it; at the end, no error and no request may have happened."""
    requests, pages = [], []

    def open_page(records=None, failures=FAILURES, hash_="", **options):
        path = tmp_path / "report.html"
        write_report(path, [harbour.record(), market.record()] if records is None else records, failures)
        options.setdefault("viewport", {"width": 1280, "height": 800})
        page = browser.new_page(reduced_motion="reduce", **options)
        page.set_default_timeout(5000)
        page.on("console", lambda message: problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.add_init_script("navigator.clipboard.writeText = async (text) => { window.copied = text; };")
        page.goto(path.as_uri() + hash_)
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert problems == []
    assert all(url.startswith(("file:///", "data:,")) for url in requests)
