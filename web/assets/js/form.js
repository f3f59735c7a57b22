// Forms: filters that submit themselves, selections, confirmations, and "check all" in tables.

/** A form that acts on ticked rows waits until there is one, and says how many there are. */
function count(form) {
  const ticked = form.querySelectorAll("tbody input[type=checkbox]:checked").length;
  for (const button of form.querySelectorAll("button:not([type=button])")) button.disabled = !ticked;
  for (const said of form.querySelectorAll("[data-ticked]")) said.textContent = ticked ? `${ticked} selected:` : said.dataset.ticked;
}

function countAll() {
  for (const form of document.querySelectorAll("form[data-ticks]")) count(form);
}

for (const moment of ["htmx:after:swap", "pageshow"]) addEventListener(moment, countAll);
countAll();

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.matches("[data-autosubmit]")) form.requestSubmit();

  const all = event.target.closest("[data-check-all]");
  if (all) for (const box of all.closest("table").querySelectorAll("tbody input[type=checkbox]")) box.checked = all.checked;
  if (form?.matches("[data-ticks]")) count(form);
});

// A search field above a list of boxes hides those that it does not name; what is ticked stays in sight.
document.addEventListener("input", (event) => {
  const list = document.getElementById(event.target.dataset.narrow);
  if (!list) return;
  const find = event.target.value.trim().toLowerCase();
  for (const label of list.children) label.hidden = !label.textContent.toLowerCase().includes(find) && !label.control.checked;
});

// Empty fields are left out of a filter's address, so that a shared link stays short.
document.addEventListener("formdata", (event) => {
  if (!event.target.matches("[data-autosubmit],[data-brief]")) return;
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});

/** Asks before something is done. Escape, Cancel and a click beside the dialog all leave things as they are. */
function ask(question, label, agree) {
  const box = document.createElement("dialog");
  box.className = "sheet";
  box.setAttribute("aria-labelledby", "ask-title");
  box.innerHTML = `<form method="dialog" class="panel-body stack"><h2 id="ask-title" class="panel-title"></h2><div class="row">
    <button class="btn btn-primary" value="yes"></button><button class="btn btn-plain" value="">Cancel</button></div></form>`;
  box.querySelector("h2").textContent = question;
  box.querySelector("button").textContent = label;
  box.addEventListener("close", () => {
    box.remove();
    if (box.returnValue) agree();
  });
  document.body.append(box);
  box.showModal();
}

let agreed = null;

document.addEventListener(
  "submit",
  (event) => {
    const { target: form, submitter } = event;
    const question = submitter?.dataset.confirm ?? form.dataset.confirm;
    if (!question || agreed === form) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const label = submitter?.getAttribute("aria-label") ?? submitter?.textContent.trim();
    ask(question, label || "Continue", () => {
      agreed = form;
      form.requestSubmit(submitter);
      agreed = null;
    });
  },
  true,
);
