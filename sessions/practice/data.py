"""Invented people and customers. Nobody and nothing in here exists, the towns included."""

from __future__ import annotations

from itertools import product

from workshop.steps import Heading, Zone

PEOPLE = ("Anouk", "Youssef", "Femke", "Koen", "Sevgi", "Jaïr", "Priya", "Maarten")
LEAD = "Willemijn"

TEAM = "Oefenteam"
TITLE = "Oefenworkshop"

#: Customers that stand on several lists, by the same name; the first one on everybody's.
SHARED = (
    "Bakkerij De Korenaar",
    "Café ’t Hoekje",
    "Gemeente Hoogewaard",
    "Zorggroep De Linde",
    "Van Dijk & Öztürk Makelaars",
    "Basisschool De Regenboog",
)

NAMED = (
    "Installatiebedrijf Snel & Zonen",
    "Kinderopvang 't Speelbos",
    "Hotel De Gouden Leeuwerik",
    "Brasserie Chez André",
    "Drukkerij Inkt & Papier",
    "Apotheek De Vijzel",
    "Theater De Pluchen Stoel",
    "Fietsenmaker Trap & Bel",
    "Bloemist Zoë",
    "Rederij Zilt & Wind",
    "Kaasmakerij 't Geitje",
    "Advocatenkantoor Wiśniewski & Bos",
    "Bibliotheek De Leeskamer",
    "Uitgeverij De Zevende Kat",
    "Tuincentrum 't Groene Hart",
    "IT-bureau Puntkomma",
    "Zwembad De Waterval",
    "Crèche Les Étoiles",
    "Dierenkliniek Poot & Co",
    "Softwarehuis Nulpunt",
    "Notaris Van der Veen-Yılmaz",
    "Museum Het Gouden Uur",
    "Restaurant Saffraan & Zoet",
    "Stichting Buurtkracht",
    "Woningcorporatie Thuishaven",
    "Garage Van ’t Hof",
    "Slagerij Kuipers & dochters",
    "Kapsalon Lefgozers",
    "Wijnhandel Café Noir",
    "Boekhandel De Ezelsoor",
    "Vervoersbedrijf Rijk & Reizen",
    "Architecten Lijn & Licht",
)

TRADES = (
    "Accountants", "Apotheek", "Autobedrijf", "Bakkerij", "Bibliotheek", "Bouwbedrijf", "Camping", "Drukkerij",
    "Energiecoöperatie", "Fysiotherapie", "Gemeente", "Hockeyclub", "Hotel", "Huisartsen", "IT-dienst", "Kinderopvang",
    "Kwekerij", "Lyceum", "Makelaardij", "Muziekschool", "Notariaat", "Poppodium", "Schildersbedrijf", "Tandartsen",
    "Thuiszorg", "Transport", "Uitvaartzorg", "Waterschap", "Woonzorg", "Zuivelfabriek",
)  # fmt: skip

PLACES = (
    "Aldermeer", "Berkenwold", "Boskerwijk", "Drieveen", "Eikendonk", "Geesterholt", "Hazelrade", "Kleiburg",
    "Lindewolde", "Maanbeek", "Noorderhem", "Oosterhage", "Papelveen", "Roggebroek", "Schapendrecht", "Torenhuizen",
    "Uilenbosch", "Vlierdijk", "Waterveen", "Wulpenoord", "Zilverschoten", "Zuidermark",
)  # fmt: skip

#: Work that is no customer, one for each person.
TASKS = (
    "Maandrapportage",
    "Offertes nakijken",
    "Storingsdienst",
    "Nieuwe collega’s inwerken",
    "Beurzen en braderieën",
    "Nieuwsbrief",
    "Klachten & retouren",
    "Contractbeheer",
)

REASONS = {
    Zone.GIVES: (
        "Ze denken mee en zeggen dankjewel.",
        "Hier leer ik elke keer iets.",
        "Korte lijnen, en er wordt gelachen.",
    ),
    Zone.NEUTRAL: (
        "Loopt vanzelf, ik merk er weinig van.",
        "Prima, maar het mag ook iemand anders zijn.",
    ),
    Zone.COSTS: (
        "Ze bellen altijd op vrijdagmiddag.",
        "Elke factuur wordt een discussie.",
        "Ik zie er de avond ervoor al tegenop.",
    ),
}

NOTES = (
    "Vragen hoe zij dat met de planning doet.",
    "Dit herken ik: de vrijdagmiddag.",
    "Misschien is dat iets voor mij.",
)

THREADS = {
    Heading.RETURNS: ("Vrijdagmiddag komt bij iedereen terug.", "We zeggen te laat wat we niet doen."),
    Heading.GIVES: ("Klanten die meedenken.", "Op locatie zijn."),
    Heading.COSTS: ("Discussies over facturen.", "Alles is spoed."),
    Heading.MORE: ("Samen naar een eerste gesprek.",),
    Heading.NO_MORE: ("Gratis meerwerk.",),
}

WHYS = (
    "Ik loop hier al jaren op leeg.",
    "Het gaat alleen nog over de prijs.",
    "Mijn geduld is op, en dat merken ze.",
    "Zij willen elke dag bellen, ik niet.",
)

WISHES = (
    "Iemand die van korte lijnen houdt.",
    "Begin met een rondleiding, daar bloeien ze op.",
    "Een frisse blik.",
    "",
)

ATTENTION = (
    "Een dagdeel meelopen.",
    "Elke maand samen koffie.",
    "Een voorstel waar ze niet om vroegen.",
    "Ze aan elkaar voorstellen.",
)

SUCCESSES = (
    "Ik heb nee gezegd en het voelde goed.",
    "Mijn grootste zorg ligt nu bij iemand die er zin in heeft.",
    "We hebben geluisterd zonder te redderen.",
    "Ik ga met drie klanten minder naar huis.",
)

#: What, and the first small step.
AGREEMENTS = (
    ("De ruillijst in het teamoverleg bespreken.", "Hem op de agenda van maandag zetten."),
    ("Elke overdracht met zijn tweeën doen.", "De eerste afspraak inplannen."),
    ("Geen gratis meerwerk meer.", "Eén zin bedenken die we allemaal gebruiken."),
)

FAREWELL = ("We kunnen hier niet meer het beste van onszelf geven.", "Een kleiner bureau in de buurt.")


def all_names() -> list[str]:
    """More names of customers than eight full lists hold; those that were thought up one by one come first."""
    return [*NAMED, *(f"{trade} {place}" for trade, place in product(TRADES, PLACES))]
