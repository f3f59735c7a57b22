// What a figure means opens beside it; without a script, or an answer, the link leads to the page of all definitions.

const box = document.getElementById("definition");

/** The rows behind the figure: the link of its tile, or the first of a card that opens a list. */
function rowsOf(link) {
  return link.closest(".tile")?.querySelector("a.tile-value") ?? link.closest(".panel")?.querySelector(".panel-foot a[href]");
}

async function define(link) {
  const address = new URL(link.href);
  const asOf = new URLSearchParams(location.search).get("as_of");
  const path = address.pathname + "/" + address.hash.slice(1) + (asOf ? "?as_of=" + encodeURIComponent(asOf) : "");
  const answer = await fetch(path, { headers: { "HX-Request": "true" } });
  if (!answer.ok) throw new Error(answer.statusText);
  box.innerHTML = await answer.text();
  const rows = rowsOf(link);
  const open = box.querySelector("[data-rows]");
  if (rows && open) {
    open.href = rows.href;
    open.hidden = false;
  }
  link.focus(); // where the focus comes back to
  box.showModal();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href*='/definitions#']");
  if (!link || !box || box.contains(link) || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  define(link).catch(() => location.assign(link.href));
});
