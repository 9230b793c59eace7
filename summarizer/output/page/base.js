// Small tools: building elements without markup, offsets, words for people.

const byId = (id) => document.getElementById(id);

/** Build an element. Strings become text nodes, never markup; a key that starts with "on" is a listener. */
function el(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child !== undefined && child !== null && child !== false && child !== "") node.append(child);
  }
  return node;
}

/** Return a function from the records' offsets (Unicode code points) to JavaScript's (UTF-16 units). */
function unitMap(text) {
  const wide = [];
  if (/[\ud800-\udfff]/.test(text)) {
    let position = 0;
    for (const character of text) {
      if (character.length === 2) wide.push(position);
      position++;
    }
  }
  return (offset) => {
    let low = 0;
    let high = wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (wide[middle] < offset) low = middle + 1;
      else high = middle;
    }
    return offset + low;
  };
}

/** Lower case without accents, so that "erdogan" finds "Erdoğan". */
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/ı/g, "i").toLowerCase();

const spaced = (name) => String(name).replaceAll("_", " ");
const plural = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many || one + "s"}`;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "2026-02-03" → "3 Feb 2026"; a month or a year alone stays one. */
function day(iso) {
  const [year, month, date] = String(iso).split("-");
  return [date && Number(date), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(" ");
}

/** The number as a person writes it; nothing is rounded that a double holds. */
function number(value) {
  const large = Math.abs(value) >= 1e6;
  return new Intl.NumberFormat("en", {
    notation: large ? "compact" : "standard",
    compactDisplay: "long",
    maximumSignificantDigits: 15,
  }).format(value);
}

/** "at least USD 60 billion", "97%". */
function amount(figure) {
  const value = number(figure.value);
  const withUnit = !figure.unit ? value : figure.unit === "%" ? value + "%" : `${figure.unit} ${value}`;
  return figure.qualifier ? `${figure.qualifier} ${withUnit}` : withUnit;
}

/** The address if it is one that a reader may follow, else null. */
function webAddress(url) {
  try {
    const parsed = new URL(url);
    return parsed.protocol === "http:" || parsed.protocol === "https:" ? parsed.href : null;
  } catch {
    return null;
  }
}

/** Put items into a container a part at a time; more as the reader comes near the marker at the end of `foot`. */
function chunked(container, foot, items, make, size = 150) {
  let shown = 0;
  const end = el("p", { class: "more" });
  const watcher = new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && grow(shown + size), {
    rootMargin: "800px",
  });
  const grow = (until) => {
    const part = document.createDocumentFragment();
    for (const last = Math.min(until, items.length); shown < last; shown++) part.append(make(items[shown], shown));
    container.append(part);
    // Watched anew each time: an observer only speaks when something changes.
    watcher.disconnect();
    if (shown >= items.length) return end.remove();
    end.textContent = `${shown.toLocaleString("en")} of ${items.length.toLocaleString("en")} shown`;
    foot.append(end);
    watcher.observe(end);
  };
  container.replaceChildren();
  grow(size);
  return {
    ensure: (index) => index >= shown && grow(index + size),
    stop: () => {
      watcher.disconnect();
      end.remove();
    },
  };
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No clipboard on a page from plain http or without permission: the old way still works.
    const area = el("textarea", { class: "sr", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
