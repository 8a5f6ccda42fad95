"""Texts of small catalogue files."""

import datetime as dt
from pathlib import Path

NOW = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)
COLLECTION = "title: {de: Sammlung, en: Collection}\n"
THESAURUS = """\
# Begriffe
concepts:
- id: crime
  label: {de: Kriminalität, en: crime}
- id: knife-violence
  label: {de: Messergewalt, en: knife violence}
  broader: [crime]
"""
PLACES = """\
# Orte
places:
- id: deutschland
  label: {de: Deutschland, en: Germany, fr: Allemagne}
  kind: country
- id: muenchen
  label: {de: München, en: Munich}
  kind: city
  within: deutschland
  variants: [Landeshauptstadt München]
- id: halle-saale
  label: {de: Halle}
  kind: city
- id: halle-westfalen
  label: {de: Halle}
  kind: city
"""
PUBLISHERS = """\
publishers:
- id: stadt-muenchen
  label: Landeshauptstadt München
  variants: [Stadt München]
  hosts: [muenchen.de]
  kind: city
mirrors: [docplayer.org]
"""
RESOURCE = "id: {id}\ntitle: Ein Titel\ntype: news\ncollections: [{home}]\n"


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
