// The page of one release: its words with what they name, the facts beside them, the graph, the pages of the PDF.

const release = readData("release");
const { head, entities, facts } = release;
const chosen = { fact: -1, entity: -1 };
const pieceElements = new Map();

function factSentence(fact) {
  const details = [fact.title, fact.role && fact.role.replace("_", " "), fact.status !== "asserted" && fact.status];
  const said = details.filter(Boolean).join(", ");
  return [
    name(entities[fact.subject].name, "subject"),
    el("span", { class: "says" }, ` ${PREDICATES[fact.predicate] || fact.predicate} `),
    name(fact.object >= 0 ? entities[fact.object].name : fact.value, "object"),
    said && el("span", { class: "details" }, ` (${said})`),
  ];
}

function drawHead() {
  const line = [head.date, head.place, head.issuers.join(", "), { en: "English", fr: "French" }[head.language]];
  return el(
    "header",
    { class: "masthead" },
    el("p", { class: "kicker" }, head.media_type === "application/pdf" ? "PDF release" : "HTML release"),
    el("h1", {}, name(head.title)),
    el("p", { class: "byline" }, line.filter(Boolean).flatMap((part, i) => [i ? " · " : "", name(part)])),
    el("p", { class: "source" }, name(head.uri), head.status === "partial" &&
      el("strong", { class: "badge bad" }, "partial: see the issues")),
  );
}

function drawTally() {
  const of = (kind) => entities.filter((entity) => entity.kind === kind).length;
  const figures = [
    [facts.length, "fact", "facts", ""],
    [of("laboratory"), "laboratory", "laboratories", "laboratory"],
    [of("institution"), "institution", "institutions", "institution"],
    [of("person"), "person", "persons", "person"],
    [of("place"), "place", "places", "place"],
    [release.notes.length, "footnote", "footnotes", ""],
  ];
  return el("ul", { class: "tally" }, figures.map(([number, one, many, kind]) =>
    el("li", { class: kind }, el("b", {}, number.toLocaleString("en")), ` ${number === 1 ? one : many}`)));
}

function drawText() {
  const tags = { title: "h3", heading: "h4", list_item: "p", table: "pre" };
  return el("section", { class: "words", "aria-labelledby": "words-title" },
    el("h2", { id: "words-title" }, "The release"),
    release.blocks.map((block) =>
      el(tags[block.kind] || "p", { class: `block ${block.kind}`, dir: "auto" }, block.pieces.map((piece, i) => {
        const [words, entity, labels] = piece;
        const attributes = entity >= 0
          ? { class: `named ${entities[entity].kind}`, "data-entity": entity, click: () => chooseEntity(entity) }
          : {};
        const element = el("span", attributes, words);
        pieceElements.set(block.first + i, element);
        return [element, (labels || []).map((label) => el("sup", { class: "callout" }, name(label)))];
      }))));
}

function drawFact(fact, i) {
  return el("li", {}, el("button", { type: "button", class: "fact", "data-fact": i, "aria-pressed": "false",
    click: () => chooseFact(i) },
  el("span", { class: "sentence" }, factSentence(fact)),
  el("span", { class: "origin" }, fact.rule, ` · ${fact.confidence.toFixed(2)}`, fact.note && ` · note ${fact.note}`)));
}

function drawEntity(entity, i) {
  const codes = [entity.code, registryLink(entity.ror), registryLink(entity.rnsr)].filter(Boolean);
  const open = entity.candidates.map(([id, score]) => el("li", {}, registryLink(id), ` ${score.toFixed(2)}`));
  return el("li", {},
    el("button", { type: "button", class: `entity ${entity.kind}`, "data-entity": i, "aria-pressed": "false",
      click: () => chooseEntity(i) }, name(entity.name)),
    entity.aliases.length > 0 && el("span", { class: "aliases" }, entity.aliases.flatMap((a, j) =>
      [j ? ", " : " ", name(a)])),
    codes.length > 0 && el("span", { class: "codes" }, codes.flatMap((code) => [" ", code])),
    open.length > 0 && el("details", {}, el("summary", {}, "link open: candidates"), el("ul", {}, open)));
}

function drawNote(note) {
  return el("li", {}, el("b", { class: "label" }, name(note.label)),
    el("span", { class: note.text === null ? "missing" : "" }, name(note.text === null ? "no note answers" : note.text)),
    el("span", { class: "after" }, note.after.length
      ? note.after.flatMap((words, i) => [i ? ", “" : "after “", name(words), "”"])
      : "called nowhere"));
}

function panel(title, number, content, open) {
  return number > 0 && el("details", { class: "panel", open },
    el("summary", {}, el("h2", {}, title, el("span", { class: "number" }, ` ${number.toLocaleString("en")}`))), content);
}

