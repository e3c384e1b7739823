// One row: every cell with its meaning, what was decided, and the form that corrects it.

const Detail = (() => {
  let panel, row, article;

  function show(chosen, of) {
    row = chosen;
    article = of;
    if (!row) { panel.replaceChildren(make("p", { class: "faint" }, "Choose a row, or click on highlighted words.")); return; }
    const { table, cells } = row;
    const open = table.columns.filter((column) => column.editable);
    const fixed = table.columns.filter((column) => !column.editable && !["article_id", "sentence"].includes(column.name));
    panel.replaceChildren(
      make("h3", { id: "row-title" }, make("b", { class: `kind k${table.at}` }, label(table.name)), " ", words(Reader.wordsOf(row), 200)),
      make("p", { class: "verdict", id: "verdict" }),
      make("div", { class: "buttons" },
        button("Accept", () => judge("accept"), { "data-decision": "accept" }),
        button("Reject", () => judge("reject"), { "data-decision": "reject" }),
        button("Take back", clear, { "data-decision": "none" }),
        button("To the words", () => Reader.toWords())),
      make("form", { id: "correcting", "aria-labelledby": "row-title", onsubmit: save },
        Forms.fields(open, (column) => Decisions.cellNow(table.name, cells[0], column.name, cells[table.columnAt.get(column.name)]),
          (column) => candidates(column.refers)),
        labelled("note", make("input", { id: "cell-note", type: "text", autocomplete: "off", maxlength: 2000, value: Decisions.noteOf(table.name, cells[0]) }),
          known.review.columns.find(([name]) => name === "note")[1]),
        Forms.refused(),
        make("button", { type: "submit" }, "Save corrections")),
      make("details", {}, make("summary", {}, "Where it comes from"), make("dl", {}, fixed.flatMap((column) => [
        make("dt", {}, label(column.name)), make("dd", {}, words(cells[table.columnAt.get(column.name)]), make("small", {}, column.meaning))]))),
    );
    drawVerdict();
  }

  function candidates(refers) {
    const options = new Map();
    for (const one of article.rows) {
      if (refers === one.table.name && one !== row) options.set(one.cells[0], Reader.cell(one, "text").slice(0, 80));
      if (one.table.name !== "mentions") continue;
      const key = Reader.cell(one, "entity_id");
      const table = entityTables().find((name) => tablesOfRows.get(name).find(key) >= 0);
      if (refers === "entity" || refers === table) options.set(key, nameOf(key));
    }
    return [...options];
  }

  const note = () => panel.querySelector("#cell-note").value.trim();
  const rest = () => ({ article_id: article.id, note: note() });

  function save(event) {
    event.preventDefault();
    const { table, cells } = row;
    const found = Forms.entered(event.target, table.columns.filter((column) => column.editable));
    if (!found) return;
    const kept = Decisions.of(table.name, cells[0]).filter((one) => !["correct", "reject"].includes(one.decision));
    const lines = found.filter(([column, value]) => value !== cells[table.columnAt.get(column.name)]).map(([column, value]) =>
      Decisions.line(table.name, cells[0], "correct", {
        ...rest(), column: column.name, old_value: cells[table.columnAt.get(column.name)], new_value: value,
      }));
    Decisions.set([table.name, cells[0], [...kept.map((one) => ({ ...one, note: note() })), ...lines]]);
    say(lines.length ? `${lines.length} cells corrected` : "Nothing differs");
    drawVerdict();
    Reader.toRows();
  }

  function judge(decision) {
    if (!row) return;
    const { table, cells } = row;
    Decisions.set([table.name, cells[0], Decisions.judged(table.name, cells[0], decision, { ...rest(), old_value: Reader.wordsOf(row) })]);
    say(`${decision}ed`);
    drawVerdict();
  }

  function clear() {
    if (!row) return;
    Decisions.set([row.table.name, row.cells[0], []]);
    say("Taken back");
    show(row, article);
  }

  function drawVerdict() {
    const place = panel.querySelector("#verdict");
    if (!row || !place) return;
    const lines = Decisions.of(row.table.name, row.cells[0]);
    place.replaceChildren(...(lines.length ? lines.map((one) => make("span", { class: one.decision },
      one.column ? [`${one.decision} ${label(one.column)}: `, words(one.old_value || "(empty)", 80), " → ", words(one.new_value || "(empty)", 80)] : `${one.decision}ed`))
      : [make("span", {}, "not decided")]));
  }

  return {
    show, judge, clear,
    place: (element) => { panel = element; show(null); },
    focus: () => { const first = panel.querySelector("form select, form input"); if (first) first.focus(); },
    note: () => { const input = panel.querySelector("#cell-note"); if (input) input.focus(); },
    again: () => { if (row) show(row, article); },
  };
})();
