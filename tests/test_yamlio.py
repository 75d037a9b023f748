"""The strict YAML reader: what it refuses, where it says so, and that what it takes is what YAML means."""

import math
import re
import time
from pathlib import Path

import pytest
import yaml
from claimbase.files import create_atomically, write_atomically
from claimbase.yamlio import MAX_BYTES, MAX_DEPTH, YAML_CODES, Marks, Tree, append, dump, parse, read
from claimbase.yamlio import events as event_sources
from claimbase.yamlio.events import fast_events, pure_events
from hypothesis import example, given
from hypothesis import strategies as st

BASE = Path(__file__).parent / "fixtures" / "base" / "claims"
BOTH = pytest.mark.parametrize("events", [fast_events, pure_events], ids=["libyaml", "pure"])

# Each text with the place and code of every problem in it.
REFUSED: list[tuple[str | bytes, str]] = [
    # characters
    (b"a: caf\xe9\n", "1:7 Y101"),
    (b"\xff\xfea\x00:\x00", "1:1 Y101"),
    ("ä: ü\nb: ".encode() + b"\x80", "2:4 Y101"),
    ("\ufeffa: b\n", "1:1 Y102"),
    ("a: b\x07\n", "1:5 Y103"),
    ("a: b\x00\n", "1:5 Y103"),
    ("a: b\x85c\n", "1:5 Y103"),
    ("a: b\u2028c\n", "1:5 Y103"),
    ("a: b\u2029c\n", "1:5 Y103"),
    ("a: b\x7f\n", "1:5 Y103"),
    ("a:\tb\n", "1:3 Y104"),
    ("a: b\n\tc: d\n", "2:1 Y104"),
    ("a: b\u202ec\n", "1:5 Y105"),
    ("a: b\u2066c\n", "1:5 Y105"),
    ("a: b\u200bc\n", "1:5 Y105"),
    ("a: b\ufeffc\n", "1:5 Y105"),
    ('a: "b\\u202ec"\n', "1:4 Y105"),
    ('a: "b\\tc"\n', "1:4 Y105"),
    ('a: "b\\ec"\n', "1:4 Y105"),
    ("a: b\rc: d\n", "1:5 Y135"),
    # the file as a whole
    ("", "1:1 Y109"),
    ("# only a comment\n", "1:1 Y109"),
    ("---\n", "1:1 Y109"),
    ("- a\n", "1:1 Y110"),
    ("just text\n", "1:1 Y110"),
    ("a:b\n", "1:1 Y110"),
    ("a: b\n---\nc: d\n", "2:1 Y111"),
    ("a: b\n...\nc: d\n", "3:1 Y111"),
    ("%YAML 1.1\n---\na: b\n", "1:1 Y112"),
    ("# x\n%FOO\n---\na: b\n", "2:1 Y112"),
    ("a: " + "[" * 30 + "]" * 30, "1:23 Y107"),
    ("".join("  " * i + "a:\n" for i in range(25)), "21:41 Y107"),
    # keys and nodes
    ("a: 1\nb: 2\na: 3\n", "3:1 Y113"),
    ("a: {b: 1, c: 2, b: 3}\n", "1:17 Y113"),
    ("a: 1\n'a': 2\n", "2:1 Y113"),
    ("a: &x b\nc: *x\n", "1:4 Y114, 2:4 Y114"),
    ("a: *never\n", "1:4 Y114"),
    ("a: &x {b: c}\n", "1:4 Y114"),
    ("<<: {a: b}\n", "1:1 Y115"),
    ("a: !!str 1\n", "1:4 Y116"),
    ("a: !!python/object:os.system {}\n", "1:4 Y116"),
    ("a: ! b\n", "1:4 Y116"),
    ("10.2: x\n", "1:1 Y117"),
    ("1: x\n", "1:1 Y117"),
    ("true: x\n", "1:1 Y117"),
    ("? [a]\n: b\n", "1:3 Y117"),
    ("{a: b}: c\n", "1:1 Y117"),
    (": x\n", "1:1 Y117"),
    ("2026-11-23: x\n", "1:1 Y121"),
    ("on: x\n", "1:1 Y120"),
    ("a:\nb: c\n", "1:1 Y118"),
    ("a: ~\n", "1:1 Y118"),
    ("a: null\n", "1:1 Y118"),
    ("a: NULL\n", "1:1 Y118"),
    ("a:\n  - b\n  -\n", "3:4 Y118"),
    ("? a\n", "1:3 Y118"),
    ("a: {why: the order is stated, the length is not}\n", "1:31 Y119"),
    ("a: {b:c}\n", "1:5 Y119"),
    # what YAML 1.1 makes of plain text
    ("a: yes\n", "1:4 Y120"),
    ("a: No\n", "1:4 Y120"),
    ("a: ON\n", "1:4 Y120"),
    ("a: oFf\n", "1:4 Y120"),
    ("a: [y, N]\n", "1:5 Y120, 1:8 Y120"),
    ("a: True\n", "1:4 Y120"),
    ("a: 2026-11-23\n", "1:4 Y121"),
    ("a: 2026-11-23 10:00:00\n", "1:4 Y121"),
    ("a: 2026-11-23T10:00:00Z\n", "1:4 Y121"),
    ("a: 010\n", "1:4 Y122"),
    ("a: 0o10\n", "1:4 Y122"),
    ("a: 0x1F\n", "1:4 Y122"),
    ("a: 0b11\n", "1:4 Y122"),
    ("a: 1_000\n", "1:4 Y122"),
    ("a: 12:30\n", "1:4 Y122"),
    ("a: 1:20:30.5\n", "1:4 Y122"),
    ("a: .inf\n", "1:4 Y122"),
    ("a: -.INF\n", "1:4 Y122"),
    ("a: .NaN\n", "1:4 Y122"),
    ("a: +5\n", "1:4 Y122"),
    ("a: 1.0e3\n", "1:4 Y122"),
    ("a: 1e3\n", "1:4 Y122"),
    ("a: .5\n", "1:4 Y122"),
    ("a: 5.\n", "1:4 Y122"),
    ("a: -0\n", "1:4 Y122"),
    ("a: " + "1" * 5000 + "\n", "1:4 Y122"),
    ("a: 10.10\n", "1:4 Y123"),
    ("a: 00.5\n", "1:4 Y123"),
    ("a: =\n", "1:4 Y124"),
    ("a: see #5\n", "1:4 Y136"),
    # syntax
    ("a: b\n  \n c\nd: [\n", "4:4 Y128"),
    ("a: b: c\n", "1:5 Y126"),
    ("a:\n  - b: c: d\n", "2:9 Y126"),
    ("a: [b: c: d]\n", "1:9 Y126"),
    ('a: "b\nc: d\n', "1:4 Y127"),
    ("a: 'b\n", "1:4 Y127"),
    ("a: [b, c\nd: e\n", "1:4 Y128"),
    ("a: {b: c\nd: e\n", "1:4 Y128"),
    ("a: [b]]\n", "1:7 Y128"),
    ("a: b\n c: d\n", "2:3 Y129"),
    ("a:\n  b: c\n d: e\n", "3:2 Y129"),
    ("a: b\n- c\n", "2:1 Y129"),
    ("a: >- b\n  c\n", "1:7 Y129"),
    ("a: @b\n", "1:4 Y130"),
    ("a: `b`\n", "1:4 Y130"),
    ("a: %b\n", "1:4 Y130"),
    ("a: , b\n", "1:4 Y130"),
    ("a: - b\n", "1:4 Y130"),
    ("a: 'it's'\n", "1:8 Y131"),
    ('a: "b" c\n', "1:8 Y131"),
    ('a: "C:\\q"\n', "1:4 Y132"),
    ("a: b\nfoo\nc: d\n", "2:1 Y133"),
    ("a: {{ e3.effect }} (95 %)\n", "1:5 Y134"),
    ("a: {{ e3.effect }}\n", "1:5 Y134"),
    ("a: *foo bar\n", "1:4 Y114"),
    ("a: b\x20\nc: \"d\" 'e'\n", "2:8 Y131"),
    # all problems of a file in one run
    ("a: no\nb: 010\na: 1\nc:\n", "1:4 Y120, 2:4 Y122, 3:1 Y113, 4:1 Y118"),
]


