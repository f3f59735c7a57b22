// The board: a card is dragged to another column, or moved by Alt and an arrow. Both send the form that every card has.
const board = document.querySelector("[data-board]");
const said = document.getElementById("moved");
const cardOf = (node) => node.closest(".deal");
const laneOf = (node) => node.closest("[data-lane]");

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
    said.textContent = "Say why, then press Move.";
    return;
  }
  said.textContent = `Moving ${card.querySelector("a").textContent} to ${lane.getAttribute("aria-label")}…`;
  form.requestSubmit();
}

if (board) {
  for (const link of board.querySelectorAll(".deal > a")) link.draggable = false;
  for (const card of board.querySelectorAll(".deal")) card.draggable = true;
  let dragged = null;
  const over = (lane) => {
    for (const other of board.querySelectorAll("[data-over]")) if (other !== lane) delete other.dataset.over;
    if (lane && dragged && lane !== laneOf(dragged)) lane.dataset.over = "";
  };
  board.addEventListener("dragstart", (event) => {
    dragged = cardOf(event.target);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.id);
  });
  board.addEventListener("dragover", (event) => {
    const lane = laneOf(event.target);
    if (!dragged || !lane) return;
    event.preventDefault();
    over(lane);
  });
  board.addEventListener("dragend", () => {
    dragged = null;
    over(null);
  });
  board.addEventListener("drop", (event) => {
    const lane = laneOf(event.target);
    if (!dragged || !lane) return;
    event.preventDefault();
    move(dragged, lane);
  });
  board.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const card = cardOf(event.target);
    if (!event.altKey || !step || !card || event.target.closest("form")) return;
    event.preventDefault();
    const lanes = [...board.children];
    move(card, lanes[lanes.indexOf(laneOf(card)) + step]);
  });

  // The page comes back after a move: what became of it is read out, and the card that was moved has the focus again.
  document.querySelector(`.deal:target > a`)?.focus();
  const told = document.querySelector("main > [role=status] p");
  if (told) setTimeout(() => (said.textContent = told.textContent), 100);
}
