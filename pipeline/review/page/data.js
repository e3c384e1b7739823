"use strict";
// The data beside the page: plain lists in script files, asked for by name. Nothing else is ever loaded.

const DATA_FILE = /^data\/(start|decisions|rows-[a-z]+|articles\/[0-9a-f]{16})\.js$/;
const ARTICLES_HELD = 12;

// Where the browser knows Trusted Types, no text can become markup or code but through this one gate.
const gate = window.trustedTypes
  ? window.trustedTypes.createPolicy("ldr", { createScriptURL: (url) => checkedFile(url) })
  : { createScriptURL: (url) => checkedFile(url) };

function checkedFile(url) {
  if (!DATA_FILE.test(url)) throw new TypeError(`not a data file: ${url}`);
  return url;
}

const received = new Map();
const loading = new Map();

// Data files call this, and only this.
window.ldrReview = Object.freeze({
  receive(name, data) {
    received.set(name, data);
  },
});

function load(name, file = name) {
  if (!loading.has(file)) {
    loading.set(file, new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = gate.createScriptURL(`data/${file}.js`);
      script.addEventListener("load", () => {
        script.remove();
        const data = received.get(name);
        received.delete(name);
        if (data === undefined) reject(new Error(`data/${file}.js is not whole: run ldr review again`));
        else resolve(data);
      });
      script.addEventListener("error", () => {
        script.remove();
        loading.delete(file);
        reject(new Error(`data/${file}.js cannot be loaded: keep the folder together, or run ldr review again`));
      });
      document.head.append(script);
    }));
  }
  return loading.get(file);
}

// An article's text and rows; of those read before, a few are kept.
function loadArticle(id) {
  const file = `articles/${id}`;
  for (const old of [...loading.keys()].filter((one) => one.startsWith("articles/") && one !== file)) {
    if ([...loading.keys()].filter((one) => one.startsWith("articles/")).length < ARTICLES_HELD) break;
    loading.delete(old);
  }
  const found = load(id, file);
  loading.delete(file);
  loading.set(file, found); // the latest last
  return found;
}

// What the page knows from the start; filled by main.js.
const known = { tables: new Map(), articles: [], articleAt: new Map(), review: null, overview: null };

function takeStart(start) {
  for (const table of start.tables) {
    table.at = known.tables.size;
    table.columnAt = new Map(table.columns.map((column, at) => [column.name, at]));
    known.tables.set(table.name, table);
  }
  known.articles = start.articles.map(([id, title, publisher, first, last]) => ({ id, title, publisher, first, last }));
  known.articles.forEach((article, at) => known.articleAt.set(article.id, at));
  known.review = start.review;
  known.overview = start.overview;
}

// A table's rows for lists and filters.
class Rows {
  constructor(name, data) {
    this.name = name;
    this.table = known.tables.get(name);
    this.keys = data.keys;
    this.articles = data.articles;
    this.columns = new Map(data.columns.map(([column, values, codes]) => [column, { values, codes }]));
    this.places = null;
  }

  cell(at, column) {
    const found = this.columns.get(column);
    return found ? found.values[found.codes[at]] : "";
  }

  find(key) {
    if (!this.places) this.places = new Map(this.keys.map((one, at) => [one, at]));
    return this.places.has(key) ? this.places.get(key) : -1;
  }
}

const tablesOfRows = new Map();

async function loadRows(name) {
  if (!tablesOfRows.has(name)) tablesOfRows.set(name, new Rows(name, await load(`rows-${name}`)));
  return tablesOfRows.get(name);
}

const placed = () => [...known.tables.values()].filter((table) => table.placed).map((table) => table.name);
// People first.
const entityTables = () => [...known.tables.values()].filter((table) => table.entity).map((table) => table.name).sort().reverse();

// Whether a column says something in a line about a row: no keys but those that stand for a name, no place, no evidence.
const UNTOLD = ["text", "char_start", "char_end", "zone", "sentence", "rule", "encoding", "words"];
const tells = (table, column) => column.refers === "entity"
  || !(column.refers || column.name === table.key || column.name.endsWith("_id") || UNTOLD.includes(column.name));

// The name of a person or organisation, once their tables are loaded; else their key.
function nameOf(key) {
  for (const name of entityTables()) {
    const rows = tablesOfRows.get(name);
    const at = rows ? rows.find(key) : -1;
    if (at >= 0) return Decisions.nameNow(name, key, rows.cell(at, "name"));
  }
  return key;
}
