// Menus are <details data-menu>: one open at a time, closed by Escape or by a click elsewhere. Dialogs open from [data-dialog].

/** Shows the dialog with this id, unless it is open already. */
export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return;
  dialog.showModal();
  dialog.querySelector("input[autofocus]")?.select(); // what was searched for last gives way to what is typed
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (menu !== except) menu.open = false;
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details[data-menu]"));
  const opener = event.target.closest("[data-dialog]");
  if (opener && !event.metaKey && !event.ctrlKey && document.getElementById(opener.dataset.dialog)) {
    event.preventDefault();
    openDialog(opener.dataset.dialog);
  }
  if (event.target.matches("dialog[open]") || event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
