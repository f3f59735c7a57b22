// The forecast sheet: a cell opens by a link and is typed in place; Escape leaves it, and the focus comes back to it.

document.addEventListener("keydown", (event) => {
  const form = event.key === "Escape" && event.target.closest("[data-cell]");
  if (!form) return;
  event.preventDefault();
  form.querySelector("[data-cancel]").click();
});

function focus() {
  const next = document.querySelector("[data-focus]");
  if (!next) return;
  next.removeAttribute("data-focus");
  next.focus();
  next.select?.();
}

document.addEventListener("htmx:after:swap", focus);
focus();
