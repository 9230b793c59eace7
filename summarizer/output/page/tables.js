// Views over all articles: statements, figures, what was refused and what failed.

const toArticle = (row, kind) => linkTo(row.article, row.i === undefined ? null : { kind, i: row.i });

const byText = (get) => (a, b) => get(a).localeCompare(get(b), "en");

/** A missing date comes last, whichever way the table is sorted. */
const byDate = (get) => (a, b, down) => {
  const [x, y] = [get(a) || "", get(b) || ""];
  if (!x || !y) return (x ? -1 : y ? 1 : 0) * (down ? -1 : 1);
  return x < y ? -1 : x > y ? 1 : 0;
};

const articleColumn = {
  name: "Article",
  class: "from",
  order: byText((row) => row.article.name),
  cell: (row) => el("span", { dir: "auto", title: row.article.name }, row.article.name),
};

const STATEMENT_COLUMNS = [
  { name: "Date", class: "date", order: byDate((r) => r.statement.date), cell: (r) => (r.statement.date ? day(r.statement.date) : "–") },
  {
    name: "Speaker",
    class: "speaker",
    order: byText((r) => r.statement.speaker.name),
    cell: (r) => [
      el("b", { class: unnamed(r.statement.speaker) ? "unnamed" : null, dir: "auto" }, r.statement.speaker.name),
      el("span", { class: "small", dir: "auto" }, [title(r.statement.speaker), viaWords(r.statement.via)].filter(Boolean).join(" · ")),
    ],
  },
  { name: "Act", class: "acts", order: byText((r) => r.statement.acts.join()), cell: (r) => r.statement.acts.map((act) => chip("act", act, act)) },
  {
    name: "Statement",
    class: "said",
    order: byText((r) => r.wording.replace(/^“/, "")),
    cell: (r) => [
      el("a", { href: toArticle(r, "statement"), dir: "auto" }, leadOf(r.statement), r.wording),
      r.statement.hedges.length > 0 && el("span", { class: "flag" }, `hedged: ${r.statement.hedges.join(", ")}`),
    ],
  },
  { name: "Kind", class: "kind", order: byText((r) => r.statement.kind), cell: (r) => chip("kind", r.statement.kind, r.statement.kind, KINDS[r.statement.kind]) },
  { name: "Channel", class: "channel", order: byText((r) => (r.statement.channel ? r.statement.channel.type : "")), cell: (r) => el("span", { title: channelWords(r.statement.channel) }, r.statement.channel ? spaced(r.statement.channel.type) : "–") },
  articleColumn,
];

const FIGURE_COLUMNS = [
  { name: "Value", class: "value", order: (a, b) => a.figure.value - b.figure.value, cell: (r) => el("b", null, amount(r.figure)) },
  { name: "Of what", class: "measure", order: byText((r) => r.figure.measure), cell: (r) => spaced(r.figure.measure) },
  { name: "Who", class: "who", order: byText((r) => r.figure.who || ""), cell: (r) => el("span", { dir: "auto" }, r.figure.who || "–") },
  { name: "As of", class: "date", order: byDate((r) => r.figure.as_of), cell: (r) => (r.figure.as_of ? day(r.figure.as_of) : "–") },
  {
    name: "Said by", class: "speaker", order: byText((r) => (r.by ? r.by.statement.speaker.name : "")),
    cell: (r) => (r.by ? el("b", { dir: "auto" }, r.by.statement.speaker.name) : el("span", { class: "small" }, "the article itself")),
  },
  { name: "Words", class: "said", order: byText((r) => r.figure.evidence[0].exact), cell: (r) => el("a", { href: toArticle(r, "figure"), dir: "auto" }, inContext(r)) },
  articleColumn,
];

const REFUSED_COLUMNS = [
  { name: "What", class: "measure", order: byText((r) => r.refused.what), cell: (r) => r.refused.what },
  { name: "Why", class: "reason", order: byText((r) => r.refused.reason), cell: (r) => reasonWords(r.refused.reason) },
  { name: "Detail", class: "said", order: byText((r) => r.refused.detail), cell: (r) => [el("span", { dir: "auto" }, r.refused.detail), el("details", null, el("summary", null, "what was proposed"), el("pre", { dir: "auto" }, JSON.stringify(r.refused.draft, null, 1)))] },
  { ...articleColumn, cell: (r) => el("a", { href: linkTo(r.article, null), dir: "auto" }, r.article.name) },
];

