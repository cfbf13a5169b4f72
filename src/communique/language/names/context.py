"""Organisations without a head word, known by how the text uses them.

Releases of research institutions are full of short names: an acronym or a coined word that stands for nothing
else ("NASA", "GeoRessources", "LAMBE") is an organisation unless it is on the list of those that are not. An
ordinary capitalised word needs more: a place in a list of organisations, an apposition ("Letis, laboratoire de"),
or words that name what was described before ("baptisé Argile 2050").
"""

from __future__ import annotations

from communique.language.names.coined import CoinedNames, is_coined, is_coined_chunk
from communique.language.names.conduct import ConductNames
from communique.language.names.descriptions import Descriptions
from communique.language.names.extents import KnownOrganisations
from communique.language.names.lexicon import heads, words_of
from communique.language.names.spans import INSTITUTION, LABORATORY, ORGANISATION, PERSON, PLACE, UNIT_CODE, NameSpan
from communique.language.names.words import NameWords
from communique.language.tokens import HYPHENS, TokenTable

_MAX_WORDS = 4
_MIN_LETTERS = 4
_OWNED = frozenset({"du", "de", "of"})
_JOINING = frozenset({"and", "et", "&", "of", "for", "de", "des", "du", "d'"})
_LED = frozenset({("headed", "by"), ("directed", "by"), ("dirige", "par"), ("dirigee", "par"), ("dirigees", "par")})
_OFFICERS = frozenset({"ceo", "cfo", "cto", "coo", "pdg"})
_OFFICER_PAIRS = frozenset(
    {(a, "officer") for a in ("executive", "financial", "operating", "technology", "technical", "scientific")}
    | {("managing", "director"), ("vice", "president"), ("-", "president")}
)
"""Those who head companies, before "of" or "at"."""
_AFTER_BECOMING = frozenset({"(", ":", "\n", "en", "in", "on", "le", "a", "and", "et", "–", "-", "au", "from"})
_BEFORE_BECOMING = 7
"""Tokens before "becomes" among which an organisation has to end."""
_PLACED = frozenset({"a", "au", "en", "aux", "in"})
_ARTICLES = frozenset({"l'", "le", "la", "du", "au"})
_AND = frozenset({"and", "et", "&", "ou", "or"})
_DETERMINERS = frozenset({"'s", "a", "an", "un", "une", "the", "le", "la", "l'", "du", "au", "its", "son", "sa"})
_CREDIT = frozenset({"©", "photo", "photos", "credit", "credits", "image", "images", "(c)"})


