// State, links, the list of articles, and choosing: a note shows its words, words show their note.

const TABS = [
  ["articles", "Articles", articles.length], ["statements", "All statements", statements.length],
  ["figures", "Figures", figures.length], ["refused", "Refused and failed", refusals.length + failures.length],
];

const state = { view: "articles", article: null, chosen: null, filter: { ...NO_FILTER } };
let marks = { content: [], cue: [], figure: [], summary: [] };
let listed = [];
let list = null;
let rows = [];
let cards = null;

// Links: the hash says which view, article and note, and which filters; so a view can be sent to somebody.

const LETTER = { statement: "s", figure: "f", summary: "u" };

function hashOf({ view, article, chosen, filter }) {
  const hash = new URLSearchParams();
  if (view !== "articles") hash.set("t", view);
  else if (article) hash.set("a", article.key);
  if (view === "articles" && chosen && article) {
    const id = chosen.kind === "statement" ? article.record.statements[chosen.i].id : chosen.i + 1;
    hash.set(LETTER[chosen.kind], id);
  }
  for (const [name, value] of Object.entries(filter)) if (value) hash.set(name, value);
  return "#" + hash.toString();
}

const linkTo = (article, chosen) => hashOf({ view: "articles", article, chosen, filter: state.filter });

function readHash() {
  const hash = new URLSearchParams(location.hash.slice(1));
  for (const name of Object.keys(NO_FILTER)) state.filter[name] = hash.get(name) || "";
  state.view = TABS.some(([name]) => name === hash.get("t")) ? hash.get("t") : "articles";
  const article = articleByKey.get(hash.get("a")) || state.article || listedNow()[0] || articles[0] || null;
  let chosen = null;
  if (article && hash.has("s")) {
    const i = article.record.statements.findIndex((statement) => statement.id === hash.get("s"));
    if (i >= 0) chosen = { kind: "statement", i };
  }
  if (hash.has("f")) chosen = { kind: "figure", i: Number(hash.get("f")) - 1 };
  if (hash.has("u")) chosen = { kind: "summary", i: Number(hash.get("u")) - 1 };
  return { article, chosen };
}

/** Keep the address in step; a new article or view is a step back in the browser's history, a note is not. */
function writeHash(step = false) {
  const hash = hashOf(state);
  if (hash === location.hash) return;
  if (step) history.pushState(null, "", hash);
  else history.replaceState(null, "", hash);
}

function fromHash() {
  const { article, chosen } = readHash();
  showFilters();
  showView(state.view);
  showList();
  openArticle(article);
  choose(chosen, { scroll: true });
}

// The list of articles.

const ORDERS = {
  read: () => 0,
  date: (a, b) => (b.record.article.published_on || "").localeCompare(a.record.article.published_on || ""),
  title: (a, b) => a.name.localeCompare(b.name, "en"),
  count: (a, b) => b.statements.length - a.statements.length,
};

const listedNow = () => articles.filter(testsOf(state.filter).article).sort(ORDERS[byId("order").value]);

function showList() {
  const tests = testsOf(state.filter);
  listed = listedNow();
  if (list) list.stop();
  byId("list-count").textContent = counted(listed.length, articles.length, "article");
  list = chunked(byId("list"), byId("list-pane"), listed, (article) => {
    const about = article.record.article;
    const found = tests.narrowed ? article.statements.filter(tests.statement).length : article.statements.length;
    return el(
      "div", { class: "entry", role: "option", id: `a${article.index}`, "aria-selected": "false", tabindex: "-1", "data-i": article.index },
      el("span", { class: "title", dir: "auto" }, article.name),
      el("span", { class: "small" },
        el("bdi", null, about.publisher || (article.name === about.source ? "" : about.source)),
        about.published_on && el("span", null, day(about.published_on)),
        el("span", null, counted(found, article.statements.length, "statement")),
        article.figures.length > 0 && el("span", null, plural(article.figures.length, "figure")),
        article.refused.length > 0 && el("span", { class: "warn" }, `${article.refused.length} refused`)),
    );
  });
  if (!listed.length) byId("list").append(el("p", { class: "empty" }, articles.length ? "No article matches." : "No articles."));
  markListed();
}

function markListed() {
  for (const entry of byId("list").querySelectorAll("[aria-selected=true]")) {
    entry.setAttribute("aria-selected", "false");
    entry.tabIndex = -1;
  }
  const position = listed.indexOf(state.article);
  if (position >= 0) list.ensure(position);
  const entry = position >= 0 ? byId(`a${state.article.index}`) : byId("list").firstElementChild;
  if (!entry || entry.className !== "entry") return;
  entry.tabIndex = 0;
  if (position < 0) return;
  entry.setAttribute("aria-selected", "true");
  entry.scrollIntoView({ block: "nearest" });
}

function openArticle(article) {
  const changed = article !== state.article;
  state.article = article;
  if (changed || !byId("text-pane").firstChild) renderArticle();
  else showCards();
  markListed();
}

function renderArticle() {
  const { article } = state;
  const pane = byId("text-pane");
  state.chosen = null;
  marks = { content: [], cue: [], figure: [], summary: [] };
  if (!article) {
    pane.replaceChildren(el("p", { class: "empty" }, failures.length ? "No article could be read; the last tab says why." : "There are no articles here."));
    byId("notes-pane").replaceChildren();
    return;
  }
  document.title = `${article.name} – Statements in the news`;
  const body = el("div", { class: "article-body", dir: "auto", lang: article.record.article.language });
  if (article.text) marks = renderText(article, body);
  else body.append(...renderWithoutText(article));
  pane.replaceChildren(renderHead(article), body);
  renderNotes(article, byId("notes-pane"));
  pane.scrollTop = 0;
  byId("notes-pane").scrollTop = 0;
  showCards();
}

