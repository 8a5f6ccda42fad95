"""A made-up folder to import: as many resources as asked for, always the same ones."""

from pathlib import Path

THEMES = ("Beleuchtung", "Messergewalt", "Bahnhofsviertel", "Nachtleben", "Beteiligung")
KINDS = ("document", "method", "project", "news")
TABLES = {
    "collections.yaml": """\
collections:
- slug: plaetze
  title: {de: Plätze, en: Squares}
- slug: naechte
  title: {de: Nächte, en: Nights}
- slug: internes
  title: {de: Internes, en: Internal}
  access: restricted
""",
    "thesaurus.yaml": """\
concepts:
- id: violence
  label: {de: Gewalt, en: violence}
- id: knife-violence
  label: {de: Messergewalt, en: knife violence}
  broader: [violence]
- id: lighting
  label: {de: Beleuchtung, en: lighting}
""",
    "places.yaml": """\
places:
- id: bayern
  label: {de: Bayern, en: Bavaria}
  kind: state
- id: muenchen
  label: {de: München, en: Munich}
  kind: city
  within: bayern
""",
    "publishers.yaml": """\
publishers:
- id: stadt-muenchen
  label: Stadt München
""",
}


def write_source(folder: Path, resources: int = 24) -> Path:
    """The folder, filled. Every fourth resource is in the restricted collection."""
    folder.mkdir(parents=True)
    for name, text in TABLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    rows = "".join(_row(number) for number in range(resources))
    (folder / "resources.yaml").write_text(f"resources:\n{rows}", encoding="utf-8")
    return folder


def _row(number: int) -> str:
    theme = THEMES[number % len(THEMES)]
    home = "internes" if number % 4 == 3 else ("plaetze", "naechte")[number % 2]
    tag = {"Messergewalt": "knife-violence", "Beleuchtung": "lighting"}.get(theme)
    return f"""\
- id: resource-{number:03}
  title: "{theme} in der Stadt {number}"
  url: https://example.org/{theme.lower()}/{number}
  type: {KINDS[number % len(KINDS)]}
  collections: [{home}]
  language: de
  date: '{2000 + number % 25}'
  publisher: Stadt München
  places: [München]
  tags: [{tag or ""}]
  summary: "Was Städte über {theme} wissen, Folge {number}: Plätze, Wege und Menschen."
"""
