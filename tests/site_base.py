"""A small base that has one page of every type, written as files; tests of the site start from it."""

import shutil
from pathlib import Path
from textwrap import dedent

import invented_runs

ROOT = Path(__file__).resolve().parent.parent

CLAIM = """\
# yaml-language-server: $schema=../schema/claim.schema.json
title: {title}
statement: {statement}
type: fact
asserted_by:
  - {{source: article-source, locator: {{sentence: 1}}}}
scope:
  qemu: ["10.2"]
  accelerator: [tcg, kvm]
test: Start the program with the option; a refusal refutes.
evidence:
  - id: e1
    kind: source-code
    direction: supports
    source: code
    locator:
      repo: code
      commit: 698104725efad4b29079d857dfdebbd804e34c99
      path: docs/a b.rst
      lines: [15, 16]
      blob: b6178568a854b92cbcee1b8ed9ef6ea22d943fd6
      digest: sha256:22d1a3d037ec2d600b78215b81f902f1f92f2ab33813b60598bda9df58cf03c3
    finding: The option `x` is read there.
    applies_to: {{qemu: all, accelerator: [tcg]}}
    direct: It is the very line.
  - id: e2
    kind: vendor-statement
    direction: contradicts
    source: article-source
    locator: {{sentence: 2}}
    finding: The article doubts it.
    applies_to: {{qemu: all, accelerator: all}}
    limits:
      - {{domain: indirectness, steps: 1, why: it only asks}}
      - {{domain: risk-of-bias, steps: 1, why: the publisher sells the alternative}}
  - id: e3
    kind: search-record
    direction: context
    searched: [{{where: the manual, query: option x, date: "2026-11-22", hits: 0}}]
    finding: The manual is silent.
objection: {{text: Lines of code are not a run., answer: The line is reached by every start.}}
assumptions: [The tree is the one released.]
relations: [{relations}]
advice:
  - {{when: {{accelerator: kvm}}, do: Try it.}}
  - {{do: Use it.}}
review_when: ["qemu>=11.2"]
history:
  - {{date: "2026-11-22", change: First version.}}
"""

