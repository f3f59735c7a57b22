// Forms: filters that submit themselves, confirmations, and "check all" in tables.

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-autosubmit]")) form.requestSubmit();

  const all = event.target.closest("[data-check-all]");
  if (!all) return;
  for (const box of all.closest("table").querySelectorAll("tbody input[type=checkbox]")) box.checked = all.checked;
});

// Empty fields are left out of a filter's address, so that a shared link stays short.
document.addEventListener("formdata", (event) => {
  if (!event.target.matches("[data-autosubmit],[data-brief]")) return;
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});

document.addEventListener(
  "submit",
  (event) => {
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (!question || confirm(question)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);