function drawSide() {
  const kinds = [["laboratory", "Laboratories"], ["institution", "Institutions"], ["person", "Persons"],
    ["place", "Places"]];
  const numbered = entities.map((entity, i) => [entity, i]);
  return el("section", { class: "side", "aria-label": "What was found" },
    panel("Facts", facts.length, el("ol", { class: "facts" }, facts.map(drawFact)), true),
    kinds.map(([kind, title]) => {
      const some = numbered.filter(([entity]) => entity.kind === kind);
      return panel(title, some.length, el("ul", { class: "entities" }, some.map(([e, i]) => drawEntity(e, i))),
        kind === "laboratory");
    }),
    panel("Footnotes", release.notes.length, el("ul", { class: "notes" }, release.notes.map(drawNote)), true),
    panel("Issues", release.issues.length, el("ul", { class: "issues" }, release.issues.map(([severity, code, text]) =>
      el("li", {}, el("b", { class: `badge ${severity}` }, severity), ` ${code}: `, name(text)))), true));
}

function drawGraphSection() {
  const graph = release.graph;
  if (!graph) return null;
  return el("section", { class: "graph", "aria-labelledby": "graph-title" },
    el("h2", { id: "graph-title" }, "Laboratories and institutions"),
    el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Graph, scrolls sideways" },
      drawGraph(graph, entities, facts, chooseEntity)),
    graphLegend(graph.edges.map((edge) => facts[edge.fact])),
    graph.left_out > 0 && el("p", { class: "more" }, `${count(graph.left_out, "organisation")} with fewer ties not drawn`));
}

function drawSheets() {
  if (!release.sheets.length) return null;
  return el("section", { class: "sheets", "aria-labelledby": "sheets-title" },
    el("h2", { id: "sheets-title" }, "The pages"),
    el("div", { class: "shelf" }, release.sheets.map((sheet) => drawSheet(sheet, sheet.boxes.map(([box, of]) =>
      [box, { class: "box", "data-facts": ` ${of.join(" ")} `, click: () => chooseFact(of[0]) }])))),
    release.unseen > 0 && el("p", { class: "more" }, `${count(release.unseen, "page")} not shown`));
}

const all = (selector) => document.querySelectorAll(selector);

function clear() {
  for (const element of all(".on")) element.classList.remove("on");
  for (const element of all("[aria-pressed=true]")) element.setAttribute("aria-pressed", "false");
  chosen.fact = chosen.entity = -1;
}

function press(selector) {
  for (const element of all(selector)) {
    element.classList.add("on");
    if (element.hasAttribute("aria-pressed")) element.setAttribute("aria-pressed", "true");
  }
}

function chooseFact(i) {
  const again = chosen.fact === i;
  clear();
  if (again) return;
  chosen.fact = i;
  press(`[data-fact="${i}"]`);
  press(`[data-facts*=" ${i} "]`);
  let first = null;
  for (const [start, end] of facts[i].pieces) {
    for (let piece = start; piece < end; piece += 1) {
      const element = pieceElements.get(piece);
      if (!element) continue;
      element.classList.add("on");
      first = first || element;
    }
  }
  bringIntoView(first);
}

function chooseEntity(i) {
  const again = chosen.entity === i;
  clear();
  if (again) return;
  chosen.entity = i;
  press(`[data-entity="${i}"]`);
  facts.forEach((fact, j) => {
    if (fact.subject === i || fact.object === i) press(`[data-fact="${j}"]`);
  });
}

function walk(step) {
  if (!facts.length) return;
  const next = Math.min(Math.max(chosen.fact + step, 0), facts.length - 1);
  if (next !== chosen.fact) chooseFact(next);
  const button = document.querySelector(`button[data-fact="${next}"]`);
  button.closest("details").open = true;
  button.focus({ preventScroll: true });
  button.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (isTyping(event)) return;
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key === "Escape") clear();
});

document.getElementById("page").append(
  drawHead(),
  el("main", {},
    drawTally(),
    drawGraphSection(),
    el("p", { class: "hint" }, "Choose a fact to see its words; ", el("kbd", {}, "j"), " and ", el("kbd", {}, "k"),
      " go through them, ", el("kbd", {}, "Esc"), " lets go."),
    el("div", { class: "reading" }, drawText(), drawSide()),
    drawSheets()),
  el("footer", { class: "colophon" }, `communique ${head.made_by.version} · ${head.made_by.model} · registry ` +
    `${head.made_by.registry} · rules ${head.made_by.rules.slice(0, 12)} · record ${head.id}`),
);
