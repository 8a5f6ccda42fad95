"""Where the hub may go: names are resolved once, and what they resolve to is judged.

An address that comes from a page, a feed or a form may point at machines that only we can reach.
Nothing is decided by how an address is written: only the network addresses that a connection will
really go to are looked at, and it goes to those very addresses.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence

from hub.catalogue.web_address import WebParts

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
#: From a name and a port to network addresses. Raises OSError for a name that there is not.
Resolver = Callable[[str, int], Sequence[str]]

#: What ``is_global`` of some Python versions lets through, and the metadata service of Azure.
_CLOSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "168.63.129.16/32",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "224.0.0.0/3",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/9",
        "ff00::/8",
    )
)
#: Where cloud machines tell their secrets, beside the link-local addresses.
_METADATA = frozenset(
    map(ipaddress.ip_address, ("100.100.100.200", "168.63.129.16", "fd00:ec2::254"))
)
#: Networks whose last, or other, bits are an IPv4 address that the packets go to in the end.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_TRANSLATED = ipaddress.IPv6Network("::ffff:0:0:0/96")

#: Names that never stand for a public host, wherever they resolve to.
_PRIVATE_NAMES = frozenset({"localhost", "local", "internal", "intranet", "lan", "home", "corp"})
_PRIVATE_ENDS = (".home.arpa", ".in-addr.arpa", ".ip6.arpa")
_WEB_PORTS = frozenset({80, 443})
_FIRST_FREE_PORT = 1024


def system_resolver(host: str, port: int) -> Sequence[str]:
    """What the machine says a name stands for, best first."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Closed(Exception):
    """A place where the hub must not go."""


class Guard:
    """Judges where a connection may go.

    ``inside`` lets it go to the own network, too, for addresses that whoever runs the hub wrote;
    addresses where cloud machines tell their secrets stay closed even then.
    ``open_hosts`` are named by the settings: they are free.
    """

    def __init__(
        self, open_hosts: frozenset[str], resolver: Resolver, *, inside: bool = False
    ) -> None:
        self._open = open_hosts
        self._resolver = resolver
        self._inside = inside

    def check(self, parts: WebParts) -> None:
        """Refuse what its spelling already tells. Raises Closed."""
        if parts.host in self._open:
            return
        ip = parts.ip
        if ip is not None and not self._allows(ip):
            raise Closed(str(ip))
        if self._inside:
            return
        if ip is None and _is_private_name(parts.host):
            raise Closed(parts.host)
        port = parts.effective_port
        if port not in _WEB_PORTS and port < _FIRST_FREE_PORT:
            raise Closed(f"{parts.host}:{port}")

    def addresses(self, host: str, port: int) -> list[str]:
        """The network addresses to connect to. Raises Closed if one of them is closed, OSError."""
        found = [address.partition("%") for address in self._resolver(host.strip("[]"), port)]
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "no address")
        free = host in self._open or f"[{host}]" in self._open
        for address, zone, _ in found:
            if not free and (zone or not self._allows(ipaddress.ip_address(address))):
                raise Closed(f"{host} ({address})")
        return ["".join(parts) for parts in found]

    def _allows(self, ip: IP) -> bool:
        if self._inside:
            return not any(_is_never(one) for one in _meant(ip))
        return is_public(ip)


def is_public(ip: IP) -> bool:
    """Whether an address, and whatever is wrapped in it, belongs to the open internet."""
    return all(_is_open(one) for one in _meant(ip))


def _is_never(ip: IP) -> bool:
    return ip.is_link_local or ip.is_multicast or ip in _METADATA


def _is_open(ip: IP) -> bool:
    closed = any(ip in network for network in _CLOSED if network.version == ip.version)
    return ip.is_global and not closed and not ip.is_multicast and not ip.is_reserved


def _meant(ip: IP) -> Sequence[IP]:
    """The addresses that packets to this one may reach: itself, and what is wrapped in it."""
    if ip.version == 4:
        return (ip,)
    if ip.ipv4_mapped:
        return (ip.ipv4_mapped,)
    if ip in _NAT64:
        return (_last_bits(ip),)  # the wrapper is public by definition
    wrapped = [found for found in (ip.sixtofour, *(ip.teredo or ())) if found]
    if ip in _COMPATIBLE or ip in _TRANSLATED:
        wrapped.append(_last_bits(ip))
    return (ip, *wrapped)


def _last_bits(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)


def _is_private_name(host: str) -> bool:
    name = host.removesuffix(".")
    return (
        "." not in name or name.rpartition(".")[2] in _PRIVATE_NAMES or name.endswith(_PRIVATE_ENDS)
    )
