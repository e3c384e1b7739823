// The form of a row's cells: one control for each column that may be corrected, made from what the schema says of it.

const Forms = (() => {
  // A closed list is a choice, and so is a reference: to what `candidates` ([key, text]…) offers.
  function control(column, now, candidates = []) {
    const id = `cell-${column.name}`;
    const none = column.nullable || !now ? [["", "(empty)"]] : [];
    if (column.vocabulary.length) return choice(id, [...none, ...column.vocabulary.map((word) => [word, label(word)])], now);
    if (column.refers) {
      const options = candidates.filter(([key]) => key !== now);
      return choice(id, [...none, ...(now ? [[now, (candidates.find(([key]) => key === now) || [now, nameOf(now)])[1]]] : []), ...options], now);
    }
    const input = make("input", {
      id, type: column.type === "date" ? "date" : "text", autocomplete: "off", spellcheck: "false",
      inputmode: { integer: "numeric", number: "decimal" }[column.type] || null,
      placeholder: column.prefix ? "2022, 2022-07 or 2022-07-04" : null,
    });
    input.value = shown(now);
    input.before = input.value;
    input.raw = now;
    return input;
  }

  function refusal(column, value) {
    if (!value) return column.nullable ? "" : `${label(column.name)} may not be empty`;
    if (column.type === "integer" && !/^-?\d{1,9}$/.test(value)) return `${label(column.name)}: a whole number`;
    if (column.type === "number" && !/^-?\d{1,16}(\.\d{1,4})?$/.test(value)) return `${label(column.name)}: a plain number such as 1200000 or 0.5`;
    if (column.type === "date" && !/^\d{4}-\d{2}-\d{2}$/.test(value)) return `${label(column.name)}: a day such as 2022-07-04`;
    if (column.prefix && !/^\d{4}(-\d{2}(-\d{2})?)?$/.test(value)) return `${label(column.name)}: 2022, 2022-07 or 2022-07-04`;
    return "";
  }

  // What a form holds; an input that nobody touched holds the cell as it is, unseen marks and all.
  // Gives [column, value] each, or null when something is refused: the reason is then in the form.
  function entered(form, columns) {
    const found = [];
    const place = form.querySelector(".failed");
    place.textContent = "";
    for (const column of columns) {
      const input = form.querySelector(`#cell-${CSS.escape(column.name)}`);
      const untouched = input.raw !== undefined && input.value === input.before;
      const value = untouched ? input.raw : input.value.trim();
      const why = untouched ? "" : refusal(column, value);
      if (why) {
        place.textContent = why;
        input.focus();
        return null;
      }
      found.push([column, value]);
    }
    return found;
  }

  const fields = (columns, cellOf, candidatesOf = () => []) => columns.map((column) =>
    labelled(label(column.name), control(column, cellOf(column), candidatesOf(column)), column.meaning));
  const refused = () => make("p", { class: "failed", role: "alert" });

  return { fields, entered, refused };
})();
