"""Sentences, quotations and pointers to them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.grounding import Resolved, resolve
from summarizer.records import Article, Block, BlockKind
from summarizer.segments import point, segment


def _article(*paragraphs, **kinds):
    """Return an article with one block a paragraph; ``b1="boilerplate"`` gives the second another kind."""
    text = "\n\n".join(paragraphs)
    blocks = []
    at = 0
    for i, paragraph in enumerate(paragraphs):
        start = at + len(paragraph) - len(paragraph.lstrip())
        end = at + len(paragraph.rstrip())
        if start < end:
            kind = BlockKind(kinds.get(f"b{i}", "paragraph"))
            blocks.append(Block(kind=kind, start=start, end=end, language=kinds.get(f"l{i}"), body=start))
        at += len(paragraph) + 2
    return Article(id="sha256:0", source="text", text=text, blocks=tuple(blocks))


def _sentences(*paragraphs, **kinds):
    cut = segment(_article(*paragraphs, **kinds))
    return [cut.text[s.start : s.end] for s in cut.sentences]


@pytest.mark.parametrize(
    "sentences",
    [
        ["He said no.", "“We urge everyone to go,” Adeyemi said."],
        ["The news was in a post on X.", "Other towns followed."],
        ["It begins at 5 p.m. Monday in the hall.", "It ends at 6 a.m.", "The doors stay open."],
        ["Gov. Ines Duarte, Sen. Kofi Mensah, Rep. Li and Lt. Col. Haddad met Amb. Ruiz.", "They left."],
        ["Prof. J. K. Olsen and Dr. Mbeki spoke to Mr. and Mrs. Ito.", "It was Nov. 5."],
        ["The U.S. Army left the U.S. base.", "Nobody stayed."],
        ["Acme Inc. and Bolt Co. merged with Crane Ltd. in No. 5 Dock Road.", "It was St. Martin's Day."],
        ["Lee Jr. spoke (he was late. Nobody minded.) for an hour.", "Then he left."],
        ["He waited ... and waited.", "She said: “So... what now?”"],
        ["It stood on Dock St.", "The street was empty."],
        ["Who knew?", "Nobody!", "“I did,” said Mr. Okafor."],
    ],
)
def test_sentences_end_where_they_end(sentences):
    """Titles, initials, times, months, brackets and ellipses do not end a sentence; terminators do."""
    assert _sentences(" ".join(sentences)) == sentences


def test_a_missing_space_after_a_full_stop_is_seen():
    """Scraped text that lost its spaces is still cut."""
    assert _sentences("The hall was full.The mayor spoke.") == ["The hall was full.", "The mayor spoke."]


def test_a_quotation_stays_with_its_cue():
    """Two sentences in one quotation stay together with the cue that follows, and part from what does not."""
    assert _sentences("“We came. We saw,” Boateng said. He left.") == [
        "“We came. We saw,” Boateng said.",
        "He left.",
    ]
    assert _sentences("“Who came? We did!” Boateng said. He left.") == [
        "“Who came? We did!” Boateng said.",
        "He left.",
    ]
    assert _sentences("“We came. We saw.” Then something else happened.") == [
        "“We came. We saw.”",
        "Then something else happened.",
    ]


def test_a_long_quotation_is_cut_inside():
    """The sentences of a quotation of more than three are sentences of their own."""
    assert _sentences("“One came. Two came. Three came. Four left,” she said.") == [
        *("“One came.", "Two came.", "Three came.", "Four left,” she said.")
    ]


def test_only_readable_blocks_have_segments():
    """Boilerplate, datelines and blocks in another language are left out; a heading is one sentence."""
    cut = segment(
        _article(
            *(
                "A heading without a stop",
                "Share “this” page.",
                "PORT SALU, May 5",
                "Der “Rat” tagt.",
                "Rain fell.",
            ),
            b0="heading",
            b1="boilerplate",
            b2="dateline",
            l3="de",
        )
    )
    assert [cut.text[s.start : s.end] for s in cut.sentences] == ["A heading without a stop", "Rain fell."]
    assert cut.quotations == ()
    assert [s.id for s in cut.sentences] == ["S1", "S2"]
    assert cut.block_of(cut.sentences[1]).start == cut.sentences[1].start


def test_segments_are_found_by_their_ids():
    """Every segment is found by its id and no other id finds anything."""
    cut = segment(_article("“Yes,” he said. No."))
    assert [cut.get(s.id) for s in (*cut.sentences, *cut.quotations)] == [*cut.sentences, *cut.quotations]
    assert cut.get("S99") is None


def test_a_quotation_goes_on_over_paragraphs():
    """A quotation opened anew in each paragraph and closed in the last is one segment a paragraph, linked."""
    cut = segment(
        _article("She began: “We go on.", "“And on.", "“To the end,” she said.", "“Another,” he said.")
    )
    assert [(cut.text[q.start : q.end], q.continues, q.closed) for q in cut.quotations] == [
        ("We go on.", None, False),
        ("And on.", "Q1", False),
        ("To the end,", "Q2", True),
        ("Another,", None, True),
    ]


def test_a_stray_mark_does_not_leave_its_paragraph():
    """An unclosed quotation ends with its block and the next block's plain text is not quoted."""
    cut = segment(_article("He said “we go and left.", "Rain fell."))
    assert [cut.text[q.start : q.end] for q in cut.quotations] == ["we go and left."]


