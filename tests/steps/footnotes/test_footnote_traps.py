"""What looks like a callout and is none stays in the text, in raised type, as a glyph and in plain type."""

from __future__ import annotations

import pytest
from marked_documents import find_notes, read_marked, told

from communique.steps.footnotes.traps import set_trap

# id, with the markup, with the markup lost
TRAPS = [
    ("university in a slash list", "Université Lyon 1/ENS de Lyon/CNRS", "Université Lyon 1/ENS de Lyon/CNRS"),
    ("university before a comma", "University of Rennes 1, and", "University of Rennes1, and"),
    ("university with a number and a noun", "Paris-Sud 11 University", "Paris Sud 11 University"),
    ("universities in a row", "Grenoble 1, Grenoble 2 et Grenoble 3", "Grenoble 1 , Grenoble 2 et Grenoble 3"),
    ("university or day", "l'Université Paris 12 mars 2008", "l'Université Paris 12 mars 2008"),
    ("laboratory ending in a digit", "LN^2^ in Sherbrooke", "LN2 in Sherbrooke"),
    ("institute with raised digits", "l'IN^2^P^3^ du CNRS", "l'IN2P3 du CNRS"),
    ("acronym with digits inside", "le P2IO, l'I3S et le C3BI", "le P2IO, l'I3S et le C3BI"),
    ("acronym before a hyphen", "the Sys2diag-Respire-2 study", "the Sys2diag-Respire-2 study"),
    ("exponent in a name", "the BMC^2^ laboratory", "the BMC2 laboratory"),
    ("exponent of a bracketed name", "the unit known as (MSE)^2^ was", "the unit known as (MSE)2 was"),
    ("symbol inside a name", "A*Star and CNRS@CREATE", "A*Star and CNRS@CREATE"),
    ("label of an infrastructure", "de l'IR^*^ Huma-Num", "de l'IR* Huma-Num"),
    ("digit word in a name", "Laboratoire de physique des 2 infinis", "Laboratoire de physique des 2 infinis"),
    ("unit code", "IRL 2010 et UMR 7287", "UAR2036 et UMR-CNRS 7271"),
    ("Inserm unit", "unité U1 et US 4, CIC 1403", "unité U1186 et US23"),
    ("institute and unit number", "Inserm/Institut Pasteur 993", "Inserm/Institut Pasteur 993"),
    ("experiment", "the NA2 and UA1 experiments", "the NA2 and UA1 experiments"),
    ("celestial object", "V471 Tauri, HIP65426b et SN 1987A", "V471 Tauri, HIP65426b et SN 1987A"),
    ("numbered place", "in Biosphere 2, the dome", "in Biosphere 2 , the dome"),
    ("French ordinal", "le 1^er^ mai, la 4^e^ fois", "le 1er mai, la 4 e fois"),
    ("French ordinal of two forms", "la 2^ème^ et la 3^e^ phase", "la 2ème et la 3e phase"),
    ("century", "au XX^e^ siècle", "au XXe siècle"),
    ("English ordinal", "the 3^rd^ and 4^th^ time", "the 3rd and 4th time"),
    ("square metres", "sur 2 600 m^2^ de plancher", "sur 2 600 m2 de plancher"),
    ("square metres glued", "400m^2^ of roof", "400m2 of roof"),
    ("square kilometres", "3 000 km^2^, au nord", "3 000 km2, au nord"),
    ("unit of density", "20 mA/cm^2^ and 3 g/cm^3^", "20 mA/cm2 and 3 g/cm3"),
    ("square feet in Québec", "1 800 pi^2^ de labo", "1 800 pi2 de labo"),
    ("power of ten", "10^3^ eV ou 10^4^ eV", "103 eV ou 104 eV"),
    ("negative power of ten", "10^-4^ mètre", "10-4 mètre"),
    ("charge", "des ions He^2+^ et Fe^3+^", "des ions He2+ et Fe3+"),
    ("isotope", "of ^3^He and ^4^He", "of 3He and 4He"),
    ("isotope ratio", "le δ^13^C", "le δ13C"),
    ("mass numbers in a row", "^1,2^H", "1,2H"),
    ("carbon dioxide", "du CO_2_ et du CO^2^", "du CO2 et du CO2"),
    ("carbon dioxide in a compound", "the CO2-SINK test, CO2 (EPFL)", "the CO2-SINK test, CO2 (EPFL)"),
    ("salts", "CaCO_3_ et Li_4_SiO_4_", "CaCO3 et Li4SiO4"),
    ("variable", "x^2^ and Δm^2^ and sin^2^", "x2 and Δm2 and sin2"),
    ("norm", "la norme L^1^", "la norme L1"),
    ("energy over c squared", "5 GeV/c^2^ ou 3 eV^2^", "5 GeV/c2 ou 3 eV2"),
    ("surface marker", "CD4^+^ and CD3+ cells", "CD4+ and CD3+ cells"),
    ("virus", "SARS-CoV-2 et COVID-19", "SARS-CoV-2 et COVID-19"),
    ("programme", "H2020, France 2030, FP4", "H2020, France 2030, FP4"),
    ("scale", "at TRL 1 to TRL 4", "at TRL 1 to TRL 4"),
    ("stage", "the Stage 2 building, Phase 3", "the Stage 2 building, Phase 3"),
    ("figure", "see Figure 1 and fig. 2", "see Figure 1 and fig. 2"),
    ("page", "lire p. 2 et page 3", "lire p. 2 et page 3"),
    ("folio", "Dossier de presse 2 / 24", "Dossier de presse 2 / 24"),
    ("telephone", "tél. 01 99 00 12 34", "tel. 01 99 00 12 34"),
    ("international telephone", "+33 (0)1 99 00 56 78", "+33 (0) 1 99 00 56 78"),
    ("area code", "+55 (4) 5550-1234", "+55 (4)5550-1234"),
    ("day and month", "le 2 mars et le 4 avril", "on 2 March and April 4"),
    ("caption id", "(1234567) (34%) (2012)", "(1234567)(34%)(2012)"),
    ("plural in brackets", "the field(s) of the chercheur(e)s", "the field(s) of the chercheur(e)s"),
    ("bracketed words", "[IA] [COP] [ja] […]", "[IA][COP][ja][…]"),
    ("stray space in a bracket", "Innovation Center )", "Innovation Center )"),
    ("person's suffix", "Edwin Hale III and R.B. Crane Jr.", "Edwin Hale III and R.B. Crane Jr."),
    ("trademark", "Smart Cut^TM^ and Impulse^®^", "Smart Cut™ and Impulse®"),
    (
        "list in the sentence",
        "it will study: (1) heat, (2) rain, and (3) wind",
        "it will study: (1) heat; (2) rain; (3) wind",
    ),
    ("reference to a list", "Themes (1) and (3) go north", "les axes (1), (2) et (4)"),
    ("dagger of death", "Louise Ampère (†1998)", "Louise Ampère (†1998)"),
    ("web address", "www.example.org/a1 and https://example.org/b[2]", "www.example.org/a1"),
    ("quantity", "1 malade sur 4", "with 3 rooms and 2 halls"),
    ("multiplication", "3 * 4 and 2*3", "3 * 4 and 2*3"),
    ("section sign", "under § 3 of the act", "under § 3 of the act"),
]
IDS = [t[0] for t in TRAPS]

