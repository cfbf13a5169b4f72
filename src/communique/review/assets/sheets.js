// Pages of a PDF as pictures, with boxes on them.

// `boxes` are pairs of a box [x0, top, x1, bottom] and the class that it gets, or the attributes.
function drawSheet(sheet, boxes, caption) {
  const [x0, top, x1, bottom] = sheet.frame;
  const [width, height] = [x1 - x0, bottom - top];
  return el(
    "figure",
    { class: "sheet" },
    el("div", { class: "paper" },
      el("img", { src: sheet.picture, alt: `Page ${sheet.page} of the PDF`, width: Math.round(width),
        height: Math.round(height), loading: "lazy", decoding: "async" }),
      svg("svg", { viewBox: `${x0} ${top} ${width} ${height}`, preserveAspectRatio: "none", "aria-hidden": "true" },
        boxes.map(([box, attributes]) => svg("rect", { x: box[0] - 1.5, y: box[1] - 1.5, width: box[2] - box[0] + 3,
          height: box[3] - box[1] + 3, rx: 2, ...attributes })))),
    el("figcaption", {}, caption || `Page ${sheet.page}`),
  );
}
