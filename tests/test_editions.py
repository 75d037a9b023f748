"""Editions: what is frozen, that none ever changes, and that whoever changes one is told."""

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import rfc8785
from claimbase.editiontext import explained, unsafe
from claimbase.frozen import differences
from claimbase.model import Difference, FrozenKind
from claimbase.pipeline import examine
from claimbase.repository import load
from edition_history import (
    DAYS,
    DOUBTED,
    EDITIONS,
    FIRST,
    GONE,
    KEPT,
    LATER,
    MEASURED,
    MOVED,
    RECORDED,
    REWORDED,
    SECOND,
    THIRD,
    base_before,
    change,
    history,
    make,
    path_of,
    run,
)

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "claims/editions"


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base with its history; tests only read it."""
    return history(tmp_path_factory)


@pytest.fixture
def base(kept: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    shutil.copytree(kept / "claims", tmp_path / "claims")
    return tmp_path


def kb_of(root: Path):
    kb, problems = load(root)
    assert problems == ()
    return kb


def file_of(root: Path, name: str) -> Path:
    return root / FOLDER / f"{name}.json"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def said(root: Path) -> list[str]:
    return [f"{p.path.removeprefix('claims/')}:{p.line}: {p.code}" for p in examine(root).problems]


# What is frozen


def test_an_edition_is_json_that_any_program_can_read_and_verify(kept):
    """Each entry's hash is that of its canonical JSON, the edition's that of the canonical JSON of its head."""
    for name in EDITIONS:
        whole = json.loads(file_of(kept, name).read_bytes())
        assert sha256(rfc8785.dumps(whole["edition"])) == whole["sha256"]
        for identifier, held in whole["entries"].items():
            entry = whole["edition"]["entries"][identifier]
            assert sha256(rfc8785.dumps(held["frozen"])) == entry["frozen"]
            assert sha256(held["text"].encode()) == entry["text"]
            assert entry["held_in"] == name


def test_every_claim_retired_claim_and_source_is_in_an_edition(kept):
    kb = kb_of(kept)
    head = kb.editions[-1].head
    assert set(head.of(FrozenKind.CLAIM)) == set(kb.claims)
    assert set(head.of(FrozenKind.RETIRED)) == set(kb.tombstones) == {GONE, "old-option"}
    assert set(head.of(FrozenKind.SOURCE)) == set(kb.sources)


def test_a_frozen_claim_says_verdict_data_samples_and_titles_without_the_base(kept):
    edition = kb_of(kept).editions[0]
    value = edition.held(MEASURED).value
    assert value["assessment"]["verdict"] == edition.head.entries[MEASURED].verdict
    assert "{{" not in json.dumps(value["claim"])
    assert re.search(r"It starts in 0\.\d+ of the time", value["claim"]["evidence"][0]["finding"])
    assert value["data"]["e1"]["outcome"] == "supports"
    assert value["titles"] == {"article-source": "An article", "option-cost": "Cost of the option"}
    assert value["samples"]
    for path, digest in value["samples"].items():
        assert sha256((kept / path).read_bytes()) == digest == edition.head.samples[path]


def test_each_sort_of_change_is_told_apart(kept):
    first, second, third = (edition.head.entries for edition in kb_of(kept).editions)
    assert {name: entry.since(first.get(name)) for name, entry in second.items()} == {
        **dict.fromkeys(second, Difference.NONE),
        REWORDED: Difference.WORDING,
        DOUBTED: Difference.EVIDENCE,
        RECORDED: Difference.RECORD,
        LATER: Difference.NEW,
    }
    assert {name: entry.since(second.get(name)) for name, entry in third.items()} == {
        **dict.fromkeys(third, Difference.NONE),
        MOVED: Difference.VERDICT,
        GONE: Difference.RETIRED,
    }


def test_hashes_of_the_head_and_a_comparison_of_the_contents_say_the_same(kept):
    editions = {edition.name: edition for edition in kb_of(kept).editions}
    for before, now in ((FIRST, SECOND), (SECOND, THIRD), (FIRST, THIRD)):
        for name, entry in editions[now].head.entries.items():
            old = editions[before].head.entries.get(name)
            if old is not None:
                values = [editions[each.held_in].held(name).value for each in (old, entry)]
                assert differences(*values).gravest is entry.since(old), name


def test_what_has_not_changed_is_held_once(kept):
    first, second, third = kb_of(kept).editions
    assert set(first.places) == set(first.head.entries)
    assert set(second.places) == {REWORDED, DOUBTED, RECORDED, LATER}
    assert set(third.places) == {MOVED, GONE}
    assert third.head.entries[KEPT].held_in == FIRST
    assert third.head.entries[REWORDED].held_in == SECOND


def test_each_edition_names_the_one_before_with_its_hash(kept):
    first, second, third = kb_of(kept).editions
    assert first.head.previous is None
    assert (second.head.previous, third.head.previous) == (first.reference, second.reference)
    assert kb_of(kept).edition_index.editions == (first.reference, second.reference, third.reference)
    assert [edition.head.date for edition in (first, second, third)] == list(DAYS.values())


def test_the_same_base_makes_the_same_bytes(tmp_path, kept):
    make(base_before(tmp_path), FIRST)
    assert file_of(tmp_path, FIRST).read_bytes() == file_of(kept, FIRST).read_bytes()


def test_a_whole_edition_in_one_file_has_every_entry_and_the_same_hash(base, tmp_path):
    target = tmp_path / "whole.json"
    assert run(base, "edition", THIRD, "--whole", str(target)) == 0
    whole = json.loads(target.read_bytes())
    assert whole["sha256"] == kb_of(base).editions[-1].sha256
    assert whole["entries"].keys() == whole["edition"]["entries"].keys()
    for name, held in whole["entries"].items():
        assert sha256(rfc8785.dumps(held["frozen"])) == whole["edition"]["entries"][name]["frozen"]


# The command


def test_an_edition_is_never_made_a_second_time_or_before_another(base, capsys):
    before = {path.name: path.read_bytes() for path in (base / FOLDER).iterdir()}
    for name in (*EDITIONS, "2026.10"):
        assert run(base, "edition", name) == 1
        assert f"the edition {name}" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in (base / FOLDER).iterdir()} == before


def test_no_edition_is_made_of_a_base_with_errors_or_a_stale_lock(base, capsys):
    change(base, KEPT, "There is an option y.", "There is no option y.")
    assert run(base, "edition", "2027.01") == 1
    assert "L102" in (told := capsys.readouterr()).out
    assert "lock is stale" in told.err
    change(base, KEPT, "type: fact", "type: fatc")
    assert run(base, "edition", "2027.01") == 1
    assert "has errors" in capsys.readouterr().err
    assert not file_of(base, "2027.01").exists()


def test_check_writes_nothing_and_says_what_would_be_held(base, capsys):
    before = sorted((base / FOLDER).iterdir())
    assert run(base, "edition", "2027.01", "--check") == 0
    assert "would hold" in capsys.readouterr().out
    assert sorted((base / FOLDER).iterdir()) == before
    assert run(base, "edition", THIRD, "--check") == 1


@pytest.mark.parametrize("name", ["", "2026", "2026.13", "2026.1", "2026.12.1", "2026.12.02", "../2026.12", "december"])
def test_what_is_no_name_of_an_edition_is_a_wrong_call(base, name, capsys):
    assert run(base, "edition", name) == 2
    assert "name of an edition" in capsys.readouterr().err


# None ever changes


def test_a_base_with_editions_has_no_problem(kept):
    assert said(kept) == []


def edited(path: Path, old: bytes, new: bytes) -> None:
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


def rehashed(path: Path) -> None:
    """Make the hash of an edition's head fit its head again, as somebody would who hides a change."""
    head = re.match(rb'\{"sha256":"(\w+)","edition":(.*),"entries"', path.read_bytes())
    assert head
    edited(path, head[1], sha256(head[2]).encode())


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b'{"sha256":"', b'{"sha-256":"', "1: F101"),
        (b'"as_of":"2026', b'"as_of":"2025', "1: F102"),
        (b"There is an option x.", b"There is no option x.", "F103"),
        (b'"frozen":{"assessment"', b'"frozen":{ "assessment"', "F103"),
        (b'},\n"option-y":', b'},\n\n"option-y":', "F101"),
        (b'"option-y":{"frozen"', b'"option-a":{"frozen"', "F104"),
        (b"\n}}\n", b"\n}}\n\n", "F101"),
        (b"\n}}\n", b"\n", "F101"),
    ],
)
def test_a_changed_edition_is_refused(base, old, new, expected):
    edited(file_of(base, FIRST), old, new)
    assert any(line.startswith(f"editions/{FIRST}.json:") and line.endswith(expected) for line in said(base))
    assert run(base, "validate") == 1


