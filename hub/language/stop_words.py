"""Words that carry no meaning of their own, normalised, by language."""

_GERMAN = """
aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch
auf aus bei beim bin bis bist da dabei dadurch daher damit dann daran darauf daraus darin das dass
dein deine dem den denn der des deren dessen dich die dies diese diesem diesen dieser dieses dir
doch dort du durch ein eine einem einen einer eines er es etwa etwas euch euer fur gegen hab habe
haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in
indem ins ist ja jede jedem jeden jeder jedes jedoch jene kann kein keine keinem keinen keiner
konnen konnte man manche mein meine mich mir mit muss mussen nach nicht nichts noch nun nur ob
oder ohne sehr sein seine seinem seinen seiner seines seit selbst sich sie sind so solche soll
sollen sollte sondern sonst sowie uber um und uns unser unsere unter viel vom von vor
wahrend wann war waren warum was weil welche welchem welchen welcher welches wenn wer werde werden
wie wieder will wir wird wo wurde wurden zu zum zur zwar zwischen
inwiefern inwieweit wem wen weshalb wessen weswegen wieso wieviel wieviele wobei wodurch wofur
wogegen woher wohin womit woran worauf woraus worin woruber worum worunter wovon wovor wozu
"""
_ENGLISH = """
a about after all also among an and another any are as at be because been before being between both
but by can could did do does doing down during each few for from further had has have having he her
here hers him his how i if in into is it its itself just many may me might more most much must my no
nor not now of off on once only or other our out over own same she should so some such than that the
their theirs them then there these they this those through to too under until up upon very was we
were what when where which while who whom whose why will with would you your
"""
_FRENCH = """
a au aux avec ce ces cet cette comme dans de des du elle elles en entre est et etaient etait etc
ete etre eux il ils je la le les leur leurs lui ma mais me mes moi mon ne nos notre nous on ont ou
par pas plus pour qu que qui sa sans se ses si son sont sous sur ta te tes ton tous tout toute
toutes tu un une vos votre vous y
"""

STOP_WORDS: dict[str, frozenset[str]] = {
    "de": frozenset(_GERMAN.split()),
    "en": frozenset(_ENGLISH.split()),
    "fr": frozenset(_FRENCH.split()),
}


def is_stop_word(normalised: str, language: str) -> bool:
    """Whether a normalised word says nothing on its own in that language."""
    return normalised in STOP_WORDS.get(language, frozenset())
