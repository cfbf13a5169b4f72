// The page of a diff: head, charts, filters, list and detail, and the keys.

const selects = [];
const shownCount = el("b", { class: "shown", "aria-live": "polite" });
const clearButton = el("button", { type: "button", class: "quiet", click: clearFilters }, "Clear filters");
const search = el("input", { type: "search", id: "search", placeholder: "names, releases, rules", input: () => {
  filters.words = search.value;
  changeFilters();
} });

function changeFilters() {
  refilter();
  list.box.scrollTop = 0;
  selectPosition(0);
  updateToolbar();
}

function toggleFilter(key, value) {
  filters[key] = filters[key] === value ? -1 : value;
  changeFilters();
}

function setFilter(key, value) {
  filters[key] = value;
  changeFilters();
}

function clearFilters() {
  for (const key of FACET_NAMES) filters[key] = -1;
  filters.words = search.value = "";
  changeFilters();
}

function updateToolbar() {
  shownCount.textContent = shownRows.length === total
    ? count(total, "change")
    : `${shownRows.length.toLocaleString("en")} of ${count(total, "change")}`;
  clearButton.hidden = !filters.words && FACET_NAMES.every((key) => filters[key] < 0);
  for (const select of selects) select.update();
}

const drawVersions = (versions) => versions.map((version) => Object.entries(version).map(([key, value]) =>
  el("span", { class: "line" }, `${key} `, name(value))));

const sameTool = JSON.stringify(head.base.versions) === JSON.stringify(head.new.versions);

function drawSideName(title, side) {
  const facts = side.facts === null ? "" : `, ${count(side.facts, "fact")}`;
  const failed = side.failed ? `, ${side.failed.toLocaleString("en")} failed` : "";
  return el("div", { class: "side-name" }, el("span", { class: "kicker" }, title), el("b", {}, name(side.name)),
    el("span", { class: "source" }, `${count(side.releases, "release")}${facts}${failed}`),
    !sameTool && el("span", { class: "source versions" }, drawVersions(side.versions)));
}

function drawHead() {
  return el("header", { class: "masthead" },
    el("h1", {}, head.total === 1 ? "One change" : `${head.total.toLocaleString("en")} changes`),
    el("div", { class: "compared" }, drawSideName("before", head.base), drawSideName("after", head.new)),
    sameTool && el("p", { class: "source versions" }, "both made by ", drawVersions(head.base.versions)),
    head.total > head.shown && el("p", { class: "notice-line" }, `The first ${head.shown.toLocaleString("en")} are shown.`),
    head.hidden > 0 && el("p", { class: "source" }, `${count(head.hidden, "change")} accepted earlier and not shown`),
    head.problems.length > 0 && el("details", { class: "problems" },
      el("summary", {}, count(head.problems.length + head.more_problems, "problem")),
      el("ul", {}, head.problems.map(([side, code, message, uri]) =>
        el("li", {}, el("b", {}, code), ` (${side}) `, uri && name(uri), uri && ": ", name(message)))),
      head.more_problems > 0 && el("p", { class: "more" }, `${head.more_problems} more`)));
}

function drawToolbar() {
  for (const key of FACET_NAMES) {
    const needed = key === "verdict" ? head.served || readData("decided").length : FACETS[key].words.length > 1;
    if (needed) selects.push(drawSelect(key, setFilter));
  }
  return el("section", { class: "toolbar", "aria-label": "Filters" },
    el("div", { class: "filter search" }, el("label", { for: search.id }, "Search"), search),
    selects.map((select) => select.element),
    el("div", { class: "buttons" }, clearButton,
      head.served && el("button", { type: "button", class: "quiet", click: askBulk }, "Accept all shown …"),
      el("button", { type: "button", class: "quiet", click: showKeys, "aria-keyshortcuts": "?" }, "Keys ", el("kbd", {}, "?"))));
}

function showKeys() {
  const keys = [["j", "next change"], ["k", "previous change"], ["Enter", "read the change; Esc leads back to the list"],
    ["/", "search"], ...(head.served ? [["a", "accept, and go on"], ["r", "reject, and go on"], ["n", "note"],
      ["u", "undo the last act"]] : []), ["?", "these keys"]];
  drawDialog("Keys", el("dl", { class: "keys" }, keys.flatMap(([key, text]) =>
    [el("dt", {}, el("kbd", {}, key)), el("dd", {}, text)])), (close) => [
    el("button", { type: "button", class: "main", click: close }, "Close")]);
}

const KEYS = {
  j: () => selectPosition(list.position + 1),
  k: () => selectPosition(list.position - 1),
  a: () => decide(ACCEPTED),
  r: () => decide(REJECTED),
  n: askNote,
  u: undo,
  "?": showKeys,
  "/": () => search.focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.target.closest("dialog")) {
    list.box.focus();
    return;
  }
  if (isTyping(event)) return;
  if (event.key === "Enter" && event.target === list.box) detailBox.focus();
  else if (Object.hasOwn(KEYS, event.key)) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

setVerdicts(readData("decided"), true);
applyFilters();
document.getElementById("page").append(
  drawHead(),
  el("main", {},
    total > 0 && el("div", { class: "charts" }, ["kind", "predicate", "cause", "rule"].map((key) => drawChart(key, toggleFilter))),
    total > 0 && drawToolbar(),
    total > 0 && el("div", { class: "counted" }, shownCount, progress, status),
    el("div", { class: "workbench" }, total > 0 && list.box, detailBox)),
);
redrawDecisions();
if (total) list.box.focus({ preventScroll: true });
if (head.served) poll();
document.documentElement.dataset.ready = "true";
