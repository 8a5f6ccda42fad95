"""No text and no query makes search fail, and spans always lie inside what they mark."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.index.tables import Tables
from hub.index.whoosh_engine import WhooshEngine
from hub.model import EVERYTHING, Query, Snippet
from tests.effort import tries
from tests.index.making import CATALOGUE, made

#: Everything but lone surrogates, which no file can hold.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
words = st.sampled_from(["Messergewalt", "im", "Park", "ﬁn", "Straße", "a\u0308", "x" * 300, "*in"])
queries = st.one_of(
    texts, st.lists(words | st.sampled_from(['"', "-", "OR", "ort:", "*"])).map(" ".join)
)


def inside(text: str, spans: tuple[tuple[int, int], ...]) -> bool:
    return all(0 <= start < end <= len(text) for start, end in spans) and list(spans) == sorted(
        spans
    )


@settings(max_examples=tries(20, 80), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    title=texts.filter(str.strip),
    summary=texts | st.lists(words).map(" ".join),
    text=texts,
    asked=st.lists(queries, max_size=4),
)
def test_any_text_and_any_query(title: str, summary: str, text: str, asked: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder))
        engine.use_tables(Tables(CATALOGUE))
        engine.rebuild([made("one", title, summary=summary, text=text), made("two", "im Park")])
        for query in (*asked, title[:500], summary[:500]):
            results = engine.search(Query(query), EVERYTHING)
            assert 0 <= len(results.hits) <= results.total <= 2
            for hit in results.hits:
                assert inside(hit.title, hit.title_spans)
                assert all(inside(s.text, s.spans) for s in hit.snippets if isinstance(s, Snippet))
            engine.suggest(query, EVERYTHING)
