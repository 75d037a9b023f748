"""Both ways into a page, the theme and the shell, make the same bytes; `mkdocs` itself builds and serves."""

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from claimbase.adapters import shell
from claimbase.adapters.banner import with_banner
from claimbase.render import SiteFile
from claimbase.site import build_site
from site_base import claim_text, write_base

MKDOCS = [sys.executable, "-m", "mkdocs"]
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def mkdocs_build(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [*MKDOCS, "build", "--strict", *options]
    return subprocess.run(command, cwd=root, env=ENVIRONMENT, capture_output=True, text=True, check=False)


def tree(folder: Path) -> dict[str, bytes]:
    """The files of a site, without the index of full-text search, which only a whole build makes."""
    paths = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for name, path in paths.items() if not name.startswith("pagefind/")}


def quiet(*_: object) -> None:
    pass


def test_both_adapters_make_the_same_site_byte_for_byte(tmp_path):
    root = write_base(tmp_path)
    result = mkdocs_build(root, "--site-dir", str(root / "by-theme"))
    assert result.returncode == 0, result.stderr
    assert "WARNING" not in result.stderr
    assert build_site(root, root / "by-shell", quiet).problems == ()
    by_theme, by_shell = tree(root / "by-theme"), tree(root / "by-shell")
    assert by_theme.keys() == by_shell.keys()
    assert [uri for uri in by_theme if by_theme[uri] != by_shell[uri]] == []
    assert "claims/option-x.html" in by_shell
    head = by_shell["claims/option-x.html"].decode().partition("</head>")[0]
    assert '<meta property="og:title" content="The option x">' in head
    assert '<meta property="og:type" content="article">' in head
    assert '<meta name="twitter:card" content="summary">' in head
    assert 'type="application/atom+xml" title="Verdict changes" href="../feeds/verdict-changes.atom"' in head
    assert '<link rel="icon" href="../assets/claimbase.svg">' in head
    # No address is known, so none is named.
    assert "og:url" not in head
    assert "og:image" not in head
    assert "canonical" not in head


def test_page_for_a_missing_address_works_at_any_depth_and_is_not_listed(tmp_path):
    root = write_base(tmp_path)
    assert build_site(root, root / "site", quiet).built
    page = (root / "site/404.html").read_text(encoding="utf-8")
    addresses = re.findall(r'(?:href|src|action)="([^"]+)"', page)
    assert [address for address in addresses if not address.startswith(("/", "#"))] == []
    assert '<meta name="robots" content="noindex">' in page
    for uri in ("claims/index.html", "topics/index.html", "index.html"):
        assert f'href="/{uri}"' in page


def test_both_adapters_agree_when_addresses_are_known(tmp_path):
    root = write_base(tmp_path)
    config = root / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    known = "site_url: https://example.org/qemu/\nrepo_url: https://git.example.org/q\nedit_uri: edit/main/docs/\n"
    config.write_text(known + text, encoding="utf-8")
    assert mkdocs_build(root, "--site-dir", str(root / "by-theme")).returncode == 0
    assert build_site(root, root / "by-shell", quiet).problems == ()
    by_theme, by_shell = tree(root / "by-theme"), tree(root / "by-shell")
    # The site map is written by the build alone: MkDocs' own would hold the day of the build.
    assert by_shell.keys() - by_theme.keys() == {"robots.txt", "sitemap.xml"}
    assert by_shell["robots.txt"].endswith(b"Sitemap: https://example.org/qemu/sitemap.xml\n")
    assert b"<loc>https://example.org/qemu/claims/option-x.html</loc>" in by_shell["sitemap.xml"]
    assert b"placeholder" not in by_shell["sitemap.xml"]
    assert [uri for uri in by_theme if by_theme[uri] != by_shell[uri]] == []
    page = by_shell["claims/option-x.html"].decode()
    assert '<link rel="canonical" href="https://example.org/qemu/claims/option-x.html">' in page
    assert 'href="https://git.example.org/q/edit/main/claims/options/option-x.yml"' in page
    assert '<meta property="og:url" content="https://example.org/qemu/claims/option-x.html">' in page
    assert '<meta property="og:image" content="https://example.org/qemu/assets/claimbase-card.png">' in page
    assert "assets/claimbase-card.png" in by_shell
    assert b"https://example.org/qemu/feeds/verdict-changes.atom" in by_shell["feeds/verdict-changes.atom"]


def test_mkdocs_build_ends_with_all_problems(tmp_path):
    root = write_base(tmp_path)
    broken = root / "claims/options/option-x.yml"
    broken.write_text(broken.read_text(encoding="utf-8").replace("type: fact", "type: fiction"), encoding="utf-8")
    (root / "claims/options/option-z.yml").write_text("title: [", encoding="utf-8")
    result = mkdocs_build(root)
    assert result.returncode != 0
    assert "claims/options/option-x.yml:" in result.stderr
    assert "claims/options/option-z.yml:" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (root / "site/index.html").exists()


PAGE = SiteFile("claims/a.html", "A & <b>", "<h1>A</h1>", (("x", "X & y"), ("z", "Z")), "", 'say "hi"')


