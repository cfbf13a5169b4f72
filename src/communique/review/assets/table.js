// The changes as columns of numbers, and which of them the filters leave.

const head = readData("head");
const { tables, columns } = readData("rows");
const releases = readData("releases");
const total = head.shown;
for (const key of Object.keys(columns)) columns[key] = Int32Array.from(columns[key]);

const OPEN = 0, ACCEPTED = 1, REJECTED = 2;
const VERDICTS = ["open", "accepted", "rejected"];
const verdicts = new Uint8Array(total);
const remarks = new Map();

// Each facet: its name, its words, and whether a row has the value. A rule may stand before or after.
const FACETS = {
  kind: { title: "Kind of change", words: tables.kind, of: (i) => columns.kind[i] },
  predicate: { title: "Predicate", words: tables.predicate, of: (i) => columns.predicate[i] },
  cause: { title: "Cause", words: tables.cause, of: (i) => columns.cause[i] },
  rule: { title: "Rule", words: tables.rule, of: (i) => columns.rule[i], also: (i) => columns.rule2[i] },
  verdict: { title: "Decision", words: VERDICTS, of: (i) => verdicts[i] },
};
const FACET_NAMES = Object.keys(FACETS);
const filters = { kind: -1, predicate: -1, cause: -1, rule: -1, verdict: -1, words: "" };

let shownRows = new Int32Array(total);
const facetCounts = {};

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const foldedTables = {};
const SEARCHED = { name: ["subject", "object"], verb: ["verb"], detail: ["detail"], release: ["release"],
  rule: ["rule", "rule2"], kind: ["kind"] };

// For each table which of its words hold `word`: rows are then compared by number.
function findWord(word) {
  const found = [];
  for (const [table, places] of Object.entries(SEARCHED)) {
    const folded = foldedTables[table] || (foldedTables[table] = tables[table].map(fold));
    const flags = Uint8Array.from(folded, (text) => (text.includes(word) ? 1 : 0));
    if (flags.includes(1)) for (const place of places) found.push([columns[place], flags]);
  }
  return found;
}

function rowHolds(found, i) {
  for (const [column, flags] of found) if (column[i] >= 0 && flags[column[i]]) return true;
  return false;
}

// Fills `shownRows`, and counts each facet as the other filters leave it.
function applyFilters() {
  const sought = fold(filters.words).split(/\s+/).filter(Boolean).map(findWord);
  for (const key of FACET_NAMES) facetCounts[key] = new Int32Array(FACETS[key].words.length);
  const facets = FACET_NAMES.map((key) => ({ ...FACETS[key], wanted: filters[key], counts: facetCounts[key] }));
  const rows = new Int32Array(total);
  let number = 0;
  for (let i = 0; i < total; i += 1) {
    if (!sought.every((found) => rowHolds(found, i))) continue;
    let failing = -1, failures = 0;
    for (let f = 0; f < facets.length && failures < 2; f += 1) {
      const { wanted, of, also } = facets[f];
      if (wanted >= 0 && of(i) !== wanted && !(also && also(i) === wanted)) {
        failing = f;
        failures += 1;
      }
    }
    if (failures > 1) continue;
    for (let f = 0; f < facets.length; f += 1) {
      if (failures === 1 && f !== failing) continue;
      const { of, also, counts } = facets[f];
      if (of(i) >= 0) counts[of(i)] += 1;
      if (also && also(i) >= 0) counts[also(i)] += 1;
    }
    if (failures === 0) rows[number++] = i;
  }
  shownRows = rows.subarray(0, number);
}

const portions = new Map();

// What there is to say of a change; unpacked in portions, of which a few are kept.
async function readDetail(i) {
  const portion = Math.floor(i / head.portion);
  if (!portions.has(portion)) {
    if (portions.size >= 8) portions.delete(portions.keys().next().value);
    portions.set(portion, unpackData(`p${portion}`));
  }
  return (await portions.get(portion))[i % head.portion];
}

const TONES = { added: "good", recovered: "good", removed: "bad", failed: "bad" };

function kindBadge(i) {
  const kind = tables.kind[columns.kind[i]];
  return el("span", { class: `badge ${TONES[kind.split("-").pop()] || "change"}` }, kind.replace("-", " "));
}

function rowSentence(i) {
  return [
    name(tables.name[columns.subject[i]], "subject"),
    el("span", { class: "says" }, ` ${tables.verb[columns.verb[i]]} `),
    name(tables.name[columns.object[i]], "object"),
  ];
}
