// Elements from untrusted text: text nodes only. No markup is ever parsed, no address but one of this page is linked.

const SVG = "http://www.w3.org/2000/svg";
const ALLOWED = /^(class|id|role|type|name|for|tabindex|value|lang|dir|hidden|disabled|checked|selected|placeholder|scope|list|maxlength|rows|min|max|open|inputmode|autocomplete|spellcheck|colspan|aria-[a-z]+|data-[a-z]+|x|y|x1|x2|y1|y2|r|cx|cy|width|height|viewBox|text-anchor|focusable)$/;

// Marks that turn the direction of what follows, and control characters, are shown, not obeyed.
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function shown(text) {
  return String(text)
    .replace(/\r\n?/g, "\n")
    .replace(UNSEEN, (mark) => `⟦U+${mark.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟧`);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "href") {
      if (!String(value).startsWith("#")) throw new TypeError(`not a place on this page: ${value}`);
      element.setAttribute("href", value);
    } else if (name.startsWith("on")) {
      if (typeof value !== "function") throw new TypeError(`${name} is no function`);
      element.addEventListener(name.slice(2), value);
    } else if (ALLOWED.test(name)) {
      element.setAttribute(name, value === true ? "" : value);
    } else {
      throw new TypeError(`attribute ${name} is not one that this page uses`);
    }
  }
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === "") continue;
    element.append(child instanceof Node ? child : document.createTextNode(shown(child)));
  }
  return element;
}

function make(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function draw(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

// Words of an article: whatever their direction, they do not turn what stands around them.
function words(text, limit = Infinity) {
  const cut = text.length > limit ? `${[...text].slice(0, limit).join("")}…` : text;
  return make("bdi", {}, cut);
}

const label = (name) => name.replaceAll("_", " ");
const counted = (count) => count.toLocaleString("en-GB");

function button(text, onclick, attributes = {}) {
  return make("button", { type: "button", onclick, ...attributes }, text);
}

// A labelled control; the meaning of a column is its description.
function labelled(text, control, meaning = "") {
  const parts = [make("label", { for: control.id }, text), control];
  if (meaning) {
    control.setAttribute("aria-describedby", `${control.id}-meaning`);
    parts.push(make("small", { id: `${control.id}-meaning` }, meaning));
  }
  return make("div", { class: "field" }, parts);
}

function choice(id, options, value, attributes = {}) {
  const select = make("select", { id, ...attributes });
  for (const [option, text] of options) select.append(make("option", { value: option }, text));
  select.value = value;
  return select;
}

// A table of words and numbers, with its caption.
function dataTable(caption, head, body, attributes = {}) {
  return make(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    make(
      "table",
      attributes,
      make("caption", {}, caption),
      make("thead", {}, make("tr", {}, head.map((cell) => make("th", { scope: "col" }, cell)))),
      make("tbody", {}, body.map((cells) => make("tr", {}, cells.map((cell, at) =>
        at ? make("td", { class: typeof cell === "number" ? "number" : null }, typeof cell === "number" ? counted(cell) : cell)
          : make("th", { scope: "row" }, cell))))),
    ),
  );
}

function say(text) {
  document.getElementById("said").textContent = shown(text);
}
