"""What a collection.yaml may say of its sources, and the sentence for each mistake."""

import pytest

from hub.errors import IngestError
from tests.ingest.sources.reading import spec, specs_of

FEED = {"kind": "feed", "url": "https://example.org/feed"}


def test_a_source_says_as_little_as_it_needs():
    read = spec(**FEED)
    assert (read.name, read.kind, read.collection) == ("feed example.org", "feed", "nachtleben")
    assert (read.publish, read.limit, read.tags, read.rules) == (False, None, (), ())


def test_a_source_says_all_there_is_to_say():
    read = spec(
        **FEED,
        name="Presse",
        publish="true",  # the file's values come as they are written
        type="news",
        tags=["nightlife"],
        limit="20",
        rules=[{"when": {"title": "Messer*"}, "tag": "knife-violence"}],
    )
    assert (read.name, read.publish, read.type, read.limit) == ("Presse", True, "news", 20)
    assert read.rules[0].tags == ("knife-violence",)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "rss"}, "'kind' is 'rss'. Choose one of page, feed"),
        ({"url": "feed.xml"}, "'url' is 'feed.xml', but must be an address"),
        ({"url": "file:///etc/passwd"}, "'url' is 'file:///etc/passwd'"),
        ({"url": "http://[half"}, "'url' is"),
        ({"pubish": True}, "'pubish' is no key of a source of kind feed"),
        ({"selector": "a"}, "'selector' is no key of a source of kind feed"),
        ({"publish": "perhaps"}, "'publish' must be true or false"),
        ({"limit": 0}, "'limit' must be a whole number"),
        ({"type": "book"}, "'book' is no type. Choose one of document"),
        ({"tags": {"a": 1}}, "'tags' must be a text, or a list"),
        ({"publisher": ["a"]}, "'publisher' must be a text"),
        ({"rules": "Messer"}, "'rules' must be a list"),
        ({"rules": [{"when": {"title": "x"}}]}, "rule 1: a rule needs 'when' and at least one"),
        ({"rules": [{"when": {"titel": "x"}, "tag": "y"}]}, "rule 1: 'titel' is no key"),
        ({"rules": [{"when": {"title": ""}, "tag": "y"}]}, "'title' needs words to look for"),
        ({"rules": [{"when": {"title": "x"}, "tags": "y"}]}, "a rule needs 'when'"),
        ({"rules": [{"when": {"title": "x"}, "type": "y"}]}, "rule 1: 'y' is no type"),
        ({"rules": [{"when": [], "tag": "y"}]}, "'when' names what is looked at"),
    ],
)
def test_a_mistake_is_named_with_file_key_and_way_out(change, said):
    with pytest.raises(IngestError) as caught:
        spec(**{**FEED, **change})
    assert str(caught.value).startswith("nachtleben/collection.yaml, '")
    assert said in str(caught.value)


def test_a_folder_and_a_selector_are_checked_too():
    with pytest.raises(IngestError, match="'folder' is missing"):
        spec(kind="folder")
    with pytest.raises(IngestError, match="which is no CSS selector"):
        spec(kind="links", url="https://example.org", selector="a[[")


def test_one_bad_source_does_not_hide_the_others():
    specs, wrong = specs_of({"kind": "nothing"}, FEED, {**FEED}, {**FEED, "name": "two"})
    assert [s.name for s in specs] == ["feed example.org", "two"]
    assert len(wrong) == 2
    assert "the name stands twice" in str(wrong[1])
