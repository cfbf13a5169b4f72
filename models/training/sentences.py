"""Passages in the shapes in which releases name laboratories, institutions and persons, filled from the registries.

Slots: {I} institution, {L} laboratory, {P} person, {T} town; {i}, {l} the short form where there is one; {U} a unit
code. The same letter with a digit is the same thing again.
"""

from __future__ import annotations

import random
import re

from communique.language.model.tags import OTHER
from communique.language.names.spans import INSTITUTION, LABORATORY, PERSON, PLACE
from training.registries import Named, NamePool
from training.texts import AnnotatedText, Mark

KINDS = {"I": INSTITUTION, "L": LABORATORY, "P": PERSON}

SHAPES: dict[str, tuple[str, ...]] = {
    "en": (
        "{I1}, {I2} and {I3} have signed an agreement to create the {L1} in {T}.",
        "The {L1} ({l1}) is a joint unit of {I1}, {I2} and {I3}.",
        "“We did not expect this,” says {P1}, a researcher at the {L1} ({I1}/{I2}).",
        "{P1}, CEO of {I1}, and {P2}, president of {I2}, opened the new building on Tuesday.",
        "The study, led by {P1} of {I1}, was carried out with colleagues at {I2} in {T}.",
        "{P1} ({I1}), {P2} ({I2}) and {P3} ({I3}) received the award.",
        "{L1} ({I1}/{I2}/{I3})",
        "Researchers from {I1}1 and {I2} worked with the {L1} for three years.",
        "{P1} has been appointed director of the {L1}. {P1s} succeeds {P2}.",
        "Together with {I1}, {I2} is investing 12 million euros in {l1}, the {L1}.",
        "{i1} and {i2} launched {l1} in 2019.",
        "A team from {I1}'s {L1} in {T} has shown how this works.",
        "Scientists at {I1} and at the {L1} ({U}) in {T} found a faster way.",
        "Contact: {P1}, {I1}, press office",
        "Press contact\n{P1}\n{I1}\n{T}",
        "About {I1}\n{I1} is one of the country's largest research organisations.",
        "The partners are {I1}, {I2}, {I3} and the {L1}.",
        "{P1}, who heads the {L1} at {I1}, is cautious.",
        "Postdoctoral fellow {P1} joined {i1} from {I2} in 2021.",
        "{I1} ({i1}) and {I2} ({i2}) have worked together since 2011.",
        "Professor {P1} and Dr {P2} of the {L1} will lead the programme.",
        "Funding came from {I1}, {I2} and {I3}.",
        "In {T}, {P1s} and {P2s} met again at {i1}.",
        "The project brings together {l1}, {l2}, {i1} and {i2}.",
        "The CNRS, {I1} and the {L1} of {I2} are behind the finding, published in Nature.",
        "1 {L1} ({I1}/{I2}).",
        "2 From the {L1} ({I1}/{I2}/{I3}) and the {L2} ({I4}).",
        "“It is a question of patience,” {P1s} says.",
        "{P1} told the audience that {i1} would stay in {T}.",
        "{P1} and {P2}, both at {I1}, wrote the report for {I2}.",
        "© {P1} / {I1}",
        "Photo: {P1}/{i1}",
        "Formerly part of {I1}, the {L1} is now hosted by {I2}.",
        "{l1} is a research unit of {I1}, based in {T}.",
        "{T}, 3 March 2021 – {I1} announced today that {P1} will take over at the {L1}.",
        "Joint press release {I1} – {I2} – {I3}",
        "Author: {P1}, {L1}, {I1}, {T}",
        "Fieldwork took place near {T} and in {T2}, by permission of {I1}.",
        "{T} and {T2} are two hours apart; {P1s} knows every bend of the road.",
        "The valley of {T}, north of {T2}, has been wet since May.",
        "{T} (AP) – Two sites, {T} and {T2}, will close.",
        "Born in {T}, {P1} studied in {T2} before joining {I1}.",
    ),
    "fr": (
        "{I1}, {I2} et {I3} ont signé la création du {L1} à {T}.",
        "Le {L1} ({l1}) est une unité mixte de {I1}, {I2} et {I3}.",
        "« Nous ne l'attendions pas », explique {P1}, chercheuse au {L1} ({I1}/{I2}).",
        "{P1}, présidente de {I1}, et {P2}, directeur général de {I2}, ont inauguré le bâtiment.",
        "L'étude, menée par {P1} ({I1}), a été réalisée avec des collègues de {I2} à {T}.",
        "{P1} ({I1}), {P2} ({I2}) et {P3} ({I3}) sont lauréats.",
        "{L1} ({I1}/{I2}/{I3})",
        "{L1} ({l1}, {U} {i1}/{i2})",
        "Des scientifiques de {I1} et du {L1} travaillent ensemble depuis trois ans.",
        "{P1} est nommé directeur du {L1}. {P1s} succède à {P2}.",
        "Avec {I1}, {I2} investit 12 millions d'euros dans {l1}, le {L1}.",
        "{i1} et {i2} ont lancé {l1} en 2019.",
        "Une équipe du {L1} ({U}) à {T} montre comment.",
        "Contact presse : {P1}, {I1}",
        "Contacts presse\n{P1}\n{I1}\n{T}",
        "À propos de {I1}\n{I1} est un acteur majeur de la recherche.",
        "Les partenaires sont {I1}, {I2}, {I3} et le {L1}.",
        "{P1}, qui dirige le {L1} à {I1}, reste prudente.",
        "Le doctorant {P1} a rejoint {i1} en 2021 après {I2}.",
        "{I1} ({i1}) et {I2} ({i2}) collaborent depuis 2011.",
        "Le professeur {P1} et la docteure {P2} du {L1} porteront le programme.",
        "Ces travaux ont été financés par {I1}, {I2} et {I3}.",
        "À {T}, {P1s} et {P2s} se sont retrouvés chez {i1}.",
        "Le projet réunit {l1}, {l2}, {i1} et {i2}.",
        "Le CNRS, {I1} et le {L1} de {I2} sont à l'origine du résultat, publié dans Nature.",
        "1 {L1} ({I1}/{I2}).",
        "2 Au {L1} ({I1}/{I2}/{I3}) et au {L2} ({I4}).",
        "« C'est une question de patience », dit {P1s}.",
        "{P1} a rappelé que {i1} resterait à {T}.",
        "{P1} et {P2}, tous deux à {I1}, ont remis le rapport à {I2}.",
        "© {P1} / {I1}",
        "Photo : {P1}/{i1}",
        "Issu de {I1}, le {L1} est désormais hébergé par {I2}.",
        "{l1} est une unité de recherche de {I1}, installée à {T}.",
        "{T}, le 3 mars 2021 – {I1} annonce que {P1} prendra la tête du {L1}.",
        "Communiqué de presse {I1} – {I2} – {I3}",
        "Auteur : {P1}, {L1}, {I1}, {T}",
        "Les relevés ont été faits près de {T} et à {T2}, avec l'accord de {I1}.",
        "Entre {T} et {T2}, il y a deux heures de route ; {P1s} en connaît chaque virage.",
        "La vallée de {T}, au nord de {T2}, est humide depuis mai.",
        "Les deux sites, {T} et {T2}, fermeront.",
        "Née à {T}, {P1} a étudié à {T2} avant de rejoindre {I1}.",
    ),
}
_SLOT = re.compile(r"\{([ILPilUTp])(\d?)(s?)\}")


