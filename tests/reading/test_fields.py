"""Fields of articles in JSON under the names that people use."""

from __future__ import annotations

import pytest

from summarizer.errors import UnreadableError
from summarizer.reading.fields import find_fields, members, name_of


@pytest.mark.parametrize(
    "data",
    [
        {"text": "Hello."},
        {"body": "Hello."},
        {"content": "Hello.", "description": "Short."},
        {"article": "Hello."},
        {"body_text": "Hello."},
        {"bodyText": "Hello."},
        {"maintext": "Hello."},
        {"article": {"body": "Hello."}},
        {"fields": {"bodyText": "Hello."}},
        {"text": ["Hello."]},
        {"bodies": [{"contentType": "text/plain", "value": "Hello."}]},
        {"content": None, "body": "Hello."},
    ],
)
def test_the_text_is_found_under_many_names(data):
    """Whatever a service calls it, the article's text is found."""
    assert find_fields(data).text == "Hello."


def test_mark_up_in_a_field_is_noticed():
    """A field named for HTML, or one with paragraphs in tags, is mark-up; a lone "<" is not."""
    assert find_fields({"body_html": "Hello."}).html
    assert find_fields({"content": {"rendered": "Hello."}}).html
    assert find_fields({"content": "<p>Hello.</p>"}).html
    assert not find_fields({"content": "2 < 3 and 4 > 3"}).html


@pytest.mark.parametrize(
    "data",
    [
        {"title": "T", "publisher": "P", "url": "https://u.example", "date": "2026-02-03", "lang": "en-GB"},
        {
            "headline": "T",
            "source": {"name": "P"},
            "link": "https://u.example",
            "publishedAt": "2026-02-03T09:00:00Z",
        },
        {"name": "T", "site": "P", "uri": "https://u.example", "versioncreated": "2026-02-03T09:00:00+01:00"},
        {
            "title": {"rendered": "T"},
            "outlet": "P",
            "canonical_url": "https://u.example",
            "pubDate": "Tue, 03 Feb 2026",
        },
        {
            "headlines": [{"value": "T"}],
            "source_name": ["P"],
            "url": "https://u.example",
            "created_at": 1770112800,
        },
    ],
)
def test_metadata_is_found_under_many_names(data):
    """Title, publisher, address and day are found in flat and nested forms, ninjs among them."""
    found = find_fields({"text": "Hello.", **data})
    assert (found.title, found.publisher, found.url) == ("T", "P", "https://u.example")
    assert found.published_on == "2026-02-03"
    assert found.language in ("en", None)


def test_an_identifier_is_no_address():
    """A ninjs uri that is no web address is the article's name, not its url."""
    data = {"uri": "urn:x:1", "text": "Hello."}
    assert find_fields(data).url is None
    assert name_of(data) == "urn:x:1"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({"id": 7}, "7"),
        ({"_id": {"$oid": "a b\nc"}}, "a b c"),
        ({"guid": "g"}, "g"),
        ({"id": None, "uuid": "u"}, "u"),
        ({"id": True}, None),
        ({}, None),
        ([], None),
    ],
)
def test_names_are_one_line(data, name):
    """An article's id is its name, on one line; without one it has none."""
    assert name_of(data) == name


def test_an_empty_text_is_an_empty_article():
    """A text field that is there but empty is an article without words, not a broken one."""
    assert find_fields({"text": ""}).text == ""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ({"x": 1, "y": 2}, "the keys are: x, y"),
        ({}, "none"),
        ([], "an array"),
        ("a", "a string"),
        (3, "a number"),
        (None, "null"),
    ],
)
def test_what_holds_no_text_is_refused(data, reason):
    """The message names the keys that were seen, or what stood there instead of an object."""
    with pytest.raises(UnreadableError, match=reason):
        find_fields(data)


def test_lists_of_articles_are_found():
    """Articles may stand in an array or under the usual keys of a service's answer."""
    one = {"text": "Hello."}
    assert members([one]) == [one]
    for key in ("articles", "items", "documents", "data", "results"):
        assert members({"status": "ok", key: [one]}) == [one]
    assert members({"response": {"results": [one]}}) == [one]
    assert members({"text": "Hello.", "items": [one]}) is None
    assert members({"x": 1}) is None
