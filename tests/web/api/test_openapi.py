"""openapi.json is sound, and the API keeps to it in calls that are made from it at random."""

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth

from hub.web.api.openapi import document
from hub.web.api.problems import KINDS
from hub.web.api.service import ANSWERS
from tests.effort import tries

#: What the small hub has: any other word is refused, which the description cannot know.
KNOWN = {
    "collection": ["park", "nacht"],
    "tag": ["lighting", "Beleuchtung", "knife-violence"],
    "place": [],
    "id": ["offen", "blatt", "nachts"],
}
#: Whatever is too long is refused by 414, also where each part of it would be right.
REFUSED = ["400", "404", "414"]
CHECKS = {
    "checks": {
        "negative_data_rejection": {"expected-statuses": REFUSED},
        "positive_data_acceptance": {"expected-statuses": ["200", "414"]},
    }
}
OPERATIONS = [
    (path, method)
    for path, methods in document("")["paths"].items()
    for method in methods
    if method == "get" or path == "/search"
]


def described(site) -> schemathesis.schemas.BaseSchema:
    """The description as it is served, with the values that this hub knows."""
    whole = site.member().get("/api/v1/openapi.json").json()
    for methods in whole["paths"].values():
        for operation in methods.values():
            operation["parameters"] = [_known(p) for p in operation["parameters"] if _may(p)]
    return schemathesis.openapi.from_dict(whole, config=schemathesis.Config.from_dict(CHECKS))


def _may(parameter) -> bool:
    return bool(KNOWN.get(parameter["name"], True))


def _known(parameter):
    values = KNOWN.get(parameter["name"])
    if values is None:
        return parameter
    one = {"type": "string", "enum": values}
    many = parameter["schema"].get("type") == "array"
    schema = {**parameter["schema"], "items": one} if many else one
    return {**parameter, "schema": schema, "example": values[:1] if many else values[0]}


@pytest.fixture(scope="module")
def caller(site):
    """A session that shows the token of a member."""
    with requests.Session() as session:
        session.trust_env = False
        session.headers["Authorization"] = f"Bearer {site.token('Olga')}"
        yield session


@pytest.fixture(scope="module")
def schema(site):
    return described(site)


def test_the_description_is_sound():
    whole = document("https://hub.example.org")
    OpenAPIV31SpecValidator(whole).validate()
    assert set(whole["paths"]) == set(ANSWERS)
    assert set(whole["components"]["x-problems"]) == set(KINDS)


def test_the_examples_have_the_shape_they_are_examples_of():
    whole = document("https://hub.example.org")
    checked = 0
    contents = [
        content
        for path in whole["paths"].values()
        for operation in path.values()
        for content in operation["responses"]["200"].get("content", {}).values()
    ]
    contents += [
        content
        for response in whole["components"]["responses"].values()
        for content in response["content"].values()
    ]
    for content in contents:
        shape = {**content["schema"], "components": whole["components"]}
        if "example" in content:
            Draft202012Validator(shape).validate(content["example"])
            checked += 1
    assert checked > 8


@pytest.mark.parametrize("path", [path for path, method in OPERATIONS if method == "get"])
def test_every_address_wants_a_token(site, path):
    assert site.program().get(f"/api/v1{path}").status_code == 401


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_the_api_keeps_to_its_description(site, schema, caller, path, method, mode):
    operation = schema[path][method]

    @settings(
        max_examples=tries(8, 300),
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def call(case):
        case.call_and_validate(
            base_url=f"{site.address}/api/v1",
            session=caller,
            excluded_checks=[ignored_auth],  # wrong tokens are slowed down; tested above
        )

    call()