def placeholder(uri: str = "claims/claimbase-placeholder.html") -> str:
    (first, one), (second, two) = shell.TOC
    entries = "".join(f'<li><a href="#{a}">{t}</a></li>\n' for a, t in ((first, one), (second, two)))
    canonical = f'<link rel="canonical" href="https://example.org/{uri}">'
    return (
        f'<title>{shell.TITLE}</title><meta content="{shell.DESCRIPTION}">{canonical}'
        f"<ul>{entries}</ul>{shell.BODY}<ul>{entries}</ul>"
    )


def test_shell_fills_every_mark():
    uri = "claims/claimbase-placeholder.html"
    page = shell.cut(placeholder(uri), uri).fill(PAGE)
    entries = '<li><a href="#x">X &amp; y</a></li>\n<li><a href="#z">Z</a></li>\n'
    assert page == (
        "<title>A &amp; &lt;b&gt;</title>"
        '<meta content="say &quot;hi&quot;"><link rel="canonical" href="https://example.org/claims/a.html">'
        f"<ul>{entries}</ul><h1>A</h1><ul>{entries}</ul>"
    )
    assert "claimbase-mark" not in page


def test_shell_without_a_body_is_refused():
    with pytest.raises(ValueError, match="does not hold the mark"):
        shell.cut(f"<title>{shell.TITLE}</title>", "x.html")


@pytest.mark.parametrize(
    ("headers", "content", "expected"),
    [
        ([("Content-Type", "text/html")], b"<html><body a=b>x", b"<html><body a=b>!x"),
        ([("Content-Type", "text/html")], b"404", b"!404"),
        ([("Content-Type", "text/css")], b"<body>", b"<body>"),
    ],
)
def test_banner_goes_above_pages_only(headers, content, expected):
    sent = []

    def serve(environ, start_response):
        start_response("200 OK", [*headers, ("Content-Length", str(len(content)))])
        return [content]

    body = b"".join(with_banner(serve, lambda: "!")({}, lambda *a: sent.append(a)))
    assert body == expected
    assert dict(sent[0][1])["Content-Length"] == str(len(expected))


# Previews


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return str(answer.read().decode())
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return ""


def wait_for(url: str, sign: str, absent: str = "\0") -> str:
    end = time.monotonic() + 30
    page = ""
    while time.monotonic() < end:
        page = get(url)
        if sign in page and absent not in page:
            return page
        time.sleep(0.1)
    pytest.fail(f"{url} never showed {sign!r}, or never lost {absent!r}; it shows {page[:2000]}")


@contextmanager
def running(command: list[str], root: Path):
    process = subprocess.Popen(command, cwd=root, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


OWN = """
import sys
from pathlib import Path
sys.path.insert(0, "scripts")
from claimbase.site import serve_preview
serve_preview(Path(".").resolve(), ("127.0.0.1", int(sys.argv[1])), lambda problems: None)
"""


def servers(port: int) -> dict[str, list[str]]:
    return {
        "mkdocs": [*MKDOCS, "serve", "--dev-addr", f"127.0.0.1:{port}"],
        "claimbase": [sys.executable, "-c", OWN, str(port)],
    }


@pytest.mark.parametrize("which", ["mkdocs", "claimbase"])
def test_preview_follows_changes_and_survives_a_broken_file(tmp_path, which):
    root, port = write_base(tmp_path), free_port()
    claim = root / "claims/options/option-x.yml"
    url = f"http://127.0.0.1:{port}/claims"
    with running(servers(port)[which], root):
        assert "alert" not in re.findall(r'role="(\w+)"', wait_for(f"{url}/option-x.html", "The option x"))
        claim.write_text(claim_text("The changed option"), encoding="utf-8")
        wait_for(f"{url}/option-x.html", "The changed option")
        (root / "claims/options/option-new.yml").write_text(claim_text("A new option"), encoding="utf-8")
        wait_for(f"{url}/option-new.html", "A new option")
        claim.write_text(claim_text("Broken").replace("type: fact", "type: <fiction>"), encoding="utf-8")
        page = wait_for(f"{url}/option-x.html", 'role="alert"')
        assert "claims/options/option-x.yml:4:" in page
        assert "The changed option" in page
        assert "<fiction>" not in page
        claim.write_text(claim_text("The mended option"), encoding="utf-8")
        wait_for(f"{url}/option-x.html", "The mended option", absent='role="alert"')


@pytest.mark.parametrize("which", ["mkdocs", "claimbase"])
def test_preview_of_a_base_that_was_never_whole_shows_the_problems(tmp_path, which):
    root, port = write_base(tmp_path), free_port()
    claim = root / "claims/options/option-x.yml"
    claim.write_text(claim_text().replace("type: fact", "type: fiction"), encoding="utf-8")
    with running(servers(port)[which], root):
        page = wait_for(f"http://127.0.0.1:{port}/index.html", 'role="alert"')
        assert "claims/options/option-x.yml:4:" in page
        claim.write_text(claim_text(), encoding="utf-8")
        wait_for(f"http://127.0.0.1:{port}/claims/option-x.html", "The option x", absent='role="alert"')
