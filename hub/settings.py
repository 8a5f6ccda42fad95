"""Settings: one frozen value, read once at the edge from environment, then file, then default.

``SETTINGS`` is the one table of names, defaults and help; ``hub doctor``, ``--help`` and the
README are made from it or tested against it.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from hub.errors import SettingsError


def _setting(default: Any, help: str, *, secret: bool = False) -> Any:
    return field(default=default, repr=not secret, metadata={"help": help})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How this hub is set up. Each field is the setting ``HUB_<NAME>``."""

    collections: Path = _setting(Path("collections"), "Folder of the catalogue.")
    data: Path = _setting(Path("var"), "Data directory: database, index, texts. Back it up.")
    database_url: str = _setting(
        "", "Database as a SQLAlchemy address; empty: hub.db in the data directory.", secret=True
    )
    dictionary: str = _setting(
        "", "German-English word list of Ding; empty: /usr/share/trans/de-en if there; or none."
    )
    host: str = _setting("127.0.0.1", "Network address the server listens on.")
    port: int = _setting(8501, "Port the server listens on.")
    public_url: str = _setting(
        "", "Address people use, such as https://hub.example.org; https makes cookies Secure."
    )
    language: str = _setting("de", "Language of pages and messages until a reader chooses: de, en.")
    admin_email: str = _setting("admin@example.org", "Address of the first admin account.")
    session_idle_minutes: int = _setting(60 * 8, "A session ends after so many idle minutes.")
    session_days: int = _setting(14, "A session ends after so many days in any case.")
    cache_mb: int = _setting(
        128, "Memory in MiB for what searches work out: postings, texts, neighbours of words."
    )
    trusted_proxies: str = _setting(
        "", "Addresses of your own proxies, by commas: their X-Forwarded-For is believed."
    )
    api_calls: int = _setting(120, "So many calls of the JSON API may a token make in a minute.")

    contact: str = _setting(
        "", "Web or e-mail address of the network office, told to every server we fetch from."
    )
    fetch_limit_mb: int = _setting(50, "What is larger, in megabytes, is not fetched.")
    fetch_connect_seconds: int = _setting(10, "A server must answer a call within this time.")
    fetch_read_seconds: int = _setting(30, "A server may pause so long while it sends.")
    fetch_total_seconds: int = _setting(120, "A page or file must have arrived within this time.")
    fetch_pause_ms: int = _setting(1000, "Milliseconds between two requests to one host.")
    fetch_workers: int = _setting(16, "Hosts that are fetched from at the same time.")
    fetch_open_hosts: str = _setting(
        "", "Hosts in your own network that may be fetched from, by commas."
    )
    fetch_proxy: str = _setting(
        "", "Proxy to fetch through; `environment` takes HTTPS_PROXY and HTTP_PROXY."
    )
    fetch_ca_file: str = _setting(
        "", "File of certificates (PEM) to trust beside the usual ones when fetching."
    )
    link_days: int = _setting(30, "A link that was fine is checked again after so many days.")
    keep_originals: int = _setting(
        0, "1 keeps the original files of what is taken in; 0 only text."
    )
    review_months: str = _setting(
        "method=24,funding=3,event=6,*=36",
        "Months after which a resource is due for a look, by type; * is any other, 0 is never.",
    )

    time_zone: str = _setting("Europe/Berlin", "Time zone whose days decide when mail is due.")
    smtp_host: str = _setting("", "Mail server that takes the hub's mail; empty: no mail is sent.")
    smtp_port: int = _setting(587, "Port of the mail server.")
    smtp_tls: str = _setting(
        "starttls", "How mail is protected on its way: starttls, tls (from the start) or none."
    )
    smtp_user: str = _setting("", "Name to log in to the mail server with; empty: no login.")
    smtp_password: str = _setting("", "Password to that name.", secret=True)
    smtp_timeout_seconds: int = _setting(60, "A mail server must answer within this time.")
    mail_from: str = _setting(
        "", "Sender of the hub's mail, such as Knowledge hub <hub@example.org>."
    )

    def __post_init__(self) -> None:
        if self.language not in ("de", "en"):
            raise SettingsError(
                "HUB_LANGUAGE is {value!r}, but the hub speaks only de and en. Set one of them.",
                value=self.language,
            )
        for name, lowest, highest in (
            ("port", 1, 65535),
            ("session_idle_minutes", 1, 60 * 24 * 366),
            ("session_days", 1, 366),
            ("cache_mb", 1, 65536),
            ("api_calls", 1, 1_000_000),
            ("fetch_limit_mb", 1, 2000),
            ("fetch_connect_seconds", 1, 600),
            ("fetch_read_seconds", 1, 600),
            ("fetch_total_seconds", 1, 3600),
            ("fetch_pause_ms", 0, 600_000),
            ("fetch_workers", 1, 64),
            ("link_days", 1, 366),
            ("keep_originals", 0, 1),
            ("smtp_port", 1, 65535),
            ("smtp_timeout_seconds", 1, 600),
        ):
            if not lowest <= getattr(self, name) <= highest:
                raise SettingsError(
                    "{name} is {value}, but must lie between {lowest} and {highest}.",
                    name=variable(name),
                    value=getattr(self, name),
                    lowest=lowest,
                    highest=highest,
                )

        self._check_mail()

    def _check_mail(self) -> None:
        if self.smtp_tls not in ("starttls", "tls", "none"):
            raise SettingsError(
                "HUB_SMTP_TLS is {value!r}. Set it to starttls, tls or none.", value=self.smtp_tls
            )
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise SettingsError(
                "HUB_TIME_ZONE is {value!r}, which is no time zone. Write one such as "
                "Europe/Berlin.",
                value=self.time_zone,
            ) from error

    @property
    def secure(self) -> bool:
        """Whether people reach the hub over TLS, so that cookies may be Secure."""
        return self.public_url.lower().startswith("https://")


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return f"HUB_{name.upper()}"


