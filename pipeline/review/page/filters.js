// What the reader and the list of rows show: by table, value, person, council, rule, zone, day, words and decision.

const Filters = (() => {
  const blank = {
    table: "", column: "", value: "", person: "", organisation: "", rule: "", zone: "",
    from: "", to: "", words: "", decision: "",
  };
  let state = { ...blank };
  let found = null; // { pairs: [[table, at]…], byArticle: Map(article → rows) }
  let form;
  let onchange = () => {};
  const fold = (text) => text.toLowerCase().replaceAll("’", "'");
  const active = () => Object.values(state).some(Boolean);
  const aboutRows = () => Object.entries(state).some(([name, value]) => value && !["from", "to"].includes(name));
  const tables = () => (state.table ? [state.table] : placed());

  function inDays(at) {
    const article = known.articles[at];
    if (!state.from && !state.to) return true;
    if (!article || !article.last) return false;
    return (!state.from || article.last >= state.from) && (!state.to || (article.first || article.last) <= state.to);
  }

  // The keys of the entities whose name holds some words.
  function keysNamed(name, text) {
    const rows = tablesOfRows.get(name);
    const wanted = fold(text);
    return new Set(rows ? rows.keys.filter((key, at) =>
      key === text || fold(Decisions.nameNow(name, key, rows.cell(at, "name"))).includes(wanted)) : []);
  }

  // What is asked of a table's rows: [columns, test] each, one of whose columns must pass; null where none can.
  function tests(table) {
    const columns = table.columns.map((column) => column.name);
    const asked = [];
    const need = (name, test) => asked.push([columns.includes(name) ? [name] : [], test]);
    if (state.column && state.value) need(state.column, (cell) => cell === state.value || fold(cell).includes(fold(state.value)));
    if (state.column && !state.value) need(state.column, (cell) => cell !== "");
    if (!state.column && state.value) asked.push([columns, (cell) => fold(cell).includes(fold(state.value))]);
    if (state.rule) need("rule", (cell) => cell === state.rule);
    if (state.zone) need("zone", (cell) => cell === state.zone);
    if (state.words) asked.push([columns, (cell) => fold(cell).includes(fold(state.words))]);
    for (const [name, text] of [["people", state.person], ["organisations", state.organisation]]) {
      if (!text) continue;
      const keys = keysNamed(name, text);
      const holds = table.columns.filter((column) => [name, "entity"].includes(column.refers)).map((column) => column.name);
      if (table.name === name) holds.push(table.key);
      asked.push([holds, (cell) => keys.has(cell)]);
    }
    return asked.some(([names]) => !names.length) ? null : asked;
  }

  function decided(table, key) {
    if (!state.decision) return true;
    const verdict = Decisions.verdict(table, key);
    return state.decision === "none" ? !verdict : state.decision === verdict;
  }

  // A test of the rows of a column store: each distinct value is looked at once.
  function overRows(rows) {
    const asked = tests(rows.table);
    if (!asked) return () => false;
    const ready = asked.map(([names, test]) => names.map((name) => {
      if (name === rows.table.key) return (at) => test(rows.keys[at]);
      const column = rows.columns.get(name);
      if (!column) return () => false;
      const passes = column.values.map(test);
      return (at) => passes[column.codes[at]];
    }));
    return (at) => ready.every((any) => any.some((test) => test(at))) && decided(rows.name, rows.keys[at]);
  }

  // The same of one article's row, a list of cells.
  function passes(table, cells) {
    if (!aboutRows()) return true;
    if (state.table && state.table !== table.name) return false;
    const asked = tests(table);
    return Boolean(asked) && asked.every(([names, test]) => names.some((name) => test(cells[table.columnAt.get(name)])))
      && decided(table.name, cells[0]);
  }

  async function find() {
    await Promise.all([...entityTables(), ...tables()].map(loadRows));
    const pairs = [];
    const byArticle = new Map();
    for (const name of tables()) {
      const rows = tablesOfRows.get(name);
      const test = overRows(rows);
      for (let at = 0; at < rows.keys.length; at += 1) {
        const article = rows.articles[at];
        if (article >= 0 && !inDays(article)) continue;
        if (article < 0 && (state.from || state.to)) continue;
        if (!test(at)) continue;
        pairs.push([name, at]);
        if (article >= 0) byArticle.set(article, (byArticle.get(article) || 0) + 1);
      }
    }
    found = { pairs, byArticle };
    return found;
  }

  // The places of the articles to show, in the order of the list.
  async function articles() {
    if (!aboutRows()) return known.articles.map((_, at) => at).filter(inDays);
    const { byArticle } = await find();
    return known.articles.map((_, at) => at).filter((at) => byArticle.has(at));
  }

  const optionsOfTables = () => [["", "all"], ...[...known.tables.keys()].map((name) => [name, label(name)])];

  function columnsNow() {
    const names = new Map();
    for (const name of tables()) for (const column of known.tables.get(name).columns) names.set(column.name, column.meaning);
    return [["", "any"], ...[...names.keys()].filter((name) => !["char_start", "char_end", "sentence"].includes(name)).map((name) => [name, label(name)])];
  }

  // The values that a column holds, the most frequent first; what is closed comes from the schema.
  async function suggestions(column, limit = 200) {
    const counts = new Map();
    for (const name of tables()) {
      if (!known.tables.get(name).columnAt.has(column)) continue;
      const found = (await loadRows(name)).columns.get(column);
      if (!found) continue;
      for (const code of found.codes) {
        const value = found.values[code];
        if (value) counts.set(value, (counts.get(value) || 0) + 1);
      }
    }
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, limit).map(([value]) => value);
  }

  const control = (name) => form.querySelector(`#filter-${name}`);

  async function renew(changedName) {
    if (changedName === "table") {
      const column = control("column");
      const before = state.column;
      column.replaceChildren(...columnsNow().map(([value, text]) => make("option", { value }, text)));
      column.value = [...column.options].some((option) => option.value === before) ? before : "";
      state.column = column.value;
    }
    if (["table", "column"].includes(changedName)) {
      const values = state.column ? await suggestions(state.column) : [];
      form.querySelector("#filter-values").replaceChildren(...values.map((value) => make("option", { value: shown(value) })));
    }
  }

  async function suggestNames() {
    for (const [name, list] of [["people", "filter-people"], ["organisations", "filter-organisations"]]) {
      const rows = await loadRows(name);
      const order = rows.keys.map((_, at) => at).sort((a, b) => rows.cell(b, "mentions") - rows.cell(a, "mentions")).slice(0, 300);
      form.querySelector(`#${list}`).replaceChildren(...order.map((at) => make("option", { value: shown(rows.cell(at, "name")) })));
    }
    const rules = new Set();
    for (const name of placed()) for (const rule of (await loadRows(name)).columns.get("rule").values) rules.add(rule);
    const before = control("rule").value;
    control("rule").replaceChildren(make("option", { value: "" }, "all"), ...[...rules].sort().map((rule) => make("option", { value: rule }, rule)));
    control("rule").value = before;
  }

  function build(place, changed) {
    onchange = changed;
    const zone = [...known.tables.values()].flatMap((table) => table.columns).find((column) => column.name === "zone");
    const input = (name, type = "search", rest = {}) => make("input", { id: `filter-${name}`, type, autocomplete: "off", ...rest });
    const verdicts = [["", "all"], ["none", "not decided"], ...known.review.decisions.map(([name]) => [name, name])];
    form = make("details", { class: "filters" }, make("summary", {}, "Filters ", make("span", { id: "filtered" })),
      make("form", { role: "search", "aria-label": "Filters", onsubmit: (event) => event.preventDefault() },
        labelled("Words", input("words")),
        labelled("Table", choice("filter-table", optionsOfTables(), "")),
        labelled("Column", choice("filter-column", columnsNow(), "")),
        labelled("Value", input("value", "search", { list: "filter-values" })), make("datalist", { id: "filter-values" }),
        labelled("Person", input("person", "search", { list: "filter-people" })), make("datalist", { id: "filter-people" }),
        labelled("Council or other organisation", input("organisation", "search", { list: "filter-organisations" })),
        make("datalist", { id: "filter-organisations" }),
        labelled("Rule", choice("filter-rule", [["", "all"]], "")),
        labelled("Zone", choice("filter-zone", [["", "all"], ...(zone ? zone.vocabulary : []).map((name) => [name, name])], "")),
        labelled("Published from", input("from", "date")),
        labelled("Published to", input("to", "date")),
        labelled("Decision", choice("filter-decision", verdicts, "")),
        button("Clear the filters", () => set({}), { id: "filter-clear" })));
    let later;
    form.addEventListener("input", (event) => {
      const name = event.target.id.replace("filter-", "");
      if (!(name in blank)) return;
      state[name] = event.target.value;
      clearTimeout(later);
      later = setTimeout(() => renew(name).then(tell), event.target.type === "search" ? 200 : 0);
    });
    form.addEventListener("toggle", () => { if (form.open) suggestNames(); });
    place.replaceChildren(form);
  }

  function tell() {
    found = null;
    const names = Object.entries(state).filter(([, value]) => value).map(([name]) => name);
    form.querySelector("#filtered").textContent = names.length ? `(on: ${names.join(", ")})` : "";
    onchange();
  }

  // Puts filters on in place of those that are.
  async function set(values) {
    state = { ...blank, ...values };
    for (const name of Object.keys(blank)) {
      if (name === "column") await renew("table");
      if (name === "rule" && state.rule) await suggestNames();
      control(name).value = state[name];
      if (name === "column") state.column = control(name).value;
    }
    await renew("column");
    tell();
  }

  return { build, set, active, aboutRows, passes, find, articles, open: () => { form.open = true; control("words").focus(); } };
})();
