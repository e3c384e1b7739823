// Starts the page, and shows what its address says.

const VIEWS = [["overview", "Overview"], ["read", "Articles"], ["rows", "Rows"], ["entities", "People and organisations"], ["help", "Help"]];

const byId = (id) => document.getElementById(id);
let view = "";

function stop(error) {
  say(error.message);
  const place = make("p", { class: "failed", role: "alert" }, error.message);
  byId("main").prepend(place);
  setTimeout(() => place.remove(), 15000);
}

async function route() {
  const [name = "", ...rest] = location.hash.replace(/^#\/?/, "").split("/");
  if (location.hash === "#main") { byId("main").focus(); return; }
  const next = VIEWS.some(([one]) => one === name) ? name : "overview";
  const entered = next !== view;
  view = next;
  for (const link of byId("views").querySelectorAll("a")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  for (const id of ["overview", "entities", "help"]) byId(id).hidden = id !== view;
  byId("work").hidden = !["read", "rows"].includes(view);
  byId("read").hidden = view !== "read";
  byId("rows").hidden = view !== "rows";
  if (entered) {
    byId("main").scrollTop = 0;
    scrollTo(0, 0);
  }
  document.title = `${VIEWS.find(([one]) => one === view)[1]} – Review`;
  if (view === "overview" && entered) Overview.build(byId("overview"));
  if (view === "read") {
    if (rest[0]) await Reader.open(...rest);
    if (entered) await Reader.refresh();
  }
  if (view === "rows" && entered) await RowList.refresh();
  if (view === "entities") await Entities.open(...rest);
}

function filtersChanged() {
  const work = view === "rows" ? RowList.refresh() : view === "read" ? Reader.refresh() : Promise.resolve();
  work.catch(stop);
}

async function begin() {
  // the token has done its work when the page is there: it is not to stay in the address
  if (location.search) history.replaceState(null, "", location.pathname + location.hash);
  takeStart(await load("start"));
  const { decisions, saves } = await load("decisions");
  Decisions.take(decisions);
  byId("views").append(...VIEWS.map(([name, text]) => make("a", { href: `#/${name}`, "data-view": name }, text)));
  Filters.build(byId("filters"), filtersChanged);
  Reader.build(byId("read"));
  RowList.build(byId("rows"));
  Entities.build(byId("entities"));
  Keys.build(byId("help"));
  Saving.start(saves);
  window.addEventListener("hashchange", () => route().catch(stop));
  await route();
  document.body.dataset.ready = "yes";
}

begin().catch(stop);
