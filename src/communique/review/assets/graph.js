// The graph of a release, drawn where the layout says.

const EDGE_CLASSES = { supervisor: "supervisor", partner: "partner", part_of: "part-of" };

function edgeClass(fact) {
  return fact.predicate === "affiliated_with" ? EDGE_CLASSES[fact.role] : fact.predicate;
}

function drawGraph(graph, entities, facts, choose) {
  const [width, height] = graph.node;
  const places = new Map(graph.nodes.map((node) => [node.entity, node]));
  const edges = graph.edges.map((edge) => {
    const [from, to] = [places.get(edge.from), places.get(edge.to)];
    const right = from.x < to.x;
    const [x0, y0] = [from.x + (right ? width : 0), from.y + height / 2];
    const [x1, y1] = [to.x + (right ? 0 : width), to.y + height / 2];
    const bend = right ? Math.max(30, (x1 - x0) / 2) : -40;
    const path = `M${x0} ${y0}C${x0 + bend} ${y0} ${x1 - bend} ${y1} ${x1} ${y1}`;
    const fact = facts[edge.fact];
    return svg("path", { d: path, class: `edge ${edgeClass(fact)} ${fact.status}`, "data-fact": edge.fact });
  });
  const nodes = graph.nodes.map((node) => {
    const entity = entities[node.entity];
    const first = height / 2 + (node.lines.length > 1 ? -3 : 5);
    return svg(
      "g",
      { class: `node ${entity.kind}`, transform: `translate(${node.x} ${node.y})`, "data-entity": node.entity,
        click: () => choose(node.entity) },
      svg("title", {}, entity.name),
      svg("rect", { width, height, rx: 8 }),
      node.lines.map((line, i) => svg("text", { x: width / 2, y: first + 16 * i }, line)),
    );
  });
  return svg(
    "svg",
    { viewBox: `0 0 ${graph.width} ${graph.height}`, width: graph.width, height: graph.height, role: "img",
      "aria-label": `${count(nodes.length, "organisation")} and ${count(edges.length, "tie")} between them; ` +
        "the list of facts says the same in words" },
    edges,
    nodes,
  );
}

function graphLegend(facts) {
  const words = { supervisor: "supervised by", partner: "partner", "part-of": "part of", involves: "involves",
    succeeds: "succeeds" };
  const used = new Set(facts.map(edgeClass));
  return el("ul", { class: "legend" }, Object.entries(words).filter(([kind]) => used.has(kind)).map(([kind, text]) =>
    el("li", {}, svg("svg", { width: 34, height: 10, "aria-hidden": "true" },
      svg("path", { d: "M1 5H33", class: `edge ${kind}` })), text)));
}
