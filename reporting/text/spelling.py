"""How texts are spelled: as people see them, and the forms in which two spellings of one name are equal."""

import re
import unicodedata

from reporting.text.bilingual import visible

_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_KEPT_AS_TEXT = re.compile('^="([^"]*)"$')
_SYLLABLE = re.compile(r"[^\W\d_]+")
_DASHES = re.compile("[‐‑‒–—−]")
_SEPARATORS = re.compile(r"[\s_,;:()/.-]+")


def clean(text: str) -> str:
    """Write a text as seen: composed letters, single spaces, nothing invisible; control characters written out; `="01"` as 01."""
    seen = _INVISIBLE.sub("", _KEPT_AS_TEXT.sub(r"\1", text))
    return visible(" ".join(unicodedata.normalize("NFC", seen).split()))


def key(text: str) -> str:
    """Return the form in which two spellings of a name are equal: of any case and dashes, and with the tone of `Hòa` or `Hoà`."""
    text = clean(text).casefold().replace("ð", "đ")  # U+00F0, typed for đ
    text = re.sub(r" ?/ ?", "/", _DASHES.sub("-", text))
    return text if text.isascii() else _SYLLABLE.sub(_tone_last, text)


def _tone_last(syllable: re.Match[str]) -> str:
    letters = unicodedata.normalize("NFD", syllable[0])
    tones = "".join(letter for letter in letters if letter in _TONES)
    rest = "".join(letter for letter in letters if letter not in _TONES)
    return unicodedata.normalize("NFC", rest) + tones


def without_marks(text: str) -> str:
    """Return a text without marks: `Ha Giang` is near to `Hà Giang`, though not the same."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def loose_key(text: str) -> str:
    """Return the form in which “Việc phát sinh - khác” is “VIỆC PHÁT SINH (khác)”."""
    return _SEPARATORS.sub(" ", key(text).replace("’", "'")).strip()
