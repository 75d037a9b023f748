"""Ids: proposed from a title, they name the subject and never the answer."""

import re
import unicodedata
from collections.abc import Container

from claimbase.lint.names import VERDICT_WORDS
from claimbase.model.base import ID_MAX_LENGTH, ID_PATTERN

MOST_WORDS = 6
"""Words of a proposed id; it is typed into reports and addresses."""

_LITTLE_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be been by can could do does for from had has have how in into is it its may "
        "might more most not of on or should so than that the their then there these this those through "
        "to under was were what when which who why will with would",
    )
)
_ID = re.compile(ID_PATTERN)


def words_of(text: str) -> list[str]:
    """Return the words of a text without accents and case; `10.2` and `cpr-exec` are taken apart."""
    parted = unicodedata.normalize("NFKD", text)
    letters = "".join(each for each in parted if not unicodedata.combining(each))
    plain = re.sub(r"['’]s\b", "", letters.casefold()).replace("i/o", "io")
    return re.findall(r"[a-z0-9]+", plain)


def telling(text: str) -> list[str]:
    """Return the words of a text that say what it is about: neither little words nor verdicts."""
    return [word for word in words_of(text) if word not in _LITTLE_WORDS and word not in VERDICT_WORDS]


def propose(title: str, taken: Container[str]) -> str:
    """Return an id for a title that nothing has yet; empty where its words make none."""
    words = telling(title)
    while words and not words[0][0].isalpha():
        # An id begins with a letter: a number in front goes to the end.
        words = [*words[1:], words[0]] if any(word[0].isalpha() for word in words) else []
    for count in range(MOST_WORDS, len(words) + MOST_WORDS):
        made = _joined(words[:count])
        if made and made not in taken:
            return made
    base = _joined(words[:MOST_WORDS])
    numbered = (f"{base[: ID_MAX_LENGTH - 3].rstrip('-')}-{number}" for number in range(2, 100))
    return next((each for each in numbered if base and each not in taken), "")


def _joined(words: list[str]) -> str:
    """Return the words as an id, as many as there is room for."""
    made = ""
    for word in words:
        longer = f"{made}-{word}" if made else word
        if len(longer) > ID_MAX_LENGTH:
            break
        made = longer
    return made


def wrong_id(text: str, taken: Container[str], what: str) -> str:
    """Return what is wrong with an id that was chosen; empty where nothing is."""
    if not _ID.fullmatch(text) or len(text) > ID_MAX_LENGTH:
        return f"{text!a} is no id: lower-case words joined by hyphens, at most {ID_MAX_LENGTH} characters"
    if text in taken:
        return f"the id {text} is taken; ids are never used twice, not even for {what} and source"
    verdicts = sorted(VERDICT_WORDS.intersection(text.split("-")))
    if verdicts:
        return f"an id names the subject, never the answer; it holds {', '.join(verdicts)}"
    return ""
