"""What of a text can be shown: one line, and nothing that moves a cursor or hides."""


def shown(text: str) -> str:
    """Return the text in one line, its invisible and control characters escaped."""
    flat = " ".join(text.split())
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in flat)


def spaced(text: str) -> str:
    """Return the same, with a space kept at either end where there was one."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{shown(text)}{after}"
