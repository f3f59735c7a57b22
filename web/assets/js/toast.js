// Toasts: whatever the server puts into #toasts goes away by itself, but not under the pointer or while focused.

const region = document.getElementById("toasts");

function expire(toast) {
  const seconds = Number(toast.dataset.seconds || 10);
  setTimeout(() => (toast.matches(":hover,:focus-within") ? expire(toast) : toast.remove()), seconds * 1000);
}

function say(text) {
  const toast = document.createElement("div");
  toast.className = "toast toast-bad";
  toast.textContent = text;
  region.append(toast);
}

if (region) {
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node.dataset) expire(node);
  }).observe(region, { childList: true });
  for (const toast of region.children) expire(toast);

  // What is said at the top of a page that opens further down, at what was changed, is said in sight too.
  const flash = document.querySelector("[data-flash]");
  const above = new IntersectionObserver(([seen]) => {
    above.disconnect();
    if (seen.isIntersecting) return;
    const toast = document.createElement("div");
    toast.className = flash.matches(".tone-bad") ? "toast toast-bad" : "toast";
    toast.append(...[...flash.querySelectorAll("p, form")].map((part) => part.cloneNode(true)));
    region.append(toast);
  });
  if (flash) addEventListener("load", () => above.observe(flash)); // by then it has gone to its anchor

  region.addEventListener("click", (event) => {
    if (event.target.closest("button[type=button][data-dismiss]")) event.target.closest(".toast").remove();
  });

  // A server that did not answer has no page to show: say so instead of staying silent.
  document.addEventListener("htmx:error", (event) => {
    const error = event.detail?.error ?? event.detail?.ctx?.error;
    if (error?.name !== "AbortError") say("That did not reach the server. Check the connection and try again.");
  });
}
