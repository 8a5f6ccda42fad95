"""Where to go next, and where somebody comes from."""

import pytest
from starlette.requests import HTTPConnection

from hub.errors import SettingsError
from hub.web.addresses import (
    client_address,
    page_address,
    proxy_networks,
    safe_next,
    same_origin,
    with_next,
)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/search",
        "/search?q=Messer&type=method&type=project&page=2",
        "/search?q=%22Messer%20und%20Gabel%22%20-K%C3%BCche",
        "/search?q=https://example.org//x",
        "/search?q=a%5Cb%0Ac",
        "/resource?id=prevention-101",
    ],
)
def test_our_own_addresses_stay(address):
    assert safe_next(address) == address


@pytest.mark.parametrize(
    "trick",
    [
        None,
        "",
        "search",
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "/%5Cevil.example",
        "/%5cevil.example",
        "/%255Cevil.example",
        "/%2Fevil.example",
        "/%2f%2fevil.example",
        "/%252Fevil.example",
        "/search//evil.example",
        "/./evil",
        "/..//evil.example",
        "/x/../..//evil.example",
        "/%2e%2e/%2e%2e",
        "/%2e%2e%2f%2fevil.example",
        "https://evil.example",
        "HTTPS:evil.example",
        "https:/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        " //evil.example",
        "\t//evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\nSet-Cookie: a=b",
        "/\0/evil.example",
        "/%00",
        "/%0d%0aSet-Cookie:%20a=b",
        "/%09/evil.example",
        "/search?q=\r\nSet-Cookie:%20a=b",
        "/\u2028x",
        "/\u202ex",
        "@evil.example",
        "/" + "a" * 9000,
        "/login",
        "/login/",
        "/logout?token=x",
        "/language?to=en",
        "/%25252525252Fevil.example",
    ],
)
def test_tricks_lead_to_the_start_page(trick):
    assert safe_next(trick) == "/"


def test_a_fragment_and_odd_signs_are_made_harmless():
    assert safe_next('/search?q=ä b<>"#x') == "/search?q=%C3%A4%20b%3C%3E%22"


def connection(path="/", query=b"", client=("192.0.2.1", 50000), **headers):
    return HTTPConnection(
        {
            "type": "http",
            "path": path,
            "query_string": query,
            "client": client,
            "headers": [
                (name.replace("_", "-").encode(), value.encode("latin-1"))
                for name, value in headers.items()
            ],
        }
    )


def test_the_address_of_a_request_is_kept_whole():
    assert page_address(connection("/search", b"q=Messer%20A&type=method")) == (
        "/search?q=Messer%20A&type=method"
    )
    assert page_address(connection("/suche ü")) == "/suche%20%C3%BC"
    assert with_next("/login", "/") == "/login"
    assert with_next("/login", "/search?q=a&b=c") == "/login?next=/search%3Fq%3Da%26b%3Dc"


@pytest.mark.parametrize(
    ("proxies", "client", "forwarded", "expected"),
    [
        ("", ("192.0.2.1", 5), "", "192.0.2.1"),
        ("", ("192.0.2.1", 5), "203.0.113.9", "192.0.2.1"),
        ("192.0.2.1", ("192.0.2.1", 5), "203.0.113.9", "203.0.113.9"),
        ("192.0.2.1", ("192.0.2.2", 5), "203.0.113.9", "192.0.2.2"),
        ("192.0.2.1", ("192.0.2.1", 5), "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (
            "192.0.2.1, 10.0.0.0/8",
            ("192.0.2.1", 5),
            "7.7.7.7, 203.0.113.9, 10.2.3.4",
            "203.0.113.9",
        ),
        ("192.0.2.1", ("192.0.2.1", 5), "", "192.0.2.1"),
        ("::1", ("::1", 5), "2001:db8::7", "2001:db8::7"),
        ("", None, "203.0.113.9", ""),
        # port 0: the server has already believed the header, and we do not
        ("", ("203.0.113.9", 0), "203.0.113.9", "127.0.0.1"),
        ("127.0.0.1", ("203.0.113.9", 0), "203.0.113.9", "203.0.113.9"),
    ],
)
def test_only_our_proxies_are_believed(proxies, client, forwarded, expected):
    headers = {"x_forwarded_for": forwarded} if forwarded else {}
    asked = connection(client=client, **headers)
    assert client_address(asked, proxy_networks(proxies)) == expected


def test_a_proxy_that_is_no_address_is_said():
    with pytest.raises(SettingsError, match="'proxy1', which is no network address"):
        proxy_networks("10.0.0.1, proxy1")


@pytest.mark.parametrize(
    ("origin", "host", "public", "ours"),
    [
        ("http://hub.local:8501", "hub.local:8501", "", True),
        ("http://hub.local", "hub.local:80", "", True),
        ("http://HUB.local:8501", "hub.local:8501", "", True),
        ("https://hub.example.org", "127.0.0.1:8501", "https://hub.example.org/", True),
        ("https://evil.example", "hub.local:8501", "https://hub.example.org", False),
        ("https://hub.example.org.evil.example", "x", "https://hub.example.org", False),
        ("http://hub.local:9999", "hub.local:8501", "", False),
        ("null", "hub.local:8501", "", False),
        ("", "", "", False),
        ("http://hub.local:port", "hub.local", "", False),
    ],
)
def test_other_sites_are_known_by_their_origin(origin, host, public, ours):
    assert same_origin(connection(origin=origin, host=host), public) is ours


def test_a_program_without_origin_may_pass():
    assert same_origin(connection(host="hub.local"), "")
