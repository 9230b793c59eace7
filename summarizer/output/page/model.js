// The data: records as they were written, rows over all of them, filters, citations.

const read = (kind) => Array.from(document.querySelectorAll(`script.${kind}`), (node) => JSON.parse(node.textContent));

const failures = read("failure");
const articles = read("record").map((record, index) => {
  const article = { index, record, text: record.article.text };
  article.units = lazily(() => unitMap(article.text));
  article.name = record.article.title || headlineOf(article) || record.summary.headline || record.article.source;
  article.folded = lazily(() =>
    fold([article.name, record.article.source, record.article.publisher || "", article.text].join("\n")),
  );
  article.statements = record.statements.map((statement, i) => statementRow(article, statement, i));
  const said = new Map(article.statements.map((row) => [row.statement.id, row]));
  article.figures = record.figures.map((figure, i) => ({ article, figure, i, by: said.get(figure.statement) || null }));
  article.refused = record.refused.map((refused, i) => ({ article, refused, i }));
  return article;
});
const statements = articles.flatMap((article) => article.statements);
const figures = articles.flatMap((article) => article.figures);
const refusals = articles.flatMap((article) => article.refused);

// A short key for links; the same article read twice gets "~2".
const articleByKey = new Map();
for (const article of articles) {
  const short = article.record.article.id.replace(/^sha256:/, "").slice(0, 12);
  article.key = short;
  for (let n = 2; articleByKey.has(article.key); n++) article.key = `${short}~${n}`;
  articleByKey.set(article.key, article);
}

function lazily(make) {
  let made;
  return () => (made === undefined ? (made = make()) : made);
}

function headlineOf({ record, text, units }) {
  const block = record.article.blocks.find(({ kind }) => kind === "headline");
  return block && text ? text.slice(units()(block.start), units()(block.end)) : null;
}

function statementRow(article, statement, i) {
  const row = { article, statement, i, wording: wording(article, statement) };
  row.speaker = lazily(() => fold(`${statement.speaker.name}\n${statement.speaker.mention || ""}`));
  row.folded = lazily(() => {
    const { name, role, affiliation } = statement.speaker;
    return fold([row.wording, name, role, affiliation, statement.target, ...statement.via].filter(Boolean).join("\n"));
  });
  return row;
}

/** The exact words, in order: in quotation marks only if all of it is quoted in the article. */
function wording(article, statement) {
  const direct = statement.kind === "direct";
  let words = "";
  statement.content.forEach((part, i) => {
    if (i) words += joined(article, statement.content[i - 1], part) ? " " : " … ";
    words += direct ? `“${part.exact}”` : part.exact;
  });
  return words;
}

/** True if only quotation marks and white space stand between two spans. */
function joined(article, before, after) {
  if (!article.text) return false;
  const units = article.units();
  return /^[\s"'“”„«»‘’‚‹›「」]*$/.test(article.text.slice(units(before.end), units(after.start)));
}

function title(speaker) {
  const { role, affiliation } = speaker;
  return [role, affiliation && !(role || "").includes(affiliation) && affiliation].filter(Boolean).join(", ");
}

const viaWords = (via) => (via.length ? `via ${via.join(", then ")}` : "");
const channelWords = (channel) => (channel ? channel.name || spaced(channel.type) : "");
const unnamed = (speaker) => speaker.kind === "unnamed" || speaker.kind === "unattributed";

/** One line that another person can check: words, speaker, source, position. */
function citation(row) {
  const { statement, article } = row;
  const about = article.record.article;
  const { speaker } = statement;
  const by = [speaker.name + (title(speaker) ? `, ${title(speaker)}` : "")];
  if (statement.via.length) by.push(viaWords(statement.via));
  if (statement.channel) by.push(channelWords(statement.channel));
  if (statement.date) by.push(statement.date);
  const cue = statement.cue ? `: “${statement.cue.exact}”` : "";
  const notes = [statement.acts.map(spaced).join(", ") + cue, ...statement.hedges.map((hedge) => `hedged: ${hedge}`)];
  const who = `${by.join(", ")} [${notes.join("; ")}]`;
  const how = { mixed: "the article’s words, partly quoted", indirect: "the article’s words, not a quotation" };
  const said = statement.kind === "direct" ? `${row.wording} — ${who}.` : `${who}: ${row.wording} (${how[statement.kind]}).`;
  const where = [
    about.title && `“${about.title}”`,
    about.publisher,
    about.published_on,
    webAddress(about.url) || about.source,
    "characters " + statement.content.map((part) => `${part.start}–${part.end}`).join(", "),
    about.id,
  ];
  return `${said} In: ${where.filter(Boolean).join(", ")}.`;
}

const NO_FILTER = { q: "", speaker: "", act: "", kind: "", channel: "" };

/** Return the tests for the filter in force: on a statement, an article, a figure, a refusal, a failure. */
function testsOf(filter) {
  const q = fold(filter.q.trim());
  const speaker = fold(filter.speaker.trim());
  const narrowed = Boolean(speaker || filter.act || filter.kind || filter.channel);
  const statement = ({ statement: s, speaker: names }) =>
    (!filter.act || s.acts.includes(filter.act)) &&
    (!filter.kind || s.kind === filter.kind) &&
    (!filter.channel || (s.channel ? s.channel.type : "none") === filter.channel) &&
    (!speaker || names().includes(speaker));
  const inText = (...parts) => !q || fold(parts.filter(Boolean).join("\n")).includes(q);
  return {
    narrowed,
    statement,
    statementRow: (row) => statement(row) && (!q || row.folded().includes(q)),
    article: (a) => (!q || a.folded().includes(q)) && (!narrowed || a.statements.some(statement)),
    figureRow: ({ figure: f, by, article }) =>
      (!narrowed || (by !== null && statement(by))) &&
      inText(amount(f), spaced(f.measure), f.who, article.name, by && by.statement.speaker.name, f.evidence[0].exact),
    refusedRow: ({ refused, article }) => inText(refused.reason, refused.detail, article.name, JSON.stringify(refused.draft)),
    failure: (f) => inText(f.source, f.outcome, f.reason),
  };
}

/** Distinct values with how often they occur, the most frequent first. */
function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
