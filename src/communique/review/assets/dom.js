// Elements, made of names, attributes and text. What a release says only ever becomes a text node.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(3)) {
    if (child === null || child === undefined || child === "" || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

const el = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);
const svg = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

const readData = (id) => JSON.parse(document.getElementById(id).textContent);

// What was packed away (deflated, in base64) because it is seldom looked at.
async function unpackData(id) {
  const bytes = Uint8Array.from(atob(readData(id)), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).json();
}

const count = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many || one + "s"}`;

// An identifier of a registry as a link, where it has the form of one.
function registryLink(id) {
  if (/^https:\/\/ror\.org\/0[a-z0-9]{6}\d{2}$/.test(id || "")) {
    return el("a", { href: id, rel: "noreferrer noopener", target: "_blank" }, id.slice("https://".length));
  }
  return id ? el("span", {}, id) : null;
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function bringIntoView(element, block) {
  if (element) element.scrollIntoView({ block: block || "center", behavior: calm() ? "auto" : "smooth" });
}

// Whether a key was meant for what has the focus, not for the page.
function isTyping(event) {
  const target = event.target;
  return event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, select, dialog[open]");
}

const PREDICATES = {
  affiliated_with: "is affiliated with",
  involves: "involves",
  located_in: "is located in",
  founded_on: "was founded on",
  succeeds: "succeeds",
  holds_position: "holds a position at",
};

// The words of a name in a box of its own direction: one that turns its line around turns nothing else.
const name = (words, classes) => el("bdi", { class: classes }, words);
