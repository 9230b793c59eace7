"""Contents that are no clauses: infinitives, prepositional phrases, objects of verbs that are acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.engines.rules import names
from summarizer.engines.rules.channel_phrases import document_type, noun_at
from summarizer.engines.rules.cues import cue_lexicon
from summarizer.engines.rules.edges import disputed_claim, right_end
from summarizer.engines.rules.lexicon import words
from summarizer.engines.rules.parsing import lemma
from summarizer.engines.rules.views import finish
from summarizer.records import ChannelType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Token

    from summarizer.engines.rules.findings import Range
    from summarizer.engines.rules.views import Content, Cue

__all__ = ["disputed", "has_infinitive", "infinitive", "light_object", "plain_object", "prepositional"]

_SAYING = frozenset({ChannelType.WRITTEN_STATEMENT, ChannelType.SOCIAL_MEDIA_POST, ChannelType.LETTER})
_CALLS = frozenset(
    {"phone call", "telephone call", "text message", "audio message", "video message", "message", "email"}
)
_POINTERS = frozenset({"this", "that", "these", "those"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_CONDITIONS = frozenset({"if", "unless", "until"})
_FORMS = frozenset({"form", "manifestation"})
_INFINITIVES = frozenset({"xcomp", "ccomp", "advcl", "relcl", "acl"})


def _to(token: Token) -> bool:
    return any(c.tag_ == "TO" for c in token.lefts)


def _infinitive_among(words: Iterable[Token], deps: Iterable[str]) -> Token | None:
    return next((w for w in words if w.dep_ in deps and _to(w)), None)


def has_infinitive(cue: Cue) -> bool:
    """Tell whether the verb takes somebody to do something: "urged the council *to wait*"."""
    return cue.base in cue_lexicon().object_infinitive and bool(
        _infinitive_among(cue.rights, ("xcomp", "ccomp"))
    )


def infinitive(cue: Cue) -> Content | None:
    """Return what somebody vows or asks for: "vowed to rebuild", "urged the council to wait"."""
    lex, view, verb = cue_lexicon(), cue.view, cue.verb
    particle = next(
        (c for c in cue.rights if c.dep_ in {"prep", "prt"} and c.lower_ in {"on", "upon", "to"}), None
    )
    with_particle = particle is not None and f"{cue.base} {particle.lower_}" in lex.object_infinitive
    plain = cue.base in lex.infinitive
    if not (plain or with_particle or cue.base in lex.object_infinitive):
        return None
    obj = next((c for c in cue.rights if c.dep_ in {"dobj", "dative"}), None)
    clause = _infinitive_of(cue, particle, obj)
    if clause is None or clause.i < verb.i:
        return None
    bare = obj is None and particle is None and not any(c.dep_ == "nsubj" for c in clause.lefts)
    if bare and not plain:
        return None
    first = (particle.i if particle is not None and with_particle else verb.i) + 1
    last = right_end(view, verb, clause, _before_finite(clause))
    return finish(view, [view.range(first, last + 1)], "infinitive", (verb.i, first))


def _before_finite(clause: Token) -> int:
    """Return the last token of an infinitive, without what was done: "urged us to wait *and left*"."""
    doc = clause.doc
    for token in clause.subtree:
        if token.dep_ != "conj" or any(c.dep_ in {"nsubj", "nsubjpass"} for c in token.lefts):
            continue
        done = token.tag_ in _FINITE or any(c.tag_ in _FINITE and c.dep_ == "aux" for c in token.lefts)
        joint = token.left_edge.i - 1
        if done and token.head.tag_ == "VB" and doc[joint].dep_ == "cc":
            return joint - (2 if doc[joint - 1].text == "," else 1)
    return clause.right_edge.i


def _infinitive_of(cue: Cue, particle: Token | None, obj: Token | None) -> Token | None:
    """Return the infinitive of a verb, of its particle's noun ("called on members *to wait*") or object."""
    clause = _infinitive_among(cue.rights, _INFINITIVES)
    if clause is None and particle is not None:
        for noun in (c for c in particle.children if c.dep_ == "pobj"):
            clause = _infinitive_among(noun.rights, ("acl", "relcl", "xcomp")) or clause
    if clause is None and obj is not None:
        clause = _infinitive_among(obj.rights, ("acl", "xcomp"))
    return clause or _mistaken_main_verb(cue, particle)