class ContextNames:
    """Reads the words that no other rule has taken.

    Args:
        table: the text.
        known: gazetteer organisations and places.
        taken: the spans of all other organisation rules and of persons.
        masked: tokens that are no names, whatever they look like.
    """

    def __init__(
        self, table: TokenTable, known: KnownOrganisations, taken: list[NameSpan], masked: frozenset[int]
    ) -> None:
        self._table = table
        organisations = [s for s in taken if s.label not in (PERSON, PLACE, UNIT_CODE)]
        self._organisation_end = {s.end: s for s in organisations}
        self._organisation_start = {s.start: s for s in organisations}
        self._codes = {s.start for s in taken if s.label == UNIT_CODE}
        self._taken = bytearray(len(table))
        for start, end in [*((s.start, s.end) for s in taken), *known.places.items()]:
            self._taken[start:end] = b"\x01" * (end - start)
        for i in masked:
            self._taken[i] = 1
        self._places = known.places
        self._coined = CoinedNames(table, frozenset(self._organisation_end))
        self._participles = words_of("name_context", "context.joined-participle")
        self._descriptions = Descriptions(table, {s.start: s.end for s in organisations})
        self._words = NameWords()
        self._heads = heads()
        self._stops = words_of("function_words")
        self._named_after = words_of("name_context", "context.named-after")
        self._things = words_of("name_context", "context.thing", "context.programme")
        self._thing_words = words_of("persons", "person.thing")
        self._barred = words_of("name_context", "context.journal", "context.press-desk")
        self._not_names = words_of("persons", "person.never", "person.title") | words_of("demonyms")
        self._not_names |= words_of("name_context", "context.named")
        self._roles = words_of("persons", "person.role")
        self._first_names = words_of("first_names")
        self._heading = words_of("name_context", "context.heading")
        self._becoming = words_of("name_context", "context.becoming")

    def find(self) -> list[NameSpan]:
        """The spans in text order."""
        spans: list[NameSpan] = []
        unnamed: list[tuple[int, int]] = []
        i = 0
        while i < len(self._table):
            end = self._run_end(i)
            if end is None:
                i += 1
                continue
            span = self._judge(i, end)
            if span is not None:
                spans.append(span)
                self._organisation_end[span.end] = span
                self._organisation_start[span.start] = span
            else:
                unnamed.append((i, end))
            i = end
        for start, end in reversed(unnamed):
            if self._precedes_listed(start, end):
                span = NameSpan(start, end, INSTITUTION, "context.listed")
                spans.append(span)
                self._organisation_start[start] = span
        named = {s.start for s in spans}
        runs = [run for run in unnamed if run[0] not in named and self._may_be_treated(*run)]
        spans.extend(ConductNames(self._table, self._organisation_start).find(runs))
        return sorted(spans)

    def _may_be_treated(self, start: int, end: int) -> bool:
        """Whether a run may be an organisation's name for all that its own words say."""
        if self._table.shouted[start] or not self._may_be_led(start, end) or self._ends_as_thing(end):
            return False
        words = [w for w in self._table.words[start:end] if w.alphabetic]
        if self._named_for_something(start, end) or any(w.key in self._barred for w in words):
            return False
        return not any(w.key in self._thing_words for w in words) and len(words[0].text) >= _MIN_LETTERS

    def _precedes_listed(self, start: int, end: int) -> bool:
        """Seaturns, Bluefins and Naval Energies: a member of a list whose later members are organisations."""
        table = self._table
        right = self._organisation_start.get(end + 1)
        if right is None or right.rule != "context.listed" or table.words[end].text != "," or end - start > 2:
            return False
        words = table.words[start:end]
        if any(self._words.is_subject(w) or w.key in self._first_names or w.key in self._roles for w in words):
            return False
        opened = start > 0 and table.words[start - 1].text in (",", ":")
        return opened and not table.titled[start] and not self._named_for_something(start, end)

    # -- runs ---------------------------------------------------------------------------------------------------

    def _run_end(self, start: int) -> int | None:
        """The end of the capitalised words in a row that start here, hyphens between them included."""
        table = self._table
        if not self._may_start(start):
            return None
        end = start + 1
        while end < len(table) and end - start < 2 * _MAX_WORDS:
            word = table.words[end]
            glued = not table.spaced[end - 1]
            if word.text in HYPHENS and glued and not table.spaced[end] and end + 1 < len(table):
                after = table.words[end + 1]
                if self._taken[end + 1] or not (after.capital or after.mixed or after.text.islower()):
                    break
                end += 2
                continue
            if word.text == "&" and end + 1 < len(table) and table.words[end + 1].capital and not self._taken[end + 1]:
                end += 2
                continue
            if glued or not self._continues(end) or word.key == table.keys[end - 1]:
                break
            end += 1
        return end

    def _may_start(self, i: int) -> bool:
        word = self._table.words[i]
        if not word.alphabetic or self._taken[i] or not (word.capital or word.mixed) or word.key in self._not_names:
            return False
        glued_before = i > 0 and self._table.words[i - 1].text in HYPHENS and not self._table.spaced[i - 1]
        ex = glued_before and i > 1 and self._table.keys[i - 2] == "ex"
        return (not glued_before or ex) and (word.key not in self._stops or is_coined(word))

    def _continues(self, i: int) -> bool:
        word = self._table.words[i]
        if self._taken[i] or not word.alphabetic or not (word.capital or word.mixed):
            return word.number and len(word.text) in (1, 4) and self._table.words[i - 1].capital
        return word.key not in self._stops and word.key not in self._not_names and word.key not in self._heads

    # -- judgement ----------------------------------------------------------------------------------------------

    def _judge(self, start: int, end: int) -> NameSpan | None:
        table = self._table
        words = [w for w in table.words[start:end] if w.alphabetic]
        if table.shouted[start] or any(w.key in self._barred for w in words) or self._is_dateline(start, end):
            return None
        if self._named_for_something(start, end):
            return None
        if (whole := self._introduced_phrase(start, end)) is not None:
            return whole
        if (kind := self._descriptions.naming(start)) is not None:
            headed = end < len(table) and table.spaced[end - 1] and table.words[end].capital
            end += headed and table.keys[end] in self._heads  # the name of Special Techniques Service
            return NameSpan(start, end, kind, "context.named")
        described = self._described(start, end)
        if described is not None:
            return described
        end = self._without_number(start, end)
        if self._heads_table_row(start, end):
            return NameSpan(start, end, LABORATORY, "context.table-row")
        if self._descriptions.renaming(start) and not table.titled[start]:
            return NameSpan(start, end, self._descriptions.described_kind(start), "context.renamed")
        if (used := self._used(start, end)) is not None:
            return used
        first = self._first_chunk(start, end)
        if first < end and self._ends_as_thing(end):
            return None  # EarthScope Transportable Array
        if is_coined_chunk(table, start, first) and self._coined.stands_as_name(start, first):
            return NameSpan(start, first, ORGANISATION, "context.coined")
        return None

    def _introduced_phrase(self, start: int, end: int) -> NameSpan | None:
        """A joint research unit, Metals and Infection, under …; un réseau, Racines froides, créé …: up to the comma."""
        table = self._table
        if start < 2 or table.words[start - 1].text != "," or table.titled[start]:
            return None
        stop = end
        while stop + 1 < len(table) and stop - start < 2 * _MAX_WORDS and table.words[stop].text != ",":
            word = table.words[stop]
            joins = word.key in _JOINING and table.words[stop + 1].alphabetic
            if not joins and not self._words.is_adjective(word) and not (stop > end and word.capital):
                return None
            if self._taken[stop] or word.key in self._roles:
                return None
            stop += 1
        if stop == end or stop >= len(table) or table.words[stop].text != ",":
            return None
        label = self._descriptions.before(start, stop)
        return NameSpan(start, stop, label.kind, "context.described") if label is not None else None

    def _described(self, start: int, end: int) -> NameSpan | None:
        """A label after or before the name, at a comma."""
        table = self._table
        words = [w for w in table.words[start:end] if w.alphabetic]
        before = table.keys[start - 1] if start else ""
        if table.titled[start] or before in ("in", "dans"):
            return None
        label = self._descriptions.after(end)
        if all(self._words.is_subject(w) for w in words) and (label is None or not label.acronym):
            return None
        if label is not None:
            return NameSpan(start, end, label.kind, "context.apposition")
        if (label := self._descriptions.before(start, end)) is not None:
            return NameSpan(start, end, label.kind, "context.described")
        return None

    def _placed(self, start: int, end: int) -> str | None:
        """One word that what follows makes an organisation: its owner, or where it is.

        "Statify, du Centre Inria de Paris"; "l'Inran, au Niger"; "du Cenarest (Gabon)"; "…, la Drees."
        """
        table = self._table
        word = table.words[start]
        if end != start + 1 or table.titled[start] or word.key in self._first_names or self._words.is_subject(word):
            return None
        if len(word.text) < _MIN_LETTERS or end + 1 >= len(table) or word.key in self._roles:
            return None
        closer, after = table.words[end].text, end + 1
        if closer == "," and table.keys[after] in _OWNED:
            owner = after + 1 + (table.keys[after + 1] in ("l'", "la", "the")) if after + 1 < len(table) else after
            if owner in self._organisation_start:
                return LABORATORY
        if start == 0 or table.keys[start - 1] not in _ARTICLES:
            return None
        placed = (closer == "," and table.keys[after] in _PLACED and after + 1 in self._places) or (
            closer == "(" and after in self._places and table.words[self._places[after]].text == ")"
        )
        if placed:
            return ORGANISATION
        before = self._organisation_end.get(start - 2)
        also = before is not None and table.words[start - 2].text == "," and closer in (".", ",", ";", ")")
        return before.label if also and before is not None and table.keys[start - 1] in ("la", "le", "l'") else None

    def _used(self, start: int, end: int) -> NameSpan | None:
        """What stands where an organisation is owned, led, renamed or listed."""
        if (label := self._placed(start, end)) is not None:
            return NameSpan(start, end, label, "context.placed")
        if (label := self._led(start, end) or self._become(start, end)) is not None:
            return NameSpan(start, end, label, "context.described")
        if self._listed(start, end):
            return NameSpan(start, end, INSTITUTION, "context.listed")
        if (label := self._governed(start, end)) is not None:
            return NameSpan(start, end, label, "context.governed")
        return None

    def _governed(self, start: int, end: int) -> str | None:
        """Neuf ans chez Talinor: an unknown word behind a preposition that only employers and persons have."""
        table = self._table
        if start < 1 or not self._may_be_led(start, end) or table.shouted[start]:
            return None
        words = table.words[start:end]
        if any(w.key in self._first_names or w.key in self._thing_words or self._words.is_subject(w) for w in words):
            return None
        governed = table.keys[start - 1] == "chez" and not table.words[start - 1].capital
        if table.keys[start - 1] in ("of", "at", "de", "d'") and start > 2:
            officer = table.keys[start - 3 : start - 1]
            governed = officer[-1] in _OFFICERS or tuple(officer) in _OFFICER_PAIRS
        return INSTITUTION if governed else None

    def _led(self, start: int, end: int) -> str | None:
        """Myriade, que dirigeait X; Sterenn, headed by X: what has a head is an organisation."""
        table = self._table
        if end + 3 >= len(table) or table.words[end].text != "," or not self._may_be_led(start, end):
            return None
        opening = (table.keys[end + 1], table.keys[end + 2])
        led = opening in _LED or (opening[0] in ("que", "qu'") and table.keys[end + 2] in self._heading)
        return ORGANISATION if led else None

    def _become(self, start: int, end: int) -> str | None:
        """L'équipe Emprise devient Lisière; SITAR becomes Talus: of the kind of what it was."""
        table = self._table
        if start < 2 or table.keys[start - 1] not in self._becoming or not self._may_be_led(start, end):
            return None
        if end < len(table) and table.spaced[end - 1] and table.keys[end] not in _AFTER_BECOMING:
            return None
        for i in range(start - 1, max(-1, start - _BEFORE_BECOMING), -1):
            if table.sentence[i] != table.sentence[start]:
                return None
            if (before := self._organisation_end.get(i)) is not None:
                return before.label
        return None

    def _may_be_led(self, start: int, end: int) -> bool:
        """One to three capitals that are no head, no label, no subject, no place and no person."""
        table = self._table
        words = [w for w in table.words[start:end] if w.alphabetic]
        if table.titled[start] or len(words) > 3 or any(w.key in self._heads or w.key in self._roles for w in words):
            return False
        if self._descriptions.label_at(start) is not None or all(self._words.is_subject(w) for w in words):
            return False
        if len(words) == 1:
            return not words[0].text.endswith(("é", "ée", "és", "ées"))
        return words[0].key not in self._first_names

    def _without_number(self, start: int, end: int) -> int:
        """A trailing number is part of a name only where words say so ("baptisé Argile 2050")."""
        while end > start + 1 and self._table.words[end - 1].number:
            end -= 1
        return end

    def _ends_as_thing(self, end: int) -> bool:
        key = self._table.keys[end - 1]
        return key in self._things or key in self._named_after or key in self._thing_words

    def _first_chunk(self, start: int, end: int) -> int:
        """The end of the first word with what hyphens join to it."""
        table = self._table
        i = start + 1
        while i < end and not table.spaced[i - 1]:
            if i + 1 < end and table.words[i].text in HYPHENS and table.keys[i + 1] in self._participles:
                return i  # XYZ-led
            i += 1
        return i

    def _is_dateline(self, start: int, end: int) -> bool:
        """TYGERBERG, Cape Town, 14 March: a town in capitals that opens its line before another place."""
        table = self._table
        opens = start == 0 or table.words[start - 1].text == "\n"
        if not opens or not table.words[start].upper or end + 1 >= len(table):
            return False
        return table.words[end].text in (",", "and", "/") and (end + 1 in self._places or table.words[end + 1].number)

    def _named_for_something(self, start: int, end: int) -> bool:
        """Whether the words name a street, a prize, a ship or a study."""
        keys = self._table.keys
        i = start - 1
        if i >= 0 and keys[i] in ("«", "“", '"'):
            i -= 1
        if i >= 1 and keys[i] in ("d'", "du", "de", "le", "la", "l'", "the") and keys[i - 1] in self._named_after:
            i -= 1
        before = keys[i] if i >= 0 else ""
        if before in self._things or (before.endswith("s") and before[:-1] in self._things):
            return True
        after = end
        if after < len(keys) and self._table.words[after].number:
            after += 1
        qualifies = after < len(keys) and keys[after] in self._named_after and before in _DETERMINERS
        return before in self._named_after or qualifies

    def _heads_table_row(self, start: int, end: int) -> bool:
        """A cell that opens its row and is followed by a cell with a unit code."""
        table = self._table
        opens = start == 0 or table.words[start - 1].text == "\n"
        return opens and end + 1 < len(table) and table.words[end].text == "\t" and end + 1 in self._codes

    def _listed(self, start: int, end: int) -> bool:
        """A member of a list of organisations: between slashes, or between commas and an "and"."""
        table = self._table
        before = table.words[start - 1].text if start else ""
        after = table.words[end].text if end < len(table) else ""
        left = self._organisation_end.get(start - 1)
        right = self._organisation_start.get(end + 1)
        if before == "/" or after == "/":
            return self._slash_listed(start, left, right, before, after)
        if table.titled[start] or table.keys[start] in self._first_names or table.keys[start] in self._roles:
            return False
        if end - start > 3:
            return False
        joins_left = _is_institution(left) and (before == "," or table.keys[start - 1] in _AND)
        joins_right = _is_institution(right) and (after == "," or (end < len(table) and table.keys[end] in _AND))
        if joins_left:
            return joins_right or table.keys[start - 1] in _AND
        return joins_right and before in ("(", ",", ":")

    def _slash_listed(self, start: int, left: NameSpan | None, right: NameSpan | None, before: str, after: str) -> bool:
        if self._in_credit(start):
            return False
        if before == "/" and left is not None:
            return _is_institution(left) and after in (")", "/", ".", ",", "\n", ";")
        return after == "/" and _is_institution(right) and before in ("(", "/", ":", "\n", "")

    def _in_credit(self, start: int) -> bool:
        """A photo credit: who made the picture stands after the last slash."""
        return any(self._table.keys[k] in _CREDIT for k in range(max(0, start - 14), start))


def _is_institution(span: NameSpan | None) -> bool:
    return span is not None and span.label in (INSTITUTION, ORGANISATION)