def found(problems):
    return ", ".join(f"{problem.line}:{problem.column} {problem.code}" for problem in problems)


def encoded(text):
    return text if isinstance(text, bytes) else text.encode()


@BOTH
@pytest.mark.parametrize(("text", "expected"), REFUSED)
def test_refuses_with_place_and_code(text, expected, events):
    _, problems = parse(encoded(text), "f.yml", events=events)
    assert found(problems) == expected
    assert all(problem.message and problem.fix and problem.path == "f.yml" for problem in problems)
    assert read(encoded(text), "f.yml")[0] is None


@pytest.mark.parametrize("text", [text for text, _ in REFUSED])
def test_both_parsers_say_the_same(text):
    assert parse(encoded(text), "f")[1] == parse(encoded(text), "f", events=pure_events)[1]


def test_every_code_has_a_row():
    large = {"Y106", "Y108", "Y125"}  # too large for a row; tested below
    assert {code.code for code in YAML_CODES} - large == {
        part.split()[1] for _, expected in REFUSED for part in expected.split(", ")
    }


@BOTH
def test_reads_the_strict_subset(events):
    text = (
        "# comment\n---\na: 1\nb: -2\nc: 10.2\nd: true\ne: text\nf: '10.20'\ng: [a, {b: c}]\nh: >-\n  x\n  y\n"
        'i: "q: r"\nj: {}\nk: []\nl: |\n  a\n  b\nm: https://x.y/z\nu: a # comment\no: 10.2.2\np: 2026-11\n'
        "q: none\nr: 698104725efad4b2\ns: 0.9\nt: 100%\n"
    )
    tree, problems = parse(text.encode(), "f", events=events)
    assert problems == ()
    assert tree == yaml.safe_load(text)