def _mistaken_main_verb(cue: Cue, particle: Token | None) -> Token | None:
    """Return the infinitive that the parse took for the main verb: "The envoy called on us *to wait*"."""
    verb, subject = cue.verb, cue.verb.head
    if particle is None or verb.tag_ != "VBD" or verb.dep_ != "acl" or subject.dep_ != "nsubj":
        return None
    clause = subject.head
    return clause if clause.i > verb.i and _to(clause) else None


def prepositional(cue: Cue) -> Content | None:
    """Return what follows a verb's preposition: "called *for a recount*", "admitted *to a mistake*"."""
    lex, view, verb = cue_lexicon(), cue.view, cue.verb
    prepositions = lex.preposition.get(cue.base, ())
    preposition = next((c for c in cue.rights if c.lower_ in prepositions and _has_object(c)), None)
    if preposition is None:
        return _for_somebody(cue) if "for" in prepositions else None
    if preposition.lower_ in lex.object.get(cue.base, ()) and any(c.dep_ == "dobj" for c in cue.rights):
        return None  # "warned sailors of fog": the object's frame
    head = cue.subject.head
    if cue.base in lex.personal and head is not None and head.tag_[:3] != "NNP" and head.tag_ != "PRP":
        return None
    adjacent = preposition.i - verb.i <= 2  # noqa: PLR2004 - at most one word between, "called again for"
    last = preposition.right_edge.i
    for child in cue.rights:
        first = child.left_edge
        beside = all(t.is_quote for t in verb.doc[last + 1 : first.i])
        if child.dep_ == "advcl" and first.i > last and beside and first.lower_ in _CONDITIONS:
            last = child.right_edge.i  # "warned of “war” if the talks fail"
    end = right_end(view, verb, preposition, last)
    cue_end = preposition.i + 1 if adjacent else verb.i + 1
    return finish(view, [view.range(preposition.i + 1, end + 1)], "preposition", (verb.i, cue_end))


def _for_somebody(cue: Cue) -> Content | None:
    """Return what somebody calls for somebody to do: "called for *the minister to resign*"."""
    view, verb = cue.view, cue.verb
    clauses = (c for c in cue.rights if c.dep_ in _INFINITIVES and c.left_edge.lower_ == "for" and _to(c))
    clause = next((c for c in clauses if c.left_edge.i == verb.i + 1), None)
    if clause is None:
        return None
    last = right_end(view, verb, clause, clause.right_edge.i)
    return finish(view, [view.range(verb.i + 2, last + 1)], "preposition", (verb.i, verb.i + 2))


def _has_object(preposition: Token) -> bool:
    if preposition.dep_ not in {"prep", "prt"}:
        return False
    return any(c.dep_ in {"pobj", "pcomp"} for c in preposition.children)


def light_object(cue: Cue) -> Content | None:
    """Return the object of a light verb: "expressed condolences to …", "claimed responsibility for …"."""
    lex, view, verb = cue_lexicon(), cue.view, cue.verb
    allowed = lex.light.get(cue.base)
    obj = next((c for c in cue.rights if c.dep_ == "dobj"), None)
    if allowed is None or obj is None:
        return None
    noun = lemma(obj)
    listed = "*" in allowed or noun in allowed or any(lemma(c) in allowed for c in obj.conjuncts)
    listed = listed or _takes_a_stand(cue)
    if noun in lex.not_light or not listed:
        return None
    last = obj.right_edge.i
    for child in (c for c in cue.rights if c.i > obj.i):
        felt = child.dep_ in {"prep", "dative"} and child.lower_ in lex.feelings
        doing = cue.base in lex.stands and child.lower_ == "in"  # "supports Lunde in fighting floods"
        doing = doing and any(c.dep_ == "pcomp" for c in child.rights)
        if felt or doing or _in_all_forms(child):
            last = max(last, child.right_edge.i)
        elif child.dep_ in {"ccomp", "acl"} and child.i > last:
            last = child.right_edge.i
    last = _before_channel(obj, right_end(view, verb, obj, last))
    return finish(view, [view.range(verb.i + 1, last + 1)], "object", cue.tokens)


