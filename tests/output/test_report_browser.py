"""The page in a real browser: what a reader sees, clicks, types and prints."""

from __future__ import annotations

import time

import pytest

HOSTILE = (
    "</script><img src=x onerror=window.hacked=1><b id=injected>\n\n"
    "“<script>window.hacked=1</script> & \x00 \u202eevil\u202c \"'`,” Eve <i>said</i>."
)


def marked(page, kind, i):
    """The text that is marked as the evidence of one note, in the order of the page."""
    return page.evaluate(
        """([kind, i]) => [...document.querySelectorAll('#text-pane mark')]
            .filter((mark) => mark.spans && mark.spans.some((s) => s.type === kind && s.ref === i))
            .map((mark) => mark.textContent)""",
        [kind, i],
    )


def number_of(page, selector):
    """How many elements a reader can see."""
    return sum(element.is_visible() for element in page.locator(selector).all())


@pytest.mark.parametrize("name", ["harbour", "market"])
def test_the_marks_cover_exactly_the_evidence(show, request, name):
    """Marked words are the evidence's exact words, emoji before them and statements inside them or not."""
    record = request.getfixturevalue(name).record()
    page = show([record])
    for i, statement in enumerate(record.statements):
        assert "".join(marked(page, "content", i)) == "".join(part.exact for part in statement.content)
        assert "".join(marked(page, "cue", i)) == statement.cue.exact
    for i, figure in enumerate(record.figures):
        assert "".join(marked(page, "figure", i)) == figure.evidence[0].exact
    for i, sentence in enumerate(record.summary.sentences):
        assert "".join(marked(page, "summary", i)) == sentence.evidence[0].exact
    assert number_of(page, ".flag.bad") == 0


def test_the_text_on_the_page_is_the_article_s(show, harbour):
    """Marks, numbers and dimming add nothing to the text and take nothing away."""
    page = show()
    assert page.locator(".article-body").evaluate("e => e.textContent") == harbour.text.replace("\n\n", "")
    assert page.locator(".block.boilerplate").text_content() == "Subscribe to our letter."
    assert page.locator(".block[lang=ar]").evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_a_wrong_offset_is_said_on_the_card(show, market):
    """Where the text at the recorded place is not the evidence's text, the page says so and marks nothing."""
    d = market
    [statement] = d.statements
    shifted = statement.content[0].model_copy(update={"start": 3, "end": 20})
    d.statements = [statement.model_copy(update={"content": (shifted,)})]
    page = show([d.record()])
    assert marked(page, "content", 0) == []
    assert page.locator(".card .flag.bad").is_visible()


def test_a_card_shows_its_words_and_words_show_their_card(show):
    """A click goes both ways, and on nested words a second click goes on to what they stand in."""
    page = show()
    page.locator("#s0 .words").click()
    assert page.locator("mark.chosen").all_text_contents() == [
        "We mourn the crew,",
        "said",
        "and we will rebuild the pier.",
    ]
    words = page.locator("mark", has_text="the vote was bought")
    words.click()
    assert page.locator(".card.chosen").get_attribute("id") == "s2"
    words.click()
    assert page.locator(".card.chosen").get_attribute("id") == "s1"
    page.locator(".article-body mark.figure").click()
    assert "USD 2.4 million" in page.locator(".item.chosen").text_content()
    page.locator(".sentences .item").click()
    assert page.locator("mark.chosen-summary").count() == len(marked(page, "summary", 0))


def test_hovering_goes_both_ways(show):
    """The pointer on a card lights its words, the pointer on words lights their card."""
    page = show()
    page.hover("#s0 .words")
    assert page.locator("mark.hover").first.text_content() == "We mourn the crew,"
    page.hover(".article-body mark.cue >> nth=2")
    assert page.locator(".card.hover").get_attribute("id") == "s2"


