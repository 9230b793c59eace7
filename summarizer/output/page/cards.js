// What was found in one article: summary, statements, figures, refusals, warnings, provenance.

const KINDS = {
  direct: "All of it stands in quotation marks in the article",
  mixed: "The article’s own words with quoted words in them",
  indirect: "The article’s own words, not a quotation",
};

const REASONS = {
  not_found: "the words are not in the article",
  changed_number: "a number differs from the article",
  changed_negation: "a negation differs from the article",
  changed_modal: "must, should, may … differs from the article",
  changed_name: "a name differs from the article",
};

const reasonWords = (reason) => REASONS[reason] || spaced(reason);

/** A chip that sets a filter; pressed while that filter is in force. */
function chip(filter, value, label, hint) {
  const on = state.filter[filter] === value;
  return el(
    "button",
    {
      type: "button", class: `chip ${filter} ${value}`, "data-filter": filter, "data-value": value,
      "aria-pressed": String(on), title: hint || `Show only: ${spaced(label)}`,
    },
    spaced(label),
  );
}

function speakerLine(statement) {
  const { speaker } = statement;
  const about = title(speaker);
  const mention = speaker.mention && speaker.mention !== speaker.name && !unnamed(speaker);
  return el(
    "p", { class: "who" },
    el("button", { type: "button", class: unnamed(speaker) ? "name unnamed" : "name", "data-filter": "speaker", "data-value": speaker.name, dir: "auto", title: mention ? `Here: “${speaker.mention}”` : "Show only this speaker" }, speaker.name),
    about && el("span", { class: "about", dir: "auto" }, about),
  );
}

const cueWord = ({ cue }) => el("span", { class: "cue-word", title: "The cue: the word that attributes it" }, cue.exact);

/** What must be read before the words: without "denied", a denial in the article's words reads as its opposite. */
function leadOf(statement) {
  if (!statement.cue || (statement.kind === "direct" && !statement.acts.includes("deny"))) return null;
  return el("span", { class: "lead" }, cueWord(statement), ": ");
}

function statementCard(row) {
  const { statement, article, i } = row;
  const lead = leadOf(statement);
  const facts = [
    statement.cue && !lead && cueWord(statement),
    statement.target && el("span", null, "target: ", el("bdi", null, statement.target)),
    statement.channel && el("span", null, el("bdi", { title: spaced(statement.channel.type) }, channelWords(statement.channel))),
    statement.date && el("time", { datetime: statement.date }, day(statement.date)),
    statement.via.length > 0 && el("span", { class: "via" }, el("bdi", null, viaWords(statement.via))),
  ].filter(Boolean);
  return el(
    "article",
    { class: `card ${statement.kind}`, id: `s${i}`, tabindex: "-1", "data-kind": "statement", "data-i": i, "aria-label": `Statement ${i + 1}, ${statement.speaker.name}` },
    el("span", { class: "n", "aria-hidden": "true" }, String(i + 1)),
    speakerLine(statement),
    el(statement.kind === "direct" ? "blockquote" : "p", { class: "words", dir: "auto" }, lead, row.wording),
    el("p", { class: "facts" }, facts),
    el(
      "p", { class: "chips" },
      statement.acts.map((act) => chip("act", act, act)),
      chip("kind", statement.kind, statement.kind, KINDS[statement.kind]),
      statement.hedges.length > 0 && el("span", { class: "flag", title: "The article weakens it with these words" }, `hedged: ${statement.hedges.join(", ")}`),
      statement.grounding === "aligned" && el("span", { class: "flag", title: "Found only up to punctuation, case or an ellipsis" }, "aligned"),
      misplaced(article, `statement${i}`),
      el("button", { type: "button", class: "act-copy", title: "Copy as a citation (c)" }, "Copy"),
      el("button", { type: "button", class: "act-show" }, "In the text"),
    ),
  );
}

const misplaced = (article, key) =>
  article.misplaced && article.misplaced.has(key) && el("span", { class: "flag bad" }, "its words are not at the recorded place");

function summarySection(article) {
  const { headline, sentences } = article.record.summary;
  if (!headline && !sentences.length) return null;
  return section("summary", "Summary", null, [
    headline && el("p", { class: "headline", dir: "auto" }, headline),
    el(
      "ol", { class: "sentences" },
      sentences.map((sentence, i) =>
        el("li", null, el("button", { type: "button", class: "item", "data-kind": "summary", "data-i": i, dir: "auto" }, sentence.text), misplaced(article, `summary${i}`)),
      ),
    ),
  ]);
}