def _takes_a_stand(cue: Cue) -> bool:
    """Tell whether a state says what it is for or against: "Beijing *opposes* …", "firmly *supports* …"."""
    lex, head = cue_lexicon(), cue.subject.head
    outer = cue.verb.head if cue.verb.dep_ == "conj" else cue.verb
    if head is None or cue.base not in lex.stands or outer.dep_ == "ccomp":
        return False  # in what somebody says, it is the speaker's own act
    state = head.tag_[:3] == "NNP" and (names.is_place(head.text) or names.country_of(head.text) is not None)
    firm = any(c.lower_ in lex.firmly for c in (*cue.lefts, *cue.rights))
    return (state or lemma(head) in lex.states) and (firm or cue.base == "oppose")


def plain_object(cue: Cue) -> Content | None:
    """Return the object of a verb that is the act itself: "condemned the raid", "accused Ruritania of …".

    The subject of its passive ("*The raid* was condemned by …"), and with "call" and its like the object and
    what it is called ("called *the plan a mistake*").
    """
    lex, view, verb = cue_lexicon(), cue.view, cue.verb
    naming = cue.base in lex.small
    if cue.base not in lex.object and not naming:
        return None
    turned = None if naming else _of_passive(cue) or _branded(cue)
    if turned is not None:
        return finish(view, turned, "object", cue.tokens)
    obj = _object(cue, naming=naming)
    if obj is None or _is_no_statement(cue, obj):
        return None
    if naming:
        return _naming(cue, obj)
    last = _last_of_object(cue, obj)
    if cue.base == "accuse" and not any(t.lower_ == "of" for t in verb.doc[obj.i : last + 1]):
        return None
    first = obj.left_edge.i if obj.left_edge.i > verb.i else obj.i
    last = _before_channel(obj, right_end(view, verb, obj, last))
    return finish(view, [view.range(first, last + 1)], "object", cue.tokens)


def _of_passive(cue: Cue) -> list[Range] | None:
    """Return what a passive is about: "*The raid* was condemned by us", "*He* was accused by us *of it*"."""
    subject = next((c for c in cue.lefts if c.dep_ == "nsubjpass"), None)
    if subject is None or not any(c.dep_ == "agent" for c in cue.rights):
        return None
    charge = [c for c in cue.rights if c.dep_ == "prep" and c.lower_ == "of" and cue.base == "accuse"]
    return [cue.view.range(p.left_edge.i, p.right_edge.i + 1) for p in (subject, *charge)]


def _branded(cue: Cue) -> list[Range] | None:
    """Return an object behind what it is rejected as: "dismissed as “idle” *a report that …*"."""
    if "as" not in cue_lexicon().object.get(cue.base, ()) or any(c.dep_ == "dobj" for c in cue.rights):
        return None
    for link in (c for c in cue.rights if c.dep_ == "prep" and c.lower_ == "as"):
        noun = next((c for c in link.rights if c.dep_ == "pobj"), None)
        article = next((c for c in noun.lefts if c.dep_ == "det"), None) if noun is not None else None
        if noun is not None and article is not None and article.i > link.i + 1:
            return [cue.view.range(article.i, noun.right_edge.i + 1)]
    return None


def disputed(cue: Cue) -> Content | None:
    """Return the claim that a clause hangs on, which its verb disputes: "…, *a charge* the mayor denies"."""
    claim = cue.verb.head
    if disputed_claim(claim) != cue.verb:
        return None
    return finish(cue.view, [cue.view.range(claim.left_edge.i, claim.i + 1)], "object", cue.tokens)


def _before_channel(obj: Token, last: int) -> int:
    """Return the last token of an object without a channel at its end: "denied it *in a statement*"."""
    for token in obj.doc[obj.i + 1 : last]:
        noun = next((c for c in token.rights if c.dep_ == "pobj"), None)
        if token.lower_ != "in" or noun is None or token.right_edge.i < last:
            continue
        call = noun_at(noun)
        how = document_type(lemma(noun)) in _SAYING or (call is not None and call[0] in _CALLS)
        if noun.left_edge.lower_ in {"a", "an"} and how:
            return token.i - (2 if token.nbor(-1).text == "," else 1)
    return last


def _object(cue: Cue, *, naming: bool) -> Token | None:
    """Return the object; with a verb that names also a clause or a quoted complement ("called “dull”")."""
    for child in cue.rights:
        if child.dep_ == "dobj" or (child.dep_ in {"ccomp", "xcomp"} and (naming or _is_gerund(child))):
            return child
    if not naming:
        return None
    complements = (c for c in cue.rights if c.dep_ == "oprd" and cue.view.quotes_within(c.left_edge.i, c.i))
    return next(complements, None)