def write_passage(pool: NamePool, language: str, rng: random.Random) -> AnnotatedText:
    """A passage of a few such sentences, some in one paragraph, some in lines of their own."""
    text = ""
    marks: list[Mark] = []
    for shape in rng.sample(SHAPES[language], rng.randint(3, 6)):
        marks += _fill(shape, len(text), pool, language, rng, parts := [])
        text += "".join(parts) + ("\n" if rng.random() < 0.5 else " ")
    return AnnotatedText(text, tuple(marks), language, "sentences", unannotated=(OTHER,))


def _fill(shape: str, offset: int, pool: NamePool, language: str, rng: random.Random, parts: list[str]) -> list[Mark]:
    """Appends the pieces of the filled sentence to `parts`; the marks of its names, counted from `offset`."""
    things: dict[str, Named] = {}
    marks: list[Mark] = []
    position = 0
    for slot in _SLOT.finditer(shape):
        letter, number, surname = slot.groups()
        parts.append(shape[position : slot.start()])
        position = slot.end()
        offset += len(parts[-1])
        if letter == "U":
            name, label = f"{rng.choice(('UMR', 'UMR', 'UAR', 'IRL', 'UPR'))} {rng.randint(1000, 9999)}", ""
        elif letter == "T":
            name, label = pool.draw_town(language, rng), PLACE
        else:
            label = KINDS[letter.upper()]
            named = things.setdefault(letter.upper() + number, pool.draw(label, language, rng))
            name = (named.short or named.full) if surname or letter.islower() else named.full
        parts.append(name)
        if label:
            marks.append((offset, offset + len(name), label))
        offset += len(name)
    parts.append(shape[position:])
    return marks
