// Cells that are typed in place, in the forecast sheet and in the list: a cell opens by a link, Escape leaves it, and the
// focus comes back to it. In the list Enter saves and Tab saves and opens the next one.
import { changed } from "./live.js";

let next = -1; // the cell of the list that opens once the one before it is closed
const cells = () => [...document.querySelectorAll(".cell-link, [data-cell]")];

function save(form, to) {
  next = to;
  form.requestSubmit();
}

function leave(form, to) {
  next = to;
  form.querySelector("[data-cancel]").click();
}

document.addEventListener("keydown", (event) => {
  const { key, shiftKey, target } = event;
  if (key === "F2") target.closest(".cell-link")?.click();
  const form = target.closest("[data-cell]");
  if (!form || event.isComposing) return;
  const fields = [...form.querySelectorAll(".input, .select, .textarea")];
  const to = cells().indexOf(form) + (shiftKey ? -1 : 1);
  if (key === "Escape") leave(form, -1);
  else if (!form.dataset.cell) return;
  else if (key === "Enter" && !shiftKey && target.matches("select, textarea")) save(form, -1);
  // a cell that was refused has buttons to be reached
  else if (key === "Tab" && target === fields.at(shiftKey ? 0 : -1) && cells()[to] && !form.querySelector("[role=alert], .field-error"))
    (fields.some(changed) ? save : leave)(form, to);
  else return;
  event.preventDefault();
});

function focus() {
  const at = document.querySelector("[data-focus]");
  if (!at) return;
  at.removeAttribute("data-focus");
  const open = at.matches("form");
  const to = open ? null : cells()[next];
  next = -1;
  if (to) return to.click();
  const field = open ? at.querySelector(".input, .select, .textarea") : at;
  if (field === document.activeElement) return; // somebody types in it already
  field.focus();
  field.select?.();
}

document.addEventListener("htmx:after:swap", focus);
focus();
