"""The extractive summary: which sentences carry the news, and which never stand in it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer import Summarizer
from summarizer.drafts import Draft, DraftSpeaker, DraftStatement
from summarizer.engines.rules.figures import find_figures
from summarizer.engines.rules.findings import Finding
from summarizer.engines.rules.parsing import parse
from summarizer.engines.rules.summary import summarize
from summarizer.grounding import ground
from summarizer.reading import read_text
from summarizer.records import Act, Article, Block, BlockKind, SpeakerKind
from summarizer.segments import point, segment

FILLER = [
    "Traders in the covered market of Oyoko sold salt, cloth and dried fish until late in the afternoon.",
    "A ferry of the Lakes Company brought forty crates of oranges from the southern shore.",
    "Schools near the cathedral opened an hour later because of fog over the harbour.",
    "Gardeners planted lime trees along the avenue that leads to the botanical museum.",
    "Two choirs from Nandaime rehearsed an oratorio in the old customs house.",
    "Bakers on the hill complained of flour that had arrived damp for the third week.",
    "The library lent more novels in spring than in any month of the winter before.",
    "Cyclists rode around the reservoir in a race that nobody had announced.",
]


def record_of(text, drafts=(), findings=(), **meta):
    """Return the record with the summary that the rules make of a text, given its statements."""
    return record_of_article(read_text(text, **meta).article, drafts, findings)


def record_of_article(article, drafts=(), findings=()):
    """Return the record with the summary that the rules make of an article."""
    segmented = segment(article)
    parsed = parse(segmented)
    figures = find_figures(parsed, [], [], article.published_on)
    proposed = [d(segmented) for d in drafts]
    headline, sentences = summarize(parsed, findings, proposed, figures)
    draft = Draft(headline=headline, sentences=sentences, figures=tuple(figures))
    return ground(segmented, draft, engine="rules")


def sentences_of(record):
    """Return the summary's sentences."""
    return [s.text for s in record.summary.sentences]


def says(content, act, speaker="Ama Sarpong"):
    """Return a maker of a draft statement with this content and act."""

    def make(article):
        start = article.text.index(content)
        return DraftStatement(
            key="k",
            speaker=DraftSpeaker(speaker, SpeakerKind.PERSON),
            content=(point(article, start, start + len(content)),),
            acts=(act,),
        )

    return make


def article_of(*blocks):
    """Return an article made of blocks: (kind, text) pairs."""
    text, made = "", []
    for kind, words in blocks:
        text += "\n\n" if text else ""
        made.append(Block(kind=kind, start=len(text), end=len(text) + len(words), body=len(text)))
        text += words
    return Article(id="sha256:0", source="text", text=text, blocks=tuple(made), language="en")


def test_an_empty_article_has_no_summary():
    """Nothing in, nothing out."""
    record = record_of("")
    assert record.summary.headline is None
    assert record.summary.sentences == ()


def test_a_headline_block_is_the_headline_and_no_sentence():
    """The headline is taken as it stands; headings, decks, captions and boilerplate are never sentences."""
    article = article_of(
        (BlockKind.HEADLINE, "Harbour Reopens After Long Fog Over Oyoko"),
        (BlockKind.DECK, "Minister Sarpong denies that the harbour in Oyoko was ever unsafe for any ship."),
        (
            BlockKind.PARAGRAPH,
            "The harbour of Oyoko reopened on Monday, Transport Minister Ama Sarpong said.",
        ),
        (BlockKind.HEADING, "What the minister denied and what the harbour master has confirmed so far."),
        (BlockKind.CAPTION, "Minister Ama Sarpong at the harbour of Oyoko on Monday, when it reopened."),
        (BlockKind.PARAGRAPH, FILLER[0]),
        (
            BlockKind.BOILERPLATE,
            "Follow the harbour of Oyoko and Minister Ama Sarpong on our pages for more.",
        ),
    )
    record = record_of_article(article)
    assert record.summary.headline == "Harbour Reopens After Long Fog Over Oyoko"
    prose = [article.text[b.start : b.end] for b in article.blocks if b.kind is BlockKind.PARAGRAPH]
    assert sentences_of(record)
    assert set(sentences_of(record)) <= set(prose)


def test_without_a_headline_the_first_sentence_serves():
    """An article without a headline or a title is headed by its own first sentence."""
    record = record_of("\n\n".join(FILLER))
    assert record.summary.headline == FILLER[0]


def test_sentences_stand_in_the_order_of_the_text_and_are_few():
    """A summary has at most three sentences, fewer for a short article, in the order of the text."""
    record = record_of("\n\n".join([*FILLER, *FILLER]))
    found = [s.evidence[0].start for s in record.summary.sentences]
    assert found == sorted(found)
    assert len(found) == 3
    assert len(record_of("\n\n".join(FILLER[:3])).summary.sentences) == 1


def test_a_sentence_that_is_repeated_stands_there_once():
    """The same sentence said over and over is said once."""
    text = "\n\n".join(line for filler in FILLER for line in (FILLER[0], filler))
    found = sentences_of(record_of(text))
    assert len(found) == len(set(found))