def test_only_a_direct_statement_gets_quotation_marks(show):
    """Nothing is put in quotation marks that the article does not quote, and a denial is read as one."""
    page = show()
    assert (
        page.locator("#s0 .words").text_content() == "“We mourn the crew,” … “and we will rebuild the pier.”"
    )
    assert page.locator("#s2 .words").text_content() == "denied: the vote was bought for USD 2.4 million"
    assert page.locator("#s2 .via").text_content() == "via unnamed clerk"
    page.click("#a1")
    assert page.locator("#s0 .words").text_content() == "warned: The “old rules” are gone"
    assert page.locator("#s0 .flag").text_content().endswith("hedged: reportedly")


@pytest.mark.parametrize(
    ("field", "value", "articles", "rows"),
    [
        ("act", "deny", 1, 1),
        ("kind", "mixed", 1, 1),
        ("channel", "press_conference", 1, 1),
        ("speaker", "nwosu", 1, 2),
    ],
)
def test_filters_narrow_articles_cards_and_the_table(show, field, value, articles, rows):
    """A filter holds in the list, beside the text and in the table of all statements."""
    page = show()
    box = page.locator(f"#{field}")
    box.fill(value) if field == "speaker" else box.select_option(value)
    page.locator("#clear").wait_for()
    assert page.locator(".entry").count() == articles
    assert number_of(page, ".card") == rows
    page.click("#tab-statements")
    assert page.locator("table.statements tbody tr").count() == rows
    page.click("#clear")
    assert page.locator("table.statements tbody tr").count() == 4


def test_a_chip_is_a_filter(show):
    """A click on an act's chip shows only that act, and a second click shows all again."""
    page = show()
    page.click("#s2 .chip.deny")
    assert number_of(page, ".card") == 1
    assert page.locator("#s2 .chip.deny").get_attribute("aria-pressed") == "true"
    page.click("#s2 .chip.deny")
    assert number_of(page, ".card") == 3


def test_search_finds_words_without_their_accents(show):
    """The search looks into the texts, in any case."""
    page = show()
    page.keyboard.press("/")
    page.keyboard.type("MÍN REPORTEDLY")
    page.locator("#list-count", has_text="1 of 2").wait_for()
    assert page.locator(".entry .title").text_content() == "Grain market opens"


def test_the_tables_sort_and_lead_to_the_article(show):
    """A heading sorts, again turns round, and a statement leads to its place; back leads back."""
    page = show(hash_="#t=statements")
    page.get_by_role("button", name="Speaker").click()
    assert page.locator("td.speaker b").first.text_content() == "Adaeze Nwosu"
    page.get_by_role("button", name="Speaker").click()
    assert page.locator("td.speaker b").first.text_content() == "unnamed clerk"
    page.get_by_role("button", name="Date").click()
    assert page.locator("td.date").first.text_content() == "13 May 2031"
    page.get_by_role("link", name="The “old rules” are gone").click()
    assert page.locator(".block").first.text_content() == "Grain market opens"
    assert page.locator(".card.chosen").count() == 1
    page.go_back()
    assert page.locator("#view-statements").is_visible()


def test_figures_refusals_and_failures_have_their_tables(show):
    """Over all articles: what was counted and who says so, what was refused, what failed, and why."""
    page = show(hash_="#t=figures")
    row = page.locator("table.figures tbody tr").text_content()
    assert all(words in row for words in ("USD 2.4 million", "money", "Adaeze Nwosu", "was bought for"))
    page.click("#tab-refused")
    assert "a number differs from the article" in page.locator("table.refusals").text_content()
    assert "not text" in page.locator("table.failed").text_content()


def test_the_keyboard_does_it_all(show):
    """Moves with j and k, n and p, the numbers, the question mark and escape; each list is one tab stop."""
    page = show()
    press = page.keyboard.press
    press("j")
    press("j")
    assert page.locator(".card.chosen").get_attribute("id") == "s1"
    press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "s0"
    press("c")
    page.locator("#s0", has_text="Copied").wait_for()
    press("Escape")
    assert page.locator(".chosen").count() == 0
    press("n")
    assert page.locator(".entry[aria-selected=true]").get_attribute("id") == "a1"
    press("p")
    assert page.locator(".card[tabindex='0'], .entry[tabindex='0'], [role=tab][tabindex='0']").count() == 3
    press("?")
    assert page.locator("#help").is_visible()
    press("Escape")
    assert not page.locator("#help").is_visible()
    press("2")
    press("j")
    assert page.evaluate("document.activeElement.closest('td').className") == "said"
    press("Enter")
    assert page.locator(".card.chosen").get_attribute("id") == "s0"


