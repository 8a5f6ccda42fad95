"""The yearly report to print and as a table, and what editors decide on the gap list."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from hub.accounts import EDITORS, Session
from hub.core import Hub
from hub.exporting import printing
from hub.figures import GapState, Yearly
from hub.figures.printing import report, table
from hub.figures.telling import Told, summary, told
from hub.i18n.words import Words
from hub.web.addresses import with_parts
from hub.web.desk import DeskActions, Form
from hub.web.forms import NOT_A_FORM, FormError
from hub.web.headers import reader_language

Show = Callable[[Yearly, tuple[Told, ...], Words], Response]


class FigureActions(DeskActions):
    """The routes of figures and gaps. To all but editors there is nothing here."""

    def routes(self) -> list[Route]:
        """A form, a page to print and a table."""
        return [
            Route("/gaps/do", self._answer(self._set), methods=["POST"]),
            Route("/figures/report", self.report),
            Route("/figures/table", self.table),
        ]

    def _set(self, session: Session, form: Form) -> str:
        wanted = form.one("do")
        if wanted not in {state.value for state in GapState}:
            raise FormError(400, NOT_A_FORM)
        gap = form.one("gap")
        before = self._hub.figures.gaps.set(gap, GapState(wanted))
        return with_parts(
            "/gaps", state=form.one("state"), done=wanted, gap=gap, before=before.value
        )

    async def report(self, request: Request) -> Response:
        """The report of a year, to print."""
        return await run_in_threadpool(self._figures, request, self._report)

    async def table(self, request: Request) -> Response:
        """The figures of a year as a table for spreadsheets."""
        return await run_in_threadpool(self._figures, request, _table)

    def _figures(self, request: Request, show: Show) -> Response:
        session = request.scope.get("state", {}).get("hub_session")
        if not isinstance(session, Session) or session.role not in EDITORS:
            return PlainTextResponse("", 404)
        hub, words = self._hub, Words(reader_language(request, self._hub.settings))
        catalogue, access = hub.catalogue(), hub.access(session)
        years = hub.figures.years(catalogue)
        given = request.query_params.get("year", "")
        year = int(given) if given in {str(year) for year in years} else years[0]
        figures = hub.figures.yearly(year, catalogue, access)
        charts = told(
            figures, words, lambda facet, value: hub.label(facet, value, words.language, access)
        )
        return show(figures, charts, words)

    def _report(self, figures: Yearly, charts: tuple[Told, ...], words: Words) -> Response:
        title = words.t("Figures for {year}", year=figures.year)
        page = report(charts, words, title, summary(figures, words), self._hub.settings.public_url)
        headers = {"Content-Security-Policy": printing.policy()}
        return Response(page, media_type="text/html; charset=utf-8", headers=headers)


def _table(figures: Yearly, charts: tuple[Told, ...], words: Words) -> Response:
    name = words.t("figures-{year}.csv", year=figures.year)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    }
    content = table(charts, words, ";" if words.language == "de" else ",")
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def figure_routes(hub: Hub) -> list[Route]:
    """The routes of figures and gaps."""
    return FigureActions(hub).routes()