def _is_gerund(token: Token) -> bool:
    return token.tag_ == "VBG" or any(c.dep_ == "aux" and c.tag_ == "VBG" for c in token.lefts)


def _is_no_statement(cue: Cue, obj: Token) -> bool:
    """Tell whether an object says nothing: "put the *box*", "welcomed *Brandt*", "cited *aides* saying"."""
    if cue.base == "put" and not any(_is_at_number(c) for c in cue.rights):
        return True
    if obj.lower_ in _POINTERS and cue.base in words("channels", "remarks", "say"):
        return True  # "He stated this at a ceremony": it was told before
    if lemma(obj) in cue_lexicon().not_light or (cue.base == "welcome" and obj.tag_ in {"NNP", "PRP"}):
        return True
    return any(c.dep_ == "acl" and c.tag_ == "VBG" and lemma(c) in cue_lexicon().clause for c in obj.rights)


def _is_at_number(child: Token) -> bool:
    """Tell whether it is a count: "put the toll *at 40*"."""
    return child.dep_ == "prep" and child.lower_ == "at" and any(t.tag_ == "CD" for t in child.subtree)


def _naming(cue: Cue, obj: Token) -> Content | None:
    """Return an object with what it is called: "called the plan a mistake", "called it “a mistake”"."""
    view, verb = cue.view, cue.verb
    if obj.dep_ == "oprd":
        return finish(view, [view.range(verb.i + 1, obj.right_edge.i + 1)], "object", cue.tokens)
    complement = next((c for c in cue.rights if c.dep_ in {"oprd", "xcomp"} and c.i > obj.i), None)
    if complement is None:
        complement = next((t for t in obj.subtree if _is_name_beside(t)), None)
    if complement is None and obj.dep_ == "dobj" and not view.quotes_within(verb.i, obj.right_edge.i):
        return None
    last = max(obj.right_edge.i, complement.right_edge.i if complement is not None else 0)
    return finish(view, [view.range(verb.i + 1, last + 1)], "object", cue.tokens)


def _is_name_beside(token: Token) -> bool:
    if token.dep_ != "appos" or token.left_edge.tag_ not in {"DT", "JJ", "CD"}:
        return False
    return bool(token.doc[token.left_edge.i - 1].text != ",")


def _last_of_object(cue: Cue, obj: Token) -> int:
    """Return the last token of an object with its verb's phrases: "blamed the pilot *for the delay*"."""
    prepositions = cue_lexicon().object[cue.base]
    last = obj.right_edge.i
    for child in (c for c in cue.rights if c.i > obj.i):
        listed = child.dep_ in {"prep", "agent", "dative"} and child.lower_ in prepositions
        likened = child.dep_ == "advcl" and "as" in prepositions and child.left_edge.lower_ == "as"
        until = child.dep_ == "advcl" and child.left_edge.lower_ in _CONDITIONS - {"if"}
        if listed or likened or until or _in_all_forms(child):
            last = max(last, child.right_edge.i)
    return _with_what_follows(cue, last)


def _in_all_forms(child: Token) -> bool:
    """Tell whether a phrase goes on with its verb's object: "terrorism *in all its forms*"."""
    nouns = (c for c in child.rights if c.dep_ == "pobj")
    return child.dep_ == "prep" and child.lower_ == "in" and any(lemma(n) in _FORMS for n in nouns)


def _with_what_follows(cue: Cue, last: int) -> int:
    """Return the last token of an object with what follows without a comma and says no when, where or how."""
    doc = cue.verb.doc
    outside = cue_lexicon().adverbials | {"as", "with"}
    while last + 2 < len(doc) and doc[last + 1].tag_ == "HYPH" and not doc[last].whitespace_:
        last = max(
            last + 2, doc[last + 2].right_edge.i
        )  # "announced an ex-gratia payment", cut at the hyphen
    for child in cue.rights:
        if child.i <= last or child.dep_ == "cc":
            continue
        first = child.left_edge.i
        joined = first == last + 1 and child.dep_ in {"prep", "acl", "relcl"} and child.lower_ not in outside
        coordinated = first == last + 2 and child.dep_ == "conj" and child.tag_ == "VBN"
        if not joined and not (coordinated and doc[first - 1].dep_ == "cc"):
            break
        last = child.right_edge.i
    return last
