"""Names as they stand in a sentence: capitalised runs, cut into title and name, and what stands around."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.around import Naming, is_called, read_behind, read_in_front
from summarizer.engines.rules.attributes import is_national, is_party
from summarizer.engines.rules.lexicon import words
from summarizer.engines.rules.tokens import HYPHENS, Tokens
from summarizer.records import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Naming", "namings"]

_LINKS = frozenset({"of", "for", "to", "at", "in", "on"})


def namings(tokens: Tokens) -> list[Naming]:
    """Return the names of a sentence in order, titles without a name left out."""
    out: list[Naming] = []
    i = 0
    while i < len(tokens.text):
        if not tokens.is_name(i):
            if i > 1 and tokens.text[i - 1] in _MARKS and tokens.text[i][:1].isupper():
                out.extend(_pseudonym(tokens, i))
            i += 1
            continue
        stop, broken = _run(tokens, i)
        if not broken:
            found = _name_in(tokens, i, stop)
            if found:
                out.append(found[0])
                stop = max(stop, found[1])
        i = max(stop, i + 1)
    return out


_MARKS = frozenset("'\"‘“")


def _pseudonym(tokens: Tokens, i: int) -> Iterator[Naming]:
    """Yield the name that a quotation mark sets off where somebody asks to be called by it."""
    if is_called(tokens.sentence.text, tokens.tokens[i].idx):
        word = tokens.text[i]
        yield Naming(
            tokens.range(i, i + 1), (word,), SpeakerKind.PERSON, tokens.sentence.index, tokens.tokens[i]
        )


def _run(tokens: Tokens, i: int) -> tuple[int, bool]:  # noqa: C901, PLR0912 - one joint of names after another
    """Return where the run of name tokens from ``i`` stops, and whether it is an adjective (X-based)."""
    text, particles = tokens.text, words("titles", "particles", "inner")
    j = i + 1
    while j < len(text):
        if tokens.is_name(j):
            j += 1
        elif tokens.hyphenated(j):
            if not tokens.text[j + 1][0].isupper() and _adjectival(tokens, j + 1):
                return j + 2, True
            j += 2
        elif (text[j] in particles or tokens.hyphenated(j + 1)) and (inside := _particles(tokens, j)):
            j = inside
        elif (text[j] == "&" and tokens.is_name(j + 1)) or (
            text[j] in ("'s", "’s", "'", "’") and tokens.is_name(j + 1) and _owned(tokens, j)
        ):
            j += 2
        elif (
            text[j] in '"“'
            and j + 3 < len(text)
            and text[j + 2] in '"”'
            and tokens.is_name(j + 3)
            and tokens.is_name(j + 1)
        ):
            j += 4
        elif text[j] == "," and j + 1 < len(text) and names.bare(text[j + 1]) in ("jr", "sr"):
            j += 2
        elif (text[j] in ("of", "for") and _organizes(text[i:j])) or (
            text[j] == "on" and names.bare(text[j - 1]) in words("organizations", "organization", "topical")
        ):
            k = j + 1 + (text[j + 1 : j + 2] in (["the"], ["a"], ["an"]))
            if not tokens.is_name(k):
                break
            j = _listed(tokens, k)
        elif text[j] == "and" and i > 0 and text[i - 1].lower() == "the" and tokens.is_name(j + 1):
            right = j + 1
            while tokens.is_name(right):
                right += 1
            if names.kind_of_name(text[i:j]) is not None or not _organizes(text[j + 1 : right]):
                break
            j = right
        else:
            break
    return j, False


def _particles(tokens: Tokens, j: int) -> int:
    """Return where "van der Berg" or "al-Sayed" goes on behind its small words, 0 where no name follows."""
    k = j
    while k < len(tokens.text):
        hyphen = tokens.hyphenated(k + 1)
        if tokens.text[k] not in words("titles", "particles", "hyphenated" if hyphen else "inner") and (
            tokens.text[k] not in words("titles", "particles", "inner")
        ):
            break
        k += 1 + hyphen
    return k + 1 if tokens.is_name(k) else 0


def _adjectival(tokens: Tokens, i: int) -> bool:
    """Tell whether the word behind a hyphen makes an adjective ("Ottawa-based") and no name ("Jae-in")."""
    word, tag = tokens.text[i], tokens.tag[i]
    following = tokens.tag[i + 1] if i + 1 < len(tokens.tag) else ""
    return (
        tag in ("VBN", "VBG")
        or word.endswith("ed")
        or word in ("led", "run", "born", "wide")
        or following in ("NN", "NNS", "JJ")
    )


def _listed(tokens: Tokens, k: int) -> int:
    """Return where "Research and Security Studies" behind "Centre for" stops."""
    while tokens.is_name(k) or (tokens.hyphenated(k) and tokens.is_name(k + 1)):
        k += 1
        if (
            tokens.text[k : k + 1] == ["and"]
            and tokens.is_name(k + 1)
            and not names.is_given(tokens.text[k + 1])
        ):
            title = names.is_role(tokens.text[k + 1]) or names.is_honorific(tokens.text[k + 1])
            k += 0 if title else 1
    return k


def _owned(tokens: Tokens, j: int) -> bool:
    """Tell whether what stands around the possessive mark ``j`` is one name."""
    text = tokens.text
    if _office(text[j - 1], text[j + 1]):
        return True
    plural = text[j] in ("'", "’") or text[j - 1].lower().endswith(("men", "children", "people"))
    if not plural or tokens.tag[j - 1] not in ("NNPS", "NNS", "NNP"):
        return False
    # "the Carters' Union": a plural, and a body behind it
    stop = j + 1
    while tokens.is_name(stop):
        stop += 1
    low = names.bare(text[stop - 1])
    return low in words("organizations", "organization", "words") and not names.is_given(text[j - 1])


def _office(owner: str, owned: str) -> bool:
    """Tell whether "owner's owned" is one name (the People's Assembly, the Mayor's Office)."""
    low = names.singular(owner.lower())
    people = names.is_role(low) or low in (
        "person",
        "woman",
        "man",
        "child",
        "worker",
        "veteran",
        "lord",
        "senior",
    )
    return people and names.kind_of_name([owner, owned]) not in (None, SpeakerKind.PERSON)


def _organizes(run: list[str]) -> bool:
    low = names.bare(run[-1])
    listed = words("organizations", "organization", "words") | words("organizations", "government", "words")
    return low in listed or low in (
        "republic",
        "state",
        "states",
        "kingdom",
        "bank",
        "faculty",
        "sons",
        "daughters",
        "people",
        "citizens",
    )


def _name_in(tokens: Tokens, i: int, stop: int) -> tuple[Naming, int] | None:  # noqa: C901, PLR0912 - one decision after another
    """Cut a run into title and name; None where it holds no name. Also returns where to go on."""
    text = tokens.text
    run = text[i:stop]
    whole = names.kind_of_name(run)
    office = len(run) == 1 and names.is_role(run[0])
    cut = (
        0
        if whole not in (None, SpeakerKind.PERSON, SpeakerKind.GROUP) and not office
        else names.title_end(run)
    )
    if cut == len(run):
        behind = _long_title(tokens, stop)
        if behind is None:
            return None
        start, stop = behind
    else:
        start = i + cut
    while start < stop - 1 and _qualifies(text[start]) and names.is_given(text[start + 1]):
        start += 1
    if (
        start == i
        and stop - start == 1
        and start == 0
        and text[stop : stop + 1] == ["of"]
        and not _organizes(text[:stop])
    ):
        return None
    if (start == i and all(names.is_honorific(w) for w in text[start:stop])) or (
        stop - start == 1 and _adjective(tokens, start)
    ):
        return None
    while start < stop and not text[start][0].isalnum():
        start += 1
    if start >= stop:
        return None
    for k in range(start - 1, -1, -1):  # a particle in front, in small letters: "von der Leyen"
        if (
            text[k] not in words("titles", "particles", "inner")
            or tokens.tag[k] not in ("NNP", "FW")
            or len(text[k]) == 1
        ):
            break
        start = k
    left = start if start != i + cut else i
    title = _title(tokens, min(left, i), start)
    named = tuple(_joined(tokens, start, stop))
    modifying = tokens.tokens[stop - 1].dep_ in ("compound", "nmod", "amod", "poss")
    determined = i > 0 and text[i - 1].lower() == "the" and start == i and not modifying
    kind = names.kind_of_name(named, determined=determined)
    if kind is None and len(named) == 1 and tokens.tag[start] == "NNPS":
        kind = SpeakerKind.GROUP
    found = Naming(
        tokens.range(start, stop),
        named,
        kind,
        tokens.sentence.index,
        tokens.tokens[stop - 1],
        determined=determined,
    )
    if title:
        found.title = tokens.range(title[0], title[1])
        body = len(named) == 1 and named[0].lower() in words("organizations", "organization", "words")
        personal = kind is SpeakerKind.GROUP and (
            names.is_honorific(text[start - 1]) or names.is_abbreviation(text[start - 1])
        )
        outlet = text[start - 1].lower() in words("organizations", "publication", "words")
        if outlet and kind in (None, SpeakerKind.ORGANIZATION) and len(named) == 1 and named[0].isupper():
            found.kind = SpeakerKind.PUBLICATION  # "state broadcaster CCTV"
        elif not body and (kind is None or personal or (kind is SpeakerKind.GOVERNMENT and len(named) == 1)):
            found.kind = SpeakerKind.PERSON
    if (
        found.kind is None
        and title is None
        and i > 0
        and tokens.tag[i - 1] == "NN"
        and not names.is_given(text[start])
    ):
        found.kind = _noun_kind(text[i - 1].lower())
    found.place = (
        title is None
        and i > 0
        and text[i - 1].lower() in ("in", "at", "near", "from", "across", "outside", "into")
    )
    if found.kind is None and i > 0 and text[i - 1].lower() in words("organizations", "group", "outlawed"):
        found.kind = SpeakerKind.GROUP
    read_behind(tokens, found, stop)
    read_in_front(tokens, found, title[0] if title else start, stop)
    if found.kind is None and (found.aged or found.apposition or found.after):
        found.kind = SpeakerKind.PERSON
    return found, stop


def _noun_kind(noun: str) -> SpeakerKind | None:
    """Return what the noun in front of a name says that it is ("the newspaper Morning Dial")."""
    if names.is_role(noun):
        return None
    if noun in words("organizations", "generic", "words"):
        published = noun in words("organizations", "publication", "words") | words(
            "organizations", "publication", "documents"
        )
        return SpeakerKind.PUBLICATION if published else SpeakerKind.ORGANIZATION
    return None


def _qualifies(word: str) -> bool:
    return names.country_of(word) is not None or names.bare(word) in words("titles", "outside", "parties")


def _national(tokens: Tokens, i: int) -> bool:
    """Tell whether a word behind "the" is one person by where he or she is from ("the Scot said")."""
    return is_national(tokens.text[i].lower()) and tokens.tag[i] in ("NNP", "NN", "JJ")


def _adjective(tokens: Tokens, i: int) -> bool:
    """Tell whether a capitalised word alone is an adjective, of nationality or of a party."""
    if names.country_of(tokens.text[i]):
        return tokens.tag[i] == "JJ"
    following = tokens.tag[i + 1] if i + 1 < len(tokens.tag) else ""
    # "the Democrat said": a member of it, no name
    the = i > 0 and tokens.text[i - 1].lower() == "the"
    if the and (is_party(tokens.text[i].lower()) or _national(tokens, i)):
        return True
    return names.bare(tokens.text[i]) in words("titles", "outside", "parties") and following in (
        "NN",
        "NNS",
        "JJ",
    )


def _joined(tokens: Tokens, start: int, stop: int) -> list[str]:
    """Return the words of a name, hyphenated ones in one piece, without quotation marks and commas."""
    out: list[str] = []
    for k in range(start, stop):
        word = tokens.text[k]
        if (
            out
            and k > start
            and tokens.tight[k - 1]
            and (word in HYPHENS or out[-1][-1] in HYPHENS or word in ("'s", "’s"))
        ):
            out[-1] += word
        elif word[0].isalnum() or word == "&":
            out.append(word)
    return out


def _long_title(tokens: Tokens, stop: int) -> tuple[int, int] | None:
    """Find the tokens of the name behind "Minister of State for Trade" or "SSP (Operations)"."""
    behind = _behind_bracket(tokens, stop)
    if behind:
        return behind[0] + names.title_end(tokens.text[slice(*behind)]), behind[1]
    k = stop
    while k < len(tokens.text) and tokens.text[k] in _LINKS:
        k += 1 + (tokens.text[k + 1 : k + 2] == ["the"])
        first = k
        while tokens.is_name(k) or (tokens.hyphenated(k) and tokens.is_name(k + 1)):
            k += 1
        if k == first:
            return None
        behind = _behind_bracket(tokens, k)
        if behind:
            return behind[0] + names.title_end(tokens.text[slice(*behind)]), behind[1]
        segment = tokens.text[first:k]
        for n in range(1, len(segment)):
            rest = segment[n:]
            if names.is_honorific(segment[n - 1]):
                return first + max(n, names.title_end(segment)), k
            before = segment[n - 1]
            place = len(_joined(tokens, first + n, k)) in (2, 3) and (
                names.is_place(" ".join(segment[:n]))
                or names.bare(before) in words("titles", "portfolios", "words")
            )
            if (
                (names.is_given(rest[0]) or place)
                and len(rest) > 1
                and names.kind_of_name(segment) in (None, SpeakerKind.PERSON)
            ):
                return first + n, k
    return None


def _behind_bracket(tokens: Tokens, k: int) -> tuple[int, int] | None:
    """Return the tokens of the name behind "(North)" in "Commissioner of Police (North) Ann Roe"."""
    if tokens.text[k : k + 1] != ["("] or tokens.text[k + 2 : k + 3] != [")"]:
        return None
    first = last = k + 3
    while tokens.is_name(last) or (tokens.hyphenated(last) and tokens.is_name(last + 1)):
        last += 1
    return (first, last) if last - first in (2, 3) else None


def _title(tokens: Tokens, i: int, start: int) -> tuple[int, int] | None:
    """Return the tokens of the title in front of a name at ``start`` whose run begins at ``i``."""
    text, tag = tokens.text, tokens.tag
    if i == start:
        before = start - 1
        if (
            before < 0
            or not names.is_role(text[before])
            or tag[before] not in ("NN", "NNP", "JJ", "VB", "VBP")
        ):
            return None
        i = before
    k = i
    while k > 0:
        left = tokens.tokens[k - 1]
        if (tag[k - 1] == "POS" and k > 1 and tag[k - 2] in ("NNP", "NNPS")) or tokens.hyphenated(k - 1):
            k -= 2
        elif (names.is_role(text[k - 1]) and tag[k - 1] in ("NN", "NNP")) or text[
            k - 1
        ].lower() in _modifiers():
            k -= 1
        elif (
            tag[k - 1] == "CC"
            and k > 1
            and names.is_role(text[k - 2])
            and not names.is_honorific(text[k])  # "Mr. King and Mr. Roe"
        ):
            k -= 2
        elif (
            tag[k - 1] in ("NN", "NNP", "NNPS", "JJ")
            and k <= tokens.at.get(left.head.i, -1) < start + 8
            and left.dep_ in _INSIDE
        ):
            k -= 1
        else:
            break
    return _whose_office(tokens, k), start


def _whose_office(tokens: Tokens, k: int) -> int:
    """Return where a title begins that goes on in front: "*Adviser to the* Prime Minister Ann Roe"."""
    text = tokens.text
    link = k - 2 if k > 1 and text[k - 1] == "the" else k - 1
    if link < 1 or text[link] != "to" or not names.is_role(text[link - 1]):
        return k
    return link - 2 if link > 1 and text[link - 2] in ("Special", "Senior", "Political") else link - 1


_INSIDE = frozenset({"compound", "amod", "nmod", "poss", "nn", "appos"})


def _modifiers() -> frozenset[str]:
    return words("titles", "modifiers", "words")
