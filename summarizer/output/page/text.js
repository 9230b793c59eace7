// The article's text with its evidence marked in place. Spans overlap and nest, so the text is cut at every boundary.

/** Every span to mark, in UTF-16 units. `ref` is the position in the record's list of that type. */
function spansOf(article) {
  const { record } = article;
  const units = article.units();
  const spans = [];
  const add = (type, ref, evidence, part = 0, of = 1) => {
    const start = units(evidence.start);
    const end = units(evidence.end);
    const found = article.text.slice(start, end) === evidence.exact;
    if (found && end > start) spans.push({ type, ref, start, end, first: part === 0, last: part === of - 1 });
    else article.misplaced.add((type === "cue" || type === "content" ? "statement" : type) + ref);
  };
  article.misplaced = new Set();
  record.summary.sentences.forEach((sentence, i) =>
    sentence.evidence.forEach((e, part) => add("summary", i, e, part, sentence.evidence.length)),
  );
  record.statements.forEach((statement, i) => {
    statement.content.forEach((e, part) => add("content", i, e, part, statement.content.length));
    if (statement.cue) add("cue", i, statement.cue);
  });
  record.figures.forEach((figure, i) => figure.evidence.forEach((e) => add("figure", i, e)));
  for (const block of record.article.blocks) {
    if (block.label && block.label[0] >= block.start) spans.push({ type: "label", start: units(block.label[0]), end: units(block.label[1]) });
  }
  return spans;
}

const LONG = 20000;

/** Cut a part of many thousand characters at spaces: a browser lays out a megabyte in one paragraph for seconds. */
function cutLong(part, text) {
  const pieces = [];
  let { start } = part;
  while (part.end - start > 1.5 * LONG) {
    const space = text.indexOf(" ", start + LONG);
    if (space < 0 || space + 1 >= part.end) break;
    pieces.push({ ...part, start, end: space + 1 });
    start = space + 1;
  }
  return [...pieces, { ...part, start }];
}

/** The article's parts in order: its blocks, and what stands between them unless it is white space. */
function partsOf(article) {
  const { text, record } = article;
  const units = article.units();
  const parts = [];
  let position = 0;
  const between = (end) => {
    if (text.slice(position, end).trim()) parts.push({ kind: "plain", start: position, end });
  };
  for (const block of record.article.blocks) {
    const start = units(block.start);
    between(start);
    position = units(block.end);
    parts.push({ kind: block.kind, start, end: position, language: block.language });
  }
  between(text.length);
  return parts.flatMap((part) => cutLong(part, text));
}

const TAGS = { headline: "h3", heading: "h4", deck: "p", dateline: "p", caption: "p" };

/** Render the article's text into `target`; return marks by type and position, for highlighting. */
function renderText(article, target) {
  const spans = spansOf(article);
  const boundaries = spans.flatMap((span) => [span.start, span.end]);
  const parts = partsOf(article);
  const cuts = Float64Array.from(new Set([...boundaries, ...parts.flatMap((p) => [p.start, p.end])])).sort();
  const opening = groupBy(spans, "start");
  const closing = groupBy(spans, "end");
  const marks = { content: [], cue: [], figure: [], summary: [] };
  const active = new Set();
  let cut = 0;
  const nodes = parts.map((part) => {
    const block = el(TAGS[part.kind] || "p", { class: `block ${part.kind}`, dir: "auto", lang: part.language });
    if (part.kind === "boilerplate" || part.language) {
      block.title = part.language ? `In another language (${part.language}); not read for statements` : "Not part of the news; not read for statements";
    }
    for (; cut < cuts.length && cuts[cut] < part.end; cut++) {
      const from = cuts[cut];
      for (const span of closing.get(from) || []) active.delete(span);
      for (const span of opening.get(from) || []) active.add(span);
      if (from < part.start) continue;
      const to = Math.min(cuts[cut + 1], part.end);
      block.append(...opened(opening.get(from)), segment(article, from, to, active, marks), ...closed(closing.get(to)));
    }
    return block;
  });
  target.classList.toggle("long", article.text.length > 5 * LONG);
  target.replaceChildren(...nodes);
  return marks;
}

function groupBy(spans, side) {
  const groups = new Map();
  for (const span of spans) {
    if (!groups.has(span[side])) groups.set(span[side], []);
    groups.get(span[side]).push(span);
  }
  return groups;
}

// Numbers and brackets are drawn by the style sheet from attributes: the text of the page stays the article's text.
const tag = (name, n) => el("i", { class: `tag ${name}`, "data-n": n, "aria-hidden": "true" });

function opened(spans = []) {
  const starts = spans.filter((span) => span.first);
  const sentences = starts.filter((s) => s.type === "summary").map((s) => tag("sentence", s.ref + 1));
  const numbers = starts.filter((s) => s.type === "content").map((s) => s.ref + 1);
  return numbers.length ? [...sentences, tag("number", numbers.join(","))] : sentences;
}

const closed = (spans = []) => spans.filter((s) => s.type === "summary" && s.last).map(() => tag("sentence-end", ""));

function segment(article, from, to, active, marks) {
  const words = article.text.slice(from, to);
  const here = [...active];
  const marked = here.filter((span) => span.type !== "label");
  const inner = here.length > marked.length ? el("b", null, words) : words;
  if (!marked.length) return inner;
  const contents = marked.filter((span) => span.type === "content");
  const classes = new Set(marked.map((span) => span.type));
  if (contents.length) {
    const innermost = contents.reduce((a, b) => (b.end - b.start < a.end - a.start ? b : a));
    classes.add(article.record.statements[innermost.ref].kind);
    if (contents.length > 1) classes.add("nested");
  }
  const mark = el("mark", { class: [...classes].join(" ") }, inner);
  mark.spans = marked;
  for (const span of marked) (marks[span.type][span.ref] ||= []).push(mark);
  return mark;
}

/** What a click on a mark means, the nearest first: its cue, figure, the smallest content, a summary sentence. */
function meanings(mark) {
  const rank = { cue: 0, figure: 1, content: 2, summary: 3 };
  const sorted = [...mark.spans].sort((a, b) => rank[a.type] - rank[b.type] || a.end - a.start - (b.end - b.start));
  const found = new Map();
  for (const { type, ref } of sorted) {
    const kind = type === "cue" || type === "content" ? "statement" : type;
    if (!found.has(kind + ref)) found.set(kind + ref, { kind, i: ref });
  }
  return [...found.values()];
}