def test_crlf_reads_like_lf():
    text = "a: b\nc:\n  - >-\n    d\n    e\n"
    assert read(text.replace("\n", "\r\n").encode(), "f") == read(text.encode(), "f")


def test_message_names_the_mend():
    _, problems = read(b"domain: {why: the order is stated, the length is not}\n", "f.yml")
    assert str(problems[0]) == (
        "f.yml:1:36: Y119 the length is not has no value: inside {…} a comma ended the text before it — "
        "put the whole text, comma included, in quotes"
    )


def test_falls_back_to_the_pure_parser(monkeypatch):
    monkeypatch.setattr(event_sources, "_CParser", None)
    assert read(b"a: [1, b]\n", "f") == ({"a": [1, "b"]}, ())


def test_too_large():
    assert found(read(b"a: " + b"b" * MAX_BYTES, "f")[1]) == "1:1 Y106"
    assert read(b"a: " + b"b" * MAX_BYTES, "f", max_bytes=2 * MAX_BYTES)[1] == ()


def test_too_many_values():
    assert found(read(b"a: [" + b"b," * 70_000 + b"b]", "f")[1]) == "1:1 Y108"


def test_not_yaml_without_a_better_word():
    assert found(read(b"a: [b] c\n", "f")[1]) == "1:8 Y125"


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 1000,
        "a: " + "{a: " * 1000,
        "".join(" " * i + "a:\n" for i in range(1000)),
        "a: " + "[" * 100_000,
        "- " * 100_000,
        "? " * 10_000,
    ],
)
def test_deep_nesting_is_refused_quickly(text, events):
    start = time.process_time()
    tree, problems = parse(text.encode(), "f", events=events)
    assert tree is None
    assert len(problems) == 1
    assert time.process_time() - start < 2


def test_twenty_levels_are_read():
    text = "a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert read(text.encode(), "f")[1] == ()


def test_aliases_cannot_multiply():
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 60)]
    tree, problems = read("\n".join(lines).encode(), "f")
    assert tree is None
    assert {problem.code for problem in problems} == {"Y114"}


def test_marks_place_keys_and_values():
    marks = Marks("a: 1\nb:\n  - c: x\n  - {d: y, e: z}\n")
    assert marks.position(()) == (1, 1)
    assert marks.position(("b",)) == (3, 3)
    assert marks.position(("b",), key=True) == (2, 1)
    assert marks.position(("b", 1, "e")) == (4, 15)
    assert marks.position(("b", 1, "e"), key=True) == (4, 12)
    assert marks.position(("b", 1, "missing")) == (4, 5)
    assert marks.position(("b", 9)) == (3, 3)
    assert Marks("a: [").position(("a",)) == (1, 1)


def test_fixture_files_equal_safe_load():
    for path in BASE.rglob("*.yml"):
        assert read(path.read_bytes(), str(path)) == (yaml.safe_load(path.read_text()), ())


def test_append_keeps_what_is_there():
    text = '# note\nchanges:\n  - {date: "2026-11-22", claim: a} # why\n'
    entries: list[Tree] = [
        {"date": "2026-11-23", "claim": "b", "evidence": ["e1"]},
        {"date": "2026-11-24", "claim": "c"},
    ]
    longer = append(text, "changes", entries)
    assert longer.startswith(text)
    assert yaml.safe_load(longer)["changes"][1:] == entries
    assert append(append(text, "changes", entries[:1]), "changes", entries[1:]) == longer
    assert yaml.safe_load(append("", "changes", entries, header="x")) == {"changes": entries}
    assert yaml.safe_load(append("changes: []\n", "changes", entries)) == {"changes": entries}


def test_dump_is_readable():
    tree: Tree = {
        "as_of": "2026-11-23",
        "claims": {"x": {"verdict": "supported", "count": 1}},
        "list": [{"a": "b"}, {"c": ["d"]}],
    }
    assert dump(tree, header="made by claimbase lock") == (
        '# made by claimbase lock\nas_of: "2026-11-23"\nclaims:\n  x:\n    verdict: supported\n    count: 1\n'
        "list:\n  - a: b\n  - c: [d]\n"
    )


