// The keyboard: Ctrl-K everywhere; single keys outside of inputs, unless the person turned them off.
import { openDialog } from "./menu.js";

const typing = "input,textarea,select,[contenteditable]";
const lines = ".changes > li, [data-rows] > li";
let goUntil = 0;

function row(step) {
  const rows = [...document.querySelectorAll(`[data-rows] tbody tr, ${lines}`)].filter((r) => r.offsetParent);
  if (!rows.length) return;
  const at = rows.indexOf(document.activeElement.closest(`tr, ${lines}`));
  const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, at + step))];
  const link = next.querySelector(".line-main a") ?? next.querySelector("a[href],button");
  if (!link) next.tabIndex = -1;
  (link ?? next).focus();
}

function go(letter) {
  const link = document.querySelector(`a[data-key="${CSS.escape(letter)}"]`);
  if (link) location.assign(link.href);
}

function filter() {
  const field = document.querySelector("[data-filter]");
  if (field) field.focus();
  else openDialog("palette");
}

// The arrows go to the person before or after where a page is a step of several.
function step(by) {
  const link = document.querySelector(`a[data-step="${by}"]`);
  if (link) location.assign(link.href);
  return Boolean(link);
}

// A letter presses what has it: in the row with the focus, or where the page has one row only.
function press(letter) {
  const of = `[data-press="${CSS.escape(letter)}"]`;
  const here = document.activeElement.closest(`tr, ${lines}`)?.querySelectorAll(of);
  const all = here?.length ? here : document.querySelectorAll(of);
  if (all.length === 1) all[0].click();
  return all.length === 1;
}

const actions = {
  "?": () => openDialog("help"),
  "/": filter,
  j: () => row(1),
  k: () => row(-1),
  g: () => (goUntil = Date.now() + 1500),
};

document.addEventListener("keydown", (event) => {
  const key = event.key.toLowerCase();
  if (key === "k" && (event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    openDialog("palette");
    return;
  }
  if (event.metaKey || event.ctrlKey || event.altKey || event.isComposing) return;
  if (document.documentElement.dataset.keys === "off") return;
  if (event.target.closest(typing) || document.querySelector("dialog[open]")) return;

  if (Date.now() < goUntil) {
    goUntil = 0;
    go(key);
    return;
  }
  if (event.key === "ArrowLeft" && step(-1)) return;
  if (event.key === "ArrowRight" && step(1)) return;
  if (!actions[event.key] && press(event.key)) event.preventDefault();
  if (!actions[event.key]) return;
  event.preventDefault();
  actions[event.key]();
});
