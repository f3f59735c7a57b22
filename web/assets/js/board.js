// The board: a card is dragged to another column, or moved by Alt and an arrow. Both send the form that every card has.
const board = () => document.querySelector("[data-board]");
const tell = (text) => (document.getElementById("moved").textContent = text);
const cardOf = (node) => node.closest?.(".deal");
const laneOf = (node) => node.closest?.("[data-lane]");

function move(card, lane) {
  const form = card?.querySelector("form");
  if (!form || !lane || lane === laneOf(card)) return;
  const choice = form.querySelector("select");
  choice.value = lane.dataset.lane;
  if (choice.value !== lane.dataset.lane) return; // a column that nothing can be moved to
  const missing = form.querySelector(":invalid");
  if (missing) {
    form.closest("details").open = true;
    missing.focus();
    tell("Say why, then press Move.");
    return;
  }
  tell(`Moving ${card.querySelector("a").textContent} to ${lane.getAttribute("aria-label")}…`);
  form.requestSubmit();
}

if (board()) {
  const ready = () => {
    for (const link of document.querySelectorAll(".deal > a")) link.draggable = false;
    for (const card of document.querySelectorAll(".deal")) card.draggable = true;
  };
  addEventListener("htmx:after:swap", ready); // the board reads itself again when somebody else moves a card
  ready();
  let dragged = null;
  const over = (lane) => {
    for (const other of document.querySelectorAll("[data-over]")) if (other !== lane) delete other.dataset.over;
    if (lane && dragged && lane !== laneOf(dragged)) lane.dataset.over = "";
  };
  document.addEventListener("dragstart", (event) => {
    dragged = cardOf(event.target);
    if (!dragged) return;
    dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.id);
  });
  document.addEventListener("dragover", (event) => {
    const lane = laneOf(event.target);
    if (!dragged || !lane) return;
    event.preventDefault();
    over(lane);
  });
  document.addEventListener("dragend", () => {
    dragged?.classList.remove("dragged");
    dragged = null;
    over(null);
  });
  document.addEventListener("drop", (event) => {
    const lane = laneOf(event.target);
    if (!dragged || !lane) return;
    event.preventDefault();
    move(dragged, lane);
  });
  document.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const card = cardOf(event.target);
    if (!event.altKey || !step || !card || event.target.closest("form")) return;
    event.preventDefault();
    const lanes = [...board().children];
    move(card, lanes[lanes.indexOf(laneOf(card)) + step]);
  });

  // The page comes back after a move: what became of it is read out, and the card that was moved has the focus again.
  // The browser gives the focus to nobody when it goes to the anchor, so this waits until it has.
  addEventListener("load", () => document.querySelector(".deal:target > a")?.focus());
  const told = document.querySelector("main > [role=status] p");
  if (told) setTimeout(() => tell(told.textContent), 100);
}
