/**
 * What makes the page renew itself: it hears of a new state by server-sent events, fetches what is renewed, and puts it in
 * the place of the old, with what was unfolded, the filter, the focus and the place on the page as they were.
 */
export const LIVE_SCRIPT = `
const liveness = () => document.getElementById("liveness");
function keyOf(details) {
  const zone = details.closest("details.zone");
  const section = details.closest("section");
  return [section && section.id, zone && zone.querySelector("h3").textContent, details.querySelector("summary").textContent].join("|");
}
function folds() {
  const known = new Map();
  for (const each of document.querySelectorAll("main details")) known.set(keyOf(each), each.open);
  return known;
}
let shown = Number(document.getElementById("live").dataset.number || 0);
let wanted = 0;
let isFetching = false;
async function renew() {
  if (isFetching) return;
  isFetching = true;
  try {
    while (shown < wanted) {
      const target = wanted;
      const answer = await fetch("/renewed", { cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      put(new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("renewed"));
      shown = Math.max(shown, target);
    }
  } catch {
    lost();
  } finally {
    isFetching = false;
  }
}
function put(renewed) {
  const open = folds();
  const focus = document.activeElement && document.activeElement.id;
  const filter = document.getElementById("filter");
  const filtered = filter ? filter.value : "";
  document.title = renewed.dataset.title;
  shown = Number(renewed.dataset.number);
  for (const id of ["head", "content"]) document.getElementById(id).replaceWith(renewed.querySelector("#" + id));
  document.getElementById("head").classList.add("renewed");
  for (const each of document.querySelectorAll("main details")) {
    const was = open.get(keyOf(each));
    if (was !== undefined) each.open = was;
  }
  offerFilter();
  const input = document.getElementById("filter");
  if (input && filtered !== "") { input.value = filtered; filterNames(); }
  if (focus && document.activeElement.id !== focus) {
    const element = document.getElementById(focus);
    if (element) element.focus({ preventScroll: true });
  }
  document.getElementById("heard").textContent = document.querySelector("h1").textContent;
  document.documentElement.dataset.number = String(shown);
}
function lost() {
  document.getElementById("live").classList.add("gone");
  liveness().textContent = "Not connected: zonepipe watch has ended, or cannot be reached";
}
const heard = document.createElement("p");
heard.id = "heard";
heard.className = "unseen";
heard.setAttribute("role", "status");
document.body.append(heard);
const events = new EventSource("/events");
events.addEventListener("state", (event) => { wanted = Number(event.data); renew(); });
events.addEventListener("open", () => {
  document.getElementById("live").classList.remove("gone");
  liveness().textContent = "Live";
});
events.addEventListener("error", lost);
document.getElementById("ask").addEventListener("submit", async (event) => {
  event.preventDefault();
  const asked = document.getElementById("asked");
  const question = document.getElementById("question").value;
  try {
    const answer = await fetch("/answer?q=" + encodeURIComponent(question), { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
    asked.replaceChildren(...parsed.body.childNodes);
  } catch {
    asked.textContent = "The question could not be asked: zonepipe watch cannot be reached.";
  }
});
`;
