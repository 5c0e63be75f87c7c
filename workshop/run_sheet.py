"""The draaiboek: per step what the facilitator can say, what to watch for, and when to move on. Our own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workshop.steps import Step


@dataclass(frozen=True)
class Page:
    """One step of the run sheet."""

    say: tuple[Promise, ...]
    watch: tuple[Promise, ...]
    go_on: Promise


RUN_SHEET: Final[dict[Step, Page]] = {
    Step.LOBBY: Page(
        say=(
            _("Welkom. We gaan vandaag klanten ruilen: minder klanten, meer energie."),
            _("Bij alles staat je naam. Maar wat je op je eigen lijst zet, ziet alleen jij."),
            _("Vertel straks wat een klant met jou doet, niet hoe erg de klant is."),
            _("Wat hier op tafel ligt, blijft hier. Op de bewaardatum wordt alles gewist."),
        ),
        watch=(
            _("Ziet iedereen ‘verbonden’ op het eigen scherm?"),
            _("Heeft iedereen het oefenpoppetje verzet, ook op de telefoon?"),
            _("Wie heeft geen apparaat? Geef die een plek ‘zonder apparaat’."),
        ),
        go_on=_("Ga verder als iedereen zit en het oefenpoppetje heeft verzet."),
    ),
    Step.SHEET: Page(
        say=(
            _("Zet al je klanten op je lijst, ook de kleine. Plakken uit een spreadsheet mag."),
            _("Kies snel: geeft energie, neutraal of kost energie. Je gevoel is goed genoeg."),
            _("Niemand kijkt mee, ik ook niet."),
        ),
        watch=(
            _("Wie staart naar een leeg scherm? Vraag naar de klant van gisteren."),
            _("Wordt er overlegd? Vraag om stilte: iedereen eerst voor zichzelf."),
        ),
        go_on=_("Ga verder als bijna iedereen klaar is. Wat niet verdeeld is, blijft privé."),
    ),
    Step.TABLE: Page(
        say=(
            _("Zet je klanten op tafel. De vakken staan andersom dan op je lijst."),
            _("Je mag van mening veranderen: het vak op tafel telt."),
            _("Nog geen uitleg. De verhalen komen zo."),
        ),
        watch=(
            _("Wordt er gelachen om een klant? Noem de regel: vertel wat het met jou doet."),
            _("Staan er twee poppetjes van dezelfde klant? Vraag het aan de twee mensen."),
        ),
        go_on=_("Ga verder als iedereen klaar is. Klanten die niet op tafel staan, doen niet mee."),
    ),
    Step.STORY: Page(
        say=(
            _("Eén vertelt, de anderen luisteren en reageren niet."),
            _("We beginnen met wat energie geeft."),
            _("Komt er een gedachte op? Bewaar hem voor straks."),
            _("Passen mag, zonder uitleg."),
        ),
        watch=(
            _("Reageert er iemand? Herhaal vriendelijk: alleen luisteren."),
            _("Gaat het over de klant in plaats van over jezelf? Vraag: wat doet dat met jou?"),
            _("Houd de klok in de gaten; iedereen krijgt evenveel tijd."),
        ),
        go_on=_("Ga verder als iedereen heeft verteld of gepast."),
    ),
    Step.THREAD: Page(
        say=(
            _("Wat hoorden we steeds terug? Waar laden we van op, waar lopen we op leeg?"),
            _("Deel een notitie die je bewaarde, als je dat wilt."),
        ),
        watch=(
            _("Blijft het bij klagen? Vraag: wat gaan we vaker doen, waar houden we mee op?"),
            _("Zet wat op elkaar lijkt bij elkaar, in overleg met de schrijver."),
            _("Loopt het vast op één klant? Vraag de eigenaar om hem voor te leggen: wat zou jij doen?"),
        ),
        go_on=_("Een handvol regels is genoeg. Het gesprek telt, niet de lijst."),
    ),
    Step.STACK: Page(
        say=(
            _("Kies in stilte welke klant je weggeeft. Houden is gewoon; niets hoeft."),
            _("Schrijf op het briefje waarom, en wat je de nieuwe eigenaar toewenst."),
            _("Plak je briefje op de stapel als je zover bent."),
        ),
        watch=(
            _("Geeft niemand iets weg? Lees de energielekken nog eens voor."),
            _("Geeft één collega alles weg? Praat er even apart over."),
            _("Staat er iets op een briefje dat niet op de beamer hoort?"),
        ),
        go_on=_("Ga verder als iedereen heeft beslist. Daarna blijven de briefjes liggen."),
    ),
    Step.SWAP: Page(
        say=(
            _("Beantwoord elk briefje eerst in stilte, zodat niemand de baas volgt."),
            _("Is de klant een energielek voor jou? Dan kan het alleen met hulp van een collega."),
            _("Wie twijfelt, mag nee zeggen."),
        ),
        watch=(
            _("Neemt één collega alles over? Kijk samen naar het aantal klanten per persoon."),
            _("Wil niemand? Neem een laatste blik vanuit de klant, en laat dan los."),
            _("Ook een dapper nee verdient applaus."),
        ),
        go_on=_("Ga verder als elk briefje is besproken. Wat open blijft, krijgt een naam en een datum."),
    ),
    Step.CLOSING: Page(
        say=(
            _("Dit is de ruillijst. Wat valt op?"),
            _("Kies elk één klant die meer aandacht krijgt. Waarmee?"),
            _("De eerste afspraak is van de teamleider zelf."),
        ),
        watch=(
            _("Heeft elke afspraak één eigenaar, een kleine eerste stap en een datum?"),
            _("Wie vertelt het aan de klanten die we loslaten?"),
            _("Prik de terugkomsessie voordat iedereen opstaat."),
        ),
        go_on=_("Deel de successen, neem de ruillijst mee en sluit af."),
    ),
}
