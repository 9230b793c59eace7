"""Figures: what is counted, who is counted, whose figure it is, and what is no figure."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.drafts import Draft
from summarizer.engines.rules.figures import find_figures
from summarizer.engines.rules.findings import Finding
from summarizer.engines.rules.numbers import find_numbers
from summarizer.engines.rules.parsing import parse
from summarizer.grounding import ground
from summarizer.reading import read_text
from summarizer.segments import segment


def figures(text, findings=(), published_on=None):
    """Return the figures of a text as they are proposed."""
    parsed = parse(segment(read_text(text).article))
    return find_figures(parsed, findings, [f"k{i}" for i in range(len(findings))], published_on)


def counted(text):
    """Return value, measure and who of each figure of a text."""
    return [(f.value, f.measure, f.who) for f in figures(text)]


def statement(text, content, cue, lemma, *, negated=False):
    """Return a finding with this content and cue."""
    start, at = text.index(content), text.index(cue)
    return Finding(
        content=[(start, start + len(content))],
        cue=(at, at + len(cue)),
        lemma=lemma,
        frame="clause",
        mention=None,
        sentence=0,
        negated=negated,
    )


def numbers(text):
    """Return value, form and unit of each number of a text."""
    return [(n.value, n.form, n.unit) for n in find_numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,250 tents", [(1250, "count", None)]),
        ("twenty-six tents", [(26, "count", None)]),
        ("one hundred and twenty tents", [(120, "count", None)]),
        ("two hundred thousand tents", [(200_000, "count", None)]),
        ("3.5 million tents", [(3_500_000, "count", None)]),
        ("2 lakh tents", [(200_000, "count", None)]),
        ("USD 60 billion", [(60_000_000_000, "money", "USD")]),
        ("$1.2m", [(1_200_000, "money", "$")]),
        ("€3bn", [(3_000_000_000, "money", "EUR")]),
        ("64 billion US dollars", [(64_000_000_000, "money", "USD")]),
        ("Rs 500 million", [(500_000_000, "money", None)]),
        ("Rs. 5,00,000", [(500_000, "money", None)]),
        ("1.5 lakh crore rupees", [(1_500_000_000_000, "money", None)]),
        ("NZ$4,000", [(4000, "money", "NZD")]),
        ("750 Kenyan shillings", [(750, "money", "KES")]),
        ("97%", [(97, "share", "%")]),
        ("4.5 per cent", [(4.5, "share", "%")]),
        ("two-thirds of the crew", [(66.67, "share", "%")]),
        ("half of the crew", [(50, "share", "%")]),
        ("0.5 percentage points", [(0.5, "points", "pp")]),
        ("from 10 to 12 tents", [(12, "count", None)]),
    ],
)
def test_a_number_is_read_with_its_scale_and_unit(text, expected):
    """Digits, words, scales, currencies and shares are read as the value that they stand for."""
    assert numbers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a 45-year-old man",
        "the 7th brigade",
        "an F-16 jet",
        "COP28 in Lagos",
        "the G20 summit",
        "Operation Dawn-1",
        "at 10:30",
        "at 10 a.m.",
        "by 5pm",
        "they won 3-1",
        "in the 1990s",
        "call 0300 1234567",
        "between 10 and 12 tents",
        "5 to 10 tents",
        "5–10 tents",
        "one in five",
        "3 per 100,000",
        "dozens of tents",
        "hundreds of tents",
        "a three-day visit",
        "two and a half pages",
        "the first half of the game",
        "#7 on the list",
    ],
)
def test_what_is_glued_to_something_else_is_no_number(text):
    """Ages, ordinals, designators, times, scores, ranges, ratios and vague words give no number."""
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some 40 fighters were killed near Adwa.", (40, "killed", "fighters")),
        ("Eleven civilians lost their lives in the raid.", (11, "killed", "civilians")),
        ("The landslide left nine people dead.", (9, "killed", "people")),
        ("The crash claimed 17 lives.", (17, "killed", None)),
        ("The fever caused 63 deaths.", (63, "killed", None)),
        ("The wave led to the deaths of two Kenyan nurses.", (2, "killed", "Kenyan nurses")),
        ("Gunmen stormed the villa of the mayor, killing him and five guards.", (5, "killed", "guards")),
        ("Armed men killed the union's leader and six of his drivers.", (6, "killed", "drivers")),
        ("At least 12 workers from the plant, all of them migrants, were hurt.", (12, "injured", "workers")),
        ("Three fishermen are still missing.", (3, "missing", "fishermen")),
        ("Police arrested 25 students on the campus.", (25, "arrested", "students")),
        ("The rebels freed 30 prisoners from the jail.", (30, "freed", "prisoners")),
        ("Bandits abducted 14 schoolgirls in the night.", (14, "kidnapped", "schoolgirls")),
        ("Some 3,000 families fled their homes.", (3000, "displaced", "families")),
        ("Divers rescued seven sailors.", (7, "rescued", "sailors")),
        ("More than 20,000 houses were damaged.", (20_000, "damaged", "houses")),
        ("The death toll rose to 48 on the third day.", (48, "killed", None)),
        ("Deaths from the fever rose to 517.", (517, "killed", None)),
        ("The mill employs 640 people.", (640, "employed", "people")),
        ("The number of injured stood at 130.", (130, "injured", None)),
        ("The militia carried out 310 drone attacks last year.", (310, "attacks", "drone attacks")),
        ("The sweep covered 14 towns in the valley.", (14, "towns", "towns")),
        ("The navy seized 500 kg of heroin.", (500, "seized", "heroin")),
        ("The farm sold 41,000 tonnes of wheat.", (41_000, "amount", "wheat")),
        ("They opened a port worth 3 billion euros.", (3_000_000_000, "money", "port")),
        ("They spent $4 million in aid.", (4_000_000, "money", "aid")),
        ("Nearly 97% of these losses came in spring.", (97, "share", "losses")),
        ("There was a 90% increase in thefts.", (90, "increase", "thefts")),
        ("The bomb wounded 29 New Yorkers.", (29, "injured", "New Yorkers")),
        ("Gas killed 40 women and children.", (40, "killed", "women and children")),
        ("On Monday 12 people were killed.", (12, "killed", "people")),
        ("In Kano 300 people fled.", (300, "displaced", "people")),
        ("The quake killed 2000 people.", (2000, "killed", "people")),
        ("Some 400 detained fighters were moved.", (400, "arrested", "fighters")),
    ],
)
def test_what_is_counted_and_what_happened_to_it(text, expected):
    """A count comes with what happened and with the smallest words for who or what is counted."""
    assert counted(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "In all 92 rebels were killed, while 15 guards and 18 villagers lost their lives.",
            [(92, "killed", "rebels"), (15, "killed", "guards"), (18, "killed", "villagers")],
        ),
        (
            "The dead included 8 rebels, 3 soldiers and 2 nurses.",
            [(8, "killed", "rebels"), (3, "killed", "soldiers"), (2, "killed", "nurses")],
        ),
        (
            "So far 20 Turkish engineers were killed and 34 injured in such raids.",
            [(20, "killed", "Turkish engineers"), (34, "injured", "Turkish engineers")],
        ),
        ("The storm resulted in 310 deaths and 96 injuries.", [(310, "killed", None), (96, "injured", None)]),
        (
            "The troops killed an additional 22 bandits, raising the total to 141.",
            [(22, "killed", "bandits"), (141, "killed", "bandits")],
        ),
        (
            "Some 12 people, including three children, were killed.",
            [(12, "killed", "people"), (3, "killed", "children")],
        ),
        (
            "Twelve of the 40 hostages were freed.",
            [(12, "freed", "hostages"), (40, "hostages", "hostages")],
        ),
        ("One of the 12 suspects was freed.", [(1, "freed", "suspects")]),
    ],
)
def test_numbers_that_share_a_verb_share_what_happened(text, expected):
    """Joined numbers have the same event, a bare one takes who is counted from the one before."""
    assert counted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The talks resumed in 2019 and ended in 2021.",
        "Ana Ruiz, 43, was killed on the spot.",
        "Article 370 protests went on in the old town.",
        "Flight 182 passengers waited in the hall.",
        "The siege lasted 12 days and 300 hours of talks.",
        "The convoy drove 40 kilometres.",
        "He came back after the first 10 rounds.",
        "The two countries agreed on the text.",
        "They are 100 percent certain.",
        "The top 1 percent paid more.",
        "Two friends went home.",
    ],
)
def test_dates_ages_names_and_durations_are_no_figures(text):
    """Years, ages, names with numbers, durations, lengths, ranks and known pairs are left out."""
    assert counted(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The rebels threatened to kill 12 hostages.",
        "The dam break would have killed 300 people.",
        "A blast could leave 50 people dead.",
        "If 20 people were killed, the talks would stop.",
        "Were 40 people arrested in the raid?",
        "The army vowed to free 30 prisoners.",
        "None of the 12 passengers was hurt.",
        "The guards did not kill 15 people.",
        "The toll could rise to 80.",
    ],
)
def test_what_did_not_happen_is_not_counted(text):
    """People who are only threatened, feared for, planned for, asked about or spared are not counted."""
    assert [f for f in figures(text) if f.measure in ("killed", "injured", "arrested", "freed")] == []


def test_what_somebody_denies_is_no_figure():
    """A count inside a denial, or people inside a dismissed report, are not reported as figures."""
    text = "The ministry denied that 40 villagers had been arrested."
    denial = statement(text, "40 villagers had been arrested", "denied", "deny")
    assert figures(text, [denial]) == []
    text = "The ministry said that 40 villagers had been arrested."
    told = statement(text, "40 villagers had been arrested", "said", "say")
    assert [f.value for f in figures(text, [told])] == [40]


def test_a_figure_belongs_to_the_innermost_statement():
    """A figure names the statement whose content holds it, and none where the reporter says it."""
    text = "The mayor said doctors had reported 12 deaths, and 30 tents were burned."
    outer = statement(text, "doctors had reported 12 deaths", "said", "say")
    inner = statement(text, "12 deaths", "reported", "report")
    by_value = {f.value: f.statement for f in figures(text, [outer, inner])}
    assert by_value[12] == "k1"
    alone = figures("Fire destroyed 30 tents. The mayor said nothing.")
    assert [f.statement for f in alone] == [None]


def test_unnamed_speakers_are_no_figure():
    """A number that only counts who speaks is left out."""
    text = "Four officials said the bridge was safe."
    found = statement(text, "the bridge was safe", "said", "say")
    assert [f.value for f in figures(text)] == [4]
    found.mention = (0, len("Four officials"))
    assert figures(text, [found]) == []


def test_qualifiers_keep_the_words_of_the_article():
    """What limits a number is kept as the article has it."""
    text = "At least 12 people died, nearly 40 were hurt, and an additional 22 soldiers were captured."
    assert [f.qualifier for f in figures(text)] == ["At least", "nearly", "an additional"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By March 2, 2025, the army had killed 40 rebels.", "2025-03-02"),
        ("The clinic, opened in 2011, treated 900 patients.", None),
        ("Since May 2020, the gang has kidnapped 30 nurses.", None),
        ("Some 19 people were killed on Tuesday.", "2025-03-04"),
        ("Some 19 people were hurt when a roof fell in on Tuesday.", "2025-03-04"),
        ("A landslide killed 61 people in 2019.", "2019"),
    ],
)
def test_the_day_of_a_count(text, expected):
    """A count gets the date that governs its clause, never one of another clause or the start of a span."""
    assert [f.as_of for f in figures(text, published_on="2025-03-05")] == [expected]


def test_a_repeated_figure_is_one_with_more_evidence():
    """The same count said twice is one figure; the same number on another day is another one."""
    text = "A blast killed 14 miners in Adwa. The blast that killed 14 miners was heard far away."
    assert [(f.value, len(f.evidence)) for f in figures(text)] == [(14, 2)]
    text = "On March 3, 2025 a bomb killed 14 miners. On March 9, 2025 a flood killed 14 miners."
    assert [f.as_of for f in figures(text)] == ["2025-03-03", "2025-03-09"]


def test_a_bare_dollar_sign_is_clear_only_where_no_other_dollars_are():
    """The sign alone is US dollars, unless the article prints other dollars as well."""
    assert [f.unit for f in figures("The fund paid $5 million.")] == ["USD"]
    assert [f.unit for f in figures("The fund paid $5 million, or A$7 million.")] == [None, "AUD"]


def test_grounding_accepts_the_evidence_of_every_figure():
    """Each proposed figure stands in the text where its evidence says."""
    text = (
        "At least 12 people were killed and 34 injured near Adwa, the clinic said. Nearly 97% of the houses "
        "burned down. The road cost USD 60 billion, or 1,250 million birr. "
        "The dead included 8 rebels and two nurses. Two-thirds of the farmers fled."
    )
    article = segment(read_text(text).article)
    record = ground(article, Draft(figures=tuple(find_figures(parse(article), [], [], None))), engine="rules")
    assert [r.detail for r in record.refused] == []
    assert len(record.figures) >= 6


@pytest.mark.parametrize("piece", ["1", "12 ", "one ", "1,", "$", "5-", "hundred ", "two-thirds of ", "Rs "])
def test_numbers_of_an_endless_line_are_read_in_linear_time(piece):
    """A line of a hundred thousand characters is read through, whatever it repeats."""
    assert isinstance(find_numbers(piece * (100_000 // len(piece))), list)


def test_no_figures_in_an_empty_article():
    """An article without text has no figures."""
    assert figures("") == []


PIECES = ["12", "3,400", "two", "hundred", "-", "to", " ", "$", "m", "%", "of", "2019"]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_numbers_are_ordered_apart_and_in_the_text(parts):
    """Numbers never overlap, stay in the text, and each begins and ends on something printed."""
    text = " ".join(parts)
    found = find_numbers(text)
    assert all(0 <= n.start < n.end <= len(text) for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(not text[n.start].isspace() and not text[n.end - 1].isspace() for n in found)


@given(st.integers(min_value=0, max_value=999_999_999))
def test_digits_with_separators_read_as_their_value(value):
    """Any number printed with separators is read back as itself."""
    assert [n.value for n in find_numbers(f"there were {value:,} of them")] == [value]
