// The live page: takes over what changes, leads from words to files, moves by keys. What the
// server sends as HTML it has escaped itself; everything else enters the page as text.
"use strict";

const root = document.documentElement;
const here = `/${root.dataset.document}`;
const byId = (id) => document.getElementById(id);
const main = byId("document");
const bar = document.querySelector(".bar");
const detail = byId("detail");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
let chosen = null; // the value or block whose source is shown
let view = "document";
const FOLDED = ["outline", "beside", "show"]; // on a narrow page, until they are asked for
const VALUES = "data[data-id], svg [data-id]"; // in words, and in figures

// --- what changes

let events = null; // null while nobody sees the page

function listen(version) {
  if (document.hidden) return; // the documents that are looked at come first
  events = new EventSource(`${here}/events?version=${version}`);
  events.onmessage = (event) => take(JSON.parse(event.data));
  events.onerror = () => {
    // What was missed, and whether it is the same program, nobody knows: ask for everything.
    events.close();
    events = null;
    byId("state").textContent = "waiting for the program";
    setTimeout(() => events ?? listen(0), 1000);
  };
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) {
    if (!events) listen(0); // it may be another run of the program that answers
  } else if (events) {
    events.close();
    events = null;
  }
});

function take(patch) {
  const chosenId = chosen?.dataset.id;
  choose(null);
  const place = placeInView();
  if (patch.style !== undefined) byId("look").textContent = patch.style;
  if (patch.parts) patch.parts.forEach(([id, html]) => merge(byId(id), parsed(html)));
  if (patch.whole) rebuild(patch.whole);
  if (patch.outline !== undefined) byId("outline").innerHTML = patch.outline;
  if (patch.problems !== undefined) replaceProblems(patch.problems);
  byId("broken").innerHTML = patch.broken;
  byId("state").textContent = patch.said;
  root.classList.toggle("is-broken", patch.broken !== "");
  returnTo(place);
  if (chosenId) choose(valueOf(chosenId));
  if (view === "pages") showPages();
  root.dataset.version = patch.version;
}

function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

// Blocks that say the same stay in the page, with the reader's selection and place.
function merge(old, fresh) {
  const before = own(old);
  const after = own(fresh);
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && adopted(before[start], after[start])) start += 1;
  let end = 0;
  while (end < least - start && adopted(before.at(-1 - end), after.at(-1 - end))) end += 1;
  const next = end ? before[before.length - end] : [...old.children].find(isSection) ?? null;
  before.slice(start, before.length - end).forEach((block) => block.remove());
  after.slice(start, after.length - end).forEach((block) => {
    old.insertBefore(block, next);
    flash(block);
  });
  copyPlace(old, fresh);
}

const isSection = (element) => element.localName === "section";
const own = (section) => [...section.children].filter((child) => !isSection(child));
const bare = (element) => element.outerHTML.replace(/ data-at="[^"]*"/g, "");

// Whether two blocks say the same; the one that stays learns where it now stands in its file.
function adopted(old, fresh) {
  if (bare(old) !== bare(fresh)) return false;
  copyPlace(old, fresh);
  const inside = fresh.querySelectorAll("[data-at]");
  old.querySelectorAll("[data-at]").forEach((element, index) => copyPlace(element, inside[index]));
  return true;
}

function copyPlace(old, fresh) {
  if (fresh.dataset.at) old.dataset.at = fresh.dataset.at;
}

function rebuild(parts) {
  const wanted = new Set(parts.map(([id]) => id));
  main.querySelectorAll("section, #front").forEach((element) => {
    if (!wanted.has(element.id)) element.remove();
  });
  const path = [main];
  parts.forEach(([id, html, level]) => {
    const fresh = parsed(html);
    const old = byId(id);
    if (old) merge(old, fresh);
    path.length = Math.max(level, 1);
    path.at(-1).append(old ?? fresh);
    if (level) path.push(old ?? fresh);
  });
}

function replaceProblems(html) {
  const problems = byId("problems");
  const state = new Map(
    [...problems.querySelectorAll("details")].map((group) => [group.className, group.open]),
  );
  problems.innerHTML = html;
  problems.querySelectorAll("details").forEach((group) => {
    if (state.has(group.className)) group.open = state.get(group.className);
  });
}

// --- the reader's place

function placeInView() {
  const top = bar.getBoundingClientRect().bottom;
  const blocks = main.querySelectorAll("section > *, header > *");
  for (const block of blocks) {
    const { bottom, top: blockTop } = block.getBoundingClientRect();
    if (!isSection(block) && bottom > top) {
      const section = block.parentElement;
      return { block, id: section.id, index: own(section).indexOf(block), top: blockTop };
    }
  }
  return null;
}

function returnTo(place) {
  if (!place) return;
  let block = place.block;
  if (!block.isConnected) {
    const section = byId(place.id);
    block = section && (own(section)[place.index] ?? section);
  }
  if (block) scrollBy({ top: block.getBoundingClientRect().top - place.top, behavior: "instant" });
}

function flash(element) {
  if (!calm.matches) {
    element.animate([{ backgroundColor: "var(--fresh)" }, { backgroundColor: "transparent" }], 1200);
  }
}

function goTo(element) {
  element.scrollIntoView({ block: "center", behavior: calm.matches ? "instant" : "smooth" });
  flash(element);
}

// --- from words to files

async function show(query, element) {
  const answer = await fetch(`${here}/${query}`);
  if (!answer.ok) return false;
  detail.innerHTML = await answer.text();
  detail.hidden = false;
  unfold("beside", true); // where there is no room it is folded away
  choose(element);
  return true;
}

function choose(element) {
  chosen?.classList.remove("chosen");
  if (chosen?.getAttribute("class") === "") chosen.removeAttribute("class");
  chosen = element;
  chosen?.classList.add("chosen");
}

