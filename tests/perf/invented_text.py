"""Invented titles and prose: English in form, empty in content, the same for the same random numbers.

No digits, no hedges, no judgements, so that no rule about wording has anything to say.
"""

import json
import re
from random import Random

PROPERTIES = (
    "Start-up time", "Memory footprint", "Queue depth", "Interrupt rate", "Descriptor layout", "Error reporting",
    "Lock contention", "Page alignment", "Boot order", "Default value", "Feature negotiation", "Event ordering",
    "State format", "Timer resolution", "Buffer reuse", "Address width", "Reset behaviour", "Name resolution",
    "Thread placement", "Cache policy", "Command syntax", "Device numbering", "Log verbosity", "Release cadence",
)  # fmt: skip
"""First part of a title."""
SETTINGS = (
    "the split", "the shared", "the nested", "the legacy", "the emulated", "the direct", "the remote", "the local",
    "the packed", "the deferred", "the inherited", "the default", "the optional", "the versioned", "the restored",
    "the inner", "the outer", "the primary", "the secondary", "the idle", "the mapped", "the frozen", "the modular",
    "the exported",
)  # fmt: skip
"""Second part of a title."""
SUBJECTS = (
    "virtio queue", "migration stream", "vhost ring", "memory backend", "interrupt router", "block graph",
    "monitor socket", "device tree", "firmware table", "timer wheel", "console channel", "translation cache",
    "machine type", "passthrough group", "clock source", "network filter", "boot loader", "crypto engine",
    "event loop", "dirty bitmap", "snapshot chain", "guest agent", "display server", "trace backend",
)  # fmt: skip
"""Third part of a title."""
TITLES = len(PROPERTIES) * len(SETTINGS) * len(SUBJECTS)
"""How many different titles there are."""

_NOUNS = (
    "the guest", "the host", "the monitor", "the migration thread", "the accelerator", "the block layer",
    "the management layer", "the machine type", "the device model", "the release document", "the build option",
    "the kernel interface", "the memory backend", "the command line", "the packaging recipe", "the test suite",
    "the maintainer", "the commit", "the changed function", "the reset handler", "the source tree", "the manual",
    "the schema", "the firmware", "the vhost process", "the event loop", "the snapshot", "the io thread",
)  # fmt: skip
_VERBS = (
    "names", "reads", "copies", "keeps", "replaces", "restores", "releases", "registers", "calls", "waits for",
    "hands over", "describes", "lists", "checks", "maps", "flushes", "removes", "opens", "closes", "inherits",
    "counts", "reports", "resets", "locks", "skips", "defers", "records", "starts", "stops", "exports",
)  # fmt: skip
_ENDINGS = (
    "before the guest runs again", "after the stream has ended", "while the lock is held", "on every supported host",
    "in the same order as before", "without a second copy", "for each queue of the device", "at the end of the run",
    "as soon as the socket is open", "when the option is given", "until the next reset", "in the emulated case alone",
    "through the same descriptor", "behind a build option", "from the first page to the last", "in one transaction",
)  # fmt: skip
_LINKS = ("and then", "so that", "although", "whereas", "because", "which is why", "and afterwards")
_CODE = (
    "`cpr-exec`", "`-accel tcg`", "`query-migrate`", "`memory-backend-memfd`", "`--enable-rust`", "`vhost-user`",
    "`io_uring_setup`", "*in place*", "[the manual](https://www.qemu.org/docs/master/)", "`qom-get /machine`",
)  # fmt: skip

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 .,;()/'+-]*")
_PLAIN_IN_FLOW = re.compile(r"[A-Za-z][A-Za-z0-9 .;()/'+-]*")


def title(index: int, seed: int) -> tuple[str, str]:
    """Return a title and what it names as part of a sentence; no two indexes below TITLES share one."""
    # 7,919 has no factor in common with the number of titles, so the steps meet each of them once.
    place = (index * 7919 + seed) % TITLES
    place, first = divmod(place, len(PROPERTIES))
    third, second = divmod(place, len(SETTINGS))
    named = f"{PROPERTIES[first]} of {SETTINGS[second]} {SUBJECTS[third]}"
    return named, f"the {named[0].lower()}{named[1:]}"


def slug(words: str) -> str:
    """Return the words as an id."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def sentence(chance: Random, length: int, end: str = ".") -> str:
    """Return a sentence of about `length` characters; every fourth holds inline Markdown."""
    words = _clause(chance)
    if chance.random() < 0.25:
        words += f" with {chance.choice(_CODE)}"
    while len(words) < length:
        words += f", {chance.choice(_LINKS)} {_clause(chance)}"
    return words[0].upper() + words[1:] + end


def paragraph(chance: Random, length: int) -> str:
    """Return sentences of about `length` characters together."""
    sentences = [sentence(chance, chance.randint(70, 130))]
    while sum(map(len, sentences)) < length:
        sentences.append(sentence(chance, chance.randint(70, 130)))
    return " ".join(sentences)


def phrase(chance: Random, length: int) -> str:
    """Return a sentence without its full stop and capital."""
    words = sentence(chance, length, end="")
    return words[0].lower() + words[1:]


def scalar(text: str, *, in_flow: bool = False) -> str:
    """Return the text as a YAML scalar: plain where a person would leave the quotes out."""
    plain = _PLAIN_IN_FLOW if in_flow else _PLAIN
    return text if plain.fullmatch(text) and not text.endswith(" ") else json.dumps(text, ensure_ascii=False)


def folded(text: str, indent: str, width: int = 116) -> str:
    """Return the text as a folded block scalar's lines."""
    lines, line = [], indent
    for word in text.split():
        if len(line) + len(word) > width:
            lines.append(line.rstrip())
            line = indent
        line += word + " "
    return "\n".join([*lines, line.rstrip()])


def _clause(chance: Random) -> str:
    one, other = chance.sample(_NOUNS, 2)
    return f"{one} {chance.choice(_VERBS)} {other} {chance.choice(_ENDINGS)}"
