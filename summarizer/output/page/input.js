// Filters, views, panes, keyboard, light and dark; the last lines start the page.

// Filters.

function options(select, any, entries) {
  select.replaceChildren(
    el("option", { value: "" }, any),
    ...entries.map(([value, count]) => el("option", { value }, `${spaced(value)} (${count.toLocaleString("en")})`)),
  );
}

function fillFilters() {
  const all = statements.map((row) => row.statement);
  options(byId("act"), "Any act", tally(all.flatMap((s) => s.acts)));
  options(byId("kind"), "Any kind", tally(all.map((s) => s.kind)));
  options(byId("channel"), "Any channel", tally(all.map((s) => (s.channel ? s.channel.type : "none"))));
  const names = tally(all.map((s) => s.speaker.name)).slice(0, 1000);
  byId("speakers").replaceChildren(...names.map(([value, count]) => el("option", { value, label: plural(count, "statement") })));
  const speakers = new Set(all.map((s) => s.speaker.name)).size;
  byId("totals").textContent = `${plural(articles.length, "article")}, ${plural(speakers, "speaker")}`;
}

function showFilters() {
  for (const [name, value] of Object.entries(state.filter)) if (byId(name).value !== value) byId(name).value = value;
  byId("clear").hidden = Object.values(state.filter).every((value) => !value);
}

function setFilter(change) {
  Object.assign(state.filter, change);
  showFilters();
  showList();
  if (state.view !== "articles") renderView(state.view);
  else if (listed.length && !listed.includes(state.article)) openArticle(listed[0]);
  else showCards();
  writeHash();
}

let waiting = 0;
byId("filters").addEventListener("input", (event) => {
  clearTimeout(waiting);
  // Typing waits for a pause, a choice does not.
  waiting = setTimeout(() => setFilter({ [event.target.id]: event.target.value }), event.target.tagName === "SELECT" ? 0 : 120);
});
byId("filters").addEventListener("submit", (event) => event.preventDefault());
byId("clear").addEventListener("click", () => setFilter(NO_FILTER));
byId("order").addEventListener("change", showList);

// Views and panes.

function showView(view) {
  state.view = view;
  document.body.dataset.view = view;
  for (const [name] of TABS) {
    byId(`view-${name}`).hidden = name !== view;
    byId(`tab-${name}`).setAttribute("aria-selected", String(name === view));
    byId(`tab-${name}`).tabIndex = name === view ? 0 : -1;
  }
  if (view !== "articles") renderView(view);
}

function goView(view) {
  showView(view);
  writeHash(true);
}

const narrow = matchMedia("(max-width: 820px)");

function showPane(name, { onlyIfNarrow = false } = {}) {
  if (onlyIfNarrow && !narrow.matches) return;
  document.body.dataset.pane = name;
  for (const button of document.querySelectorAll(".switch button")) button.setAttribute("aria-pressed", String(button.dataset.pane === name));
}

function showListPane(open) {
  document.body.classList.toggle("list-open", open);
  byId("list-toggle").setAttribute("aria-expanded", String(open));
}

byId("tabs").append(
  ...TABS.map(([name, words, count]) =>
    el("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `view-${name}`, onclick: () => goView(name) },
      words, el("span", { class: "count" }, count.toLocaleString("en")))),
);
document.querySelector(".switch").addEventListener("click", (event) => event.target.dataset.pane && showPane(event.target.dataset.pane));
byId("list-toggle").addEventListener("click", () => showListPane(!document.body.classList.contains("list-open")));
byId("list").addEventListener("click", (event) => {
  const entry = event.target.closest(".entry");
  if (!entry) return;
  goArticle(articles[entry.dataset.i]);
  showListPane(false);
});

