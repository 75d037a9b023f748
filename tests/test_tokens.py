"""Tokens: made, read back, and found in the text of a report."""

import pytest
from claimbase.model.base import EDITION_PATTERN, ID_PATTERN
from claimbase.tokens import Token, find, parse, token
from hypothesis import given
from hypothesis import strategies as st

HASH = "1a2b3c4d" + 56 * "0"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("cpr-exec-peak-memory",), "qemu-10-2/cpr-exec-peak-memory"),
        (("cpr-exec-peak-memory", "2026.12"), "qemu-10-2/cpr-exec-peak-memory@2026.12"),
        (("cpr-exec-peak-memory", "2026.12", HASH), "qemu-10-2/cpr-exec-peak-memory@2026.12#1a2b3c4d"),
        (("x", "2026.12.2", f"sha256:{HASH}"), "qemu-10-2/x@2026.12.2#1a2b3c4d"),
        (("x", None, HASH), "qemu-10-2/x"),
        (("", "2026.12", HASH), "qemu-10-2@2026.12#1a2b3c4d"),
    ],
)
def test_a_token_is_made_of_id_edition_and_hash(parts, expected):
    assert token(*parts) == expected


names = st.from_regex(ID_PATTERN, fullmatch=True).filter(lambda name: len(name) <= 60)
editions = st.from_regex(EDITION_PATTERN, fullmatch=True)
digests = st.text("0123456789abcdef", min_size=8, max_size=8)


@given(
    st.one_of(
        st.builds(Token, names),
        st.builds(Token, names, editions),
        st.builds(Token, names, editions, digests),
        st.builds(Token, st.just(""), editions),
        st.builds(Token, st.just(""), editions, digests),
    )
)
def test_what_is_written_is_read_back(made):
    assert parse(str(made)) == made
    assert list(find(f"(see {made}).")) == [(5, made)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "qemu-10-2",
        "qemu-10-2/",
        "qemu-10-2/Peak",
        "qemu-10-2/a--b",
        "qemu-10-2/x@2026",
        "qemu-10-2/x@2026.13",
        "qemu-10-2/x@2026.12.1",
        "qemu-10-2/x@2026.12#1A2B3C4D",
        "qemu-10-2/x@2026.12#1a2b3c4",
        "qemu-10-2/x@2026.12#1a2b3c4d5",
        "qemu-10-2/x#1a2b3c4d",
        "qemu-10-1/x",
        " qemu-10-2/x",
        "qemu-10-2/x\n",
        "qemu-10-2/" + 61 * "a",
    ],
)
def test_what_is_no_token_is_refused(text):
    assert parse(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/qemu-10-2/claims/x.html",
        "qemu-10-2/claims/x.html",
        "cd qemu-10-2/setup.py",
        "my-qemu-10-2/x",
        "qemu-10-2 is a release",
    ],
)
def test_addresses_paths_and_words_hold_no_token(text):
    assert not list(find(text))


@pytest.mark.parametrize(
    "text", ["{}", "[{}]", "It says so ({}).", "“{}”", "{}, and more", "`{}`", "{}. Then", "見{}。", "<b>{}</b>"]
)
def test_tokens_are_found_amid_punctuation(text):
    made = Token("cpr-exec-peak-memory", "2026.12", "1a2b3c4d")
    assert [found for _, found in find(text.format(made))] == [made]