def test_a_citation_can_be_checked_by_somebody_else(show, harbour):
    """The copied line has the exact words, the speaker, the source and the position in the article."""
    record = harbour.record()
    page = show([record])
    page.hover("#s0")
    page.click("#s0 .act-copy")
    [first, second] = record.statements[0].content
    assert page.evaluate("window.copied") == (
        "“We mourn the crew,” … “and we will rebuild the pier.” — Adaeze Nwosu, Mayor "
        "[condole, pledge: “said”]. In: “Harbour vote denied”, Quay Post, 2031-05-14, "
        "https://quay.example/vote, "
        f"characters {first.start}–{first.end}, {second.start}–{second.end}, {record.article.id}."
    )
    page.hover("#s2")
    page.click("#s2 .act-copy")
    assert page.evaluate("window.copied").startswith(
        "Adaeze Nwosu, via unnamed clerk, 2031-05-13 [deny: “denied”]: the vote was bought for USD 2.4 "
        "million (the article’s words, not a quotation). In: "
    )


def test_a_link_opens_the_same_article_statement_and_filter(show):
    """What stands in the address bar brings somebody else to the same place."""
    page = show()
    page.click("#a1")
    page.click("#s0 .words")
    page.select_option("#kind", "mixed")
    page.locator("#clear").wait_for()
    link = page.evaluate("location.hash")
    again = show(hash_=link)
    assert again.locator(".entry[aria-selected=true] .title").text_content() == "Grain market opens"
    assert again.locator(".card.chosen").get_attribute("id") == "s0"
    assert again.locator("#kind").input_value() == "mixed"


def test_back_leads_to_the_article_before(show):
    """Every article is a step in the browser's history, every note is not."""
    page = show()
    page.click("#a1")
    page.click("#s0 .words")
    page.go_back()
    assert page.locator(".entry[aria-selected=true]").get_attribute("id") == "a0"
    page.go_forward()
    assert page.locator(".card.chosen").get_attribute("id") == "s0"


def test_nothing_from_an_article_becomes_markup(show, draft):
    """Tags, scripts, addresses and control characters of an article are shown as characters."""
    d = draft(HOSTILE, HOSTILE, title=HOSTILE, publisher=HOSTILE, url="javascript:window.hacked=1")
    words = HOSTILE.partition("“")[2].partition("”")[0]
    d.say(
        "direct",
        "assert",
        "Eve <i>",
        "<i>said</i>",
        words,
        target="<b id=injected>",
        via=("<b id=injected>",),
    )
    failure = {"source": HOSTILE, "outcome": "unreadable", "reason": HOSTILE, "attempts": 1}
    page = show([d.record()], [failure])
    assert "".join(marked(page, "content", 0)) == words
    for tab in ("statements", "figures", "refused", "articles"):
        page.click(f"#tab-{tab}")
    page.fill("#q", "<script>")
    page.keyboard.press("Escape")
    assert page.evaluate("[typeof window.hacked, document.getElementById('injected')]") == ["undefined", None]
    assert page.locator("a[href^='javascript' i], main img").count() == 0
    assert page.locator("h2").first.evaluate("e => e.textContent") == HOSTILE


def test_the_page_cannot_reach_the_network(show, problems):
    """Even code that ran on the page could not send anything anywhere."""
    page = show()
    blocked = page.evaluate(
        """() => new Promise((done) => {
            document.addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective));
            fetch('http://127.0.0.1:9/').catch(() => {});
        })"""
    )
    assert blocked == "connect-src"
    assert all("Content Security Policy" in problem for problem in problems)
    problems.clear()


def test_a_record_without_its_text_can_be_read(show, harbour):
    """The evidence's words and places stand in for the text, and the cards work."""
    page = show([harbour.record(keep_text=False)])
    assert page.locator(".excerpt").count() == 4
    page.click("#s0 .words")
    assert page.locator(".card.chosen").count() == 1
    page.click("#tab-figures")
    assert "USD 2.4 million" in page.locator("table.figures").text_content()


