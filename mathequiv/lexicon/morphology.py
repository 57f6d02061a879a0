"""Forms of English words by their endings: plural and singular, third person, past, participle in -ing."""

from __future__ import annotations

from typing import Final

__all__ = ["FORMS", "inflect", "one_spelling", "singular"]

_SINGULARS: Final = {
    "children": "child",
    "dice": "die",
    "feet": "foot",
    "geese": "goose",
    "halves": "half",
    "indices": "index",
    "knives": "knife",
    "leaves": "leaf",
    "loaves": "loaf",
    "matrices": "matrix",
    "men": "man",
    "mice": "mouse",
    "movies": "movie",
    "cookies": "cookie",
    "people": "person",
    "ties": "tie",
    "pies": "pie",
    "teeth": "tooth",
    "vertices": "vertex",
    "women": "woman",
}
_PLURALS: Final = {one: many for many, one in _SINGULARS.items()}
_SIBILANTS: Final = ("s", "sh", "ch", "x", "z")

_SPELLINGS: Final = {
    british: british.replace(*ending)
    for words, ending in (
        ("centre incentre circumcentre orthocentre excentre epicentre fibre", ("re", "er")),
        ("centred", ("centred", "centered")),
        ("colour coloured colours colouring neighbour neighbours neighbourhood behaviour", ("our", "or")),
        ("diagonalise diagonalised diagonalisable factorise factorised factorisable", ("is", "iz")),
        ("normalised normalisable polarised ionised generalised optimised minimised maximised", ("ised", "ized")),
        ("grey", ("e", "a")),
    )
    for british in words.split()
}
"""British spellings with the American ones: a closed list, since ``our`` and ``re`` end other words too."""


def one_spelling(word: str) -> str:
    """One spelling of a lower-case word that is spelled in two ways (``centre``, ``center``)."""
    return _SPELLINGS.get(word, word)


FORMS: Final = frozenset({"word", "s", "ed", "ing"})
"""Forms a row of words may list: the word itself, its plural or third person, its past, its participle."""


def singular(word: str) -> str:
    """The singular of a lower-case English noun by its ending; other words stay as they are."""
    if word in _SINGULARS:
        return _SINGULARS[word]
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def inflect(word: str, form: str) -> str:
    """One form of a lower-case English word.

    Args:
        word: a noun in the singular or a verb in the infinitive; of a phrase its last word is inflected.
        form: one of `FORMS`.
    """
    if form == "word":
        return word
    after_consonant = word[-2:-1] not in ("a", "e", "i", "o", "u", "")
    if form == "s":
        if word in _PLURALS:
            return _PLURALS[word]
        if word.endswith("y") and after_consonant:
            return word[:-1] + "ies"
        return word + ("es" if word.endswith(_SIBILANTS) else "s")
    if form == "ing":
        return (word[:-1] if word.endswith("e") and after_consonant else word) + "ing"
    if word.endswith("y") and after_consonant:
        return word[:-1] + "ied"
    return word + ("d" if word.endswith("e") else "ed")