def test_a_line_taken_out_of_an_edition_is_missed(base):
    path = file_of(base, FIRST)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if not line.startswith(b'"option-x"')))
    assert f"editions/{FIRST}.json:1: F104" in said(base)


def test_a_change_that_is_hidden_by_new_hashes_is_seen_in_the_list_and_by_the_next_edition(base):
    """A frozen verdict, its hash and the hash of the head are forged: the list and the chain still tell."""
    path = file_of(base, FIRST)
    edited(path, b'"as_of":"2026', b'"as_of":"2025')
    rehashed(path)
    assert said(base) == [f"editions/{FIRST}.json:1: F110", f"editions/{SECOND}.json:1: F111"]
    kb, _ = load(base)
    assert kb
    edited(
        base / FOLDER / "index.yml",
        kb_of(base).edition_index.editions[0].sha256.encode(),
        kb.editions[0].sha256.encode(),
    )
    assert said(base) == [f"editions/{SECOND}.json:1: F111"]


def test_editions_are_neither_lost_nor_slipped_in(base):
    index = base / FOLDER / "index.yml"
    listed = index.read_text("utf-8")
    index.write_text(listed[: listed.rindex("  - name")], "utf-8")
    assert said(base) == [f"editions/{THIRD}.json:1: F108"]
    index.write_text(listed, "utf-8")
    file_of(base, THIRD).unlink()
    assert said(base) == ["editions/index.yml:9: F109"]


