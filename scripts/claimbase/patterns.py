r"""What the text patterns of the models ask for, in plain words; a test holds that no pattern lacks them."""

_HTTPS = "https://git.example.org"

_WORDS: dict[str, tuple[str, str]] = {
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": (
        "an id: lower-case letters and digits, words joined by single hyphens, a letter first",
        "cpr-exec-peak-memory",
    ),
    r"^[0-9]{4}[.](0[1-9]|1[0-2])([.]([2-9]|[1-9][0-9]))?$": (
        "the name of an edition: year and month, and from the second of a month on its number",
        '"2026.12" or "2026.12.2"',
    ),
    r"^e[1-9][0-9]{0,2}$": ("an evidence id: the letter e and a number up to 999", "e1"),
    r"^[a-z0-9][a-z0-9.+-]*$": ("a facet value: lower-case letters, digits, points, + and hyphens", '"10.2" or kvm'),
    r"^\S[^\n]*$": ("one line of text that begins with something else than a space", "QEMU source repository"),
    r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$": ("a day as year-month-day", '"2026-11-23"'),
    r"^https?://[^\s<>\"'`\\]+$": ("a web address that begins with https:// or http://", "https://www.qemu.org/"),
    r"^[a-z]{2,3}(-[A-Z]{2})?$": ("a language as the web names it", "en, de or pt-BR"),
    r"^[A-Z][0-9]{3}$": ("the code of a rule: a letter and three digits", "W905"),
    r"^[0-9a-f]{40}$": (
        "a full git hash: 40 lower-case hexadecimal digits",
        "698104725efad4b29079d857dfdebbd804e34c99",
    ),
    r"^sha256:[0-9a-f]{64}$": ("sha256: and 64 lower-case hexadecimal digits", '"sha256:22d1…03c3"'),
    r"^[0-9a-f]{64}$": ("64 lower-case hexadecimal digits", "the output of `claimbase lock`; it is never typed in"),
    r"^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z$": (
        "a moment in UTC",
        '"2026-11-26T13:05:00Z"',
    ),
    r"^[0-9]+(\.[0-9]+){1,3}(-rc[0-9]+)?$": ("a version of QEMU", '"10.2.2"'),
    r"^[<>] -?[0-9]+(\.[0-9]+)?$": ("< or >, a space and a number", '"< 0.9"'),
    r"^[^/\s\\][^\\\n]*$": (
        "a path inside the repository, with forward slashes and none in front",
        "docs/devel/migration/CPR.rst",
    ),
    r"^<[^<>\s]+@[^<>\s]+>$": ("a Message-ID with its angle brackets", '"<20250101120000.1-1-name@example.org>"'),
    r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$": (
        "a year, a year and month, or a day",
        '"2025", "2025-12" or "2025-12-24"',
    ),
    r"^https://[^\s\"<>]*\{commit\}[^\s\"<>]*\{path\}[^\s\"<>]*\{first\}[^\s\"<>]*$": (
        "an https address that holds {commit}, {path} and {first}, in this order",
        f'"{_HTTPS}/blob/{{commit}}/{{path}}#L{{first}}-{{last}}"',
    ),
    r"^https://[^\s\"<>]*\{commit\}[^\s\"<>]*$": (
        "an https address that holds {commit}",
        f'"{_HTTPS}/commit/{{commit}}"',
    ),
}


def pattern_words(pattern: str) -> tuple[str, str]:
    """Return what a pattern asks for and an example; the pattern itself where no words are known."""
    return _WORDS.get(pattern, (f"of the form {pattern}", "its neighbours"))


def has_words(pattern: str) -> bool:
    """Whether the pattern is put into words."""
    return pattern in _WORDS