@pytest.mark.parametrize("act", [Act.DENY, Act.PLEDGE, Act.CONDEMN, Act.CLAIM_RESPONSIBILITY])
def test_a_news_act_brings_its_sentence_in(act):
    """A denial, a pledge, a condemnation or a claim of responsibility makes its sentence news."""
    sentence = "Ama Sarpong spoke in the evening about wells that were dug too close to the tannery."
    text = "\n\n".join([*FILLER[:5], sentence, *FILLER[5:]])
    assert sentence not in sentences_of(record_of(text))
    assert sentence in sentences_of(
        record_of(text, [says("wells that were dug too close to the tannery", act)])
    )


def test_a_count_of_people_brings_its_sentence_in():
    """A sentence that says how many died is in the summary wherever it stands."""
    sentence = "Rescuers said on Friday that 31 miners were killed and 12 injured below the ridge."
    assert sentence in sentences_of(record_of("\n\n".join([*FILLER, sentence])))


@pytest.mark.parametrize(
    "start",
    [
        "He denied",
        "However, the harbour master denied",
        "They denied",
        "The latter denied",
        "But Sarpong denied",
    ],
)
def test_a_sentence_that_leans_on_another_does_not_stand_alone(start):
    """A sentence that begins with a pronoun or a connective needs the one before it."""
    leaning = f"{start} that 31 sailors were killed in the harbour of Oyoko."
    found = sentences_of(record_of("\n\n".join([*FILLER[:6], leaning, *FILLER[6:]])))
    assert leaning not in found or FILLER[5] in found


def test_a_quotation_said_by_a_pronoun_does_not_stand_alone():
    """A quotation whose speaker is only a pronoun is left out unless the sentence before it is there."""
    quotation = "“Nobody told the 31 sailors of Oyoko harbour that the fog would come,” she said."
    text = "\n\n".join([*FILLER[:6], quotation, *FILLER[6:]])
    start, cue = text.index("Nobody"), text.index("she said")
    content = (start, text.index(",” she"))
    finding = Finding(
        content=[content],
        cue=(cue + 4, cue + 8),
        lemma="say",
        frame="quote",
        mention=(cue, cue + 3),
        sentence=6,
    )
    found = sentences_of(record_of(text, [says("Nobody told", Act.DENY)], [finding]))
    assert quotation not in found or FILLER[5] in found


@pytest.mark.parametrize(
    "text",
    [
        "Why did 31 sailors have to die in the harbour of Oyoko on Monday?",
        "Thank you for joining us from the harbour of Oyoko, where 31 sailors were killed.",
        "31 sailors killed.",
        "“The 31 sailors of the harbour of Oyoko were killed by fog, and the",
    ],
)
def test_questions_pleasantries_and_scraps_are_left_out(text):
    """Questions, thanks, scraps and half quotations are no summary."""
    assert text not in sentences_of(record_of("\n\n".join([*FILLER[:6], text, *FILLER[6:]])))


def test_background_is_not_news():
    """What was before the news gives way to the news."""
    old = "Oyoko was founded in 1611 and has long been the largest harbour on the lakes of the south."
    new = "Oyoko's harbour on the lakes of the south closed its gates to all ships on Friday night."
    found = sentences_of(record_of("\n\n".join([*FILLER[:2], old, new, *FILLER[2:6]])))
    assert old not in found


def test_every_sentence_is_grounded():
    """Each sentence of the summary is its own evidence, and grounding refuses none."""
    record = record_of("\n\n".join([*FILLER, "At least 12 people were killed near Adwa, the clinic said."]))
    assert record.refused == ()
    for sentence in record.summary.sentences:
        assert sentence.text == " ".join(" ".join(e.exact for e in sentence.evidence).split())


PIECES = [*FILLER, "", "He left.", "“No", "Why?", "# Title", "*", "\u202e", "12"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=9))
def test_any_article_gets_a_summary_of_its_own_sentences(parts):
    """Whatever the text, its summary consists of its own sentences, and is always the same."""
    article = segment(read_text("\n\n".join(parts)).article)
    parsed = parse(article)
    first = summarize(parsed, [], [], [])
    assert first == summarize(parsed, [], [], [])
    record = ground(article, Draft(headline=first[0], sentences=first[1]), engine="rules")
    assert record.refused == ()
    assert len(record.summary.sentences) <= 3


def test_a_stray_mark_after_a_headline_does_no_harm() -> None:
    """A headline that ends in a mark which belongs to no sentence is still the headline."""
    text = "Ready for Okonjo vs. Ravnsborg?;\n\nThe two candidates meet on Friday. Both said they were ready."
    parsed = parse(segment(read_text(text).article))
    headline, _ = summarize(parsed, [], [], [])
    assert headline is not None


def test_the_time_of_a_tickers_entry_is_no_part_of_a_summary():
    """A sentence is quoted without the clock in front of it; a number that only looks like one stays."""
    text = (
        "Mill fire live\n\n09:58 The mayor says 20 guests have been freed.\n\n"
        "09:30 Police say nine people have died in the mill.\n\n08:05 The mill is on fire.\n\n"
        "7.30 million people watched the fire on television.\n"
    )
    sentences = [s.text for s in Summarizer().summarize(text).summary.sentences]
    assert "Police say nine people have died in the mill." in sentences
    assert not any(s.startswith(("09", "million")) for s in sentences)
