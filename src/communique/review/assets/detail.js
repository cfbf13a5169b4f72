// One change: what it says, field by field, the words of both sides, the pages of the PDF.

const detailBox = el("section", { class: "detail", tabindex: -1, "aria-label": "The change" });
let drawnRow = -2;

const sheets = readData("sheets");

// A picture of a page: from this file, or asked of the server; null where there is none.
async function getSheet(key) {
  if (!(key in sheets) && head.served) {
    const answer = await fetch(`pages/${key}`);
    sheets[key] = answer.ok ? await answer.json() : null;
  }
  return sheets[key] || null;
}

// Both sides: what differs, and the rest on demand. One side: what the sentence above does not say yet.
function drawFields(fields, both) {
  if (!both) {
    const rest = fields.filter(([field]) => !["subject", "predicate", "object"].includes(field));
    return el("dl", { class: "state" }, rest.map(([field, before, after]) =>
      el("div", {}, el("dt", {}, field.replaceAll("_", " ")), el("dd", {}, drawValue(after || before)))));
  }
  const differing = fields.filter(([, before, after]) => before !== after);
  const same = fields.filter(([, before, after]) => before === after);
  return [
    differing.length > 0 && drawSides("Fields that differ", differing),
    same.length > 0 && el("details", { class: "same" }, el("summary", {}, count(same.length, "field"), " unchanged"),
      el("dl", { class: "state" }, same.map(([field, , after]) =>
        el("div", {}, el("dt", {}, field.replaceAll("_", " ")), el("dd", {}, drawValue(after)))))),
  ];
}

function drawSides(title, fields) {
  return el("table", { class: "fields" },
    el("caption", { class: "unseen" }, title),
    el("thead", {}, el("tr", {}, el("td", {}), ["before", "after"].map((side) => el("th", { scope: "col" }, side)))),
    el("tbody", {}, fields.map(([field, ...sides]) => el("tr", { class: "differs" },
      el("th", { scope: "row" }, field.replaceAll("_", " ")),
      sides.map((side) => el("td", {}, drawValue(side) || el("span", { class: "says" }, "none")))))));
}

const drawValue = (value) => (/^https:/.test(value) ? registryLink(value) : value && name(value));

function drawPassage(passage) {
  const words = passage.pieces.map(([text, marked, labels]) => [
    marked ? el("mark", {}, text) : text,
    (labels || []).map((label) => el("sup", { class: "callout" }, name(label))),
  ]);
  return passage.label
    ? el("div", { class: "passage note" }, el("b", { class: "label" }, "Note ", name(passage.label)), el("p", { dir: "auto" }, words))
    : el("p", { class: `passage ${passage.block}`, dir: "auto" }, words);
}

const drawPassages = (side) => {
  const notes = side.passages.filter((passage) => passage.label);
  const texts = side.passages.filter((passage) => !passage.label);
  return el("div", { class: notes.length && texts.length ? "passages with-note" : "passages" },
    el("div", {}, texts.map(drawPassage)), notes.length > 0 && el("div", {}, notes.map(drawPassage)));
};

function drawWords(detail) {
  const sides = [["before", detail.before], ["after", detail.after]].filter(([, side]) => side && side.passages.length);
  if (!sides.length) return null;
  const same = sides.length === 2 && JSON.stringify(sides[0][1].passages) === JSON.stringify(sides[1][1].passages);
  const drawn = same ? [["before and after", detail.after]] : sides;
  return el("section", { class: `both-sides sides-${drawn.length}`, "aria-label": "The words" }, drawn.map(([title, side]) =>
    el("div", { class: "words-of" }, el("h3", {}, `Words ${title}`), drawPassages(side))));
}

// The pages that the change stands on, with the boxes of both sides; one that both have is drawn once.
function listPages(detail) {
  const pages = new Map();
  for (const [title, side] of [["before", detail.before], ["after", detail.after]]) {
    for (const [page, box] of (side && side.boxes) || []) {
      const key = `${releases[side.release].sha256}/${page}`;
      if (!pages.has(key)) pages.set(key, { page, boxes: new Map(), titles: new Set() });
      const { boxes, titles } = pages.get(key);
      const same = boxes.get(box.join());
      boxes.set(box.join(), [box, { class: same ? "box on" : `box on ${title}` }]);
      titles.add(title);
    }
  }
  return pages;
}

function drawPages(detail, row) {
  const pages = listPages(detail);
  if (!pages.size) return null;
  const frame = el("section", { class: "pages", "aria-label": "The pages" });
  for (const [key, { page, boxes, titles }] of pages) {
    const place = el("div", { class: "place" });
    frame.append(place);
    getSheet(key).then((sheet) => {
      if (sheet && row === drawnRow) place.append(drawSheet(sheet, [...boxes.values()], `Page ${page}, ${[...titles].join(" and ")}`));
    });
  }
  return frame;
}

function drawReleases(detail) {
  const lines = [["before", detail.before], ["after", detail.after]].filter(([, side]) => side);
  const same = lines.length === 2 && lines[0][1].release === lines[1][1].release;
  return el("p", { class: "source" }, (same ? [["", detail.after]] : lines).map(([title, side]) => {
    const release = releases[side.release];
    return el("span", { class: "line" }, title && `${title}: `, name(release.name), release.date && ` · ${release.date}`,
      " · ", name(release.uri));
  }));
}

// Only the decision can have changed on a change that stands there already; what has the focus keeps it.
function updateDecision(row) {
  const slot = detailBox.querySelector(".decision-slot");
  if (!slot) return;
  const held = slot.contains(document.activeElement) ? document.activeElement.className : null;
  slot.replaceChildren(...[drawVerdict(row)].filter(Boolean));
  if (held) slot.querySelector(`button.${held}`).focus();
}

async function drawDetail(row) {
  if (row === drawnRow && row >= 0) {
    updateDecision(row);
    return;
  }
  drawnRow = row;
  if (row < 0) {
    detailBox.replaceChildren(el("p", { class: "hint" }, total ? "No change fits these filters." : "Nothing changed."));
    return;
  }
  const detail = await readDetail(row);
  if (row !== drawnRow) return; // another change was chosen meanwhile
  const kind = tables.kind[columns.kind[row]];
  const cause = tables.cause[columns.cause[row]];
  detailBox.replaceChildren(...fill(el("div"), {}, [
    el("p", { class: "kicker" }, kindBadge(row), " ", head.kinds[kind] || ""),
    el("h2", { class: "claim" }, rowSentence(row)),
    drawReleases(detail),
    el("div", { class: "decision-slot" }, drawVerdict(row)),
    drawFields(detail.fields, detail.both),
    el("p", { class: "cause" }, el("b", {}, "Cause: "), cause, detail.certain ? "" : " (not certain)",
      detail.rules.length > 0 && ` · ${detail.rules.join(" → ")}`, head.causes[cause] && ` · ${head.causes[cause]}`),
    detail.because && el("p", { class: "cause" }, el("b", {}, "Why: "), name(detail.because)),
    drawWords(detail),
    detail.follows.length > 0 && el("section", { class: "follows" }, el("h3", {}, "What follows from it"),
      el("ul", {}, detail.follows.map((line) => el("li", {}, name(line)))),
      detail.more > 0 && el("p", { class: "more" }, `${detail.more} more`)),
    drawPages(detail, row),
    el("p", { class: "source" }, `change ${detail.id}`),
  ]).childNodes);
}
