// Bars of how many changes there are by kind, predicate, cause and rule; a bar filters.

const BARS = 6;
const charts = {};

function drawChart(key, toggle) {
  const { title, words } = FACETS[key];
  if (!words.length) return null;
  const order = [...words.keys()].sort((a, b) => facetCounts[key][b] - facetCounts[key][a] || a - b).slice(0, BARS);
  const bars = order.map((value) => {
    const bar = svg("rect", { height: 6, rx: 0, class: "bar" });
    const number = el("span", { class: "number" });
    const button = el("button", { type: "button", "aria-pressed": "false", click: () => toggle(key, value) },
      el("span", { class: "word" }, key === "predicate" ? words[value].replaceAll("_", " ") : words[value]),
      number,
      svg("svg", { viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" }, bar));
    return { value, bar, number, button };
  });
  charts[key] = bars;
  const more = words.length - order.length;
  return el("section", { class: `chart ${key}`, "aria-label": `Changes by ${title.toLowerCase()}` },
    el("h2", {}, title),
    el("ul", {}, bars.map(({ button }) => el("li", {}, button))),
    more > 0 && el("p", { class: "more" }, `${more} more in the list below`));
}

function updateCharts() {
  for (const [key, bars] of Object.entries(charts)) {
    const most = Math.max(1, ...facetCounts[key]);
    for (const { value, bar, number, button } of bars) {
      const some = facetCounts[key][value];
      bar.setAttribute("width", some ? Math.max(1, (100 * some) / most) : 0);
      number.textContent = some.toLocaleString("en");
      button.setAttribute("aria-pressed", String(filters[key] === value));
      button.classList.toggle("none", !some);
    }
  }
}

function drawSelect(key, change) {
  const { title, words } = FACETS[key];
  const select = el("select", { id: `filter-${key}`, change: () => change(key, Number(select.value)) },
    el("option", { value: -1 }, "all"));
  const options = [...words.keys()].sort((a, b) => (words[a] < words[b] ? -1 : 1)).map((value) => {
    const option = el("option", { value }, words[value]);
    select.append(option);
    return [value, option];
  });
  const update = () => {
    for (const [value, option] of options) {
      option.textContent = `${words[value]} (${facetCounts[key][value].toLocaleString("en")})`;
    }
    select.value = String(filters[key]);
  };
  return { element: el("div", { class: "filter" }, el("label", { for: select.id }, title), select), update };
}
