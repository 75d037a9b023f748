"""Texts as values: whatever they hold, Markdown keeps it text, and a terminal gets lines that fit and no commands."""

import html
import re

import comrak
import pytest
from claimbase.outline import (
    Block,
    Bullet,
    Bullets,
    Heading,
    Paragraph,
    Table,
    as_markdown,
    as_terminal,
    code,
    line,
    strong,
)
from hypothesis import given, settings
from hypothesis import strategies as st

HOSTILE = [
    "@octocat and @org/team, see #12, GH-7 and org/repo#3",
    "https://evil.example/x and www.evil.example and mailto:a@evil.example and a.b@evil.example",
    "[link](https://evil.example) ![image](https://evil.example/x.png) <https://evil.example>",
    "<img src=x onerror=alert(1)> <!-- --> <details> &lt;b&gt; &#64;octocat",
    "# heading", "- item", "1. item", "1) item", "> quote", "---", "```", "~~~", "| a | b |", "+ item", "===",
    "**bold** _em_ ~~gone~~ `code` $x$ \\ back\\slash", "- [ ] task", "[^1] footnote", "trailing\\", "`" * 7 + "x",
    "two\nlines\r\nand \x1b[31mred\x1b[0m \u202e bidi \u200b none",
]  # fmt: skip
TEXTS = st.text(max_size=60) | st.sampled_from(HOSTILE)


def rendered(markdown: str) -> str:
    """The HTML that a reader of GitHub's Markdown gets, with what it adds to the standard switched on."""
    extensions = comrak.ExtensionOptions()
    for name in ("autolink", "table", "strikethrough", "tasklist", "footnotes", "tagfilter"):
        setattr(extensions, name, True)
    options = comrak.RenderOptions()
    options.unsafe_ = True
    return str(comrak.render_markdown(markdown, extension_options=extensions, render_options=options))


def everywhere(text: str) -> list[Block]:
    """A text with the same words in every place that words can have."""
    entry = Bullet(line(text), (Bullet(line("x ", text)),))
    return [
        Heading(line(text), 2),
        Paragraph(line(text)),
        Paragraph(line(strong(text), " and ", code(text))),
        Bullets((entry, entry)),
        Table(("a", "b"), ((line(text), line(code(text))),)),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_text_becomes_markup_a_link_a_mention_or_a_reference(text) -> None:
    made = rendered(as_markdown(everywhere(text)))
    allowed = {"h2", "p", "ul", "li", "strong", "code", "table", "thead", "tbody", "tr", "th", "td"}
    assert set(re.findall(r"<\s*/?([a-zA-Z][a-zA-Z0-9]*)", made)) <= allowed, made
    outside_code = html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<code>.*?</code>", "", made, flags=re.DOTALL)))
    assert not re.search(r"@\w|#\d|://|www\.|GH-\d", outside_code), outside_code
    assert "\x1b" not in made
    assert "\u202e" not in made


@given(TEXTS)
def test_what_is_written_as_markdown_reads_as_it_was(text) -> None:
    """Rendered, a paragraph has the words of the text; only spaces of no width may stand between."""
    made = rendered(as_markdown([Paragraph(line("x ", text))]))
    words = html.unescape(re.sub(r"<[^>]*>", "", made)).replace("\u200b", "")
    shown = " ".join(text.split())
    expected = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown)
    assert words.split() == ["x", *expected.split()]


@given(TEXTS, st.integers(min_value=20, max_value=100))
def test_a_terminal_gets_lines_that_fit_and_no_control_characters(text, width) -> None:
    made = as_terminal(everywhere(text), width, colour=False)
    assert all(character.isprintable() or character == "\n" for character in made)
    longest = max((len(word) for word in made.split()), default=0)
    assert all(len(row) <= max(width, longest + 6) for row in made.split("\n"))


@given(TEXTS, st.integers(min_value=20, max_value=100))
def test_colour_adds_nothing_but_colour(text, width) -> None:
    coloured = as_terminal(everywhere(text), width, colour=True)
    plain = as_terminal(everywhere(text), width, colour=False)
    bare = re.sub(r"\x1b\[\d+m", "", coloured)
    assert [row.rstrip() for row in bare.split("\n")] == [row.rstrip() for row in plain.split("\n")]


@given(st.integers(min_value=400, max_value=4000))
@settings(max_examples=15)
def test_a_text_over_the_limit_is_cut_between_entries_and_says_so(limit) -> None:
    blocks: list[Block] = [
        Heading(line("Title"), 1),
        Bullets(tuple(Bullet(line(f"entry {n} – é")) for n in range(400))),
    ]
    whole = as_markdown(blocks)
    cut = as_markdown(blocks, limit, rest="claimbase diff --whole a..b")
    assert len(cut.encode()) <= limit
    kept, _, ending = cut.partition("\n**Cut here**")
    assert whole.startswith(kept)
    assert kept.endswith("\n")
    missing = re.search(r"([\d,]+) lines are missing\. `claimbase diff --whole a..b`", ending)
    assert missing
    assert int(missing[1].replace(",", "")) == whole.count("\n") - kept.count("\n")


def test_a_text_within_the_limit_is_whole() -> None:
    blocks = [Paragraph(line("short"))]
    assert as_markdown(blocks, 10) == as_markdown(blocks) == "short\n"


def test_a_table_that_has_no_room_for_its_columns_becomes_a_list() -> None:
    table = Table(("Item", "Side", "Origin"), ((line("e1"), line("for"), line("somebodywithalongname")),))
    assert "Item  Side  Origin" in as_terminal([table], 60, colour=False)
    narrow = as_terminal([table], 24, colour=False)
    assert narrow.splitlines() == ["- Item: e1", "  Side: for", "  Origin:", "    somebodywithalongname"]
