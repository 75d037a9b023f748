"""Documents written by hand, part by part: DOCX, OpenDocument and PDF as no office program would make them."""

import io
import zipfile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGES = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A zip file of parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def relations(*entries: tuple[str, str, str]) -> str:
    """A part that says what another refers to: id, kind and target of each."""
    mode = {"hyperlink": ' TargetMode="External"'}
    items = "".join(
        f'<Relationship Id="{id_}" Type="{RELATIONS}/{kind}" Target="{target}"{mode.get(kind, "")}/>'
        for id_, kind, target in entries
    )
    return f'<Relationships xmlns="{PACKAGES}">{items}</Relationships>'


def word_xml(body: str, root: str = "document") -> str:
    """A part of a Word document."""
    return f'<w:{root} xmlns:w="{WORD}" xmlns:r="{RELATIONS}">{body}</w:{root}>'


def docx(body: str, links: dict[str, str] | None = None, **parts: str) -> bytes:
    """A Word document with a body of `w:` elements, addresses by id, and more parts such as `footnotes`."""
    refers = [(id_, "hyperlink", address) for id_, address in (links or {}).items()]
    refers += [(name, name, f"{name}.xml") for name in parts]
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations(("r1", "officeDocument", "word/document.xml")),
            "word/document.xml": word_xml(f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": relations(*refers),
            **{f"word/{name}.xml": word_xml(content, name) for name, content in parts.items()},
        }
    )


def odt(body: str) -> bytes:
    """An OpenDocument text with a body of `text:` elements."""
    namespaces = f'xmlns:office="{OFFICE}" xmlns:text="{TEXT}" xmlns:xlink="http://www.w3.org/1999/xlink"'
    content = f"<office:document-content {namespaces}><office:body><office:text>{body}</office:text></office:body>"
    return packed(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": f"{content}</office:document-content>"}
    )


def pdf(*objects: str, root: str = "1 0 R") -> bytes:
    """A PDF of objects, numbered from 1, without compression."""
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"trailer <</Size {len(places) + 1} /Root {root}>>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}{end}".encode("latin-1")
