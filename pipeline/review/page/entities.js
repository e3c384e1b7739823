// People and organisations: rename, merge, split off, accept, reject.

const Entities = (() => {
  const LISTED = 100;          // articles beside one name, until more are wanted
  let list, panel, search, which;
  let shownAt = [];            // places in the table that the search lets through
  let rows = null;
  let chosen = -1;
  const ticked = new Set();    // keys to merge

  const key = (at) => rows.keys[at];
  const name = (at) => Decisions.nameNow(rows.name, key(at), rows.cell(at, "name"));

  function build(place) {
    which = choice("entity-table", entityTables().map((one) => [one, label(one)]), entityTables()[0], {
      onchange: () => { location.hash = `#/entities/${which.value}`; },
    });
    search = make("input", { id: "entity-search", type: "search", autocomplete: "off", oninput: () => narrow() });
    list = new LongList({
      name: "People or organisations", height: 52, item, choose: (at) => show(shownAt[at]),
      mark: (at) => Decisions.verdict(rows.name, key(shownAt[at])),
    });
    list.box.addEventListener("keydown", (event) => {
      if (event.key !== " " || list.at < 0) return;
      event.preventDefault();
      tick(key(shownAt[list.at]));
    });
    panel = make("div", { class: "panel" });
    place.replaceChildren(
      make("h2", { id: "entities-title", tabindex: "-1" }, "People and organisations"),
      make("div", { class: "bar" }, labelled("Table", which), labelled("Name", search)),
      make("div", { class: "two" }, make("div", {}, list.box), panel));
    Decisions.listen(() => list.refresh());
  }

  function item(at) {
    const place = shownAt[at];
    const verdict = Decisions.verdict(rows.name, key(place));
    const about = rows.table.columns.filter((column) => column.vocabulary.length || column.name === "party")
      .map((column) => rows.cell(place, column.name)).filter(Boolean).join(" · ");
    return [
      make("span", { class: "first" }, ticked.has(key(place)) ? "☑ " : "", words(name(place), 100)),
      make("span", { class: "second" }, verdict ? make("i", {}, `${verdict} · `) : "", words(about, 80), about ? " · " : "",
        `${rows.cell(place, "mentions")} mentions in ${rows.cell(place, "articles")} articles`),
    ];
  }

  async function open(table, id) {
    await Promise.all(entityTables().map(loadRows));
    const wanted = entityTables().includes(table) ? table : entityTables()[0];
    if (!rows || rows.name !== wanted) {
      rows = tablesOfRows.get(wanted);
      which.value = wanted;
      ticked.clear();
      chosen = -1;
      search.value = "";
    }
    const at = id ? rows.find(id) : -1;
    narrow(at);
    if (at >= 0) await show(at);
    else if (id) throw new Error("This run holds no such row");
    else if (chosen < 0) panel.replaceChildren(make("p", { class: "faint" }, "Choose a name. Space ticks those that are to be merged."));
  }

  function narrow(at = -1) {
    const wanted = search.value.toLowerCase();
    shownAt = rows.keys.map((_, place) => place).filter((place) => name(place).toLowerCase().includes(wanted))
      .sort((a, b) => name(a).localeCompare(name(b), "en-GB") || (key(a) < key(b) ? -1 : 1));
    list.fill(shownAt.length, shownAt.indexOf(at >= 0 ? at : chosen));
  }

  function tick(id) {
    if (ticked.has(id)) ticked.delete(id);
    else ticked.add(id);
    list.refresh();
    say(`${ticked.size} ticked`);
    if (chosen >= 0) drawMerge();
  }

  // The articles that name it, with how often and the words used.
  async function namedIn(id) {
    const mentions = await loadRows("mentions");
    const found = new Map();
    const column = mentions.columns.get("entity_id");
    const code = column.values.indexOf(id);
    column.codes.forEach((one, at) => {
      if (one !== code || code < 0) return;
      const article = mentions.articles[at];
      if (!found.has(article)) found.set(article, { rows: 0, forms: new Set(), first: mentions.keys[at] });
      found.get(article).rows += 1;
      found.get(article).forms.add(mentions.cell(at, "text"));
    });
    return found;
  }

  async function show(at) {
    chosen = at;
    const id = key(at);
    history.replaceState(null, "", `#/entities/${rows.name}/${id}`);
    const found = await namedIn(id);
    if (chosen !== at) return;
    const inside = panel.contains(document.activeElement);
    const open = rows.table.columns.filter((column) => column.editable && column.name !== "name");
    const rename = make("input", { id: "entity-name", type: "text", autocomplete: "off" });
    rename.value = shown(name(at));
    panel.replaceChildren(
      make("h3", { id: "entity-title", tabindex: "-1" }, words(name(at))),
      make("p", { class: "verdict", id: "entity-verdict" }),
      make("div", { class: "buttons" },
        button("Accept", () => judge("accept")), button("Reject", () => judge("reject")), button("Take back", clear),
        button("Rows about it", () => aboutIt(at)),
        button(ticked.has(id) ? "Do not merge" : "Tick for merging", async () => { tick(id); await show(at); panel.querySelector("#tick").focus(); }, { id: "tick" })),
      make("form", { onsubmit: (event) => { event.preventDefault(); renamed(); } },
        labelled("Name", rename, rows.table.columns.find((column) => column.name === "name").meaning),
        make("button", { type: "submit" }, "Rename")),
      make("div", { id: "merging" }),
      make("details", {}, make("summary", {}, "Correct"), make("form", { "aria-label": "Correct", onsubmit: correct },
        Forms.fields(open, (column) => Decisions.cellNow(rows.name, id, column.name, rows.cell(at, column.name))),
        Forms.refused(), make("button", { type: "submit" }, "Save corrections"))),
      make("form", { "aria-label": "Split", onsubmit: (event) => { event.preventDefault(); split(); } },
        make("fieldset", {}, make("legend", {}, "Articles that name it"), articlesOf([...found])),
        labelled("In the ticked articles it is", make("input", { id: "split-name", type: "text", autocomplete: "off" }),
          "The name of somebody else, who gets a row, or a row's key."),
        make("button", { type: "submit" }, "Split off")),
      make("details", {}, make("summary", {}, "All columns"), make("dl", {}, rows.table.columns.flatMap((column) => [make("dt", {}, label(column.name)), make("dd", {}, words(column.name === rows.table.key ? id : rows.cell(at, column.name)),
          make("small", {}, column.meaning))]))),
    );
    drawMerge();
    drawVerdict();
    if (inside) toTitle();
  }

  // What had the focus is gone: it goes to what stays, not to the top of the page.
  const toTitle = () => panel.querySelector("#entity-title").focus();

  function articlesOf(found) {
    const left = found.length - LISTED;
    const more = button(`List more of ${counted(left)}`, () => {
      const next = articlesOf(found.slice(LISTED));
      more.replaceWith(...next);
      next[0].querySelector("input").focus();
    }, { id: "more" });
    return [...found.slice(0, LISTED).map(([article, about]) => articleOf(article, about)), ...(left > 0 ? [more] : [])];
  }

  function articleOf(at, about) {
    const article = known.articles[at];
    const id = `split-${article.id}`;
    return make("div", { class: "tick" },
      make("input", { type: "checkbox", id, value: article.id }),
      make("label", { for: id }, words(article.title, 120), ` (${article.last || "no date"}): `, words([...about.forms].slice(0, 5).join(", "), 120)),
      " ", make("a", { href: `#/read/${article.id}/mentions/${about.first}`, onclick: () => Filters.set({}) }, "read", make("span", { class: "hidden" }, ` ${article.title}`)));
  }

  function drawMerge() {
    const place = panel.querySelector("#merging");
    if (!place || chosen < 0) return;
    const others = [...ticked].filter((id) => id !== key(chosen));
    place.replaceChildren(...(others.length ? [
      make("p", {}, `Ticked: `, others.map((id, at) => [at ? ", " : "", words(name(rows.find(id)))]).flat()),
      button(`Merge ${others.length} into this one`, merge, { id: "merge" }),
    ] : []));
  }

  function drawVerdict() {
    const lines = Decisions.of(rows.name, key(chosen));
    panel.querySelector("#entity-verdict").replaceChildren(...(lines.length ? lines.map((one) => make("span", { class: one.decision },
      one.column ? [one.decision, " ", words(nameOf(one.old_value)), " → ", words(nameOf(one.new_value))] : `${one.decision}ed`))
      : [make("span", {}, "not decided")]));
  }

  function decide(list_, said) {
    Decisions.set([rows.name, key(chosen), list_]);
    say(said);
    drawVerdict();
  }

  const others = (...left) => Decisions.of(rows.name, key(chosen)).filter((one) => !left.includes(one.decision));

  function judge(decision) {
    if (chosen >= 0) decide(Decisions.judged(rows.name, key(chosen), decision, { old_value: rows.cell(chosen, "name") }), `${decision}ed`);
  }

  function clear() {
    if (chosen < 0) return;
    decide([], "Taken back");
    show(chosen);
  }

  function renamed() {
    const input = panel.querySelector("#entity-name");
    const value = input.value.trim();
    const old = rows.cell(chosen, "name");
    if (!value) { input.focus(); say("The name may not be empty"); return; }
    const kept = others("rename");
    decide(value === old ? kept : [...kept, Decisions.line(rows.name, key(chosen), "rename", { column: "name", old_value: old, new_value: value })],
      value === old ? "Named as before" : "Renamed");
    panel.querySelector("#entity-title").replaceChildren(words(name(chosen)));
    drawMerge();
  }

  function correct(event) {
    event.preventDefault();
    const found = Forms.entered(event.target, rows.table.columns.filter((column) => column.editable && column.name !== "name"));
    if (!found) return;
    const lines = found.filter(([column, value]) => value !== rows.cell(chosen, column.name)).map(([column, value]) =>
      Decisions.line(rows.name, key(chosen), "correct", { column: column.name, old_value: rows.cell(chosen, column.name), new_value: value }));
    decide([...others("correct", "reject"), ...lines], `${lines.length} cells corrected`);
  }

  // All that are ticked become the chosen one: one step, taken back as one.
  function merge() {
    const into = key(chosen);
    const gone = [...ticked].filter((id) => id !== into);
    const changes = gone.map((id) => [rows.name, id, [
      ...Decisions.of(rows.name, id).filter((one) => !["merge", "accept", "reject"].includes(one.decision)),
      Decisions.line(rows.name, id, "merge", {
        column: rows.table.key, old_value: id, new_value: into, note: `${name(rows.find(id))} is ${name(chosen)}`,
      })]]);
    // the one that stays is not merged away itself
    if (Decisions.of(rows.name, into).some((one) => one.decision === "merge")) changes.push([rows.name, into, others("merge")]);
    Decisions.set(...changes);
    ticked.clear();
    say(`${gone.length} merged into ${name(chosen)}`);
    list.refresh();
    drawMerge();
    drawVerdict();
    toTitle();
  }

  function split() {
    const articles = [...panel.querySelectorAll("fieldset input:checked")].map((input) => input.value);
    const input = panel.querySelector("#split-name");
    const value = input.value.trim();
    if (!articles.length || !value) { say("Tick articles and say who it is in them"); input.focus(); return; }
    const kept = others().filter((one) => one.decision !== "split" || !articles.includes(one.article_id));
    decide([...kept, ...articles.map((article) => Decisions.line(rows.name, key(chosen), "split", {
      article_id: article, column: rows.table.key, old_value: key(chosen), new_value: value,
      note: `${name(chosen)} is ${nameOf(value)} here`,
    }))], `Split off in ${articles.length} articles`);
  }

  function aboutIt(at) {
    Filters.set(rows.name === "people" ? { person: key(at) } : { organisation: key(at) });
    location.hash = "#/rows";
  }

  function step(by) {
    list.select(list.at + by, "key");
  }

  return { build, open, judge, clear, step, again: () => { if (rows) list.refresh(); if (chosen >= 0) show(chosen); } };
})();
