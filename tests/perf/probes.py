"""Measurements inside one process: stages of a build, loading against CSafeLoader, one changed claim.

Each is run in a process of its own by `children.probe` and prints JSON.
"""

import gc
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import yaml

TESTS = Path(__file__).resolve().parent.parent
if not __package__:  # run as a program, not imported
    sys.path[:0] = [str(TESTS), str(TESTS.parent / "scripts")]

from claimbase.assess import assess  # noqa: E402
from claimbase.garbage import collection_spared  # noqa: E402
from claimbase.lint import check  # noqa: E402
from claimbase.pipeline import examine  # noqa: E402
from claimbase.render import Job, SiteFile, iter_files, iter_jobs, prepare  # noqa: E402
from claimbase.repository import load  # noqa: E402
from claimbase.site import Preview  # noqa: E402
from claimbase.site.build import SiteWriter, cache_of, check_chrome, write_chrome  # noqa: E402
from claimbase.site.chrome import chrome_of  # noqa: E402
from claimbase.site.links import LinkChecker  # noqa: E402
from claimbase.site.workers import spread  # noqa: E402
from perf.invented_claims import AS_OF  # noqa: E402
from perf.peers import is_claim_page  # noqa: E402


class Clock:
    """Adds up processor time and wall time by name."""

    def __init__(self) -> None:
        self.processor: dict[str, float] = {}
        self.wall: dict[str, float] = {}

    def time(self, name: str, work: Callable[[], Any]) -> Any:
        """Do the work, add its time to the name, and return what it returns."""
        wall, processor = time.perf_counter(), time.process_time()
        done = work()
        self.processor[name] = self.processor.get(name, 0.0) + time.process_time() - processor
        self.wall[name] = self.wall.get(name, 0.0) + time.perf_counter() - wall
        return done


def no_texts(_item: object) -> tuple[str, ...]:
    """Citations as plain text have a line of their own."""
    return ()


def stages(root: Path) -> dict[str, Any]:
    """Return the time of each stage of a build, as `claimbase build` goes through them."""
    clock = Clock()
    kb, _ = clock.time("load", lambda: load(root))
    day = kb.lock.as_of if kb.lock else AS_OF
    assessments = clock.time(
        "assess", lambda: {name: assess(claim, kb.sources, day) for name, claim in kb.claims.items()}
    )
    clock.time("check", lambda: check(kb, assessments))
    chrome, problems = clock.time("chrome", lambda: chrome_of(root, cache_of(root), lambda: None))
    if chrome is None:
        raise SystemExit("\n".join(map(str, problems)))
    with tempfile.TemporaryDirectory() as folder:
        writer, checker = SiteWriter(Path(folder), chrome), LinkChecker(chrome.settings.site_url)
        clock.time("write", lambda: write_chrome(writer))
        clock.time("links", lambda: check_chrome(chrome, checker))
        made = iter_files(kb, assessments, chrome.settings, texts=no_texts, exports=False)
        while (file := clock.time("render", lambda: next(made, None))) is not None:
            checker.add_file(file.uri)
            if file.is_page:
                clock.time("links", partial(checker.add_page, file.uri, str(file.body), file.edit_path))
            clock.time("write", partial(writer.write, file))
        clock.time("links", checker.problems)
    return {"processor": clock.processor, "wall": clock.wall}


def claim_pages(root: Path) -> dict[str, Any]:
    """Return the time from the assessed base to the claim pages on disk, in as many processes as the build takes."""
    examination = examine(root)
    chrome, _ = chrome_of(root, cache_of(root), lambda: None)
    if examination.sound is None or chrome is None:
        raise SystemExit(f"the base below {root} has errors")
    made = iter_jobs(examination.sound, examination.assessments, chrome.settings, texts=no_texts, exports=False)
    jobs = [job for job in made if is_claim_page(SiteFile(job.key, "", ""))]
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder, collection_spared():
        writer = SiteWriter(Path(folder), chrome)

        def write(job: Job) -> Iterator[str]:
            for file in job.make(*job.inputs):
                writer.write(file)
                yield file.uri

        clock.time("prepare", prepare)
        clock.time("pages", lambda: list(spread(jobs, write)))
    return {"wall": sum(clock.wall.values()), "pages": len(jobs)}


def loading(root: Path, repeat: str) -> dict[str, Any]:
    """Return processor times of our loading and validation, of the checks, and of CSafeLoader on the same files.

    What was loaded is kept until the clock has stopped, on both sides.
    """
    paths = sorted((root / "claims").rglob("*.yml"))
    times: dict[str, list[float]] = {"csafeloader": [], "load": [], "check": []}
    for _ in range(int(repeat)):
        _kept(times["csafeloader"], lambda: [yaml.load(p.read_bytes(), Loader=yaml.CSafeLoader) for p in paths])
        kb, _problems = _kept(times["load"], lambda: load(root))
        day = kb.lock.as_of if kb.lock else AS_OF
        assessments = {name: assess(claim, kb.sources, day) for name, claim in kb.claims.items()}
        _kept(times["check"], partial(check, kb, assessments))
        del kb, assessments
    return {name: min(found) for name, found in times.items()}


def _kept(times: list[float], work: Callable[[], Any]) -> Any:
    gc.collect()
    began = time.process_time()
    done = work()
    times.append(time.process_time() - began)
    return done


def change(root: Path, repeat: str) -> dict[str, Any]:
    """Return the time in which a running preview follows a claim that was changed; the file is left as it was."""
    path = min(p for p in (root / "claims").glob("*/*.yml") if p.parent.name != "sources")
    before = path.read_text(encoding="utf-8")
    folder = Path(tempfile.mkdtemp())
    try:
        preview = Preview(root, folder)
        preview.rebuild()
        page = folder / "claims" / f"{path.stem}.html"
        clocks = []
        for number in range(int(repeat)):
            old = page.read_bytes()
            path.write_text(changed(before, number), encoding="utf-8")
            clock = Clock()
            clock.time("change", preview.rebuild)
            clocks.append(clock)
            if page.read_bytes() == old:
                raise SystemExit("the page did not follow its claim")
    finally:
        path.write_text(before, encoding="utf-8")
        shutil.rmtree(folder)
    return {
        "wall": min(clock.wall["change"] for clock in clocks),
        "processor": min(clock.processor["change"] for clock in clocks),
    }


def changed(text: str, number: int) -> str:
    """Return the text of a claim with another last change of its history."""
    return text.replace("change: First version.", f"change: Version {'again ' * (number + 1)}changed.")


PROBES: dict[str, Callable[..., dict[str, Any]]] = {
    "stages": stages,
    "claim_pages": claim_pages,
    "loading": loading,
    "change": change,
}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(PROBES[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])))
