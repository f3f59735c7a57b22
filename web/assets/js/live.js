// Live pages: what somebody else changes shows within two seconds, and never under the hands of the reader. The server
// names the records that changed; a page that shows one of them reads itself again.

const pause = 3000; // between two readings of a page
const main = () => document.querySelector("main[data-live]");
let source = null;
let last = 0;
let timer = 0;
let missed = false;
let mine = ""; // what the reader saved in cells, of which this page need not be told

/** A page lists records (data-live="*"), or is about some. */
function concerns(keys) {
  const about = main()?.dataset.live;
  return about && (keys === "*" || about === "*" || keys.split(" ").some((key) => about.includes(key)));
}

/** Somebody typed into a field, or chose something else. */
export function changed(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
  const first = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(first, 0);
}

const fields = () => [...document.querySelectorAll("main :is(input:not([type=hidden]), textarea, select)")];
const keyOf = (field) => [field.form?.getAttribute("action"), field.name, field.matches("[type=checkbox],[type=radio]") && field.value].join();

/** The reader types, chooses, or has something open. */
function busy() {
  if (document.querySelector("dialog[open], main details[data-menu][open], main .deal.dragged, main [data-cell], main .htmx-request")) return true;
  if (document.activeElement?.matches("main :is(input, textarea, select)")) return true;
  return fields().some(changed);
}

/** Says that there is something new, where it must not be put under the reader's hands. */
function offer() {
  if (document.getElementById("live-note")) return;
  const note = document.createElement("div");
  note.id = "live-note";
  note.className = "toast";
  note.dataset.seconds = 3600; // it stays until the reader has seen the changes
  note.innerHTML = `<p>Somebody changed this page.</p><button type="button" >Show changes</button>`;
  note.querySelector("button").addEventListener("click", read);
  document.getElementById("toasts")?.append(note);
}

/** Puts the page as it is now in the place of its content. What is open stays open; a message and what is typed stay. */
async function read() {
  last = Date.now();
  document.getElementById("live-note")?.remove();
  const answer = await fetch(location.href).catch(() => null);
  if (!answer || answer.status >= 429) timer = setTimeout(refresh, pause); // too busy now
  if (!answer?.ok || answer.redirected) return;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main[data-live]");
  const now = main();
  if (!next || !now) return;
  if (now.querySelector(".htmx-request")) { // an answer is on its way into what would be replaced
    timer = setTimeout(refresh, pause);
    return;
  }
  const parts = (of) => [...of.querySelectorAll("details:not([data-menu])")];
  const open = parts(now).map((part) => part.open);
  parts(next).forEach((part, i) => open.length > i && (part.open = open[i]));
  const flash = now.querySelector("[data-flash]");
  if (flash && !next.querySelector("[data-flash]")) next.prepend(flash);
  const typed = new Map(fields().filter(changed).map((field) => [keyOf(field), field]));
  const focus = document.activeElement?.closest("main a")?.getAttribute("href");
  const cell = now.querySelector("[data-cell]"); // stays as it is typed
  now.replaceChildren(...next.childNodes);
  if (cell) now.querySelector(`a[href="${cell.dataset.cell}"]`)?.closest("td").replaceWith(cell.closest("td"));
  for (const field of fields()) {
    const mine = typed.get(keyOf(field));
    if (mine) [field.value, field.checked] = [mine.value, mine.checked];
  }
  window.htmx?.process(now);
  dispatchEvent(new Event("htmx:after:swap"));
  if (focus) now.querySelector(`a[href="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
}

function refresh() {
  clearTimeout(timer);
  if (document.hidden) missed = true;
  else if (busy()) offer();
  else if (Date.now() - last < pause) timer = setTimeout(refresh, pause);
  else read();
}

function connect() {
  if (source || document.hidden || !main()) return;
  source = new EventSource(`${main().dataset.liveBase}/live`);
  let opened = false;
  source.addEventListener("open", () => {
    if (opened) refresh(); // something may have changed while the connection was gone
    opened = true;
  });
  source.addEventListener("message", ({ data }) => {
    data = data.split(" ").filter((key) => key[0] !== "~" || !mine.includes(key.slice(1))).join(" ").replaceAll("~", "");
    if (data && concerns(data)) refresh();
  });
}

document.addEventListener("submit", ({ target }) => {
  const { cell } = target.dataset;
  if (!cell) return;
  mine += cell;
  setTimeout(() => (mine = mine.replace(cell, "")), 60000);
});

// A browser has few connections to one server: pages out of sight let go of theirs.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    source?.close();
    source = null;
    missed = true;
    return;
  }
  connect();
  if (missed) {
    missed = false;
    if (main()) refresh();
  }
});
addEventListener("pagehide", () => source?.close());
connect();
