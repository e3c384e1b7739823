// What is in the tables, before anything is read: counts, money, inspections and grades in time, who speaks.

const Overview = (() => {
  function build(place) {
    const { counts, money, moments, undated, quoted } = known.overview;
    const tableRows = counts.map(([name, meaning, rows]) => [
      known.tables.has(name) && rows ? button(label(name), () => go({ table: name })) : label(name), meaning, rows, progress(name)]);
    place.replaceChildren(
      make("h2", { id: "overview-title", tabindex: "-1" }, "Overview"),
      make("div", { id: "lost" }),
      Charts.bars("Rows in each table",
        counts.filter(([, , rows]) => rows).map(([name, , rows]) => [label(name), rows, known.tables.has(name) ? known.tables.get(name).at : undefined]),
        dataTable("Rows in each table", ["table", "a row is", "rows", "decided"], tableRows)),
      Charts.grid("Money by kind and year of publication", money,
        dataTable("Money by kind and year of publication", ["kind", "year", "pounds", "sums"], money.map(([kind, year, total, sums]) => [
          button(label(kind), () => go({ table: "money", column: "kind", value: kind, from: year && `${year}-01-01`, to: year && `${year}-12-31` })), year || "no date", total, sums])),
        "Pounds as printed, added up without sums that restate another or belong to one. Planned, proposed and forecast sums are among them; the bars grow by the square root."),
      Charts.timeline("Inspections and grades in time", moments,
        dataTable("Inspections and grades in time", ["table", "month or year", "rows"], [
          ...moments.map(([name, when, rows]) => [label(name), when, rows]),
          ...undated.filter(([, rows]) => rows).map(([name, rows]) => [label(name), "no date", rows])]),
        "Inspections that were done and grades that were given, by the best date that the articles support."),
      Charts.bars("People most quoted", quoted.map(([key, name, count]) => [name || key, count, known.tables.get("quotes").at]),
        dataTable("People most quoted", ["person", "quotes"], quoted.map(([key, name, count]) => [button(name || key, () => go({ table: "quotes", person: key })), count]))),
    );
    lost(place.querySelector("#lost"));
  }

  function progress(name) {
    const table = known.tables.get(name);
    if (!table) return "";
    return new Set(Decisions.lines().filter((one) => one.table === name).map((one) => one.row_id)).size;
  }

  async function go(filters) {
    await Filters.set(filters);
    location.hash = "#/rows";
  }

  // Decisions on rows that this run did not give: kept in review.csv, and said.
  async function lost(place) {
    const lines = Decisions.lines();
    await Promise.all([...new Set(lines.map((one) => one.table))].map(loadRows));
    const gone = lines.filter((one) => tablesOfRows.get(one.table).find(one.row_id) < 0);
    if (!gone.length) { place.replaceChildren(); return; }
    place.replaceChildren(make("details", {}, make("summary", {}, `${counted(gone.length)} decisions are about rows that this run did not give; they are kept`),
      dataTable("Decisions without a row", ["table", "row", "decision", "column", "old value", "new value", "note"],
        gone.slice(0, 500).map((one) => [label(one.table), one.row_id, one.decision, one.column, words(one.old_value, 120), words(one.new_value, 120), words(one.note, 120)]))));
  }

  return { build };
})();
