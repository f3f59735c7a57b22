// The palette: htmx loads results while typing; arrows move among them and Enter opens the first.

const links = () => [...document.querySelectorAll("#palette-results a[href]")];

document.addEventListener("keydown", (event) => {
  const palette = event.target.closest("#palette");
  if (!palette) return;
  const list = links();
  const at = list.indexOf(document.activeElement);
  if (event.key === "ArrowDown" && at < list.length - 1) list[at + 1].focus();
  else if (event.key === "ArrowUp" && at > 0) list[at - 1].focus();
  else if (event.key === "ArrowUp" && at === 0) palette.querySelector("input").focus();
  else if (event.key === "Escape") palette.close(); // a search field would only empty itself
  else return;
  event.preventDefault();
});

// Without a script the form leads to the page of results; with one, to the first of them.
document.addEventListener("submit", (event) => {
  const first = event.target.closest("#palette") && links()[0];
  if (!first) return;
  event.preventDefault();
  location.assign(first.href);
});