function close() {
  const inside = byId("beside").contains(document.activeElement);
  detail.hidden = true;
  choose(null);
  FOLDED.forEach((name) => unfold(name, false));
  if (inside) main.focus({ preventScroll: true });
}

const valueOf = (id) => main.querySelector(`:is(${VALUES})[data-id="${CSS.escape(id)}"]`);
const showValue = (value) => show(`value?id=${encodeURIComponent(value.dataset.id)}`, value);
const showSource = (at, element) => show(`source?at=${encodeURIComponent(at)}`, element);

main.addEventListener("click", async (event) => {
  if (event.target.closest("a[href]")) return;
  const value = event.target.closest(VALUES);
  if (value && (await showValue(value))) return;
  if (!getSelection().isCollapsed) return; // words are being marked
  const block = event.target.closest("[data-at]");
  if (block) showSource(block.dataset.at, block);
});

// The block that a line of a file has made: the last one that begins there or above.
function madeBy(place) {
  const [, file, line] = /^(.*):(\d+):\d+$/.exec(place) ?? [];
  let best = null;
  let nearest = 0;
  main.querySelectorAll("[data-at]").forEach((element) => {
    const [, its, at] = /^(.*):(\d+):\d+$/.exec(element.dataset.at) ?? [];
    if (its === file && Number(at) <= Number(line) && Number(at) >= nearest) {
      best = element;
      nearest = Number(at);
    }
  });
  return best;
}

function showProblem(button) {
  const { target, place } = button.dataset;
  const value = target && valueOf(target);
  const element = value || (place ? madeBy(place) : null);
  document.querySelectorAll(".problem[aria-current]").forEach((one) => {
    one.removeAttribute("aria-current");
  });
  button.setAttribute("aria-current", "true");
  setView("document");
  if (element) goTo(element);
  if (place) showSource(place, element);
}

byId("problems").addEventListener("click", (event) => {
  const button = event.target.closest(".problem");
  if (button) showProblem(button);
});

// --- what is shown

document.querySelectorAll("[data-filter]").forEach((box) => {
  box.addEventListener("change", () => {
    main.classList.toggle(`without-${box.dataset.filter}`, !box.checked);
  });
});
document.querySelector("[data-only]").addEventListener("change", (event) => {
  main.classList.toggle("only-open", event.target.checked);
});

function setView(name) {
  if (view === name) return;
  view = name;
  document.querySelectorAll("[data-view]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.view === name));
  });
  main.hidden = name !== "document";
  byId("pages").hidden = name !== "pages";
  if (name === "pages") showPages();
}

async function showPages() {
  const pages = byId("pages");
  const wait = document.createElement("p");
  wait.textContent = "Writing the PDF …";
  if (!pages.childElementCount) pages.replaceChildren(wait);
  const { count, version, broken } = await (await fetch(`${here}/pages`)).json();
  const images = Array.from({ length: count }, (_, index) => {
    const image = new Image();
    image.loading = "lazy";
    image.alt = `Page ${index + 1}`;
    image.src = `${here}/page?number=${index + 1}&version=${version}`;
    return image;
  });
  const head = document.createElement("h1");
  head.className = "unseen";
  head.textContent = "Pages of the PDF";
  pages.replaceChildren(head, ...images);
  if (broken) byId("broken").innerHTML = broken;
}

document.querySelectorAll("[data-view]").forEach((button) => {
  button.addEventListener("click", () => setView(button.dataset.view));
});
document.querySelectorAll("[data-toggle]").forEach((button) => {
  button.addEventListener("click", () => {
    unfold(button.dataset.toggle, button.getAttribute("aria-expanded") !== "true");
  });
});

byId("outline").addEventListener("click", (event) => {
  if (event.target.closest("a")) unfold("outline", false);
});

function unfold(name, open) {
  document.querySelector(`[data-toggle="${name}"]`).setAttribute("aria-expanded", String(open));
  root.classList.toggle(`with-${name}`, open);
}

// --- keys

function step(elements, current, by) {
  const at = elements.indexOf(current);
  return elements[at < 0 ? (by > 0 ? 0 : elements.length - 1) : at + by];
}

function stepProblem(by) {
  const problems = [...document.querySelectorAll("details[open] > ol .problem")];
  const current = document.querySelector(".problem[aria-current]");
  const next = step(problems, current, by);
  next?.focus();
  if (next) showProblem(next);
}

// From what is chosen, or from what is in view; what a filter hides is passed over.
function stepThrough(selector, by, showIt) {
  const all = [...main.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  const top = bar.getBoundingClientRect().bottom;
  const inView = all.find((one) => one.getBoundingClientRect().top > top);
  const current = chosen?.closest(selector);
  const next = all.includes(current) ? step(all, current, by) : inView;
  if (!next) return;
  goTo(next);
  showIt(next);
}

const stepValue = (by) => stepThrough(VALUES, by, showValue);
const stepBlock = (by) =>
  stepThrough("[data-at]", by, (block) => showSource(block.dataset.at, block));

const keys = {
  j: () => stepProblem(1),
  k: () => stepProblem(-1),
  v: () => stepValue(1),
  b: () => stepValue(-1),
  n: () => stepBlock(1),
  p: () => stepBlock(-1),
  o: () => byId("outline").querySelector("a")?.focus(),
  Escape: close,
};

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  const act = keys[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

// What sticks below the bar begins at its end, also where the bar takes several lines.
new ResizeObserver(() => {
  root.style.setProperty("--bar", `${bar.getBoundingClientRect().height}px`);
}).observe(bar);
root.classList.toggle("is-broken", byId("broken").childElementCount > 0);
listen(root.dataset.version);
