// One article: its words with the spans of every kind, its rows beside them, and the way from either to the other.

const Reader = (() => {
  let list, rowList, text, legend, title, panel;
  let places = [];      // articles in the list
  let article = null;   // { id, at, rows: [{ table, cells, start, end }] }
  let visible = [];     // rows that the filters let through
  let chosen = null;
  const hiddenKinds = new Set();

  function build(place) {
    list = new LongList({
      name: "Articles", height: 52, choose: (at, how) => openAt(at, how),
      item: (at) => itemOf(known.articles[places[at]]),
    });
    rowList = new LongList({
      name: "Rows of this article", height: 52, item: (at) => rowItem(visible[at]),
      mark: (at) => Decisions.verdict(visible[at].table.name, visible[at].cells[0]),
      choose: (at, how) => (how === "open" ? Detail.focus() : choose(visible[at], how)),
    });
    title = make("h3", { id: "article-title", tabindex: "-1" });
    legend = make("fieldset", { class: "legend" }, make("legend", {}, "Highlighted"), placed().map((name) => {
      const id = `kind-${name}`;
      return make("span", { class: `kind k${known.tables.get(name).at}` },
        make("input", { type: "checkbox", id, checked: true, onchange: (event) => toggle(name, event.target.checked) }),
        make("label", { for: id }, label(name)));
    }));
    text = make("article", { class: "words", tabindex: "0", dir: "auto", "aria-labelledby": "article-title", onclick: fromWords, onkeydown: wordKey });
    panel = make("div", { class: "panel" });
    place.replaceChildren(
      make("div", { class: "articles" }, list.box),
      make("div", { class: "reading" }, title, legend, text),
      make("div", { class: "beside" }, rowList.box, panel));
    Detail.place(panel);
    Decisions.listen(() => { rowList.refresh(); if (article) drawVerdicts(); });
  }

  function itemOf(one) {
    return [make("span", { class: "first" }, words(one.title)), make("span", { class: "second" },
      words([one.first && one.first === one.last ? one.last : one.last && `by ${one.last}`, one.publisher].filter(Boolean).join(" · ") || "no date"))];
  }

  function rowItem(row) {
    const verdict = Decisions.verdict(row.table.name, row.cells[0]);
    return [
      make("span", { class: "first" }, words(wordsOf(row), 120)),
      make("span", { class: "second" }, make("b", { class: `kind k${row.table.at}` }, label(row.table.name)), " ",
        verdict ? make("i", {}, `${verdict} · `) : "", words(summary(row), 160)),
    ];
  }

  // The article's own row stands nowhere in its text: its headline stands for it.
  const wordsOf = (row) => cell(row, "text") || known.articles[article.at].title;
  const cell = (row, name) => row.cells[row.table.columnAt.get(name)] || "";

  // What a row says, in the order of its columns: no keys, no place, no evidence.
  function summary(row) {
    return row.table.columns.filter((column) => tells(row.table, column))
      .map((column) => {
        const value = Decisions.cellNow(row.table.name, row.cells[0], column.name, cell(row, column.name));
        return column.refers && value ? nameOf(value) : value;
      }).filter(Boolean).join(" · ");
  }

  function toggle(name, on) {
    if (on) hiddenKinds.delete(name);
    else hiddenKinds.add(name);
    drawWords();
  }

  // Fills the list of articles; keeps the open one where it is still there.
  async function refresh() {
    await Promise.all(entityTables().map(loadRows));
    places = await Filters.articles();
    const at = article ? places.indexOf(article.at) : -1;
    list.fill(places.length, at);
    document.getElementById("work-title").textContent =
      `Articles: ${counted(places.length)}${Filters.active() ? ` of ${counted(known.articles.length)}` : ""}`;
    if (article && at >= 0) drawRows();
    else if (places.length) location.hash = `#/read/${known.articles[places[0]].id}`;
    else clear();
    say(`${counted(places.length)} articles`);
  }

  function clear() {
    article = null;
    visible = [];
    rowList.fill(0);
    title.textContent = "No article: clear or change the filters";
    text.replaceChildren();
    Detail.show(null);
  }

  function openAt(at, how) {
    location.hash = `#/read/${known.articles[places[at]].id}`;
    if (how === "open") title.focus();
  }

  // Opens an article, and the row of a table in it where one is named.
  async function open(id, tableName, key) {
    const at = known.articleAt.get(id);
    if (at === undefined) throw new Error("This run holds no such article");
    if (!article || article.id !== id) {
      const data = await loadArticle(id);
      await Promise.all(entityTables().map(loadRows));
      const rows = data.rows.flatMap(([name, found]) => {
        const table = known.tables.get(name);
        const place = (cells, column) => (table.placed ? Number(cells[table.columnAt.get(column)]) : 0);
        return found.map((cells) => ({ table, cells, start: place(cells, "char_start"), end: place(cells, "char_end") }));
      });
      rows.sort((a, b) => a.start - b.start || a.end - b.end || a.table.at - b.table.at);
      article = { id, at, points: [...data.text], rows };
      title.replaceChildren(words(known.articles[at].title));
      list.select(places.indexOf(at));
      if (places.indexOf(at) < 0) list.select(-1);
      chosen = null;
      drawRows();
      text.scrollTop = 0;
    }
    const row = key && article.rows.find((one) => one.table.name === tableName && one.cells[0] === key);
    if (row) choose(row, "link");
  }

  function drawRows() {
    visible = article.rows.filter((row) => Filters.passes(row.table, row.cells));
    rowList.fill(visible.length, visible.indexOf(chosen));
    if (!visible.includes(chosen)) { chosen = null; Detail.show(null); }
    drawWords();
  }

  // Cuts the text where spans begin or end; a piece knows every row that covers it, the shortest first.
  function drawWords() {
    const rows = visible.filter((row) => !hiddenKinds.has(row.table.name) && row.end > row.start);
    const cuts = [...new Set([0, article.points.length, ...rows.flatMap((row) => [row.start, row.end])])]
      .filter((at) => at <= article.points.length).sort((a, b) => a - b);
    const pieces = document.createDocumentFragment();
    let open = [];
    let next = 0;
    for (let at = 0; at + 1 < cuts.length; at += 1) {
      open = open.filter((row) => row.end > cuts[at]);
      while (next < rows.length && rows[next].start <= cuts[at]) open.push(rows[next++]);
      const piece = article.points.slice(cuts[at], cuts[at + 1]).join("");
      if (!open.length) { pieces.append(document.createTextNode(shown(piece))); continue; }
      const over = [...open].sort((a, b) => (a.end - a.start) - (b.end - b.start) || a.table.at - b.table.at);
      const mark = make("mark", { class: `k${over[0].table.at}${over.length > 1 ? " more" : ""}`, tabindex: "-1" }, piece);
      mark.rows = over;
      if (over.length > 1) mark.classList.add(`under-k${over.at(-1).table.at}`);
      pieces.append(mark);
    }
    text.replaceChildren(pieces);
    drawVerdicts();
    drawChosen(false);
  }

  const marks = () => [...text.querySelectorAll("mark")];

  function drawVerdicts() {
    for (const mark of marks()) {
      const said = mark.rows.map((row) => Decisions.verdict(row.table.name, row.cells[0]));
      mark.classList.toggle("rejected", said[0] === "reject");
      mark.classList.toggle("decided", Boolean(said[0]));
    }
  }

  function drawChosen(scroll) {
    let first = null;
    for (const mark of marks()) {
      const on = chosen !== null && mark.rows.includes(chosen);
      mark.classList.toggle("chosen", on);
      mark.tabIndex = on && !first ? 0 : -1;
      if (on && !first) first = mark;
      if (on) mark.setAttribute("aria-current", "true");
      else mark.removeAttribute("aria-current");
    }
    if (first && scroll) first.scrollIntoView({ block: "center" });
    return first;
  }

  function choose(row, how) {
    chosen = row;
    rowList.select(visible.indexOf(row));
    if (how !== "words") drawChosen(true);
    else drawChosen(false);
    Detail.show(row, article);
    history.replaceState(null, "", `#/read/${article.id}/${row.table.name}/${row.cells[0]}`);
  }

  // A click on words chooses the narrowest row there; another click the next wider one.
  function fromWords(event) {
    const mark = event.target.closest("mark");
    if (!mark || String(getSelection())) return;
    const at = mark.rows.indexOf(chosen);
    choose(mark.rows[(at + 1) % mark.rows.length], "words");
  }

  function wordKey(event) {
    if (event.key !== "Enter" || !event.target.closest("mark")) return;
    rowList.box.focus();
    event.preventDefault();
  }

  function step(by) {
    if (!visible.length) return;
    const at = visible.indexOf(chosen);
    choose(visible[Math.max(0, Math.min(visible.length - 1, at < 0 ? 0 : at + by))], "key");
    const verdict = Decisions.verdict(chosen.table.name, chosen.cells[0]);
    say(`${label(chosen.table.name)}: ${wordsOf(chosen).slice(0, 200)}. ${summary(chosen).slice(0, 200)}. ${verdict}`);
  }

  function stepArticle(by) {
    const at = article ? places.indexOf(article.at) + by : 0;
    if (at >= 0 && at < places.length) openAt(at, "key");
  }

  function toWords() {
    const first = drawChosen(true);
    if (first) first.focus();
  }

  return {
    build, refresh, open, step, stepArticle, toWords, summary, cell, wordsOf,
    toRows: () => rowList.box.focus(), chosen: () => chosen, article: () => article,
  };
})();
