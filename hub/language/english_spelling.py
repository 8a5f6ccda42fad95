"""British and American spelling of English words: one for both, so that either finds the other.

Organised and organized crime, neighbourhood and neighborhood watch, programme and program. The
American one is taken, which the stemming rules know better. It is for stems alone: a word that is
none in that spelling (exercize) does no harm, because texts and queries are spelled alike.
"""

import re

from hub.language.normalizing import word_list

#: The s of -ise and -yse is a z, after three letters at least: rise, noise and raise stay.
_ISE = re.compile(
    r"(?<=[a-z]{3}i)s(?=(?:e|es|ed|ing|er|ers|able|ation|ations|ational)$)"
    r"|(?<=[a-z]aly)s(?=(?:e|es|ed|ing|er|ers)$)"
)
#: The ou of behaviour and neighbourhood is an o, after three letters: four, hour and tour stay.
_OUR = re.compile(r"(?<=[a-z]{3}o)u(?=r(?:s|ed|ing|able|al|ally|ful|hoods?|ists?|less|ly|ers?)?$)")
#: Words that follow no rule, British and American.
PAIRS = dict(
    pair.split("/")
    for pair in word_list(
        "centre/center theatre/theater metre/meter kilometre/kilometer litre/liter fibre/fiber"
        " calibre/caliber defence/defense offence/offense licence/license pretence/pretense"
        " practise/practice programme/program dialogue/dialog catalogue/catalog analogue/analog"
        " grey/gray tyre/tire kerb/curb cheque/check storey/story sceptic/skeptic"
        " scepticism/skepticism mould/mold plough/plow judgement/judgment artefact/artifact"
        " acknowledgement/acknowledgment enrolment/enrollment fulfilment/fulfillment"
        " instalment/installment skilful/skillful wilful/willful jewellery/jewelry"
        " aluminium/aluminum manoeuvre/maneuver paediatric/pediatric paedophile/pedophile"
        " paedophilia/pedophilia orientated/oriented odour/odor armour/armor gaol/jail cosy/cozy"
        " draught/draft whilst/while"
    )
)


def american(small: str) -> str:
    """A small English word in American spelling, as far as a rule knows it."""
    return _OUR.sub("", _ISE.sub("z", small))


def american_word(small: str) -> str:
    """A small English word in American spelling, by rule or by list; inflected ones by rule."""
    return PAIRS.get(small) or american(small)
