"""spaCy's network at work on a batch of sentences, without what only its training needs.

The layers, their weights and every number that comes out are spaCy's own. What is saved is how they are
worked through: word vectors are made once a word, the pieces of a maxout lie where one instruction reads
many of them, and the parser's steps are taken while Python's lock is held, which spaCy's own loop lets go
and takes again at every feature that it looks up.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from spacy.tokens import Doc
    from thinc.api import Model

__all__ = ["Encoder", "take_steps"]

_MAXOUT = r"maxout>>layernorm>>dropout"
_KNOWN = re.compile(
    r"extract_features>>list2ragged>>with_array\(ints-getitem>>hashembed(?:\|ints-getitem>>hashembed)*\)"
    rf">>with_array\({_MAXOUT}\)>>ragged2list"
    rf">>with_array\(residual\(expand_window>>{_MAXOUT}\)(?:>>residual\(expand_window>>{_MAXOUT}\))*\)"
)
"""The name of a network that is put together as here, as thinc writes it."""
_ROWS = 64
"""Words whose vectors are made at once, never fewer: a product's last bits can depend on its row count."""
_MOST_WORDS = 20_000
"""Words whose vectors are kept, about 15 MB."""


class _Maxout:
    """One maxout layer and the normalisation behind it."""

    def __init__(self, layer: Model[Any, Any]) -> None:
        maxout = next(part for part in layer.walk() if part.name == "maxout")
        norm = next(part for part in layer.walk() if part.name == "layernorm")
        weights: NDArray[np.float32] = np.asarray(maxout.get_param("W"))
        self._width, self._pieces, inputs = weights.shape
        # All first pieces, then all second ones: their maximum is one of whole arrays.
        self._weights = np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(-1, inputs).T)
        self._bias = np.asarray(maxout.get_param("b")).T.reshape(-1)
        self._scale, self._shift = np.asarray(norm.get_param("G")), np.asarray(norm.get_param("b"))

    def __call__(self, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
        width = self._width
        pieces: NDArray[np.float32] = inputs @ self._weights
        pieces += self._bias
        out = pieces[:, :width].copy()
        for k in range(1, self._pieces):
            np.maximum(out, pieces[:, k * width : (k + 1) * width], out=out)
        out -= np.add.reduce(out, axis=1, keepdims=True) / np.float32(width)
        variance = np.add.reduce(out * out, axis=1, keepdims=True) / np.float32(width)
        out *= (variance + np.float32(1e-8)) ** np.float32(-0.5)
        out *= self._scale
        out += self._shift
        return out


class Encoder:
    """Gives each token its vector in its sentence: what tagger and parser decide by."""

    def __init__(self, model: Model[Any, Any]) -> None:
        """Take a network apart whose name :meth:`of` knows."""
        embed, encode = model.layers
        extract, _, hashes, mix, _ = embed.layers
        self._columns = extract.attrs["columns"]
        self._hashes = hashes.layers[0]
        self._mix = _Maxout(mix)
        self._layers = [_Maxout(layer) for layer in encode.layers[0].layers]
        self._apart = encode.attrs["pad"]
        self._words: dict[bytes, NDArray[np.float32]] = {}

    @classmethod
    def of(cls, model: Model[Any, Any]) -> Self | None:
        """Return the encoder of a network, or None where its layers are others or not on the processor."""
        if not _KNOWN.fullmatch(model.name):
            return None
        windows = [part.attrs["window_size"] for part in model.walk() if part.name == "expand_window"]
        arrays = (part.get_param("W") for part in model.walk() if part.name == "maxout")
        if set(windows) != {1} or not all(isinstance(array, np.ndarray) for array in arrays):
            return None
        return cls(model)

    def __call__(self, docs: Sequence[Doc]) -> None:
        """Set the tensor of each doc, float32, a row a token."""
        lengths = [len(doc) for doc in docs]
        if not any(lengths):
            return
        words = self._embedded(np.concatenate([doc.to_array(self._columns) for doc in docs]))
        # Sentences lie under each other, so far apart that none sees another.
        ends = np.cumsum([length + self._apart for length in lengths])
        places = [(end - length, end) for end, length in zip(ends.tolist(), lengths, strict=True)]
        rows = np.zeros((places[-1][1] + self._apart, words.shape[1]), dtype=np.float32)
        rows[np.concatenate([np.arange(*place) for place in places])] = words
        encoded = self._encoded(rows)
        for doc, place in zip(docs, places, strict=True):
            # spaCy's types say float64; its own encoder sets float32, too.
            doc.tensor = encoded[slice(*place)]  # type: ignore[assignment] # see above

    def _embedded(self, features: NDArray[np.uint64]) -> NDArray[np.float32]:
        """Return the vector of each token's word, which knows nothing of its sentence yet."""
        known = self._words
        if len(known) > _MOST_WORDS:
            known = self._words = {}  # a new one: another thread may be reading from the old one
        size = features.shape[1] * features.itemsize
        whole = features.tobytes()
        keys = [whole[i : i + size] for i in range(0, len(whole), size)]
        new = list(dict.fromkeys(key for key in keys if key not in known))
        for i in range(0, len(new), _ROWS):
            part = new[i : i + _ROWS]
            padded = np.frombuffer(b"".join(part).ljust(_ROWS * size, b"\0"), dtype=features.dtype)
            vectors = self._mix(self._hashes.predict(padded.reshape(_ROWS, -1)))
            known.update(zip(part, vectors, strict=False))
        return np.concatenate([known[key] for key in keys]).reshape(len(keys), -1)

    def _encoded(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the vectors after each has looked at its neighbours, once a layer."""
        width = rows.shape[1]
        window = np.zeros((len(rows), 3 * width), dtype=np.float32)
        for layer in self._layers:
            window[1:, :width] = rows[:-1]
            window[:, width : 2 * width] = rows
            window[:-1, 2 * width :] = rows[1:]
            rows = rows + layer(window)
        return rows


def take_steps(pipe: Any, docs: Sequence[Doc]) -> None:
    """Annotate docs as a greedy parser of spaCy's does: heads and relations, or names where it is the NER.

    Args:
        pipe: the parser or the NER; where another component makes its vectors, the docs' tensors must be set.
        docs: changed in place.
    """
    if not any(len(doc) for doc in docs):
        return
    states = pipe.moves.init_batch(docs)
    step = pipe.model.predict(docs)
    score = _scorer(pipe.model, step)
    going = [state for state in states if not state.is_final()]
    while going:
        going = pipe.transition_states(going, score(going))
    pipe.set_annotations(docs, states)
    step.clear_memory()  # megabytes, in a cycle that Python would notice much later


def _scorer(model: Any, step: Any) -> Callable[[list[Any]], NDArray[np.float32]]:
    """Return what tells for some states how good each action is."""
    if model.attrs["unseen_classes"] or not model.attrs["has_upper"]:
        return step.predict  # type: ignore[no-any-return] # spaCy's model of one step
    upper = model.get_ref("upper")
    weights, bias = np.ascontiguousarray(upper.get_param("W").T), upper.get_param("b")

    def score(states: list[Any]) -> NDArray[np.float32]:
        scores: NDArray[np.float32] = step.state2vec.predict(step.get_token_ids(states)) @ weights
        scores += bias
        return scores

    return score
