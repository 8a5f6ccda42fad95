"""The catalogue: files of `collections/` to resources and back."""

from hub.catalogue.addresses import clean_address, same_page_key
from hub.catalogue.exporting import export_folder
from hub.catalogue.folder import CatalogueFolder
from hub.catalogue.importing import import_folder
from hub.catalogue.report import ExportReport, ImportReport
from hub.catalogue.tables import is_mirror, publisher_of_host
from hub.catalogue.texts import Texts

__all__ = [
    "CatalogueFolder",
    "ExportReport",
    "ImportReport",
    "Texts",
    "clean_address",
    "export_folder",
    "import_folder",
    "is_mirror",
    "publisher_of_host",
    "same_page_key",
]
