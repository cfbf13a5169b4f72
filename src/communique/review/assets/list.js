// The list: as many rows in the document as can be seen, whatever the number of changes.

const ROW_HEIGHT = 76;
const SPARE_ROWS = 6;
const list = {
  box: el("div", { class: "list", role: "listbox", tabindex: 0, "aria-label": "Changes" }),
  inner: el("div", { class: "inner", role: "presentation" }),
  rows: new Map(),
  position: 0,
};
list.box.append(list.inner);

const selectedRow = () => (shownRows.length ? shownRows[list.position] : -1);

function drawRow(position) {
  const i = shownRows[position];
  const detail = tables.detail[columns.detail[i]];
  const rule = columns.rule[i] >= 0 ? ` · ${tables.rule[columns.rule[i]]}` : "";
  const row = el(
    "div",
    { class: `row ${VERDICTS[verdicts[i]]}`, role: "option", id: `row-${i}`, "aria-setsize": shownRows.length,
      "aria-posinset": position + 1, "aria-selected": String(position === list.position),
      click: () => { selectPosition(position); list.box.focus({ preventScroll: true }); } },
    el("span", { class: "tag" }, kindBadge(i), verdicts[i] !== OPEN &&
      el("span", { class: `verdict ${VERDICTS[verdicts[i]]}` }, VERDICTS[verdicts[i]])),
    el("span", { class: "sentence" }, rowSentence(i), detail && el("span", { class: "details" }, " (", name(detail), ")")),
    el("span", { class: "origin" }, name(tables.release[columns.release[i]]), ` · ${tables.cause[columns.cause[i]]}${rule}`),
  );
  row.style.transform = `translateY(${position * ROW_HEIGHT}px)`;
  return row;
}

function drawRows() {
  const first = Math.max(0, Math.floor(list.box.scrollTop / ROW_HEIGHT) - SPARE_ROWS);
  const seen = Math.ceil(list.box.clientHeight / ROW_HEIGHT) + 2 * SPARE_ROWS;
  const last = Math.min(shownRows.length, first + seen);
  for (const [position, row] of list.rows) {
    if (position < first || position >= last) {
      row.remove();
      list.rows.delete(position);
    }
  }
  for (let position = first; position < last; position += 1) {
    if (!list.rows.has(position)) {
      const row = drawRow(position);
      list.rows.set(position, row);
      list.inner.append(row);
    }
  }
  const row = list.rows.get(list.position);
  if (row) list.box.setAttribute("aria-activedescendant", row.id);
  else list.box.removeAttribute("aria-activedescendant");
}

function redrawList() {
  for (const row of list.rows.values()) row.remove();
  list.rows.clear();
  list.inner.style.height = `${Math.max(1, shownRows.length) * ROW_HEIGHT}px`;
  drawRows();
}

function showPosition() {
  const top = list.position * ROW_HEIGHT;
  const { scrollTop, clientHeight } = list.box;
  if (top < scrollTop) list.box.scrollTop = top;
  else if (top + ROW_HEIGHT > scrollTop + clientHeight) list.box.scrollTop = top + ROW_HEIGHT - clientHeight;
}

function selectPosition(position) {
  const before = list.rows.get(list.position);
  if (before) before.setAttribute("aria-selected", "false");
  list.position = Math.min(Math.max(position, 0), Math.max(0, shownRows.length - 1));
  showPosition();
  drawRows();
  const row = list.rows.get(list.position);
  if (row) row.setAttribute("aria-selected", "true");
  drawDetail(selectedRow());
}

// Stays on the change that was selected if it is still shown, else at the same place.
function refilter() {
  const row = selectedRow();
  applyFilters();
  const position = shownRows.indexOf(row);
  list.position = position >= 0 ? position : Math.min(list.position, Math.max(0, shownRows.length - 1));
  redrawList();
  showPosition();
  drawRows();
  updateCharts();
  drawDetail(selectedRow());
}

// On paper the rows stand one below the other: as many as someone may read there.
const PRINTED_ROWS = 500;
window.addEventListener("beforeprint", () => {
  const last = Math.min(shownRows.length, PRINTED_ROWS);
  list.inner.replaceChildren(...Array.from({ length: last }, (_, position) => drawRow(position)));
  if (last < shownRows.length) list.inner.append(el("p", { class: "more" }, `${count(shownRows.length - last, "change")} more`));
});
window.addEventListener("afterprint", () => {
  list.inner.replaceChildren();
  redrawList();
});

const LIST_KEYS = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity };

list.box.addEventListener("keydown", (event) => {
  if (event.key in LIST_KEYS && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    selectPosition(list.position + LIST_KEYS[event.key]);
  }
});
list.box.addEventListener("scroll", () => requestAnimationFrame(drawRows), { passive: true });
new ResizeObserver(drawRows).observe(list.box);