def test_a_list_out_of_order_is_refused(base):
    index = base / FOLDER / "index.yml"
    head, one, two, three = re.split(r"(?=  - name)", index.read_text("utf-8"))
    index.write_text(head + two + one + three, "utf-8")
    assert said(base) == ["editions/index.yml:6: F111"]


def test_an_entry_held_nowhere_is_refused(base):
    path = file_of(base, THIRD)
    edited(path, b'"held_in":"2026.11","kind":"source"', b'"held_in":"2026.12","kind":"source"')
    rehashed(path)
    assert f"editions/{THIRD}.json:1: F112" in said(base)


def test_samples_and_ids_that_are_frozen_stay(base):
    sample = next(iter(kb_of(base).editions[0].head.samples))
    edited(base / sample, b"{", b"{ ")
    assert said(base) == [f"editions/{name}.json:1: F113" for name in (FIRST, THIRD, SECOND)]
    path_of(base, LATER).unlink()
    assert [line for line in said(base) if "F114" in line] == [
        f"editions/{name}.json:1: F114" for name in (THIRD, SECOND)
    ]


@pytest.mark.parametrize("name", ["december.json", "2026.12.yml", "2026.13.json", "2026.12.1.json", ".json"])
def test_what_is_no_edition_has_no_place_there(base, name):
    (base / FOLDER / name).write_text("{}", "utf-8")
    assert said(base) == [f"editions/{name}:1: F107"]


@pytest.mark.parametrize("content", ["", "{}", "[]", "\0", "[" * 100_000, '{"sha256":"', "x\n" * 1000])
def test_any_other_file_is_one_clear_problem(base, content):
    file_of(base, "2027.01").write_text(content, "utf-8")
    assert "editions/2027.01.json:1: F101" in said(base)


def test_an_edition_of_a_later_program_says_so(base):
    head = rfc8785.dumps({"format": 2, "name": "2027.01"})
    text = b'{"sha256":"%b","edition":%b,"entries":{\n}}\n' % (sha256(head).encode(), head)
    file_of(base, "2027.01").write_bytes(text)
    assert "editions/2027.01.json:1: F106" in said(base)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<p onclick="x">a</p>',
        '<p style="x">a</p>',
        '<a href="javascript:alert(1)">a</a>',
        '<a href="//example.org">a</a>',
        '<a href="../../index.html">a</a>',
        "<a href=x>a</a>",
        "<p>a",
        "a</p>",
        "<p><em>a</p></em>",
        "</article><p>a</p>",
        "<!-- a -->",
        "<P>a</P>",
        "a > b",
        "<p>a</p",
        '<img src="x">',
    ],
)
def test_frozen_text_is_plain_markup_or_is_refused(text):
    assert unsafe(text)


def test_the_quick_look_at_a_text_and_the_thorough_one_agree(kept):
    """What the program itself freezes passes both, and neither does so for being empty-handed."""
    texts = [edition.held(name).text for edition in kb_of(kept).editions for name in edition.places]
    assert [text for text in texts if unsafe(text) or explained(text)] == []
    assert len(texts) > 10
    for text in texts:
        broken = text.replace("<p>", "<p onclick=''>", 1).replace("<dl ", '<dl style="x" ', 1)
        assert unsafe(broken)
        assert unsafe(broken) == explained(broken)


def test_a_hostile_text_with_right_hashes_is_refused(base):
    path = file_of(base, THIRD)
    line = next(line for line in path.read_bytes().splitlines() if line.startswith(f'"{GONE}"'.encode()))
    text = json.loads(line.rstrip(b",").partition(b'"text":')[2][:-1])
    hostile = text + "<script>alert(1)</script>"
    edited(path, sha256(text.encode()).encode(), sha256(hostile.encode()).encode())
    edited(path, rfc8785.dumps(text), rfc8785.dumps(hostile))
    rehashed(path)
    assert any(line.endswith("F105") for line in said(base))


@pytest.mark.needs("git")
def test_no_commit_ever_changed_or_deleted_an_edition():
    """In the history of this repository, files of editions are only added, and their list only grows."""
    command = ["git", "log", "--diff-filter=MDRT", "--format=%h", "--", f"{FOLDER}/*.json"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout == ""
    command = ["git", "log", "-p", "--format=", "--", f"{FOLDER}/index.yml"]
    patch = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [line for line in patch.splitlines() if re.match(r"-(?!--)", line)] == []
