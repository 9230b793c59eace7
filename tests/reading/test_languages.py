"""Languages: told with confidence or not at all."""

from __future__ import annotations

import pytest

from summarizer.reading.languages import block_language, text_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said that the bridge would not be rebuilt this year.", "en"),
        ("El ministro dijo que el puente no se reconstruirá este año por falta de dinero.", "es"),
        ("Die Ministerin sagte, dass die Brücke in diesem Jahr nicht wieder aufgebaut werde.", "de"),
        ("De minister zei dat de brug dit jaar niet zal worden herbouwd, want er is geen geld.", "nl"),
        ("Menteri mengatakan bahwa jembatan itu tidak akan dibangun kembali tahun ini.", "id"),
        ("وزیر نے کہا کہ پل اس سال دوبارہ نہیں بنایا جائے گا", "ur"),
        ("وزیر گفت که پل امسال دوباره ساخته نخواهد شد", "fa"),
        ("قال الوزير إن الجسر لن يعاد بناؤه هذا العام", "ar"),
        ("Министр сказал, что мост не будет восстановлен.", "ru"),
        ("Міністр сказав, що міст не буде відновлено цього року.", "uk"),
        ("大臣は橋を再建しないと述べた。", "ja"),
        ("部长说今年不会重建这座桥", "zh"),
        ("장관은 올해 다리를 재건하지 않을 것이라고 말했다", "ko"),
        ("मंत्री ने कहा कि इस साल पुल नहीं बनेगा", "hi"),
        ("Jean-Pierre Dupont, Paris", None),
        ("Ja.", None),
        ("12345 — 678", None),
        ("", None),
    ],
)
def test_a_text_has_a_language_where_it_is_long_enough(text, language):
    """A sentence is enough to tell a language by its words or its script; names and numbers are not."""
    assert text_language(text) == language


def test_a_block_has_a_language_only_where_it_differs():
    """Blocks in the article's own language, and short lines in Latin letters, carry none."""
    assert block_language("The minister said that the bridge would not be rebuilt this year.", "en") is None
    assert block_language("Nguyễn Văn Minh", "en") is None
    assert block_language("Вести", "en") == "ru"
    assert block_language("The minister said that the bridge would not be rebuilt.", "ur") == "en"
    assert block_language("Вести", None) is None


def test_the_language_of_a_text_is_that_of_most_of_it():
    """A text that opens with a paragraph in another language is not taken for one in that language."""
    english = "The minister said that the bridge would not be rebuilt this year. "
    assert text_language("وزیر نے کہا کہ پل اس سال دوبارہ نہیں بنایا جائے گا " * 10 + english * 100) == "en"


_FOREIGN = {
    "nl": """De burgemeester had in de raad gezegd dat hij in de zomer wilde weten of de brug of de veerboot
    in het najaar zou worden vervangen, en of de gemeente daar het geld voor in kas had.""",
    "da": """Borgmesteren sagde onsdag, at broen i en lille by ved fjorden bliver lukket efter påske, og at to
    mænd fra kommunen havde set revnerne sidste efterår, men ikke kunne få nogen til at høre på dem.""",
    "pl": """Burmistrz powiedział, że chciałby, by to miasto miało nowy most, ale to wymaga pieniędzy, których
    nikt nie obiecał, i to mimo tego, że stary most jest zamknięty od trzech lat.""",
    "de": """Die Bürgermeisterin will im Sommer ins Rathaus ziehen, was an der Kasse der Stadt hängt; die
    Brücke war seit drei Jahren gesperrt, und niemand hat den Bürgern gesagt, wie es weitergeht.""",
}


@pytest.mark.parametrize("language", _FOREIGN)
def test_another_language_is_told_in_an_english_article(language):
    """A paragraph that shares small words with English is still one in its own language."""
    assert block_language(_FOREIGN[language], "en") == language


def test_plain_english_does_not_need_the_classifier(monkeypatch):
    """An English paragraph without "the" and with few small words loads no language model."""
    monkeypatch.setattr("summarizer.reading.languages._classifier", lambda: pytest.fail("it was loaded"))
    block = """Orla Brennan, harbour master at Port Hollis in western Kerrigan, described Tuesday's crash in
    terms of bad luck and poor radar coverage; crews inspected two damaged tugboats overnight."""
    assert block_language(block, "en") is None