def test_atomic_write_replaces_and_keeps_the_mode(tmp_path):
    path = tmp_path / "f"
    write_atomically(path, b"one")
    path.chmod(0o640)
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o640
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "missing" / "f", b"x")
    assert [item.name for item in tmp_path.iterdir()] == ["f"]


@pytest.mark.parametrize("write", [write_atomically, create_atomically])
@pytest.mark.parametrize("place", ["missing/f", "folder"])
def test_an_error_names_the_file_that_was_to_be_written(tmp_path, write, place):
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match=re.escape(str(tmp_path / place))):
        write(tmp_path / place, b"x")
    assert [item.name for item in tmp_path.rglob("*")] == ["folder"]


@pytest.mark.parametrize("space", ["", "\u00a0"], ids=["none", "no-break"])
def test_a_colon_without_a_space_behind_it_is_named(space):
    """A no-break space looks like the space that YAML asks for."""
    (problem,) = parse(f"title: a\nfinding:{space}Some text.\n".encode(), "f.yml")[1]
    assert (problem.line, problem.code, problem.fix) == (2, "Y133", "write `finding: ` with an ordinary space")


def test_an_address_on_a_line_of_its_own_is_no_key():
    (problem,) = parse(b"title: a\nhttps://example.org x\n", "f.yml")[1]
    assert (problem.code, problem.fix) == ("Y133", "indent the line if it continues a text, or write `key: value`")


# Properties

YAMLISH = st.text(alphabet="ab: -[]{},&*!|>'\"%@`#\n\t\r?=<~.0123456789_+yesnoTF\\\u00e9\u202e", max_size=60)


@given(st.one_of(st.binary(max_size=80), YAMLISH.map(str.encode)))
@example(b"? ")
@example(b"{")
@example(b"a: {? b}")
@example(b"a: {: b}")
def test_reads_or_yields_problems_and_never_raises(data):
    for events in fast_events, pure_events:
        tree, problems = parse(data, "f", events=events)
        assert tree is not None or problems
        assert list(problems) == sorted(problems)
        assert all(problem.line >= 1 and problem.column >= 1 for problem in problems)


WRITTEN_TEXT = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn")),
    max_size=40,
) | st.sampled_from(
    ["10.10", "no", "2026-11-23", "", "a: b", "- a", "#", "a #b", "'", '"', "\\", "null", "0x1", "a\nb", " a"]
)
NUMBERS = st.integers(-(10**12), 10**12) | st.floats(-1e6, 1e6).map(lambda x: round(x, 3)).filter(
    lambda x: "e" not in repr(x) and math.copysign(1, x) * abs(x) == x
)
SCALARS = WRITTEN_TEXT | st.booleans() | NUMBERS
TREES = st.dictionaries(
    WRITTEN_TEXT,
    st.recursive(
        SCALARS,
        lambda below: st.lists(below, max_size=3) | st.dictionaries(WRITTEN_TEXT, below, max_size=3),
        max_leaves=10,
    ),
    max_size=4,
)


@given(TREES)
def test_what_is_dumped_reads_back_equal(tree):
    text = dump(tree)
    assert read(text.encode(), "f") == (tree, ()), text
    assert dump(tree) == text


@given(TREES, st.booleans())
def test_equals_safe_load_within_the_strict_subset(tree, flow):
    text = yaml.safe_dump(tree, default_flow_style=flow, allow_unicode=True, width=1000)
    value, problems = read(text.encode(), "f")
    if not problems:
        assert value == yaml.safe_load(text)
        assert repr(value) == repr(yaml.safe_load(text))


@given(YAMLISH)
def test_whatever_is_read_is_what_safe_load_reads(text):
    value, problems = read(text.encode(), "f")
    if not problems:
        assert repr(value) == repr(yaml.safe_load(text))


KEYS = st.text(alphabet="abcdefgh", min_size=2, max_size=4).filter(lambda key: key not in ("no", "on", "off", "yes"))


@given(
    st.recursive(
        st.dictionaries(KEYS, st.just("text"), min_size=1, max_size=4),
        lambda below: st.dictionaries(KEYS, below, min_size=1, max_size=3),
        max_leaves=8,
    ),
    st.data(),
)
def test_any_key_given_twice_is_found_at_the_second(tree, data):
    lines = dump(tree).splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    indent = len(lines[at]) - len(lines[at].lstrip())
    end = next((i for i in range(at + 1, len(lines)) if len(lines[i]) - len(lines[i].lstrip()) <= indent), len(lines))
    key = lines[at].split(":")[0]
    lines.insert(end, f"{key}: again")
    _, problems = read("\n".join(lines).encode(), "f")
    assert found(problems) == f"{end + 1}:{indent + 1} Y113"
