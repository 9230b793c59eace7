"""Front matter of Markdown files."""

from __future__ import annotations

import pytest

from summarizer.reading import find, read
from summarizer.reading.frontmatter import find_front_matter

FRONT = '---\ntitle: "Pier closes"\ndate: 2026-02-03\ntags:\n  - ferry\nlang: en\n---\n'


def test_front_matter_is_metadata_and_no_statement(tmp_path):
    """Title and day come from the front matter, and its lines are boilerplate of the article."""
    path = tmp_path / "a.md"
    path.write_text(f"{FRONT}\n# Pier closes\n\nThe council met.\n\n- It voted.\n")
    (item,) = find([path])
    article = read(item).article
    assert (article.title, article.published_on, article.language) == ("Pier closes", "2026-02-03", "en")
    kinds = [block.kind.value for block in article.blocks]
    assert kinds[-3:] == ["headline", "paragraph", "paragraph"]
    assert set(kinds[:-3]) == {"boilerplate"}
    assert [article.text[block.body :].split("\n")[0] for block in article.blocks[-3:]] == [
        "Pier closes",
        "The council met.",
        "It voted.",
    ]


@pytest.mark.parametrize(
    "text",
    ["", "---\n", "---\ntitle: x\n", "---\n---\n", "title: x\n---\n", "---\nHe said: no, never.\nNo.\n---\n"],
)
def test_other_beginnings_are_no_front_matter(text):
    """Rules between paragraphs and what is never closed are left to the article."""
    assert find_front_matter(text) == ({}, [])