CALLED = "The school{} and the port{} meet the board{} and the mayor{} in town."
STYLES = {
    "raised": ("^{}^", "^{}^ "),
    "bracketed": (" [{}]", "[{}] "),
    "linked": ("<{0}=n{0}>", "@n{0} {0}. @"),
    "glued": ("{}", "{}"),
}


def release(trap: str, style: str, *, called: int = 4) -> str:
    """A release whose notes 1 to 4 are called in one style as far as `called`, with a trap in mid-text."""
    callout, label = STYLES[style]
    text = CALLED.format(*(callout.format(i) if i <= called else "" for i in range(1, 5)))
    notes = "\n".join(label.format(i) + f"Body {i} of them" for i in range(1, 5))
    return f"{text}\nWe say that {trap} here.\n# Notes\n{notes}"


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("trap", [t[1] for t in TRAPS], ids=IDS)
def test_a_trap_with_its_markup_is_no_callout(trap: str, style: str) -> None:
    assert_trapped(trap, style)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("trap", [t[2] for t in TRAPS], ids=IDS)
def test_a_trap_with_its_markup_lost_is_no_callout(trap: str, style: str) -> None:
    assert_trapped(trap, style)


def assert_trapped(trap: str, style: str) -> None:
    found = find_notes(release(trap, style))
    bare = read_marked(f"We say that {trap} here.").text
    assert found.reading.text.split("\n")[1] == bare
    assert [n.label for n in found.notes] == ["1", "2", "3", "4"]
    assert [len(n.callouts) for n in found.notes] == [1, 1, 1, 1]


