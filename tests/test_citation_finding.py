"""Citations in text: found however they are written and broken, told by what became of them, and nothing else found."""

import pytest
from citation_registry import CITED, EDITION, LINKED, registry, sha256, token
from claimbase.checker import Judge, Standing
from claimbase.checker.addresses import addresses, target
from claimbase.checker.checking import known_to
from claimbase.checker.finding import Found, tokens
from claimbase.checker.folding import Flavour, fold
from claimbase.checker.places import Citation, Place
from hypothesis import given
from hypothesis import strategies as st

REGISTRY = registry()
KNOWN = known_to(REGISTRY)
CITE = token("cpr-exec-peak-memory")
HASH = CITE[-8:]


def found(text: str, flavour: Flavour = Flavour.PLAIN) -> list[Found]:
    """The tokens of a text."""
    return list(tokens(fold(text, flavour).text, KNOWN))


def written(text: str, flavour: Flavour = Flavour.PLAIN) -> list[str]:
    """The tokens of a text, put together again."""
    return [each.written for each in found(text, flavour)]


def linked(text: str, flavour: Flavour = Flavour.PLAIN) -> list[str]:
    """The addresses in a text."""
    return [each.written for each in addresses(fold(text, flavour).text, KNOWN)]


def standing(each: Found) -> Standing:
    """How something found stands."""
    citation = Citation(Place(line=1, column=1), each.id, each.edition, each.digest, each.written)
    return Judge(REGISTRY).judge(citation).standing


@pytest.mark.parametrize(("text", "expected"), CITED.items())
def test_each_token_stands_as_what_became_of_it(text, expected):
    (only,) = found(f"As was said ({text}), it is so.")
    assert only.written == text
    assert standing(only) is expected


def test_every_standing_is_tried():
    assert set(CITED.values()) == set(Standing)


@pytest.mark.parametrize(("address", "expected"), LINKED.items())
def test_each_address_stands_as_what_became_of_its_page(address, expected):
    only = target(address, KNOWN)
    assert only is not None
    assert standing(only) is expected
    (in_text,) = addresses(f"see <{address}>.", KNOWN)
    assert in_text[2:5] == only[2:5]


# Each is the token CITE, broken or written in another way.
WAYS = [
    (Flavour.PLAIN, "see {prefix}/cpr-exec-\npeak-memory@2026.12#{hash} there"),
    (Flavour.PLAIN, "see {prefix}/cpr-exec-peak-memory\n@2026.12#{hash}"),
    (Flavour.PLAIN, "see {prefix}/cpr-exec-peak-memory@\n    2026.12\n#{hash}"),
    (Flavour.PLAIN, "see {prefix}/cpr-exec-peak-memory@2026.\r\n12#{hash}"),
    (Flavour.PLAIN, "see {prefix}/cpr-exec-peak-mem-\nory@2026.12#{hash}"),
    (Flavour.PLAIN, "see {prefix}/cpr-exec-peak-memory@2026.12#{half}-\n{rest}"),
    (Flavour.PLAIN, "see {prefix}/cpr-exec-peak-mem \u2010\nory@2026.12#{hash}"),
    (Flavour.PLAIN, "see {prefix}/cpr -\nexec-peak-memory@2026.12#{hash}"),
    (Flavour.PLAIN, "see {prefix}/cpr-exec-peak-memory@2026.12#{half}\n{rest} and"),
    (Flavour.PLAIN, "see qe-\nmu-10-\n2/\ncpr-exec-peak-memory@2026.12#{hash}"),
    (Flavour.PLAIN, "> see {prefix}/cpr-exec-\n> > peak-memory@2026.12#{hash}"),
    (Flavour.PLAIN, "# see {prefix}/cpr-exec-\n# peak-memory@2026.12#{hash}"),
    (Flavour.PLAIN, "// {prefix}/cpr-exec-peak-\n// memory@2026.12#{hash}"),
    (Flavour.PLAIN, "{prefix}/cpr-exec-peak-mem\u00ad\nory@2026.12#{hash}"),
    (Flavour.PLAIN, "{prefix}/\u00adcpr\u200b-exec-pe\u2060ak-mem\u00adory@\ufeff2026.12#{hash}"),
    (Flavour.PLAIN, "qemu\u201110\u20112/cpr\u2011exec\u2010peak\u2013memory@2026.12#{hash}"),
    (Flavour.PLAIN, "{prefix}%2Fcpr-exec-peak-memory%402026.12%23{hash}"),
    (Flavour.PLAIN, "{prefix}/cpr-exec-peak-memory\uff202026.12\uff03{hash}"),
    (Flavour.PLAIN, "QEMU-10-2/CPR-EXEC-PEAK-MEMORY@2026.12#{upper}"),
    (Flavour.PLAIN, "参见{prefix}/cpr-exec-peak-memory@2026.12#{hash}。"),
    (Flavour.MARKDOWN, "**{prefix}/cpr-exec-peak-memory@2026.12\\#{hash}**"),
    (Flavour.MARKDOWN, "`{prefix}/cpr-exec-peak-memory@2026.12#{hash}`[^1]"),
    (Flavour.MARKDOWN, "| {prefix}/cpr-exec-peak-memory@2026.12#{hash} |\n| x |"),
    (Flavour.MARKDOWN, "[{prefix}/cpr-exec-peak-memory@2026.12&#35;{hash}](x.html)"),
    (Flavour.MARKDOWN, "<b>{prefix}/</b>cpr-exec-<wbr>peak-memory&commat;2026.12&num;{hash}"),
    (Flavour.REST, "``{prefix}/cpr-exec-peak-memory@2026.12#{hash}``"),
    (Flavour.REST, "{prefix}/cpr-exec-peak-memory\\@2026.12\\ #{hash}"),
    (Flavour.HTML, "<p>{prefix}/<wbr>cpr&shy;-exec-<i>peak</i>-memory@2026.12&#x23;{hash}<sup>1</sup></p>"),
    (Flavour.HTML, "<td>{prefix}/cpr-exec-peak-memory@2026.12<br>#{hash}</td><td>a</td>"),
    (Flavour.HTML, "<code>{prefix}</code><code>/cpr&#8209;exec-peak-memory@2026.12#{hash}</code>s"),
    (Flavour.LATEX, "\\texttt{{{prefix}/cpr-exec-peak-memory@2026.12\\#{hash}}}"),
    (Flavour.LATEX, "\\path{{{prefix}/cpr-exec-peak-}}\\allowbreak\\path{{memory@2026.12#{hash}}}"),
    (Flavour.LATEX, "{prefix}/cpr-\\-exec-peak-mem\\-ory@2026.12\\#{hash}"),
    (Flavour.LATEX, "{prefix}/\\allowbreak cpr-exec-%\n  peak-memory@\\linebreak[1]2026.12\\#{hash}"),
    (Flavour.LATEX, "{prefix}\\slash cpr-exec-peak-\\hspace{{0pt}}memory@2026.12\\discretionary{{}}{{}}{{}}\\#{hash}"),
    (Flavour.LATEX, "\\cite{{x}}{prefix}/cpr-exec-peak-memory@2026.12\\#{hash}~and"),
]


