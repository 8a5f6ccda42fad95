"""Evidence of methods: written by people, with its source, and by no machine (R19)."""

import datetime as dt

import pytest
from pydantic import ValidationError

from hub.catalogue import CatalogueFolder
from hub.ingest.correcting import catalogued, corrected
from hub.ingest.model import Fact, Facts
from hub.ingest.propose import Drafter, merged
from hub.model import Collection, Evidence, EvidenceStep
from tests.upkeep.making import catalogue_of, made

FULL = {
    "step": "probable",
    "source": "Grüne Liste Prävention, 2025",
    "effect": "Kleiner Rückgang.",
    "mechanism": "Mehr Licht, mehr Blicke.",
    "moderators": "Nur wo Menschen unterwegs sind.",
    "implementation": "Zwei Jahre Vorlauf.",
    "economic_cost": "120 Euro je Leuchte.",
}


def test_a_method_is_not_assessed_until_somebody_says_otherwise():
    assert made("m", type="method").evidence_step is EvidenceStep.NOT_ASSESSED
    assert made("d").evidence_step is None


@pytest.mark.parametrize("step", ["theory", "probable", "proven"])
def test_a_step_without_its_source_is_refused(step):
    with pytest.raises(ValidationError, match="needs its source"):
        Evidence(step=step, effect="Groß.")


def test_all_of_it_comes_back_from_the_file(tmp_path):
    folder = CatalogueFolder(tmp_path)
    folder.save_collection(Collection(id="park", title={"de": "Park"}))
    method = made("m", type="method", evidence=FULL)
    text = folder.save(method).read_text("utf-8")
    places = [text.index(f"  {key}: ") for key in FULL]
    assert places == sorted(places)
    assert folder.load().resources["m"] == method
    assert folder.load().problems == ()


def test_no_source_sets_it_whatever_it_states():
    stated = [("title", "Ein Programm"), ("type", "method"), ("collections", "park")]
    stated += [(f"evidence.{field}", value) for field, value in FULL.items()]
    stated += [("evidence", "proven")]
    facts = Facts(tuple(Fact(field, value, "json-ld") for field, value in stated))
    drafter = Drafter(catalogue_of())
    draft = drafter.draft(facts, None, set(), dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert draft.resource.evidence is None
    assert draft.resource.evidence_step is EvidenceStep.NOT_ASSESSED


def test_joining_with_a_twin_takes_no_evidence_over():
    plain, proven = made("a", type="method"), made("b", type="method", evidence=FULL)
    assert merged(plain, proven).evidence is None
    assert merged(proven, plain).evidence == proven.evidence


def test_a_person_may_enter_it():
    typed = {f"evidence.{field}": value for field, value in FULL.items()}
    done = corrected(catalogued(made("m", type="method")), catalogue_of(), typed)
    assert done.resource.evidence == Evidence.model_validate(FULL)
    emptied = corrected(catalogued(done.resource), catalogue_of(), dict.fromkeys(typed, ""))
    assert emptied.resource.evidence is None
