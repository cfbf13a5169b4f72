// Decisions: shown on every page; taken, where a server keeps them.

const POLL_MS = 1000;
const givers = new Map();
const acts = [];
const pending = [];
let version = "";
let waiting = Promise.resolve();
const status = el("p", { class: "status", role: "status" });
const progress = el("span", { class: "progress" });

// Takes over what is decided; rows that are not named stay as they are, or are open where all were told.
function setVerdicts(decided, all) {
  if (all) {
    verdicts.fill(OPEN);
    remarks.clear();
    givers.clear();
  }
  for (const [row, verdict, by, notes] of decided) {
    verdicts[row] = verdict === "accept" ? ACCEPTED : verdict === "reject" ? REJECTED : OPEN;
    givers.set(row, by);
    if (notes.length) remarks.set(row, notes);
    else remarks.delete(row);
  }
  for (const { rows, verdict } of pending) for (const row of rows) verdicts[row] = verdict;
}

function drawVerdict(row) {
  const notes = remarks.get(row) || [];
  const verdict = VERDICTS[verdicts[row]];
  const by = givers.get(row);
  if (!head.served && verdicts[row] === OPEN && !notes.length) return null;
  const button = (key, text, act) => el("button", { type: "button", class: text.toLowerCase(), click: act,
    "aria-keyshortcuts": key }, text, " ", el("kbd", {}, key));
  return el("div", { class: "decision" },
    el("span", { class: `verdict ${verdict}` }, verdict, verdicts[row] !== OPEN && by && ` by ${by}`),
    head.served && [button("a", "Accept", () => decide(ACCEPTED)), button("r", "Reject", () => decide(REJECTED)),
      button("n", "Note", askNote), button("u", "Undo", undo)],
    notes.length > 0 && el("ul", { class: "remarks" }, notes.map((note) => el("li", {}, name(note)))));
}

function updateProgress() {
  const decided = verdicts.reduce((sum, verdict) => sum + (verdict !== OPEN), 0);
  progress.textContent = head.served || decided ? `${decided.toLocaleString("en")} of ${count(total, "change")} decided` : "";
}

function redrawDecisions() {
  refilter();
  updateProgress();
  updateToolbar();
}

function take(state) {
  if (Number(state.version) < Number(version)) return; // overtaken by a later answer
  version = state.version;
  if (!state.decided) return;
  setVerdicts(state.decided, state.all);
  redrawDecisions();
}

// One request after the other, so that acts reach the log in the order in which they were made.
// What an act has changed on the page already stands in `pending` until the answer tells it.
// `ask` gives the body when its turn has come: an undo must know of the acts before it.
function send(ask, act) {
  waiting = waiting.then(async () => {
    try {
      const answer = await fetch("decisions", { method: "POST", body: JSON.stringify({ ...ask(), version }),
        headers: { "Content-Type": "application/json" } });
      if (!answer.ok) throw new Error(await answer.text());
      const state = await answer.json();
      if (state.batch) acts.push(state.batch);
      if (act) pending.splice(pending.indexOf(act), 1);
      take(state);
    } catch (error) {
      pending.length = 0;
      version = "";
      status.className = "status bad";
      status.textContent = `Not kept: ${error.message}`;
    }
  });
  return waiting;
}

function say(text) {
  status.className = "status";
  status.textContent = text;
}

function decide(verdict) {
  const row = selectedRow();
  if (!head.served || row < 0) return;
  decideOn([row], verdict);
  say(`${VERDICTS[verdict]}: ${tables.name[columns.subject[row]]}`);
}

function decideOn(rows, verdict) {
  const act = { rows, verdict };
  pending.push(act);
  for (const row of rows) verdicts[row] = verdict;
  send(() => ({ decision: verdict === ACCEPTED ? "accept" : "reject", rows }), act);
  const row = selectedRow();
  redrawDecisions();
  if (rows.length === 1 && selectedRow() === row) selectPosition(list.position + 1);
}

function undo() {
  if (!head.served) return;
  const row = selectedRow();
  send(() => (acts.length ? { decision: "undo", batch: acts.pop() } : { decision: "undo", row }));
  say("undone");
}

function drawDialog(title, content, buttons) {
  const dialog = el("dialog", { "aria-label": title, close: () => { dialog.remove(); list.box.focus(); } },
    el("form", { method: "dialog" }, el("h2", {}, title), content,
      el("div", { class: "buttons" }, buttons(() => dialog.close()))));
  document.body.append(dialog);
  dialog.showModal();
}

function askNote() {
  const row = selectedRow();
  if (!head.served || row < 0) return;
  const field = el("textarea", { id: "note-text", rows: 4, maxlength: 2000 });
  drawDialog("Note on this change", [el("label", { for: "note-text" }, "What should others know?"), field], (close) => [
    el("button", { type: "button", class: "quiet", click: close }, "Cancel"),
    el("button", { type: "button", class: "main", click: () => {
      if (field.value.trim()) send(() => ({ decision: "note", rows: [row], note: field.value.trim() }));
      close();
    } }, "Keep"),
  ]);
  field.focus();
}

function askBulk() {
  const rows = [...shownRows].filter((row) => verdicts[row] !== ACCEPTED);
  if (!head.served || !rows.length) return;
  drawDialog(`Accept ${count(rows.length, "change")}?`,
    el("p", {}, "All changes that the filters show and that are not accepted yet. Undo takes it back in one step."),
    (close) => [
      el("button", { type: "button", class: "quiet", click: close }, "Cancel"),
      el("button", { type: "button", class: "main", click: () => {
        close();
        decideOn(rows, ACCEPTED);
        say(`accepted: ${count(rows.length, "change")}`);
      } }, "Accept all"),
    ]);
}

async function poll() {
  try {
    if (!pending.length) {
      const answer = await fetch(`state?version=${encodeURIComponent(version)}`);
      if (answer.ok && !pending.length) take(await answer.json());
      document.body.classList.remove("lost");
    }
  } catch {
    document.body.classList.add("lost");
  }
  setTimeout(poll, POLL_MS);
}
