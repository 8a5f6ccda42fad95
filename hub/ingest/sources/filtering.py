"""Which of the addresses or files a source names are wanted."""

from hub.ingest.rules import address_fits
from hub.ingest.sources.spec import SourceSpec


def wanted(address: str, spec: SourceSpec) -> bool:
    """Whether one of the patterns of ``include`` fits, if there are any, and none of ``exclude``.

    A pattern with ``*`` fits the whole of an address or path, one without any part of it.
    """
    if any(address_fits(pattern, address) for pattern in spec.exclude):
        return False
    return not spec.include or any(address_fits(pattern, address) for pattern in spec.include)
