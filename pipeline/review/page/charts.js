// Small charts in SVG, each with the table of its numbers: shapes for the eye, the table for everybody.

const Charts = (() => {
  const money = new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP", notation: "compact", maximumFractionDigits: 1 });
  let made = 0;

  function figure(title, svg, table, note = "") {
    const id = `chart-${made++}`;
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-labelledby", id);
    return make("figure", {}, make("figcaption", { id }, title), note ? make("p", { class: "faint" }, note) : null,
      make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": `Chart: ${title}` }, svg),
      make("details", {}, make("summary", {}, "The numbers", make("span", { class: "hidden" }, ` of ${title}`)), table));
  }

  // Bars beside names, the longest the widest.
  function bars(title, rows, table, note) {
    const most = Math.max(1, ...rows.map(([, count]) => count));
    const svg = draw("svg", { viewBox: `0 0 640 ${rows.length * 26 + 4}`, width: "640", height: rows.length * 26 + 4, focusable: "false" },
      rows.map(([name, count, kind], at) => draw("g", {},
        draw("text", { x: 232, y: at * 26 + 18, "text-anchor": "end" }, name.length > 34 ? `${name.slice(0, 33)}…` : name),
        draw("rect", { class: `bar ${kind === undefined ? "" : `f${kind}`}`, x: 240, y: at * 26 + 4, width: Math.max(1, (count / most) * 320), height: 18, "aria-hidden": "true" }),
        draw("text", { class: "value", x: 246 + (count / most) * 320, y: at * 26 + 18 }, counted(count)))));
    return figure(title, svg, table, note);
  }

  // A bar for each kind in each year, all on one scale.
  function grid(title, cells, table, note) {
    const years = [...new Set(cells.map(([, year]) => year))].sort().slice(-12);
    const shownCells = cells.filter(([, year]) => years.includes(year));
    const kinds = [...new Set(shownCells.map(([kind]) => kind))];
    const most = Math.max(1, ...shownCells.map(([, , total]) => total));
    const width = 140 + years.length * 84;
    const height = 26 + kinds.length * 30;
    const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, width, height, focusable: "false" },
      years.map((year, at) => draw("text", { x: 144 + at * 84, y: 16 }, year || "no date")),
      kinds.map((kind, at) => draw("g", {},
        draw("text", { x: 132, y: 26 + at * 30 + 19, "text-anchor": "end" }, label(kind)),
        draw("line", { class: "rule", x1: 0, x2: width, y1: 26 + at * 30, y2: 26 + at * 30 }))),
      shownCells.map(([kind, year, total]) => {
        const x = 144 + years.indexOf(year) * 84;
        const y = 26 + kinds.indexOf(kind) * 30;
        return draw("g", {},
          draw("rect", { class: "bar", x, y: y + 21, width: Math.max(2, Math.sqrt(total / most) * 76), height: 6 }),
          draw("text", { class: "value", x, y: y + 17 }, money.format(total)));
      }));
    return figure(title, svg, table, note);
  }

  // Dots along the months, one line a table; a dot's area is how many.
  function timeline(title, moments, table, note) {
    const months = moments.map(([, when]) => monthOf(when)).filter((month) => month !== null);
    const names = [...new Set(moments.map(([name]) => name))];
    if (!months.length) return figure(title, draw("svg", { width: 10, height: 10 }), table, "No dated ones.");
    const first = Math.floor(Math.min(...months) / 12) * 12;
    const last = (Math.floor(Math.max(...months) / 12) + 1) * 12;
    const width = 760;
    const x = (month) => 110 + ((month - first) / (last - first)) * (width - 140);
    const step = Math.max(1, Math.ceil((last - first) / 12 / 10));
    const years = [];
    for (let month = first; month <= last; month += 12 * step) years.push(month);
    const height = 30 + names.length * 44;
    const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, width, height, focusable: "false" },
      years.map((month) => draw("g", {}, draw("line", { class: "rule", x1: x(month), x2: x(month), y1: 0, y2: height - 22 }),
        draw("text", { x: x(month), y: height - 6, "text-anchor": "middle" }, String(month / 12)))),
      names.map((name, at) => draw("g", {},
        draw("text", { x: 100, y: at * 44 + 28, "text-anchor": "end" }, label(name)),
        moments.filter(([one]) => one === name).map(([, when, count]) => draw("circle", {
          class: `dot f${known.tables.get(name).at}`, cx: x(monthOf(when)), cy: at * 44 + 24, r: Math.min(18, 4 + Math.sqrt(count - 1) * 3),
        })))));
    return figure(title, svg, table, note);
  }

  // Months since year 0; a bare year is its middle.
  function monthOf(when) {
    const [year, month] = when.split("-").map(Number);
    return year ? year * 12 + (month ? month - 1 : 6) : null;
  }

  return { bars, grid, timeline, money };
})();