const FAILED_COLUMNS = [
  { name: "Article", class: "from", order: byText((f) => f.source), cell: (f) => el("span", { dir: "auto" }, f.source) },
  { name: "Outcome", class: "measure", order: byText((f) => f.outcome), cell: (f) => spaced(f.outcome) },
  { name: "Why", class: "said", order: byText((f) => f.reason || ""), cell: (f) => el("span", { dir: "auto" }, f.reason || "–") },
  { name: "Attempts", class: "value", order: (a, b) => (a.attempts || 0) - (b.attempts || 0), cell: (f) => String(f.attempts ?? "–") },
];

/** The figure's words with a few words around them, where the text is there. */
function inContext({ figure, article }) {
  const [evidence] = figure.evidence;
  if (!article.text) return evidence.exact;
  const units = article.units();
  const [start, end] = [units(evidence.start), units(evidence.end)];
  const before = /[^\n]*$/.exec(article.text.slice(Math.max(0, start - 48), start))[0];
  const after = /^[^\n]*/.exec(article.text.slice(end, end + 48))[0];
  return [
    before.length === 48 ? "…" + before.replace(/^\S*\s/, "") : before.trimStart(),
    el("b", null, evidence.exact),
    after.length === 48 ? after.replace(/\s\S*$/, "") + "…" : after.trimEnd(),
  ];
}

/** Render one sortable table; `sorts` remembers each table's order while the page is open. */
const sorts = {};

function table(name, caption, columns, rows) {
  const sort = sorts[name];
  const ordered = sort ? [...rows].sort((a, b) => columns[sort.column].order(a, b, sort.down) * (sort.down ? -1 : 1)) : rows;
  const head = columns.map((column, i) => {
    const on = sort && sort.column === i;
    return el(
      "th", { scope: "col", class: column.class, "aria-sort": on ? (sort.down ? "descending" : "ascending") : "none" },
      el("button", { type: "button", "data-sort": name, "data-column": i }, column.name),
    );
  });
  const body = el("tbody");
  const holder = el("div", { class: "table" }, el("table", { class: name }, el("caption", null, caption), el("thead", null, el("tr", null, head)), body));
  chunked(body, holder, ordered, (row) => el("tr", null, columns.map((c) => el("td", { class: c.class, "data-name": c.name }, c.cell(row)))));
  return holder;
}

const counted = (shown, all, one) => (shown === all ? plural(all, one) : `${shown.toLocaleString("en")} of ${plural(all, one)}`);

const VIEWS = {
  statements: (tests) => {
    const rows = statements.filter(tests.statementRow);
    return [table("statements", counted(rows.length, statements.length, "statement"), STATEMENT_COLUMNS, rows)];
  },
  figures: (tests) => {
    const rows = figures.filter(tests.figureRow);
    return [table("figures", counted(rows.length, figures.length, "figure"), FIGURE_COLUMNS, rows)];
  },
  refused: (tests) => {
    const refusedRows = refusals.filter(tests.refusedRow);
    const failedRows = failures.filter(tests.failure);
    return [
      el("h2", null, "Failed articles"),
      failures.length ? table("failed", counted(failedRows.length, failures.length, "article"), FAILED_COLUMNS, failedRows)
        : el("p", { class: "empty" }, "Every article could be read."),
      el("h2", null, "Refused"),
      el("p", { class: "intro" }, "Proposed by the program, but not standing in the article as proposed; so it is not among the statements, figures and summaries."),
      refusals.length ? table("refusals", counted(refusedRows.length, refusals.length, "proposal"), REFUSED_COLUMNS, refusedRows)
        : el("p", { class: "empty" }, "Nothing was refused."),
    ];
  },
};

function renderView(name) {
  byId(`view-${name}`).replaceChildren(...VIEWS[name](testsOf(state.filter)));
}
