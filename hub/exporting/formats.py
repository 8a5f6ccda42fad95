"""The formats by name. A further one is a function in a file of its own and a line here."""

from collections.abc import Mapping

from hub.exporting import bibtex, csl, csv_file, markdown, printing, ris, xlsx
from hub.exporting.model import ExportError, Format
from hub.i18n.words import mark

FORMATS: Mapping[str, Format] = {
    "csv": Format(mark("CSV table"), "csv", "text/csv; charset=utf-8", csv_file.write),
    "xlsx": Format(
        mark("Excel table"),
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        xlsx.write,
        is_text=False,
    ),
    "ris": Format(
        mark("RIS (Zotero, Citavi, EndNote)"),
        "ris",
        "application/x-research-info-systems; charset=utf-8",
        ris.write,
    ),
    "bibtex": Format("BibTeX", "bib", "application/x-bibtex; charset=utf-8", bibtex.write),
    "csl": Format("CSL-JSON", "json", "application/vnd.citationstyles.csl+json", csl.write),
    "markdown": Format("Markdown", "md", "text/markdown; charset=utf-8", markdown.write),
    "print": Format(mark("Page to print"), "html", "text/html; charset=utf-8", printing.write),
}

SEPARATORS: Mapping[str, str] = {"semicolon": ";", "comma": ","}


def format_named(name: str) -> Format:
    """The format of that name. Raises ExportError."""
    if name not in FORMATS:
        raise ExportError(
            "There is no format {name!r}. Choose one of {known}.",
            name=name[:40],
            known=", ".join(FORMATS),
        )
    return FORMATS[name]