function goArticle(article) {
  openArticle(article);
  writeHash(true);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.filter) {
    const { filter, value } = button.dataset;
    const around = button.closest("[id]").id;
    setFilter({ [filter]: state.filter[filter] === value ? "" : value });
    // What holds the button was built anew: the focus goes to its successor.
    const successor = document.querySelector(`#${around} [data-filter="${filter}"][data-value="${CSS.escape(value)}"]`);
    if (successor) successor.focus({ preventScroll: true });
  } else if (button.dataset.sort) {
    const { sort, column } = button.dataset;
    const before = sorts[sort];
    const same = before && before.column === Number(column);
    sorts[sort] = { column: Number(column), down: same ? !before.down : false };
    renderView(state.view);
    document.querySelector(`[data-sort="${sort}"][data-column="${column}"]`).focus();
  }
});

// Keyboard.

function stepStatement(by) {
  if (state.view !== "articles") return stepRow(by);
  if (!rows.length) return;
  const at = rows.findIndex((row) => state.chosen && state.chosen.kind === "statement" && row.i === state.chosen.i);
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1)];
  choose({ kind: "statement", i: next.i }, { scroll: true, focus: true });
}

function stepRow(by) {
  const links = [...document.querySelectorAll(`#view-${state.view} tbody a`)];
  const at = links.indexOf(document.activeElement);
  links[Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
}

function stepArticle(by, focus = false) {
  const next = listed[Math.min(Math.max(listed.indexOf(state.article) + by, 0), listed.length - 1)];
  if (!next) return;
  if (state.view !== "articles") showView("articles");
  if (next !== state.article) goArticle(next);
  if (focus) byId(`a${next.index}`).focus();
}

function arrows(event, by) {
  const at = document.activeElement;
  if (at.closest("#list")) stepArticle(by, true);
  else if (at.closest("#cards")) stepStatement(by);
  else if (at.closest("tbody")) stepRow(by);
  else return;
  event.preventDefault();
}

function stepTab(by) {
  const at = TABS.findIndex(([name]) => name === state.view);
  const [name] = TABS[(at + by + TABS.length) % TABS.length];
  goView(name);
  byId(`tab-${name}`).focus();
}

function escape() {
  if (document.activeElement.matches("input, select")) document.activeElement.blur();
  else if (document.body.classList.contains("list-open")) showListPane(false);
  else choose(null);
}

const KEYS = {
  j: () => stepStatement(1),
  k: () => stepStatement(-1),
  n: () => stepArticle(1),
  p: () => stepArticle(-1),
  c: () => state.view === "articles" && state.chosen && state.chosen.kind === "statement" && copyCitation(state.chosen),
  "/": () => byId("q").select(),
  "?": () => byId("help").showModal(),
  Escape: escape,
  ...Object.fromEntries(TABS.map(([name], i) => [String(i + 1), () => goView(name)])),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
  const typing = event.target.matches("input, select, textarea");
  if (typing && event.key !== "Escape") return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") arrows(event, event.key === "ArrowDown" ? 1 : -1);
  else if (event.target.matches("[role=tab]") && /^Arrow(Left|Right)$/.test(event.key)) stepTab(event.key === "ArrowRight" ? 1 : -1);
  else if (event.key === "Enter" && event.target.matches(".card, .entry")) event.target.click();
  else if (KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

// Light and dark: the system's choice until the reader makes one.

const dark = matchMedia("(prefers-color-scheme: dark)");
const themeNow = () => document.documentElement.dataset.theme || (dark.matches ? "dark" : "light");

function showTheme() {
  byId("theme").textContent = themeNow() === "dark" ? "Light" : "Dark";
}

byId("theme").addEventListener("click", () => {
  const theme = themeNow() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = theme;
  remember("theme", theme);
  showTheme();
});
byId("help-button").addEventListener("click", () => byId("help").showModal());
dark.addEventListener("change", showTheme);

/** A page from a file may have no storage; then nothing is remembered. */
function remember(name, value) {
  try {
    if (value === undefined) return localStorage.getItem(`summarizer-${name}`);
    localStorage.setItem(`summarizer-${name}`, value);
  } catch {
    return null;
  }
}

const theme = remember("theme");
if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
showTheme();
fillFilters();
fromHash();
addEventListener("popstate", fromHash);
addEventListener("beforeprint", () => cards && cards.ensure(rows.length - 1));
