// Every row that the filters let through, from all articles; a choice opens it beside its words.

const RowList = (() => {
  const MOST = 300000; // what the height of a page can hold in every browser
  let list;
  let pairs = [];

  function build(place) {
    list = new LongList({
      name: "Rows", height: 52, item, choose: (at, how) => { if (how !== "key") go(at); },
      mark: (at) => { const [name, i] = pairs[at]; return Decisions.verdict(name, tablesOfRows.get(name).keys[i]); },
    });
    place.replaceChildren(list.box);
    Decisions.listen(() => list.refresh());
  }

  function item(place) {
    const [name, at] = pairs[place];
    const rows = tablesOfRows.get(name);
    const verdict = Decisions.verdict(name, rows.keys[at]);
    const title = rows.articles[at] >= 0 ? known.articles[rows.articles[at]].title : "";
    const values = rows.table.columns
      .filter((column) => tells(rows.table, column))
      .map((column) => { const cell = rows.cell(at, column.name); return column.refers && cell ? nameOf(cell) : cell; });
    return [
      make("span", { class: "first" }, words(rows.cell(at, "text") || rows.cell(at, "name") || title, 120)),
      make("span", { class: "second" }, make("b", { class: `kind k${rows.table.at}` }, label(name)), " ",
        verdict ? make("i", {}, `${verdict} · `) : "", words(values.filter(Boolean).join(" · "), 160), " — ", words(title, 80)),
    ];
  }

  function go(place) {
    const [name, at] = pairs[place];
    const rows = tablesOfRows.get(name);
    if (rows.table.entity) location.hash = `#/entities/${name}/${rows.keys[at]}`;
    else location.hash = `#/read/${known.articles[rows.articles[at]].id}/${name}/${rows.keys[at]}`;
  }

  async function refresh() {
    ({ pairs } = await Filters.find());
    list.fill(Math.min(pairs.length, MOST));
    document.getElementById("work-title").textContent = `Rows: ${counted(pairs.length)}`
      + (pairs.length > MOST ? `, of which the first ${counted(MOST)} are listed: filter them` : "");
    say(`${counted(pairs.length)} rows`);
  }

  return { build, refresh, focus: () => list.box.focus() };
})();
