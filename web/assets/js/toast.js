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

  region.addEventListener("click", (event) => {
    if (event.target.closest("button[type=button][data-dismiss]")) event.target.closest(".toast").remove();
  });

  // A server that did not answer has no page to show: say so instead of staying silent.
  document.addEventListener("htmx:error", (event) => {
    const error = event.detail?.error ?? event.detail?.ctx?.error;
    if (error?.name !== "AbortError") say("That did not reach the server. Check the connection and try again.");
  });
}
