"""Addresses lose what tells nothing about the page, and nothing else."""

import pytest

from hub.catalogue import clean_address, is_mirror, publisher_of_host, same_page_key
from hub.model import Publisher, Publishers

CLEANED = {
    "https://praeventionstag.de./nano.cms/x?id=179&xa=details": (
        "https://praeventionstag.de/nano.cms/x?id=179&xa=details"
    ),
    "HTTPS://WWW.Example.ORG/Path": "https://www.example.org/Path",
    "http://example.org:80/a": "http://example.org/a",
    "https://example.org:443": "https://example.org",
    "https://example.org:/a": "https://example.org/a",
    "https://example.org/?utm_source=x&UTM_Medium=y": "https://example.org/",
    "https://example.org/a?b=2&utm_source=x&a=1&fbclid=z#top": "https://example.org/a?b=2&a=1#top",
    "https://example.org/a?gclid=1&id=": "https://example.org/a?id=",
    "https://example.org/a?mc_cid=1&mc_eid=2&id=3": "https://example.org/a?id=3",
    "https://example.org/a#:~:text=Messer": "https://example.org/a",
    "https://example.org/a#part:~:text=Messer": "https://example.org/a#part",
    " https://example.org/a\n": "https://example.org/a",
}
KEPT = [
    "https://defus.de/nano.cms/defus-aktuelles?xa=details&id=284",
    "https://defus.de/nano.cms/defus-aktuelles?id=284&xa=details",
    "https://xn--aufdiepltze-sz-dib.de",
    "https://lpr.niedersachsen.de/nano.cms/x?XA=details&XID=137",
    "https://example.org:8443/a",
    "http://example.org:443/a",
    "https://example.org/a?",
    "https://example.org/a#",
    "https://example.org/a/#/route",
    "https://example.org/a?x=%C3%A4&y=a+b&&z",
    "https://example.org/a?OpenDocument",
    "https://example.org/a?next=https://x.org/?utm_source=y",
    "https://example.org/utm_source=x/fbclid",
    "https://example.org/a?reference=utm_source",
    "https://example.org/a;jsessionid=1",
    "https://[2001:db8::1]:8080/a",
    "https://user:Pass@example.org/a",
    "https://./a",
    "mailto:a@example.org",
    "",
    "https://",
]


@pytest.mark.parametrize(("before", "after"), CLEANED.items())
def test_cleaned(before, after):
    assert clean_address(before) == after
    assert clean_address(after) == after


@pytest.mark.parametrize("address", KEPT)
def test_kept(address):
    assert clean_address(address) == address


@pytest.mark.parametrize(
    "other",
    [
        "http://example.org/a/?id=1&xa=2",
        "https://www.example.org/a?XA=2&ID=1",
        "https://EXAMPLE.org./a?id=1&xa=2&utm_source=x#top",
    ],
)
def test_the_same_page(other):
    assert same_page_key(other) == same_page_key("https://example.org/a?id=1&xa=2")


@pytest.mark.parametrize(
    "other",
    [
        "https://example.org/a?id=2&xa=2",
        "https://example.org/A?id=1&xa=2",
        "https://example.org/a?id=1",
        "https://example.org:8080/a?id=1&xa=2",
        "https://de.example.org/a?id=1&xa=2",
        "https://example.org/a?id=1&xa=2#!/three",
    ],
)
def test_another_page(other):
    assert same_page_key(other) != same_page_key("https://example.org/a?id=1&xa=2")


def test_hosts_and_publishers():
    city = Publisher(id="city", label="Stadt", hosts=("muenchen.de",))
    office = Publisher(id="office", label="Amt", hosts=("ru.muenchen.de",))
    known = Publishers([city, office], ["docplayer.org"])
    assert publisher_of_host(known, "https://www.muenchen.de/x") == city
    assert publisher_of_host(known, "https://stadt.MUENCHEN.de./x") == city
    assert publisher_of_host(known, "https://ru.muenchen.de/x") == office
    assert publisher_of_host(known, "https://notmuenchen.de/x") is None
    assert publisher_of_host(known, "https://[x/") is None
    assert is_mirror(known, "http://de.docplayer.org/1")
    assert not is_mirror(known, "https://muenchen.de/docplayer.org")