#: (variable, default as text, help), in the order of the fields.
SETTINGS = tuple(
    (variable(f.name), str(f.default), str(f.metadata["help"])) for f in fields(Settings)
)


def read_settings(
    environment: Mapping[str, str] | None = None, file: Path | None = None
) -> Settings:
    """Settings from the environment, then from the YAML file (``HUB_SETTINGS``, else hub.yaml).

    The file holds the names of the fields, such as ``port: 8080``; a missing file is no error
    unless it was named. Raises SettingsError for values that are none.
    """
    environment = os.environ if environment is None else environment
    from_file = _read_file(environment, file)
    values: dict[str, Any] = {}
    for setting in fields(Settings):
        given = environment.get(variable(setting.name)) or from_file.get(setting.name)
        if given is not None and given != "":
            values[setting.name] = _convert(setting.name, type(setting.default), given)
    return Settings(**values)


def _read_file(environment: Mapping[str, str], file: Path | None) -> Mapping[str, Any]:
    named = file or (Path(environment["HUB_SETTINGS"]) if "HUB_SETTINGS" in environment else None)
    path = named or Path("hub.yaml")
    if not named and not path.exists():
        return {}
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(
            "The settings file {path} cannot be read: {reason}. Mend or remove it.",
            path=path,
            reason=error,
        ) from error
    if not isinstance(content, dict):
        raise SettingsError(
            "The settings file {path} must hold lines such as 'port: 8080'.", path=path
        )
    unknown = set(content) - {f.name for f in fields(Settings)}
    if unknown:
        raise SettingsError(
            "The settings file {path} has unknown settings: {names}. Check their spelling.",
            path=path,
            names=", ".join(sorted(map(str, unknown))),
        )
    return content


def _convert(name: str, kind: type, value: Any) -> Any:
    if issubclass(kind, Path):
        return Path(str(value)).expanduser()
    if kind is int:
        try:
            return int(str(value).strip())
        except ValueError as error:
            raise SettingsError(
                "{name} is {value!r}, but must be a whole number.",
                name=variable(name),
                value=str(value),
            ) from error
    return str(value).strip()