@pytest.mark.parametrize(
    "failures", [[], [{"source": "a.bin", "outcome": "unreadable", "reason": "not text", "attempts": 2}]]
)
def test_an_empty_run_says_so(show, failures):
    """Without a single record the page still opens and says what there is."""
    page = show([], failures)
    assert "article" in page.locator("#text-pane").text_content()
    for tab in ("statements", "figures", "refused"):
        page.click(f"#tab-{tab}")
        assert page.locator(f"#view-{tab}").is_visible()


def test_dark_and_light(show):
    """The page follows the system until the reader chooses."""
    colour = "getComputedStyle(document.body).backgroundColor"
    light = show().evaluate(colour)
    page = show(color_scheme="dark")
    dark = page.evaluate(colour)
    assert light != dark
    page.click("#theme")
    assert page.evaluate(colour) == light


def test_print_is_the_article_with_its_numbered_notes(show):
    """On paper: the text and the notes, no bars, lists or buttons, and light whatever the screen is."""
    page = show(color_scheme="dark")
    page.emulate_media(media="print")
    for hidden in (".top", ".filters", "#list-pane", ".act-copy"):
        assert number_of(page, hidden) == 0
    assert page.locator(".article-body").is_visible()
    assert page.locator(".card .n").all_text_contents() == ["1", "2", "3"]
    assert page.locator(".article-body .tag.number").evaluate_all("es => es.map(e => e.dataset.n)") == [
        "1",
        "2",
        "3",
    ]
    assert page.evaluate("getComputedStyle(document.querySelector('#notes-pane')).overflowY") == "visible"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_narrow_screen_shows_one_part_at_a_time(show):
    """On a telephone nothing runs out at the side, and text, notes and list can all be reached."""
    page = show(viewport={"width": 360, "height": 720})
    for view in ("statements", "figures", "refused", "articles"):
        page.click(f"#tab-{view}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not page.locator("#notes-pane").is_visible()
    page.locator("mark", has_text="We mourn").click()
    assert page.locator(".card.chosen").is_visible()
    page.click("#s0 .act-show")
    assert page.locator("#text-pane").is_visible()
    page.click("#list-toggle")
    page.click("#a1")
    assert page.locator(".block").first.text_content() == "Grain market opens"
    assert not page.locator("#list-pane").is_visible()


def test_hundreds_of_statements_are_shown_as_the_reader_comes_to_them(show, draft):
    """Cards are built in parts; the last statement can be reached at once, and paper gets them all."""
    d = draft("\n\n".join(f"“Item {i} is open,” the clerk said {i}." for i in range(400)), "list.txt")
    for i in range(400):
        d.say("direct", "assert", "the clerk", f"said {i}.", f"Item {i} is open,")
    page = show([d.record()])
    assert page.locator(".card").count() < 400
    page.keyboard.press("k")
    assert page.locator("mark.chosen").first.text_content() == "Item 399 is open,"
    again = show([d.record()])
    again.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert again.locator(".card").count() == 400


def test_five_hundred_articles_open(show, record_property, harbour, draft):
    """Many articles open, the last one can be reached, and only as much is built as is shown."""
    paragraph = "The council met again in the old hall and spoke about the pier for hours. " * 65
    base = harbour
    records = []
    for i in range(500):
        d = draft(f"{harbour.text}\n\n{paragraph}{i}", f"articles/{i:04}.txt", title=f"Article {i}")
        d.statements = [s.model_copy(update={"id": f"{n}"}) for n, s in enumerate(base.statements * 5)]
        records.append(d.record())
    started = time.perf_counter()
    page = show(records)
    page.locator(".card").first.wait_for()
    record_property("seconds_to_open_500_articles", round(time.perf_counter() - started, 2))
    assert page.locator("#tab-statements .count").text_content() == "7,500"
    assert page.evaluate("document.querySelectorAll('*').length") < 6000
    page.fill("#q", "Article 499")
    page.locator("#list-count", has_text="1 of 500").wait_for()
    assert page.locator(".article-body").evaluate("e => e.textContent").endswith("499")