/** Show the cards that the filter leaves, and dim the marks of the others. */
function showCards() {
  if (!state.article) return;
  const tests = testsOf(state.filter);
  const all = state.article.statements;
  rows = all.filter((row) => !tests.narrowed || tests.statement(row));
  if (cards) cards.stop();
  cards = chunked(byId("cards"), byId("cards").parentNode, rows, statementCard);
  const left = new Set(rows.map((row) => row.i));
  for (const row of all) {
    for (const mark of marksOf({ kind: "statement", i: row.i })) mark.classList.toggle("off", !keptIn(left, mark));
  }
  const note = document.querySelector("#notes-pane .narrowed");
  note.hidden = !tests.narrowed;
  note.textContent = `${counted(left.size, all.length, "statement")} match the filter.`;
  showChosen();
}

const keptIn = (left, mark) => mark.spans.some((s) => (s.type === "content" || s.type === "cue") && left.has(s.ref));

/** One card takes part in the tab order: the chosen one, else the first. */
function roving() {
  const { chosen } = state;
  const current = (chosen && chosen.kind === "statement" && noteOf(chosen)) || byId("cards")?.firstElementChild;
  for (const card of document.querySelectorAll("#cards [tabindex='0']")) card.tabIndex = -1;
  if (current) current.tabIndex = 0;
}

// Notes and their words: choosing one shows the other.

function marksOf({ kind, i }) {
  return kind === "statement" ? [...(marks.content[i] || []), ...(marks.cue[i] || [])] : marks[kind][i] || [];
}

function noteOf({ kind, i }) {
  if (kind !== "statement") return document.querySelector(`#notes-pane [data-kind="${kind}"][data-i="${i}"]`);
  const position = rows.findIndex((row) => row.i === i);
  if (position >= 0) cards.ensure(position);
  return byId(`s${i}`);
}

const PAINTED = ["statement", "figure", "summary"];

function paint(className, target) {
  const classes = [className, ...PAINTED.map((kind) => `${className}-${kind}`)];
  for (const node of document.querySelectorAll(`#view-articles .${className}`)) node.classList.remove(...classes);
  if (!target) return;
  for (const mark of marksOf(target)) mark.classList.add(className, `${className}-${target.kind}`);
  noteOf(target)?.classList.add(className);
}

/** Paint the chosen note and its words; a note that the filter hides is not chosen any more. */
function showChosen() {
  const note = state.chosen && noteOf(state.chosen);
  if (!note) state.chosen = null;
  paint("chosen", state.chosen);
  for (const node of document.querySelectorAll("#notes-pane [aria-current]")) node.removeAttribute("aria-current");
  if (note) note.setAttribute("aria-current", "true");
  roving();
  return note;
}

function choose(target, { scroll = false, focus = false } = {}) {
  state.chosen = target;
  const note = showChosen();
  writeHash();
  if (!note) return;
  if (focus) note.focus({ preventScroll: true });
  if (scroll) {
    reveal(note, "nearest");
    reveal(marksOf(target)[0], "center");
  }
}

/** Scroll only if it is out of sight, so that the page stays calm. */
function reveal(node, block) {
  if (!node || !node.offsetParent) return;
  const box = node.getBoundingClientRect();
  const pane = node.closest(".pane").getBoundingClientRect();
  const [top, bottom] = [Math.max(pane.top, 0), Math.min(pane.bottom, innerHeight)];
  if (box.top >= top + 16 && box.bottom <= bottom - 16) return;
  node.scrollIntoView({ block: box.height > bottom - top ? "start" : block, behavior: calm.matches ? "auto" : "smooth" });
}

const calm = matchMedia("(prefers-reduced-motion: reduce)");

let clicked = null;
let clicks = 0;

byId("text-pane").addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  if (!mark || !mark.spans || !getSelection().isCollapsed) return;
  const options = meanings(mark).filter((target) => noteOf(target));
  if (!options.length) return;
  // A second click on the same words goes on to what they stand in.
  clicks = mark === clicked ? clicks + 1 : 0;
  clicked = mark;
  const target = options[clicks % options.length];
  showPane("notes", { onlyIfNarrow: true });
  choose(target);
  reveal(noteOf(target), "center");
});

byId("notes-pane").addEventListener("click", (event) => {
  const note = event.target.closest("[data-kind]");
  if (!note || event.target.closest("[data-filter]")) return;
  const target = { kind: note.dataset.kind, i: Number(note.dataset.i) };
  if (event.target.closest(".act-copy")) copyCitation(target);
  const show = event.target.closest(".act-show") || note.classList.contains("item");
  if (show) showPane("text", { onlyIfNarrow: true });
  choose(target);
  reveal(marksOf(target)[0], "center");
});

for (const [type, on] of [["mouseover", true], ["mouseout", false]]) {
  byId("view-articles").addEventListener(type, (event) => {
    const mark = event.target.closest("mark");
    const note = event.target.closest("#notes-pane [data-kind]");
    const target = mark && mark.spans ? meanings(mark)[0] : note && { kind: note.dataset.kind, i: Number(note.dataset.i) };
    paint("hover", on ? target : null);
  });
}

async function copyCitation({ i }) {
  const button = document.querySelector(`#s${i} .act-copy`);
  const done = await copyText(citation(state.article.statements[i]));
  const words = done ? "Copied" : "Could not copy";
  byId("announce").textContent = words;
  button.textContent = words;
  setTimeout(() => (button.textContent = "Copy"), 1500);
}
