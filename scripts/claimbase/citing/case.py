"""Words of a title that no style may write in another case: `cpr-exec`, `io_uring` and the like."""

import re
from dataclasses import dataclass, field

_FIRST, _LAST = 0xE000, 0xF8FF
"""Characters for private use: they have no case, so that no rule of a style touches them."""
_WORD = re.compile(r"[^\s]+")
# Signs that belong to the sentence, not to the word that they stand at.
_EDGES = re.compile(r"^([\"'“(\[]*)(.*?)([\"'”’)\],;:.!?…]*)$", re.DOTALL)
_MARKED = re.compile(rf"[0-9_/=@+]|[a-z]-[a-z]|\w\.\w|\(\)|[a-z][A-Z]|[{chr(_FIRST)}-{chr(_LAST)}]")
"""What only names have: a digit or sign inside, small letters joined by a hyphen, a capital after a small letter."""
_ORDINARY = frozenset(
    """
    break built day end free front full half high in less level life line live long low machine mode off on one open out
    over own place point read real run self short side single source start step stop term time two up update use user
    wide world write year
    """.split()  # noqa: SIM905 - a list of words is read as words
)
"""Words of which hyphens make ordinary words; any other word with a hyphen in small letters is taken for a name."""
_SMALL = frozenset(
    """
    eventfd heise iothread irqfd kvm libvirt memfd microvm multifd netdev pc pseries qapi qcow qemu qmp seccomp systemd
    tcg tmpfs udev vfio vhost virtio
    """.split()  # noqa: SIM905 - a list of words is read as words
)
"""Names in small letters that nothing else gives away; a test asks for those that titles of the base have."""


@dataclass(slots=True)
class Shield:
    """Stands in for names by characters without case, and puts the names back."""

    _held: list[str] = field(default_factory=list)

    def whole(self, text: str) -> str:
        """Return what stands in for a text that no rule may touch, such as an address."""
        self._held.append(text)
        return chr(_FIRST + len(self._held) - 1)

    def words(self, text: str) -> str:
        """Return a text with its names stood in for."""
        return _WORD.sub(lambda match: self._word(match[0]), text)

    def _word(self, word: str) -> str:
        before, inner, after = _EDGES.fullmatch(word).groups()  # type: ignore[union-attr] # it takes any text
        # What is left over, should there ever be more names than characters, is written as the style has it.
        full = len(self._held) > _LAST - _FIRST
        if full or not _is_name(word, inner):
            return word
        if not inner or _MARKED.search(before + after):
            return self.whole(word)
        # `f()` ends in a sign that is the name's own.
        if after.startswith(")") and inner.endswith("("):
            inner, after = f"{inner})", after[1:]
        return f"{before}{self.whole(inner)}{after}"

    def back(self, text: str) -> str:
        """Return a text with all names put back."""
        return re.sub(rf"[{chr(_FIRST)}-{chr(_LAST)}]", lambda match: self._name(match[0]), text)

    def _name(self, sign: str) -> str:
        place = ord(sign) - _FIRST
        return self._held[place] if place < len(self._held) else ""


def _is_name(word: str, inner: str) -> bool:
    if inner in _SMALL:
        return True
    return bool(_MARKED.search(word)) and not _ORDINARY.issuperset(inner.split("-"))