@pytest.mark.parametrize(("flavour", "way"), WAYS)
def test_a_token_is_found_however_it_is_written(flavour, way):
    text = way.format(prefix="qemu-10-2", hash=HASH, half=HASH[:5], rest=HASH[5:], upper=HASH.upper())
    assert written(text, flavour) == [CITE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("qemu-10-2/cpr-exec\npeak memory grew", ["qemu-10-2/cpr-exec"]),
        ("qemu-10-2/cpr-exec-\npeak-memory grew", ["qemu-10-2/cpr-exec-peak-memory"]),
        ("qemu-10-2/cpr-exec-\n\npeak-memory", ["qemu-10-2/cpr-exec"]),
        ("qemu-10-2/cpr-exec-peak-memory.\n2026.12 was", ["qemu-10-2/cpr-exec-peak-memory"]),
        ("qemu-10-2/cpr-exec@2026.12\n1 of them", ["qemu-10-2/cpr-exec@2026.12"]),
        (f"{CITE}\nabove", [CITE]),
        (f"{CITE},\n{CITE}", [CITE, CITE]),
        ("qemu-10-2/first-\nfire-offline", ["qemu-10-2/first-fire-offline"]),
        ("qemu-10-2/of-\nfline", ["qemu-10-2/of-fline"]),
        ("qemu-10-2/ﬁrst-ﬁre-oﬄine", ["qemu-10-2/first-fire-offline"]),
        ("qemu-10-2/cpr-exec#e3", ["qemu-10-2/cpr-exec"]),
        ("qemu-10-2/cpr-exec@2026.12.", ["qemu-10-2/cpr-exec@2026.12"]),
        ("qemu-10-2/cpr-exec@2026.12.2", ["qemu-10-2/cpr-exec@2026.12.2"]),
        ("(qemu-10-2/cpr-exec)", ["qemu-10-2/cpr-exec"]),
        ("cite:qemu-10-2/cpr-exec", ["qemu-10-2/cpr-exec"]),
    ],
)
def test_a_break_is_joined_where_that_names_what_there_is(text, expected):
    assert written(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "qemu-10-2",
        "qemu-10-2/",
        "qemu-10-2 / cpr-exec",
        "someone@qemu-10-2/cpr-exec",
        "someone@qemu-10-2.example.org",
        "qemu-10-2/list@example.org",
        "qemu-10-2/list@exam-\nple.org",
        "mailto:qemu-10-2/list@lists.example.org",
        "cpr-exec@2026.12#12345678",
        "/opt/qemu-10-2/bin",
        "./qemu-10-2/configure",
        "C:\\qemu-10-2/bin",
        "qemu-10-2/build/config.log",
        "qemu-10-2/README.rst",
        "qemu-10-2/some_name",
        "my-qemu-10-2/cpr-exec",
        "qemu-10-21/cpr-exec",
        "https://example.org/qemu-10-2/claims/cpr-exec.html",
        "https://example.org/\nqemu-10-2/claims/cpr-exec.html",
        "https://git.example.org/qemu-10-2/cpr-exec",
    ],
)
def test_what_only_looks_like_a_token_is_not_taken_for_one(text):
    assert written(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.org/qemu-10-2/claims/cpr-\nexec.html", ["cpr-exec"]),
        ("https://example.org/\nqemu-10-2/claims/cpr-exec.html", ["cpr-exec"]),
        ("https://example.org/qemu-10-2/edi-\ntions/2026.12/cpr-exec.html", ["cpr-exec"]),
        ("example.org/qemu-10-2/claims/no-such", ["no-such"]),
        ("https://example.org/qemu-10-2/claims/index.html", []),
        ("https://example.org/qemu-10-2/claims/index.2.html", []),
        ("https://example.org/qemu-10-2/claims/", []),
        ("https://other.example.org/claims/cpr-exec.html", []),
        ("../claims/some-insurance.html", []),
        ("insurance/claims/cpr-exec.html", []),
        ("my-claims/cpr-exec.html", []),
        ("claims/cpr-exec.yml", []),
        ("claims/cpr-exec.html.orig", []),
    ],
)
def test_addresses_are_found_and_those_of_others_are_not(text, expected):
    assert [each.id for each in addresses(fold(text, Flavour.PLAIN).text, KNOWN)] == expected


