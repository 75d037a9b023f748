"""What the knowledge base promises as a whole: coverage of the article, breadth, weight of evidence, findings."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from claimbase.lint import check
from claimbase.locking import check_lock
from claimbase.model import EvidenceKind, LocatedEvidence, NotCheckable, SearchRecord, Verdict
from claimbase.pipeline import Examination, examine

ROOT = Path(__file__).resolve().parents[1]
AT_LEAST = {
    "efficiency": 10,
    "legacy-support": 10,
    "complexity": 10,
    "live-update": 4,
    "hardware": 4,
    "toolchain": 4,
    "adoption": 4,
    "security": 4,
    "sources-and-statistics": 4,
}


@cache
def real() -> Examination:
    return examine(ROOT)


@pytest.fixture(name="kb")
def real_base():
    assert real().problems == ()
    assert real().sound is not None
    return real().sound


def test_the_real_base_has_no_problem_and_its_lock_is_current(kb) -> None:
    assert check(kb, real().assessments) == ()
    assert check_lock(kb, real()) == ()


def test_every_sentence_of_the_article_is_answered_or_says_why_not(kb) -> None:
    """31 sentences; none is left unanswered, and a sentence that is not checkable has a coded reason."""
    sentences = kb.article.sentences
    assert [sentence.number for sentence in sentences] == list(range(1, 32))
    assert [sentence.number for sentence in sentences if sentence.unanswered] == []
    assert all(sentence.claims or sentence.not_checkable.code in NotCheckable for sentence in sentences)


def test_each_topic_is_broad_and_all_together_are_seventy(kb) -> None:
    counts = Counter(claim.topic for claim in kb.claims.values())
    assert {topic: number for topic, number in AT_LEAST.items() if counts[topic] < number} == {}
    assert sum(counts.values()) >= 70


def test_evidence_is_plentiful_and_mostly_primary(kb) -> None:
    """At least 200 items, at least 60 % of them primary."""
    kinds = [item.kind for claim in kb.claims.values() for item in claim.evidence]
    assert len(kinds) >= 200
    assert sum(kind.primary for kind in kinds) / len(kinds) >= 0.6


def test_every_assessed_claim_has_a_primary_item_or_a_search_record(kb) -> None:
    bare = [
        name
        for name, claim in kb.claims.items()
        if real().assessments[name].verdict is not Verdict.NOT_ASSESSED
        and not any(item.kind.primary or item.kind is EvidenceKind.SEARCH_RECORD for item in claim.evidence)
    ]
    assert bare == []


def test_every_verdict_but_not_assessed_occurs(kb) -> None:
    assert {a.verdict for a in real().assessments.values()} >= set(Verdict) - {Verdict.NOT_ASSESSED}


def test_every_claim_has_an_answered_objection_and_evidence(kb) -> None:
    assert [name for name, claim in kb.claims.items() if claim.objection is None or not claim.evidence] == []


def test_an_unsupported_claim_shows_where_we_looked(kb) -> None:
    unsupported = [n for n, a in real().assessments.items() if a.verdict is Verdict.UNSUPPORTED]
    assert unsupported
    for name in unsupported:
        assert any(isinstance(item, SearchRecord) for item in kb.claims[name].evidence), name


def test_the_findings_name_claims_and_starting_series(kb) -> None:
    """The home page leads with findings, and says what to do for those who start from 10.0, 10.1 and 10.2."""
    assert len(kb.findings.findings) >= 6
    assert {"10.0", "10.1", "10.2"} <= {start.qemu for start in kb.findings.starting_from}
    assert all(start.claims for start in kb.findings.starting_from)


def test_every_source_is_cited_and_every_cited_source_is_declared(kb) -> None:
    """A source that nothing cites is clutter; one that is cited but missing stops the build anyway."""
    cited = {kb.article.source}
    for claim in kb.claims.values():
        cited |= {asserter.source for asserter in claim.asserted_by}
        cited |= {item.source for item in claim.evidence if isinstance(item, LocatedEvidence)}
    assert sorted(set(kb.sources) - cited) == []


def test_the_data_speaks_of_its_subject_and_not_of_how_it_was_written() -> None:
    """No file of the base names working notes or folders of one machine."""
    pattern = re.compile(r"\bdossier|\bhelper\b|(?<![\w.])/(?:tmp|work|root|home)/|\bTODO\b|\bFIXME\b", re.IGNORECASE)
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:90]}"
        for path in sorted((ROOT / "claims").rglob("*.yml"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]
    assert found == []
