// Keeps what is marked data-live as the server would show it now, and appends new lines to what is
// marked data-append. Without it the pages are whole, and as old as they are.
"use strict";

const EVERY_MS = 1500;
const MAX_LINES = 2000;

const run = document.documentElement.dataset.run;
const notice = document.querySelector("[data-notice]");
const pause = document.querySelector("[data-pause]");
const log = document.querySelector("[data-append]");
let ended = false;

async function load(address) {
  const response = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(10000) });
  if (response.headers.get("Cloud-Run") !== run) {
    ended = true;
    throw new Error("This page belongs to a cloud that was started anew since. Load it again.");
  }
  if (!response.ok) throw new Error(`The cloud answers with an error (${response.status}).`);
  return [await response.text(), response];
}

// What somebody is reading with a selection, or stands in with the keyboard, is left alone.
function inUse(part) {
  const selection = document.getSelection();
  return part.contains(document.activeElement) || (!selection.isCollapsed && selection.containsNode(part, true));
}

async function refresh() {
  const [text] = await load(location.href);
  const fresh = new DOMParser().parseFromString(text, "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const newer = fresh.getElementById(part.id);
    if (newer && newer.innerHTML !== part.innerHTML && !inUse(part)) part.replaceChildren(...newer.childNodes);
  }
}

async function append() {
  const [text, response] = await load(`${log.dataset.append}&after=${log.dataset.cursor}`);
  log.dataset.cursor = response.headers.get("Log-Cursor");
  if (!text.trim()) return;
  const follows = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  log.insertAdjacentHTML("beforeend", text);
  while (log.children.length > MAX_LINES) log.firstElementChild.remove();
  if (follows) log.scrollTop = log.scrollHeight;
}

async function tick() {
  if (!document.hidden && pause.getAttribute("aria-pressed") === "false") {
    try {
      await (log ? append() : refresh());
      notice.textContent = "";
    } catch (error) {
      const lost = error instanceof TypeError || error.name === "TimeoutError";
      notice.textContent = lost ? "The cloud does not answer. Has it ended?" : error.message;
    }
  }
  if (!ended) setTimeout(tick, EVERY_MS);
}

if (log) log.scrollTop = log.scrollHeight;
if (log || document.querySelector("[data-live]")) {
  pause.hidden = false;
  pause.addEventListener("click", () => {
    pause.setAttribute("aria-pressed", pause.getAttribute("aria-pressed") !== "true");
  });
  setTimeout(tick, EVERY_MS);
}