def test_a_very_long_sentence_is_cut():
    """No sentence is longer than 1,500 characters, and no word is lost where it is cut."""
    text = "a clause; " * 400
    found = _sentences(text)
    assert max(map(len, found)) <= 1500
    assert " ".join(found).split() == text.split()
    assert max(map(len, _sentences("x" * 5000))) <= 1500


def test_text_that_breaks_segmenters_is_read():
    """White space of other scripts, NUL, emoji and marks of direction harm nothing."""
    text = "A\u00a0B. \u00a0O.\u2003K. J.\u3000said \u202e“hi” \0 😀 e\u0301. É. Roux came。 次。"
    cut = segment(_article(text))
    assert cut.sentences[0].start == 0
    assert cut.sentences[-1].end == len(text)


_TEXT = st.text(
    alphabet=st.sampled_from("abc. “”'‘’\" …-—\u00ad\u200be\u0301é\u00a0AB!,\n0;()"), min_size=1, max_size=80
)


@settings(deadline=None)
@given(st.lists(_TEXT, min_size=1, max_size=3))
def test_segments_are_ordered_and_in_their_blocks(paragraphs):
    """Segments come in order, do not overlap, lie in their blocks, are trimmed and hold a letter or digit."""
    article = _article(*paragraphs)
    cut = segment(article)
    for segments in (cut.sentences, cut.quotations):
        at = 0
        for s in segments:
            block = article.blocks[s.block]
            assert max(at, block.start) <= s.start < s.end <= block.end
            assert article.text[s.start : s.end].strip() == article.text[s.start : s.end]
            at = s.end
    ids = [s.id for s in (*cut.sentences, *cut.quotations)]
    assert len(set(ids)) == len(ids)
    letters = sum(c.isalnum() for c in article.text)
    assert sum(c.isalnum() for s in cut.sentences for c in article.text[s.start : s.end]) == letters


@settings(deadline=None)
@given(st.lists(_TEXT, min_size=1, max_size=3), st.data())
def test_a_pointer_leads_back_to_its_range(paragraphs, data):
    """Grounding resolves the pointer of any range inside segments to that range, but for invisible edges."""
    cut = segment(_article(*paragraphs))
    if not cut.sentences:
        return
    first = data.draw(st.sampled_from(cut.sentences))
    last = data.draw(st.sampled_from([s for s in cut.sentences if s.start >= first.start]))
    start = data.draw(st.integers(first.start, first.end - 1))
    end = data.draw(st.integers(max(start, last.start) + 1, last.end))
    a, b = cut.view.of(start, end)
    visible = cut.view.text[a:b].strip()
    try:
        pointer = point(cut, start, end)
    except ValueError:
        alone = first == last
        assert not visible or not alone or cut.view.source(*cut.view.of(start, end))[1] > last.end
        return
    found = resolve(cut, pointer)
    assert isinstance(found, Resolved)
    assert found.exact
    assert len(found.evidence) == 1
    evidence = found.evidence[0]
    if (evidence.start, evidence.end) != (start, end):
        a += len(cut.view.text[a:b]) - len(cut.view.text[a:b].lstrip())
        assert (evidence.start, evidence.end) == cut.view.source(a, a + len(visible))


def test_pointers_are_short():
    """Whole segments are named, short ranges quoted, long ones given by their first and last words."""
    cut = segment(
        _article("The mayor of Port Salu said that the old bridge would stay open all night. Rain fell.")
    )
    text = cut.text
    whole = point(cut, cut.sentences[0].start, cut.sentences[1].end)
    assert (whole.segments, whole.exact, whole.first) == (("S1", "S2"), None, None)
    cue = point(cut, text.index("said"), text.index("said") + 4)
    assert (cue.segments, cue.exact) == (("S1",), "said")
    content = point(cut, text.index("the old"), text.index(". Rain"))
    assert (content.first, content.last) == ("the old bridge", "all night")


def test_the_second_occurrence_is_pointed_at():
    """Where words stand twice in a segment the pointer says which."""
    cut = segment(_article("He said that she said that it rained."))
    at = cut.text.rindex("said")
    pointer = point(cut, at, at + 4)
    assert pointer.occurrence == 2


@pytest.mark.parametrize(("start", "end"), [(5, 5), (-1, 3), (0, 999), (13, 30), (11, 12)])
def test_there_is_no_pointer_outside_segments(start, end):
    """A range that is empty, outside the text, only space, or in boilerplate has no pointer."""
    cut = segment(_article("Rain fell.", "Share this page now.", b1="boilerplate"))
    with pytest.raises(ValueError, match=r"\["):
        point(cut, start, end)
