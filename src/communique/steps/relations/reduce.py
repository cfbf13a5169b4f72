"""Takes out of a clause what stands between a rule and the names: quotation marks, articles, aliases, descriptions.

Nothing here states a fact. Every pass is one regular expression over the clause.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Final

from communique.steps.relations.clause import ANY_SLOT, Clause, slot_class
from communique.steps.relations.forms import phrase
from communique.steps.relations.places import is_region

_LAB: Final = f"[{slot_class('L')}]"
_ORGANISATION: Final = f"[{slot_class('LI')}]"
_PERSON: Final = f"[{slot_class('P')}]"

_QUOTED: Final = re.compile(rf'" ?({ANY_SLOT}) ?,?"')
_TICKER: Final = re.compile(
    r" ?\((?:[^()]{0,40}\b(?:tse|nyse|nasdaq|euronext|fwb|otcq?x?|lse|six|ticker|bourse)\b)[^()]{0,80}\)"
)
_CALLED: Final = re.compile(
    r"\((?:hereafter|hereinafter|ci-après|below|dite?|known as|abbreviated(?: as)?|en abrégé|or|ou|in short|for short|in full|aussi appelée?|also called|also known as) ?(?:the |le |la )?"
)
_BRACKET: Final = re.compile(rf"({_ORGANISATION})(,)? \(([^()]{{1,400}})\)")
_ACRONYM: Final = re.compile(rf"(?<=[\w\ue000-\uf8ff]) \(([\w&@./²-]{{1,15}})\)")
_ARTICLE: Final = re.compile(
    rf"(?<![\w'-])(?:the|le|la|les|both|this|ce|cet|cette|our|notre|nos)(?: (?:two|three|deux|trois))? (?={ANY_SLOT})"
)
_COURTESY: Final = re.compile(
    rf"(?<![\w'-])(?:(?:(?:distinguished|associate|assistant|emeritus|emerita|adjunct|full) )?"
    rf"(?:prof(?:essor|esseure?)?|dre?|drs|pr|mr|mrs|ms|miss|mx|mme|mlle|mlles|messrs|mm|sir|dame|lord|shri|smt|ing|docteure?|rev|hon|m)\.?,? )+(?={_PERSON})"
)
_PERSON_NOTE: Final = re.compile(rf"(?<={_PERSON}) ?\([^()\ue000-\uf8ff]{{0,40}}\)")
_CODE_NOTE: Final = re.compile(rf" ?\((?:[{slot_class('U')}][ ,;/–-]*)+\)")
_OTHER_NAME: Final = re.compile(
    rf"({_ORGANISATION})(,? (?:or|ou|alias|aka|also known as|aussi appelée?|dite?|in full|in short|en abrégé|formerly) )({_ORGANISATION}),?"
)
_NATION: Final = re.compile(rf"(?<![\w'-])([a-zà-ÿ]+)'s (?={_ORGANISATION})")
_SPACES: Final = re.compile(r" {2,}| (?=[,;.)])")


@cache
def _descriptions() -> tuple[re.Pattern[str], ...]:
    unit = phrase("unit")
    kinds = rf"(?:{unit}|irl|irp|umr|umi|uar|labcom|fhu|dhu|rhu|lia|gdr|ird|équipex|labex|observatory|collaboration|experiment|expérience|clinic|clinique)"
    adjective = r"(?!(?:by|with|of|at|in|de|à|par|avec|and|et|which|que|qui|to|from|for|son|its|leur|their|up|an?|the|le|la|les|une?|set|is|was|will|has|have|est|sera|ont|no|not|ne|as|dans|sur|on|this|ce|cette|down|out)\b)[\w'-]{2,25}"
    return (
        # "a centre, X," and "a network called X"
        re.compile(
            rf"(?<![\w'-])(?:(?:a|an|un|une|the|le|la|ce|this) )?(?:{adjective} ){{0,4}}{kinds}(?: {adjective}){{0,3}},? (?:called|named|baptisée?|dubbed|known as|nommée?|appelée?|intitulée?|dénommée?|christened|entitled|to be called|qui s'appellera) (?={_LAB})"
        ),
        re.compile(
            rf"(?:(?<=^)|(?<=, )|(?<=: ))(?:a|an|un|une|the|le|la) (?:{adjective} ){{0,4}}{kinds}(?: {adjective}){{0,3}}, (?={_LAB})"
        ),
        # "the joint laboratory X"
        re.compile(
            rf"(?<![\w'-])(?<!{_ORGANISATION} )(?:(?:the|le|la|les|un|une|a|an|its|their|son|sa|leur|this|ce|cet|cette) )?(?:{adjective} ){{0,2}}{kinds}(?: (?:{phrase('joint')}|de recherche|international|internationale|national|nationale|européenne?|interdisciplinaire|hospitalo-universitaire|associée?|mobile|technologique|expérimentale?)){{0,2}},? (?={_LAB})"
        ),
        # "X project-team", "X International Research Project (IRP)"
        re.compile(
            rf"(?<={_LAB}) (?:(?:international|joint|associated|mixed|research|national|european) ){{0,3}}(?:irl|irp|umr|umi|project-teams?|teams?|groups?|projects?|platforms?|labs?|laborator(?:y|ies)|centres?|centers?|consortium|networks?|units?|facility|institutes?|observatory|departments?)(?: \([\w-]{{2,8}}\))?(?! (?:of|director|head|leader|manager|coordinator|spokes\w+|member|for)\b)(?![\w'-])"
        ),
        # "the company X"
        re.compile(
            rf"(?<![\w'-])(?:(?:the|le|la|les|a|an|un|une) )?(?:{adjective} )?(?:company|start-up|startup|spin-off|entreprise|société|groupe|group|firm|jeune pousse|university|université|association|fondation|manufacturer|industriel|éditeur|école|ministry|ministère|agency|agence|opérateur|public company|start-ups)(?: (?:publique?|publics?|privée?|française?|américaine?|allemande?|japonaise?|pharmaceutique|informatique|industriel(?:le)?|belge|suisse|danoise?|spécialisée?))?,? (?=[{slot_class('I')}])"
        ),
    )


def reduce_names(clause: Clause) -> None:
    """Brings the names of a clause side by side with the words that speak of them."""
    clause.rewrite(_QUOTED, lambda m: m[1])
    clause.rewrite(_TICKER, lambda m: "")
    clause.rewrite(_CALLED, lambda m: "(")
    clause.rewrite(_BRACKET, lambda m: _without_alias(clause, m))
    clause.rewrite(_ACRONYM, lambda m: _acronym(clause, m))
    clause.rewrite(_CODE_NOTE, lambda m: "")
    clause.rewrite(_COURTESY, lambda m: "")
    clause.rewrite(_PERSON_NOTE, lambda m: "")
    clause.rewrite(_ARTICLE, lambda m: "")
    clause.rewrite(_OTHER_NAME, lambda m: m[1] if clause.slots[m[1]].keys == clause.slots[m[3]].keys else None)
    clause.rewrite(_NATION, lambda m: "" if is_region(clause.source(*m.span(1)).of(clause.reading)) else None)
    for pattern in _descriptions():
        clause.rewrite(pattern, lambda m: "")
    clause.rewrite(_ARTICLE, lambda m: "")
    clause.rewrite(_QUOTED, lambda m: m[1])
    clause.rewrite(_SPACES, lambda m: "" if len(m[0]) == 1 else " ")


def _without_alias(clause: Clause, match: re.Match[str]) -> str | None:
    """ "X (its acronym)" is "X"; "X (its acronym, CNRS/Inserm)" is "X (CNRS/Inserm)"."""
    keys = clause.slots[match[1]].keys
    inside = match[3]
    name = clause.slots[match[1]].span.of(clause.reading)
    kept = "".join(
        "\0"
        if c in clause.slots
        and (clause.slots[c].keys == keys or _abbreviates(clause.slots[c].span.of(clause.reading), name))
        else c
        for c in inside
    )
    if "\0" not in kept:
        return None
    kept = re.sub(r"(?:^|[ ,;:–/-]+)(?:the |le |la )?\0(?:$|(?=[ ,;:–/-]))", " ", kept).strip(" ,;:–/-")
    if "\0" in kept:
        return None
    comma = match[2] or ""
    return f"{match[1]} ({kept}){comma}" if kept else f"{match[1]}{comma}"


def _abbreviates(short: str, long: str) -> bool:
    """Whether `short` is made of the initials of `long`, in any order: an acronym may be that of another language."""
    letters = [c for c in short if c.isupper()]
    initials = Counter(w[0].upper() for w in re.findall(r"\w+", long))
    return len(letters) > 2 and len(letters) == len(short) and not Counter(letters) - initials


def _acronym(clause: Clause, match: re.Match[str]) -> str | None:
    """An acronym in brackets that is no entity: as good as absent."""
    if any(c in clause.slots for c in match[1]) or match[1].isdigit():
        return None
    start, end = match.span(1)
    return "" if _capitals(clause, start, end) else None


def _capitals(clause: Clause, start: int, end: int) -> bool:
    return sum(c.isupper() for c in clause.source(start, end).of(clause.reading)) >= 2
