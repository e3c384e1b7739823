// Where decisions go: to the server at once, or else into this browser until they are downloaded.

const Saving = (() => {
  let served = false;
  let queue = Promise.resolve();
  let waiting = 0;
  const base = new Map(); // what review.csv said of a row when the page was made
  const place = `ldr-review ${location.pathname}`;
  const status = () => document.getElementById("saved");

  function tell(text, failed = false) {
    status().textContent = text;
    status().classList.toggle("failed", failed);
  }

  async function send(table, id, list) {
    const names = known.review.columns.map(([name]) => name).filter((name) => !["table", "row_id"].includes(name));
    const decisions = list.map((one) => Object.fromEntries(names.map((name) => [name, one[name]])));
    const answer = await fetch("decisions", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ table, row_id: id, decisions }),
    });
    if (!answer.ok) throw new Error((await answer.text()).slice(0, 300) || answer.statusText);
  }

  function atOnce(table, id, list) {
    waiting += 1;
    tell("Saving…");
    queue = queue.then(() => send(table, id, list)).then(
      () => { waiting -= 1; if (!waiting) tell("Saved to review.csv"); },
      (error) => { waiting -= 1; tell(`Not saved: ${shown(error.message)}. Download review.csv to keep your work.`, true); },
    );
  }

  function inBrowser() {
    const kept = [...Decisions.changed].map((key) => {
      const [table, id] = key.split(" ");
      return [table, id, base.get(key) || "[]", JSON.stringify(Decisions.of(table, id))];
    });
    try {
      localStorage.setItem(place, JSON.stringify(kept));
      tell("Kept in this browser until you download it");
    } catch {
      tell("Not kept: download review.csv before you close the page", true);
    }
  }

  // Work of an earlier visit counts unless review.csv has said something else of the row since.
  function recall() {
    let kept = [];
    try {
      kept = JSON.parse(localStorage.getItem(place) || "[]");
    } catch {
      kept = [];
    }
    for (const [table, id, before, after] of kept) {
      const now = JSON.stringify(Decisions.of(table, id));
      if (now === before && now !== after) Decisions.put(table, id, JSON.parse(after));
    }
  }

  function download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([Decisions.csv()], { type: "text/csv;charset=utf-8" }));
    link.download = "review.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    tell("Downloaded: put review.csv into the folder of tables");
  }

  function start(saves) {
    served = saves;
    for (const one of Decisions.lines()) {
      const key = Decisions.rowKey(one.table, one.row_id);
      if (!base.has(key)) base.set(key, JSON.stringify(Decisions.of(one.table, one.row_id)));
    }
    if (!served) recall();
    Decisions.listen((table, id, list) => (served ? atOnce(table, id, list) : inBrowser()));
    document.getElementById("download").addEventListener("click", download);
    tell(`${counted(Decisions.count())} decisions`);
  }

  return { start };
})();
