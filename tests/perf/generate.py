"""Write an invented knowledge base of any size that passes every check: `generate.py --claims 1000 --seed 1 DIR`.

The same seed gives the same bytes. Files are written as they are made, so that memory does not grow.
"""

import argparse
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import yaml

TESTS = Path(__file__).resolve().parent.parent
ROOT = TESTS.parent
if not __package__:  # run as a program, not imported
    sys.path[:0] = [str(TESTS)]

from perf.invented_claims import ANSWERING, SENTENCES, Vocabulary, claim, identifier, verdict_of  # noqa: E402
from perf.invented_sources import ARTICLE, CLAIMS_PER_SOURCE, GIT, source  # noqa: E402
from perf.invented_text import paragraph, phrase, scalar  # noqa: E402

COPIED = ("mkdocs.yml", "docs", "scripts/mkdocs_hooks.py", "scripts/claimbase/adapters/theme")
"""What a build needs besides `claims/` and the documents at the top, where the project has it."""
COPIED_DATA = ("topics.yml", "facets.yml", f"sources/{GIT}.yml", f"sources/{ARTICLE}.yml")
"""What is taken from the real base as it is."""
_STARTS = ("7.2", "8.2", "9.0", "9.1", "9.2", "10.0", "10.1")


def write_base(folder: Path, claims: int, seed: int = 1) -> None:
    """Write a base of `claims` claims into a folder, with what a build needs; the folder's `claims/` is replaced."""
    shutil.rmtree(folder / "claims", ignore_errors=True)
    for name in (*COPIED, *(path.name for path in ROOT.glob("*.md"))):
        _copy(ROOT / name, folder / name)
    for name in COPIED_DATA:
        _copy(ROOT / "claims" / name, folder / "claims" / name)
    for name, text in files(claims, seed):
        path = folder / "claims" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _copy(source_path: Path, target: Path) -> None:
    if source_path.is_dir():
        shutil.copytree(source_path, target, dirs_exist_ok=True)
    elif source_path.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source_path, target)


def files(claims: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield path below `claims/` and text of every invented file."""
    vocabulary = read_vocabulary()
    for index in range(claims):
        made = claim(index, seed, vocabulary)
        yield f"{made.topic}/{made.id}.yml", made.text
    for number in range(-(-claims // CLAIMS_PER_SOURCE)):
        known = source(number, seed)
        yield f"sources/{known.id}.yml", known.text
    yield "format.yml", (ROOT / "claims/format.yml").read_text("utf-8")
    yield "article.yml", "\n".join(_article(claims, seed)) + "\n"
    yield "findings.yml", "\n".join(_findings(claims, seed)) + "\n"


def read_vocabulary() -> Vocabulary:
    """Return the topics and dimensions of the real base."""
    topics = yaml.safe_load((ROOT / "claims/topics.yml").read_text(encoding="utf-8"))["topics"]
    facets = yaml.safe_load((ROOT / "claims/facets.yml").read_text(encoding="utf-8"))["dimensions"]
    return Vocabulary(
        tuple(topic["id"] for topic in topics),
        {each["id"]: tuple(value["id"] for value in each["values"]) for each in facets},
    )


def _article(claims: int, seed: int) -> Iterator[str]:
    chance = Random(f"{seed}/article")
    yield "# yaml-language-server: $schema=schema/article.schema.json"
    yield f"source: {ARTICLE}"
    yield "sentences:"
    for number in range(1, SENTENCES + 1):
        answers = [identifier(i, seed) for i in range(number - 1, min(claims, ANSWERING), SENTENCES)]
        paraphrase = phrase(chance, 60).replace("`", "").replace("*", "")
        yield f"  - number: {number}"
        yield f"    paraphrase: {scalar(paraphrase[0].upper() + ' '.join(paraphrase[1:].split()[:18]) + '.')}"
        if answers:
            yield "    type: question"
            yield f"    claims: [{', '.join(answers)}]"
        else:
            yield "    type: opinion"
            yield f"    not_checkable: {{code: opinion, why: {scalar(phrase(chance, 60), in_flow=True)}}}"


def _findings(claims: int, seed: int) -> Iterator[str]:
    chance = Random(f"{seed}/findings")
    deciding = [i for i in range(min(claims, ANSWERING)) if verdict_of(i, seed) != "not-assessed"][:7]
    yield "# yaml-language-server: $schema=schema/findings.schema.json"
    yield "findings:"
    for index in deciding:
        yield f"  - claim: {identifier(index, seed)}"
        yield f"    why: {scalar(paragraph(chance, 90))}"
    yield "starting_from:"
    for start in _STARTS:
        yield f'  - qemu: "{start}"'
        yield f"    do: {scalar(paragraph(chance, 120))}"
        yield f"    claims: [{', '.join(identifier(index, seed) for index in deciding[:3])}]"


def main(arguments: list[str] | None = None) -> int:
    """Write a base as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=1000, help="how many claims (default: 1000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives another base (default: 1)")
    parser.add_argument("folder", type=Path, help="where to write it; usable as --root")
    given = parser.parse_args(arguments)
    write_base(given.folder, given.claims, given.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
