// Mentions: after an @ in a text that takes them, names to choose are shown beneath it. A text that is typed whole works too.

const open = /(^|[^\p{L}\p{N}._])@([\p{L}\p{N}' -]{1,40})$/u;
let wait = 0;

function box(area) {
  let list = area.parentElement.querySelector("[data-names]");
  if (!list) {
    list = document.createElement("div");
    list.className = "row";
    list.dataset.names = "";
    list.setAttribute("role", "group");
    list.setAttribute("aria-label", "People to mention");
    area.after(list);
  }
  return list;
}

function asked(area) {
  return open.exec(area.value.slice(0, area.selectionStart))?.[2];
}

document.addEventListener("input", (event) => {
  const area = event.target.closest("[data-mentions]");
  if (!area) return;
  clearTimeout(wait);
  wait = setTimeout(async () => {
    const text = asked(area);
    if (!text) return box(area).replaceChildren();
    const answer = await fetch(`${area.dataset.mentions}/${encodeURIComponent(text)}`, { headers: { "HX-Request": "true" } });
    if (answer.ok && asked(area) === text) box(area).innerHTML = await answer.text();
  }, 150);
});

document.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-names] [data-name]");
  if (!chosen) return;
  const list = chosen.parentElement;
  const area = list.parentElement.querySelector("[data-mentions]");
  const end = area.selectionStart;
  const start = end - (asked(area) ?? "").length;
  area.setRangeText(`${chosen.dataset.name} `, start, end, "end");
  list.replaceChildren();
  area.focus();
});
