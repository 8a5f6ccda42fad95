"""Words in the language of a reader: texts, numbers, dates."""

import datetime as dt
from dataclasses import dataclass

from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent

from hub.i18n import plural, translator


def mark(text: str) -> str:
    """Mark a text of a table for translation; it is translated where it is used."""
    return text


@dataclass(frozen=True)
class Words:
    """Says things in one language. Values are put into ``{gaps}`` after the translation."""

    language: str

    def t(self, text: str, **gaps: object) -> str:
        """An English text in the reader's language."""
        return translator(self.language)(text).format(**gaps)

    def n(self, one: str, many: str, number: int, **gaps: object) -> str:
        """The form for a number: ``n("{n} hit", "{n} hits", 3)``."""
        form = plural(self.language, one, many, number)
        return form.format(n=self.number(number), **gaps)

    def number(self, number: int) -> str:
        """1.234 or 1,234."""
        return str(format_decimal(number, locale=self.language))

    def percent(self, share: float) -> str:
        """12 % or 12%, of a share from 0 to 1."""
        return str(format_percent(share, locale=self.language))

    def date(self, date: str) -> str:
        """A partial date as it is read: 2024, Mai 2024, 31. Mai 2024."""
        day = dt.date(int(date[:4]), int(date[5:7] or 1), int(date[8:10] or 1))
        if len(date) == 4:
            return date
        if len(date) == 7:
            return str(format_skeleton("yMMMM", day, locale=self.language))
        return str(format_date(day, "long", locale=self._locale))

    def day(self, moment: dt.datetime) -> str:
        """The day of a moment."""
        return self.date(moment.date().isoformat())

    def span(self, first: str, last: str | None) -> str:
        """From one partial date to another."""
        if not last or last == first:
            return self.date(first)
        return f"{self.date(first)} – {self.date(last)}"

    @property
    def _locale(self) -> str:
        # European English writes the day first, as German does.
        return "en_GB" if self.language == "en" else self.language
