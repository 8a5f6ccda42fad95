"""What the API answers when it cannot answer: problem documents (RFC 9457), never HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.errors import HubError
from hub.i18n import Translate

MEDIA_TYPE = "application/problem+json"
#: Registered with IANA for quotas (draft-ietf-httpapi-ratelimit-headers).
QUOTA_EXCEEDED = "https://iana.org/assignments/http-problem-types#quota-exceeded"


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its HTTP status and its title, which never changes."""

    status: int
    title: str


#: Every kind of problem, by the last part of its ``type``.
KINDS: Mapping[str, Kind] = {
    "unknown-parameter": Kind(400, "There is no such parameter"),
    "bad-value": Kind(400, "A parameter has a value that cannot be used"),
    "too-many-parameters": Kind(400, "There are too many parameters"),
    "unreadable": Kind(400, "The address cannot be read"),
    "login-needed": Kind(401, "A token is needed"),
    "wrong-token": Kind(401, "The token opens nothing"),
    "not-found": Kind(404, "Not found"),
    "read-only": Kind(405, "This method is not allowed"),
    "too-long": Kind(414, "The address is too long"),
    "too-many-attempts": Kind(429, "There were too many wrong tokens"),
    "quota-exceeded": Kind(429, "There were too many calls"),
    "fault": Kind(500, "Something went wrong in the hub"),
    "out-of-order": Kind(503, "The hub is out of order at the moment"),
}


class ApiProblem(HubError):
    """A call that is not answered: a sentence with gaps, its kind, and further members."""

    def __init__(self, message: str, kind: str, **values: object) -> None:
        super().__init__(message, **values)
        self.kind = kind
        self.more: dict[str, Any] = {}  #: further members of the document
        self.headers: dict[str, str] = {}

    @property
    def status(self) -> int:
        """The HTTP status."""
        return KINDS[self.kind].status


@dataclass(frozen=True)
class Complaint:
    """What is wrong with one parameter."""

    parameter: str
    problem: ApiProblem


def several(complaints: Sequence[Complaint], say: Translate) -> ApiProblem:
    """All complaints as one problem, which is told by the first."""
    problem = complaints[0].problem
    problem.more["errors"] = [
        {"parameter": each.parameter[:100], "detail": each.problem.text(say)}
        for each in complaints[:20]
    ]
    return problem


def document(problem: ApiProblem, say: Translate, home: str) -> dict[str, Any]:
    """The problem document. Its ``type`` leads to the description in openapi.json."""
    kind = KINDS[problem.kind]
    own = f"{home}/api/v1/openapi.json#/components/x-problems/{problem.kind}"
    return {
        "type": QUOTA_EXCEEDED if problem.kind == "quota-exceeded" else own,
        "title": say(kind.title),
        "status": kind.status,
        "detail": problem.text(say),
        **problem.more,
    }
