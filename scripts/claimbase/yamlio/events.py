"""Where parsing events come from: libyaml where PyYAML was built with it, else PyYAML's own parser."""

from collections.abc import Callable
from typing import Any

from yaml.events import Event
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

try:
    from yaml import cyaml
except ImportError:
    _CParser: Any = None
else:
    _CParser = cyaml.CParser  # type: ignore[attr-defined]

NextEvent = Callable[[], Event | None]
"""Returns the next event, None after the last; raises yaml.YAMLError where the text is not YAML."""


class PureParser(Reader, Scanner, Parser):
    """PyYAML's parser in Python, some twenty times slower than libyaml's."""

    def __init__(self, text: str) -> None:
        """Begin to parse the text."""
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


def pure_events(text: str) -> NextEvent:
    """Return the events of the text as PyYAML's own parser sees them."""
    return PureParser(text).get_event


def fast_events(text: str) -> NextEvent:
    """Return the events of the text as libyaml sees them, or PyYAML where there is no libyaml."""
    return pure_events(text) if _CParser is None else _CParser(text).get_event