FILES = {
    "format.yml": """\
        # yaml-language-server: $schema=schema/format.schema.json
        format: 1
        """,
    "topics.yml": """\
        # yaml-language-server: $schema=schema/topics.schema.json
        topics:
          - {id: options, title: Options, question: Which options are there?, order: 1}
        """,
    "facets.yml": """\
        # yaml-language-server: $schema=schema/facets.schema.json
        dimensions:
          - id: qemu
            title: Release series
            question: Which series?
            find_out: Ask the program.
            values: [{id: "10.1", title: "10.1"}, {id: "10.2", title: "10.2"}]
          - id: accelerator
            title: Accelerator
            question: Which accelerator?
            find_out: Look at the command line.
            values: [{id: tcg, title: emulation}, {id: kvm, title: virtualization}]
        """,
    "article.yml": """\
        # yaml-language-server: $schema=schema/article.schema.json
        source: article-source
        sentences:
          - {number: 1, paraphrase: There is an option x., type: fact, claims: [option-x]}
          - {number: 2, paraphrase: Is it any good?, type: question, unanswered: A claim is to be written.}
          - number: 3
            paraphrase: Buy our product.
            type: promotion
            not_checkable: {code: promotion, why: It advertises.}
        """,
    "findings.yml": """\
        # yaml-language-server: $schema=schema/findings.schema.json
        findings:
          - {claim: option-x, why: Without it nothing starts.}
        starting_from:
          - {qemu: "10.1", do: Upgrade., claims: [option-x]}
        """,
    "recommendations.yml": """\
        # yaml-language-server: $schema=schema/recommendations.schema.json
        decisions:
          - id: use-the-option
            title: The option
            question: Should the option be used?
            rules:
              - id: option-is-there
                effect: allow
                looks_at: [{claim: option-x, outcomes: [holds]}]
                because: The option is there.
              - id: start-time-known
                effect: condition
                looks_at: [{claim: option-start-time, outcomes: [holds, fails], at: {qemu: "10.2"}}]
                when: {accelerator: kvm}
                because: Its cost was measured.
                do: Read `the | numbers`.
        """,
    "verdict-changes.yml": """\
        # yaml-language-server: $schema=schema/verdict-changes.schema.json
        changes:
          - {date: "2026-11-22", claim: option-x, from: unsupported, to: supported-with-limits, evidence: [e1]}
        """,
    "sources/code.yml": """\
        # yaml-language-server: $schema=../schema/source.schema.json
        type: software
        title: Code
        author: [{literal: The authors}, {family: Doe, given: Jo}]
        URL: https://example.org/code
        origin: project
        repository:
          name: code
          file: "https://example.org/code/{commit}/{path}#L{first}-{last}"
          commit: "https://example.org/code/{commit}"
        """,
    "sources/article-source.yml": """\
        # yaml-language-server: $schema=../schema/source.schema.json
        type: webpage
        title: An article
        issued: "2025-12"
        URL: https://example.org/article
        accessed: "2026-11-22"
        origin: vendor
        interest: {favours: sales of its product, why: the publisher sells it}
        """,
    "options/option-start-time.yml": """\
        # yaml-language-server: $schema=../schema/claim.schema.json
        title: Time to start with the option
        statement: With the option a start takes less than half the time.
        type: comparison
        asserted_by:
          - {source: article-source, locator: {sentence: 1}}
        scope: {qemu: ["10.1", "10.2"]}
        test: Starts with and without it, in turns; a ratio of medians above 0.5 refutes.
        evidence:
          - id: e1
            kind: measurement
            benchmark: option-cost
            assertion:
              metric: start-ms
              compare: {a: {mode: quick}, b: {mode: slow}}
              where: {version: 10.2.2, memory: 512}
              statistic: ratio-of-medians
              holds_if: "< 0.5"
              smallest_effect: 0.1
            finding: It starts in {{ e1.effect }} of the time.
            applies_to: {qemu: ["10.2"]}
            direct: It is the ratio.
          - id: e2
            kind: test-run
            benchmark: option-cost
            assertion: {where: {mode: quick, memory: 512, version: [10.0.13, 10.2.2]}, outcome: started}
            finding: It starts.
            applies_to: {qemu: ["10.2"]}
            limits:
              - {domain: indirectness, steps: 2, why: a start says nothing about its time}
          - id: e3
            kind: measurement
            benchmark: option-cost
            assertion:
              metric: start-ms
              compare: {a: {version: 10.2.2}, b: {version: 10.0.13}}
              where: {mode: quick, memory: 512}
              statistic: difference-of-medians
              holds_if: "> 2"
              smallest_effect: 100
            finding: Versions do not differ for certain.
            applies_to: {qemu: ["10.1"]}
            direct: It is the difference.
        assumptions: [The host is idle.]
        advice:
          - {do: Use it.}
        review_when: ["qemu>=11.2"]
        history:
          - {date: "2026-11-22", change: First version.}
        """,
    "options/old-option.yml": """\
        # yaml-language-server: $schema=../schema/claim.schema.json
        title: The old option
        retired: {how: moved, to: [option-x], date: "2026-11-22", reason: It was renamed.}
        history:
          - {date: "2026-11-22", change: Retired.}
        """,
}


def claim_text(title: str = "The option x", statement: str = "There is an option x.", relations: str = "") -> str:
    """The text of a claim file."""
    return CLAIM.format(title=title, statement=statement, relations=relations)


def write_base(root: Path) -> Path:
    """Write the small base below a folder, with the configuration and pages of this site; return the folder."""
    for name, text in FILES.items():
        path = root / "claims" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    invented_runs.write(root / "claims")
    (root / "claims/options/option-x.yml").write_text(claim_text(), encoding="utf-8")
    refines = "{kind: refines, claim: option-x}"
    text = claim_text("The option y", "There is an option y.", refines)
    (root / "claims/options/option-y.yml").write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "docs", root / "docs")
    for name in ("mkdocs.yml", "CONTRIBUTING.md"):
        shutil.copy(ROOT / name, root / name)
    (root / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/mkdocs_hooks.py", root / "scripts/mkdocs_hooks.py")
    (root / "scripts/claimbase").symlink_to(ROOT / "scripts/claimbase", target_is_directory=True)
    return root
