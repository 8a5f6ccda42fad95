"""Dates in figures, as lists and printed pages write them."""

from hub.i18n.words import Words


def figures(date: str, language: str) -> str:
    """A partial date: 22.11.2026 in German, 22 November 2026 in English; else month and year."""
    if language == "de" and len(date) == len("2026-11-22"):
        year, month, day = date.split("-")
        return f"{int(day)}.{int(month)}.{year}"
    return Words(language).date(date)


def span(first: str, last: str | None, language: str) -> str:
    """From one partial date to another: 22.–24.11.2026, 28.11.–3.12.2026."""
    if not last or last == first:
        return figures(first, language)
    end = figures(last, language)
    if language != "de" or len(first) != len(last) or len(first) < len("2026-11-22"):
        return f"{figures(first, language)} – {end}"
    if first[:4] != last[:4]:
        return f"{figures(first, language)}–{end}"
    day, month = int(first[8:]), int(first[5:7])
    return f"{day}.–{end}" if first[:7] == last[:7] else f"{day}.{month}.–{end}"