@pytest.mark.parametrize("style", ["raised", "bracketed", "linked"])
@pytest.mark.parametrize("trap", [t[1] for t in TRAPS], ids=IDS)
def test_a_trap_does_not_lend_itself_to_a_note_that_nothing_calls(trap: str, style: str) -> None:
    found = find_notes(release(trap, style, called=1))
    assert found.reading.text.split("\n")[1] == read_marked(f"We say that {trap} here.").text
    assert [len(n.callouts) for n in found.notes] == [1, 0, 0, 0]


@pytest.mark.parametrize("trap", [t[1] for t in TRAPS], ids=IDS)
def test_a_trap_alone_makes_no_note(trap: str) -> None:
    assert find_notes(f"We say that {trap} here.\nThe end.").notes == ()


LINKED = [
    ("scale", "at <TRL>{}, a low level", "at TRL, a low level"),
    ("laboratory ending in a digit", "in LN2{} and in Sys2diag, it", "in LN2 and in Sys2diag, it"),
    ("square metre", "on 600 m{} of it", "on 600 m of it"),
    ("single letter", "the norm L{} of it", "the norm L of it"),
    ("after a number", "until 2019{}, when", "until 2019, when"),
]


@pytest.mark.parametrize(("marked", "reading"), [r[1:] for r in LINKED], ids=[r[0] for r in LINKED])
def test_a_link_wins_over_a_trap(marked: str, reading: str) -> None:
    line = marked.replace("<TRL>", "TRL").format("<2=n2>")
    found = find_notes(f"The school<1=n1> says.\n{line}\n@n1 1. @Body one\n@n2 2. @Body two")
    assert found.reading.text.split("\n")[1] == reading
    assert [len(n.callouts) for n in found.notes] == [1, 1]


def test_a_raised_mark_after_a_scale_is_a_callout() -> None:
    found = find_notes("The school^1^ rose to TRL^2^, a low level.\n# Notes\n^1^ Body one\n^2^ Body two")
    assert told(found) == ["1: The school -> Body one", "2: to TRL -> Body two"]


def test_a_bracket_in_a_long_address_is_trapped() -> None:
    text = f"They say so on https://example.org/{'part/' * 100}[1] and elsewhere."
    at = text.index("[1]")
    assert set_trap("bracket", text, [(at, at + 3)], soft=False).holds(at, at + 3)


def test_traps_far_from_one_another_hold_each_its_mark_and_no_other() -> None:
    text = "A field of 20 km2 lies here. " + "There are sheep. " * 20 + "The CNRS2 has 30 km2 more."
    places = [(i, i + 1) for i, c in enumerate(text) if c == "2" and not text[i + 1].isdigit()]
    trap = set_trap("glued", text, places, soft=False)
    assert [trap.holds(*place) for place in places] == [True, False, True]
