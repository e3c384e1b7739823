// The keyboard: one list, from which the help page is made. Single keys can be switched off.

const Keys = (() => {
  let on = true;
  const inReader = () => !document.getElementById("read").hidden && !document.getElementById("work").hidden;
  const inEntities = () => !document.getElementById("entities").hidden;
  const judge = (decision) => () => (inEntities() ? Entities.judge(decision) : inReader() && Detail.judge(decision));

  const MAP = [
    ["j", "next row", () => (inEntities() ? Entities.step(1) : inReader() && Reader.step(1))],
    ["k", "previous row", () => (inEntities() ? Entities.step(-1) : inReader() && Reader.step(-1))],
    ["n", "next article", () => inReader() && Reader.stepArticle(1)],
    ["p", "previous article", () => inReader() && Reader.stepArticle(-1)],
    ["a", "accept the row", judge("accept")],
    ["x", "reject the row", judge("reject")],
    ["e", "correct the row: go to its form (Enter saves)", () => inReader() && Detail.focus()],
    ["m", "note: go to it", () => inReader() && Detail.note()],
    ["c", "take back what was decided of the row", () => (inEntities() ? Entities.clear() : inReader() && Detail.clear())],
    ["u", "undo the last decision", undo],
    ["w", "go to the row's words (Enter goes back to the rows)", () => inReader() && Reader.toWords()],
    ["r", "go to the rows of the article", () => inReader() && Reader.toRows()],
    ["/", "filter", () => { if (document.getElementById("work").hidden) location.hash = "#/read"; Filters.open(); }],
    ["1", "overview", () => { location.hash = "#/overview"; }],
    ["2", "articles", () => { location.hash = "#/read"; }],
    ["3", "rows", () => { location.hash = "#/rows"; }],
    ["4", "people and organisations", () => { location.hash = "#/entities"; }],
    ["?", "this help", () => { location.hash = "#/help"; }],
  ];
  const ALWAYS = [
    ["Arrow keys, Page Up, Page Down, Home, End", "move in a list"],
    ["Enter", "in a list: open; in a form: save"],
    ["Space", "in the list of names: tick for merging"],
    ["Escape", "leave a form, back to the rows"],
  ];

  function undo() {
    const step = Decisions.undo();
    say(step ? `Undone: ${step.length} rows` : "Nothing to undo");
    if (step) { Detail.again(); Entities.again(); }
  }

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const writing = event.target.closest("input:not([type=checkbox]), select, textarea");
    if (event.key === "Escape" && writing) {
      if (inReader()) Reader.toRows();
      else writing.blur();
      return;
    }
    if (!on || writing) return;
    const found = MAP.find(([key]) => key === event.key);
    if (!found) return;
    event.preventDefault();
    found[2]();
  }

  function build(place) {
    try { on = localStorage.getItem("ldr-review keys") !== "off"; } catch { on = true; }
    const box = make("input", { type: "checkbox", id: "single-keys", checked: on, onchange: () => {
      on = box.checked;
      try { localStorage.setItem("ldr-review keys", on ? "on" : "off"); } catch { /* it holds until the page is closed */ }
    } });
    place.replaceChildren(
      make("h2", { id: "help-title", tabindex: "-1" }, "Help"),
      make("div", { class: "tick" }, box, make("label", { for: "single-keys" }, "Single keys do something")),
      dataTable("Keys", ["key", "what it does"], [...MAP, ...ALWAYS].map(([key, what]) => [make("kbd", {}, key), what])),
      dataTable("Decisions", ["decision", "meaning"], known.review.decisions),
      dataTable("Columns of review.csv", ["column", "meaning"], known.review.columns),
      ...[...known.tables.values()].map((table) => make("details", {}, make("summary", {}, label(table.name), make("span", { class: "faint" }, ` ${table.description}`)),
        dataTable(`Columns of ${label(table.name)}`, ["column", "meaning", "values"],
          table.columns.map((column) => [column.name, column.meaning, column.vocabulary.join(", ")])))));
    document.addEventListener("keydown", press);
  }

  return { build };
})();
