"""Templates of mail: what is HTML is escaped, and a missing value is an error."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape


def rendered(template: str, **values: object) -> str:
    """A template of ``hub/curation/mail/templates`` filled in; ``.html`` is escaped."""
    return _templates().get_template(template).render(values)


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("hub.curation.mail"),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
