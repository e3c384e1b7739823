// What was decided: lines of review.csv, by the row that they are about, with a way back.

const Decisions = (() => {
  const byRow = new Map();
  const changed = new Set(); // rows changed on this page
  const steps = [];
  const listeners = [];
  const rowKey = (table, id) => `${table} ${id}`;
  const empty = Object.freeze([]);

  function take(lines) {
    const names = known.review.columns.map(([name]) => name);
    for (const cells of lines) {
      const one = Object.fromEntries(names.map((name, at) => [name, cells[at]]));
      const key = rowKey(one.table, one.row_id);
      byRow.set(key, [...(byRow.get(key) || []), one]);
    }
  }

  const of = (table, id) => byRow.get(rowKey(table, id)) || empty;

  // One word for the state of a row: what weighs most first.
  function verdict(table, id) {
    const said = of(table, id).map((one) => one.decision);
    return ["reject", "merge", "split", "rename", "correct", "accept"].find((word) => said.includes(word)) || "";
  }

  function put(table, id, list) {
    if (list.length) byRow.set(rowKey(table, id), list);
    else byRow.delete(rowKey(table, id));
    changed.add(rowKey(table, id));
    for (const listener of listeners) listener(table, id, list);
  }

  // Replaces all decisions of some rows as one step; `changes` holds [table, id, list].
  function set(...changes) {
    steps.push(changes.map(([table, id]) => [table, id, of(table, id)]));
    for (const change of changes) put(...change);
  }

  function undo() {
    const step = steps.pop();
    if (step) for (const change of step) put(...change);
    return step || null;
  }

  function line(table, id, decision, rest = {}) {
    const blank = Object.fromEntries(known.review.columns.map(([name]) => [name, ""]));
    return { ...blank, table, row_id: id, decision, ...rest };
  }

  // The decisions of a row with a verdict in place of the one that it had.
  function judged(table, id, decision, rest) {
    const others = of(table, id).filter((one) => !["accept", "reject"].includes(one.decision));
    const note = rest.note || noteOf(table, id);
    return [...others, line(table, id, decision, { ...rest, note })];
  }

  const noteOf = (table, id) => (of(table, id).find((one) => one.note) || { note: "" }).note;

  function cellNow(table, id, column, cell) {
    const one = of(table, id).find((each) => ["correct", "rename"].includes(each.decision) && each.column === column);
    return one ? one.new_value : cell;
  }

  // The printed form of the whole, as the program writes it.
  function csv() {
    const names = known.review.columns.map(([name]) => name);
    const order = (one) => [one.article_id, one.table, one.row_id, one.column, one.decision].join("\u001f");
    const all = [...byRow.values()].flat().sort((a, b) => (order(a) < order(b) ? -1 : 1));
    const quoted = (cell) => {
      const safe = /^'*[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
      return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    };
    return [names, ...all.map((one) => names.map((name) => one[name]))]
      .map((cells) => `${cells.map(quoted).join(",")}\n`).join("");
  }

  return {
    take, of, verdict, set, put, undo, line, judged, noteOf, cellNow, csv, rowKey, changed,
    nameNow: (table, id, name) => cellNow(table, id, "name", name),
    listen: (listener) => listeners.push(listener),
    count: () => [...byRow.values()].reduce((sum, list) => sum + list.length, 0),
    lines: () => [...byRow.values()].flat(),
  };
})();
