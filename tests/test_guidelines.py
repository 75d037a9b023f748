"""The pairs of the guidelines: what not to write is what the checks name, what to write has no problem."""

import re
from pathlib import Path

import pytest
from edited_base import RUNNING, copy_base, edit, problems_of
from machine import ROOT

GUIDELINES = (ROOT / "docs/guidelines.md").read_text("utf-8")
PAIRS = re.findall(r"<!-- (do|dont)(?:: ([A-Z0-9 ]+))? -->\n```yaml\n(.*?)```", GUIDELINES, flags=re.DOTALL)


def test_every_example_in_yaml_is_marked_as_one_of_the_two() -> None:
    assert len(PAIRS) == GUIDELINES.count("```yaml") > 0
    assert [kind for kind, *_ in PAIRS] == ["dont", "do"] * (len(PAIRS) // 2)


@pytest.mark.parametrize(("kind", "codes", "text"), PAIRS)
def test_the_checks_say_of_an_example_what_the_guidelines_say(tmp_path: Path, kind: str, codes: str, text: str) -> None:
    root = copy_base(tmp_path)
    # Its rules look at the claim that is edited here, and may have nothing left to fire at.
    (root / "claims/recommendations.yml").unlink()
    if text.startswith("statement:"):
        path = root / "claims" / RUNNING
        claim = re.sub(r"(?m)^statement: .*\n", lambda _: text, path.read_text("utf-8"))
        # A question is worded as what it takes for granted, so hedges are told of other kinds alone.
        path.write_text(claim.replace("type: question", "type: fact"), "utf-8")
    else:
        indented = "".join(f"  {line}\n" for line in text.splitlines())
        edit(root, RUNNING, "evidence:\n", f"evidence:\n{indented}")
    found = [problem.code for problem in problems_of(root)]
    assert sorted(set(found)) == sorted(codes.split()), found