function figuresSection(article) {
  if (!article.figures.length) return null;
  return section("figures", "Figures", article.figures.length, [
    el(
      "ul", { class: "figures" },
      article.figures.map(({ figure, by, i }) =>
        el(
          "li", null,
          el(
            "button", { type: "button", class: "item", "data-kind": "figure", "data-i": i },
            el("b", null, amount(figure)), ` ${spaced(figure.measure)}`,
            figure.who && el("span", { class: "of", dir: "auto" }, figure.who),
            el("span", { class: "small" }, [figure.as_of && `as of ${day(figure.as_of)}`, by && `in statement ${by.i + 1}`].filter(Boolean).join(", ")),
          ),
          misplaced(article, `figure${i}`),
        ),
      ),
    ),
  ]);
}

function refusedSection(article) {
  if (!article.refused.length) return null;
  return section("refused", "Refused", article.refused.length, [
    el("p", { class: "small" }, "Proposed by the program, but not found in the article as proposed."),
    article.refused.map(({ refused }) =>
      el(
        "details", null,
        el("summary", null, `${refused.what}: ${reasonWords(refused.reason)}`),
        el("p", { dir: "auto" }, refused.detail),
        el("pre", { dir: "auto" }, JSON.stringify(refused.draft, null, 1)),
      ),
    ),
  ]);
}

function provenanceSection(article) {
  const { provenance: p, article: about } = article.record;
  const { usage } = p;
  const rows = [
    ["engine", [p.engine, p.model].filter(Boolean).join(", ") + (p.cached ? ", answer from the cache" : "")],
    ["prompt", p.prompt],
    ["program", `summarizer ${p.program}`],
    ["use", usage.calls > 0 && `${plural(usage.calls, "call")}, ${plural(usage.input_tokens + usage.output_tokens, "token")}`],
    ["cost", usage.calls > 0 && (p.cost_usd === null ? "unpriced" : `USD ${p.cost_usd}`)],
    ["source", about.source],
    ["id", about.id],
  ];
  return section("provenance", "Provenance", null, [
    el("dl", null, rows.filter(([, value]) => value).map(([name, value]) => [el("dt", null, name), el("dd", { dir: "auto" }, value)])),
  ]);
}

function section(name, heading, count, children) {
  return el(
    "section", { class: name, "aria-labelledby": `h-${name}` },
    el("h3", { id: `h-${name}` }, heading, count !== null && el("span", { class: "count" }, String(count))),
    children,
  );
}

function statementsSection(article) {
  const total = article.statements.length;
  return section("statements", "Statements", total, [
    total === 0 && el("p", { class: "small" }, "No statement was found in this article."),
    el("p", { class: "small narrowed", hidden: true }),
    el("div", { class: "cards", id: "cards" }),
  ]);
}

/** Render everything beside the text. */
function renderNotes(article, target) {
  const { warnings } = article.record;
  target.replaceChildren(
    ...[
      warnings.length > 0 &&
        section("warnings", "Warnings", null, [el("ul", null, warnings.map((warning) => el("li", { dir: "auto" }, warning)))]),
      summarySection(article),
      statementsSection(article),
      figuresSection(article),
      refusedSection(article),
      provenanceSection(article),
    ].filter(Boolean),
  );
}

/** True if the text's own first block shows the title already, so that it need not stand there twice. */
const beginsWithTitle = (article) =>
  article.record.article.blocks[0]?.kind === "headline" && Boolean(headlineOf(article)?.includes(article.name));

/** The article's head: title unless the text begins with it, where and when it appeared, the legend. */
function renderHead(article) {
  const about = article.record.article;
  const address = webAddress(about.url);
  const marks = [
    ["direct", "direct (quoted)"], ["mixed", "mixed"], ["indirect", "indirect (paraphrased)"], ["cue", "cue"], ["figure", "figure"],
  ];
  return el(
    "header", { class: "article-head" },
    el("p", { class: "meta" },
      about.publisher && el("span", { dir: "auto" }, about.publisher),
      about.published_on ? el("time", { datetime: about.published_on }, day(about.published_on)) : el("span", null, "no date"),
      about.language && el("span", { title: "Language" }, about.language),
      address && el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, new URL(address).hostname),
      el("span", { class: "source", dir: "auto" }, about.source)),
    el("h2", { dir: "auto", class: beginsWithTitle(article) ? "sr" : null }, article.name),
    article.text !== "" &&
      el("p", { class: "legend", "aria-label": "Marks in the text" },
        marks.map(([kind, words]) => el("span", null, el("mark", { class: kind === "cue" || kind === "figure" ? kind : `content ${kind}` }, words))),
        el("span", null, tag("sentence", 1), "in the summary", tag("sentence-end", ""))),
  );
}

/** Stands in for the text where the record came without it: the evidence itself, with its place. */
function renderWithoutText(article) {
  return [
    el("p", { class: "empty" }, "The record was written without the article’s text. These are the words that it points at; the numbers are character positions in the article."),
    article.statements.map(({ statement, i }) =>
      statement.content.map((part) =>
        el("p", { class: "block excerpt", dir: "auto" }, tag("number", i + 1), part.exact, el("span", { class: "small" }, ` ${part.start}–${part.end}`)))),
  ].flat(2);
}