def test_without_the_address_of_the_site_a_known_id_must_be_at_the_end():
    """A checkout does not know where its site will be; then pages of known claims are taken for the site's."""
    known = known_to(registry(site=""))
    assert target("https://anywhere.example.org/x/claims/cpr-exec.html", known)
    assert target("https://anywhere.example.org/x/claims/no-such-claim.html", known) is None
    named = known_to(registry(site=""), ["https://anywhere.example.org/x"])
    assert target("https://anywhere.example.org/x/claims/no-such-claim.html", named)


def test_markup_that_no_reader_sees_is_not_read():
    hidden = f"<!-- {CITE} --><script>'{CITE}'</script><style>{CITE}</style><p title='{CITE}'>x</p>"
    assert written(hidden, Flavour.HTML) == []
    assert written(f"% {CITE}\nx % {CITE}", Flavour.LATEX) == []


def test_markup_that_is_not_closed_hides_the_rest_once():
    assert written(f"{CITE} <!-- {CITE}", Flavour.HTML) == [CITE]
    assert written(f"{CITE} < {CITE}", Flavour.HTML) == [CITE, CITE]


def test_places_are_those_of_the_original():
    text = f"a&amp;b\n  <b>see</b> {CITE}\n"
    folded = fold(text, Flavour.HTML)
    (only,) = tokens(folded.text, KNOWN)
    start, end = folded.origin(only.start), folded.origin(only.end - 1) + 1
    assert text[start:end] == CITE


def test_a_wrong_id_is_answered_with_a_similar_one():
    citation = Citation(Place(line=1, column=1), "cpr-exec-peek-memory")
    assert Judge(REGISTRY).judge(citation).instead == ("cpr-exec-peak-memory",)


def test_the_hash_of_another_edition_is_told_as_that():
    digest = sha256("cpr-exec then")[:8]
    citation = Citation(Place(line=1, column=1), "cpr-exec-peak-memory", EDITION, digest)
    judgement = Judge(REGISTRY).judge(citation)
    assert judgement.standing is Standing.HASH_MISMATCH
    assert sha256("cpr-exec-peak-memory then")[:8] in judgement.message


breaks = st.sampled_from(["\n", "\r\n", "-\n", "\n   ", "\u00ad", "\u200b", "\u00ad\n", "<wbr>", "</b><b>", "\n> "])


@given(st.lists(st.tuples(st.integers(1, len(CITE) - 1), breaks), max_size=3, unique_by=lambda each: each[0]))
def test_a_token_that_is_broken_in_any_places_is_found(places):
    text = CITE
    for place, gap in sorted(places, reverse=True):
        text = text[:place] + gap + text[place:]
    assert written(f"see {text} there", Flavour.HTML if "<" in text else Flavour.PLAIN) == [CITE]


alphabet = st.sampled_from(
    [
        *"qemu10-2/@#.\\%&;<>{}\n \u00ad\x1f|",
        "qemu-10-2/",
        "claims/",
        "cpr-exec",
        "@2026.12",
        "#",
        "<!--",
        "&#35;",
        ".html",
    ]
)


@given(st.lists(alphabet, max_size=60).map("".join), st.sampled_from(list(Flavour)))
def test_whatever_the_text_each_citation_has_a_place_in_it(text, flavour):
    folded = fold(text, flavour)
    for each in [*tokens(folded.text, KNOWN), *addresses(folded.text, KNOWN)]:
        start, end = folded.origin(each.start), folded.origin(each.end - 1) + 1
        assert 0 <= start < end <= len(text)
