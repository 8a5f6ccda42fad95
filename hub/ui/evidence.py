"""Evidence of methods in words: steps, what they mean, and what is known beside (R19)."""

from collections.abc import Mapping

from hub.i18n.words import mark
from hub.model import EvidenceStep, Resource
from hub.ui.html import Html, el, hidden
from hub.ui.reader import Reader

STEPS: Mapping[EvidenceStep, str] = {
    EvidenceStep.NOT_ASSESSED: mark(
        "Nobody has looked into whether it works, or we know of no one who has. That does not "
        "speak against the method."
    ),
    EvidenceStep.THEORY: mark(
        "Step 1 of the Grüne Liste Prävention: a sound theory says why it should work; studies of "
        "its effect are missing or say too little."
    ),
    EvidenceStep.PROBABLE: mark(
        "Step 2 of the Grüne Liste Prävention: studies speak for an effect, but could not rule out "
        "every other cause."
    ),
    EvidenceStep.PROVEN: mark(
        "Step 3 of the Grüne Liste Prävention: strong studies with control groups have shown the "
        "effect, also some time later."
    ),
}
#: EMMIE, the headings of the College of Policing: field of the evidence, name, what is asked.
EMMIE = (
    ("effect", mark("Effect"), mark("Does it work, and how strongly?")),
    ("mechanism", mark("Mechanism"), mark("How does it work?")),
    ("moderators", mark("Moderators"), mark("Where, and for whom, does it work better or worse?")),
    ("implementation", mark("Implementation"), mark("What does it take to do it?")),
    ("economic_cost", mark("Economic cost"), mark("What does it cost, and is it worth it?")),
)


def badge(reader: Reader, step: EvidenceStep, *, short: bool = False) -> Html:
    """An evidence step in a word or two; what it means is told where the mouse rests."""
    assessed = step is not EvidenceStep.NOT_ASSESSED
    heading = f"{reader.title('evidence')}: "
    return el(
        "span",
        hidden(heading) if short else heading,
        reader.label("evidence", step.value),
        class_="badge" if assessed else "badge open",
        title=reader.words.t(STEPS[step]),
    )


def evidence_of(reader: Reader, resource: Resource) -> Html | None:
    """How well the effect of a method is shown, who says so, and what the step means (R19)."""
    step = resource.evidence_step
    if step is None:
        return None
    words, evidence = reader.words, resource.evidence
    source = evidence.source if evidence else None
    notes = [
        el("div", el("dt", words.t(name)), el("dd", text))
        for field, name, _ in EMMIE
        if (text := evidence and getattr(evidence, field))
    ]
    return el(
        "section",
        el(
            "p",
            badge(reader, step),
            f" {words.t('Source: {source}', source=source)}" if source else None,
        ),
        el("p", words.t(STEPS[step]), class_="origin"),
        el("dl", notes, class_="fields emmie") if notes else None,
        class_="evidence",
        aria_label=reader.title("evidence"),
    )
