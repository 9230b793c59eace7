"""What a live ticker, a press release and a report from a court or a council say of their statements."""

from __future__ import annotations

import pytest

from summarizer import Summarizer
from summarizer.engines.rules.channels import channel_of
from summarizer.engines.rules.entries import entry_blocks
from summarizer.engines.rules.saying import date_of
from summarizer.engines.rules.scenes import find_events


def _settings(article, *findings, names=()):
    """Return type of channel and day of each finding."""
    events = find_events(article.parsed, findings, names)
    found = []
    for finding in findings:
        channel = channel_of(article.parsed, finding, events)
        found.append((channel and channel[0].value, date_of(article.parsed, finding, events)))
    return found


TICKER = (
    "14:20 Bridge shut\nThe port says the bridge is shut.\n"
    "13:05\nRuiz has just said the dam is sound. Berg said last week the dam would fall.\n"
    "12:40 Good morning.\n"
)


def test_what_a_ticker_reports_was_said_on_its_day(read):
    """In a ticker with a date all is said on that day, but for what it dates otherwise."""
    article = read(TICKER, published_on="2026-04-09")
    findings = [
        article.find("the bridge is shut", "says", "say", "The port"),
        article.find("the dam is sound", "said", "say", "Ruiz"),
        article.find("the dam would fall", "said", "say", "Berg"),
    ]
    assert _settings(article, *findings, names=["port", "Ruiz", "Berg"]) == [
        (None, "2026-04-09"),
        (None, None),
        (None, None),
    ]


def test_a_ticker_without_a_date_gives_no_day(read):
    """No day is made up where the page has none."""
    article = read(TICKER)
    finding = article.find("the bridge is shut", "says", "say", "The port")
    assert _settings(article, finding) == [(None, None)]


@pytest.mark.parametrize(("text", "entries"), [(TICKER, [0, 2, 4]), ("12:40 lunch\nAt 13:05 Ruiz left.", [])])
def test_three_times_make_a_ticker(read, text, entries):
    """One paragraph that begins with a time makes no ticker."""
    assert entry_blocks(read(text).parsed) == entries


def test_a_press_release_is_the_channel_of_what_it_announces(read):
    """What the first sentence announces is said in the release, a later quotation need not be."""
    article = read(
        "FOR IMMEDIATE RELEASE\nThe Lunde Trust confirms that the mill is sold.\nBerg said it was time.",
        published_on="2026-04-09",
    )
    findings = [
        article.find("the mill is sold", "confirms", "confirm", "The Lunde Trust"),
        article.find("it was time", "said", "say", "Berg"),
    ]
    want = [("press_release", "2026-04-09"), (None, None)]
    assert _settings(article, *findings, names=["Lunde Trust", "Berg"]) == want


def test_all_who_have_a_part_in_a_trial_speak_in_court(read):
    """Judge, counsel and witness speak in court on its day; who speaks outside and who has no part do not."""
    article = read(
        "The driver was asleep, a court heard on Tuesday.\n"
        "Prosecutor Ana Ruiz said the road was dry. Ruiz said the lamp was on.\n"
        "Judge Li Na warned the gallery that she would clear it.\n"
        "Outside the court, Judge Li Na said the case was long.\n"
        "The mayor, Ole Berg, said the road was old.",
        published_on="2026-04-09",
    )
    findings = [
        article.find("the road was dry", "said", "say", "Prosecutor Ana Ruiz"),
        article.find("the lamp was on", "said", "say", "Ruiz"),
        article.find("she would clear it", "warned", "warn", "Judge Li Na"),
        article.find("the case was long", "said", "say", "Judge Li Na"),
        article.find("the road was old", "said", "say", "Ole Berg"),
    ]
    court = ("other", "2026-04-07")
    names = ["Ana Ruiz", "Ana Ruiz", "Li Na", "Li Na", "Ole Berg"]
    assert _settings(article, *findings, names=names) == [court, court, court, (None, None), (None, None)]


def test_an_article_without_a_sitting_has_no_room(read):
    """A judge who says something in other news says it nowhere in particular."""
    article = read("Judge Li Na said the case was long.", published_on="2026-04-09")
    finding = article.find("the case was long", "said", "say", "Judge Li Na")
    assert _settings(article, finding, names=["Li Na"]) == [(None, None)]


def test_council_members_speak_at_the_council_meeting(read):
    """What a council member adds was said at the meeting that the lead tells of."""
    article = read(
        "Mayor Ole Berg stated on Tuesday at a packed council meeting that he was innocent.\n"
        "Council member Ana Ruiz said the books were missing.",
        published_on="2026-04-09",
    )
    findings = [
        article.find("he was innocent", "stated", "state", "Mayor Ole Berg"),
        article.find("the books were missing", "said", "say", "Council member Ana Ruiz"),
    ]
    meeting = ("meeting", "2026-04-07")
    assert _settings(article, *findings, names=["Ole Berg", "Ana Ruiz"]) == [meeting, meeting]


def test_the_time_of_an_entry_is_not_said() -> None:
    """What is said in a ticker's entry begins behind its time, and an office may label a quotation there."""
    text = (
        "LIVE: Blast in Hub\n\n14:32 Police confirm a blast at the plant.\n\n"
        "14:50 “At least six people are hurt,” nurse Ana Falk tells our reporter.\n\n"
        "15:41 Nine are hurt, says the rescue service.\n\n"
        "16:30 Interior Minister: “We do not rule out anything.”"
    )
    record = Summarizer().summarize(text)
    said = [(s.speaker.name, " / ".join(c.exact for c in s.content)) for s in record.statements]
    assert said == [
        ("Police", "a blast at the plant"),
        ("Ana Falk", "At least six people are hurt"),
        ("rescue service", "Nine are hurt"),
        ("Interior Minister", "We do not rule out anything."),
    ]


def test_the_price_at_the_head_of_a_paragraph_is_said() -> None:
    """A number like a time is one only where several paragraphs begin with one."""
    (statement,) = (
        Summarizer().summarize("14.50 rupees is the price of a loaf, baker Ana Falk said.").statements
    )
    assert statement.content[0].exact == "14.50 rupees is the price of a loaf"
