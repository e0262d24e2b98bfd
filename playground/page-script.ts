/** The page's own part: fields, tabs, buttons, and what is shown of what `zonepipe` found. It runs behind the bundle. */
export const PAGE_SCRIPT = `
const field = (id) => document.getElementById(id);
const cards = new Set();
let current;
let made = 0;
const valueOf = (card, name) => card.panel.querySelector("." + name).value;
const written = () => ({
  files: [...cards].map((card) => ({
    name: valueOf(card, "name").trim(), text: valueOf(card, "text"), before: valueOf(card, "before"),
  })),
  addresses: field("addresses").value,
  question: field("question").value,
});

function addFile({ name, text, before }) {
  made += 1;
  const panel = field("file-form").content.firstElementChild.cloneNode(true);
  const tab = document.createElement("button");
  const card = { tab, panel };
  panel.id = "file-" + made;
  Object.assign(tab, { id: "tab-" + made, type: "button" });
  tab.setAttribute("role", "tab");
  tab.setAttribute("aria-controls", panel.id);
  panel.setAttribute("aria-labelledby", tab.id);
  panel.querySelector(".name").value = name;
  panel.querySelector(".text").value = text;
  panel.querySelector(".before").value = before;
  panel.querySelector(".remove").addEventListener("click", () => removeFile(card));
  tab.addEventListener("click", () => choose(card));
  cards.add(card);
  field("tabs").append(tab);
  field("panels").append(panel);
  label(card, {});
  return card;
}

function removeFile(card) {
  const next = [...cards][Math.max(0, [...cards].indexOf(card) - 1)];
  cards.delete(card);
  card.tab.remove();
  card.panel.remove();
  choose(next === card ? [...cards][0] : next);
  if (current) current.tab.focus(); else field("new-name").focus();
  look();
}

function choose(card) {
  current = card;
  for (const each of cards) {
    const isChosen = each === card;
    each.panel.hidden = !isChosen;
    each.tab.tabIndex = isChosen ? 0 : -1;
    each.tab.setAttribute("aria-selected", String(isChosen));
  }
}

function label(card, counts) {
  const name = valueOf(card, "name").trim();
  const [errors, warnings] = Object.hasOwn(counts, name) ? counts[name] : [0, 0];
  card.tab.textContent = name || "without a name";
  if (errors + warnings === 0) return;
  const mark = document.createElement("span");
  const [number, noun] = errors > 0 ? [errors, "error"] : [warnings, "warning"];
  mark.className = "tag " + noun;
  mark.textContent = number + " " + noun + (number > 1 ? "s" : "");
  card.tab.append(" ", mark);
}

function fill({ files, addresses, question }) {
  for (const { tab, panel } of cards) { tab.remove(); panel.remove(); }
  cards.clear();
  for (const file of files) addFile(file);
  choose([...cards][0]);
  field("addresses").value = addresses;
  field("question").value = question;
}

field("tabs").addEventListener("keydown", (event) => {
  const all = [...cards];
  const at = all.indexOf(current);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  choose(all[(to + all.length) % all.length]);
  current.tab.focus();
});

function goTo(name, line) {
  const card = [...cards].find((each) => valueOf(each, "name").trim() === name);
  if (card === undefined) return;
  choose(card);
  const text = card.panel.querySelector(".text");
  const lines = text.value.split("\\n");
  const start = lines.slice(0, line - 1).join("\\n").length + (line > 1 ? 1 : 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[line - 1] || "").length);
  text.scrollTop = (line - 4) * parseFloat(getComputedStyle(text).lineHeight);
}

function linkPlaces(within) {
  for (const place of within.querySelectorAll("code.where, span.where")) {
    const [, name, line] = /^zones\\/(.+?):(\\d+)(?::\\d+)?$/.exec(place.textContent) || [];
    if (name === undefined) continue;
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "where go", textContent: place.textContent });
    button.addEventListener("click", () => goTo(name, Number(line)));
    place.replaceWith(button);
  }
}

let isLooking = false;
let isWanted = false;
async function look() {
  isWanted = true;
  if (isLooking) return;
  isLooking = true;
  while (isWanted) {
    isWanted = false;
    try {
      const shown = await zonepipe.look(written());
      field("head").outerHTML = shown.head;
      field("found").innerHTML = shown.sections;
      linkPlaces(field("found"));
      field("zone-file").textContent = shown.zoneFile;
      field("no-file").hidden = shown.zoneFile !== "";
      field("zone-file").hidden = shown.zoneFile === "";
      say("names-said", shown.names);
      say("outside-said", shown.outside);
      for (const card of cards) label(card, shown.counts);
      say("heard", shown.title);
      document.documentElement.dataset.took = String(Math.round(shown.took));
      if (field("question").value.trim() !== "") await ask();
    } catch (error) {
      fail(error);
    }
  }
  isLooking = false;
  count("looks");
}
async function ask() {
  const found = await zonepipe.ask(field("question").value);
  if (found !== answered) {
    answered = found;
    field("answer").innerHTML = found;
    linkPlaces(field("answer"));
  }
  count("answers");
}
// What is the same is not said again.
let answered = "";
function say(id, text) {
  if (field(id).textContent !== text) field(id).textContent = text;
}
function count(what) {
  const { dataset } = document.documentElement;
  dataset[what] = String(Number(dataset[what] || 0) + 1);
}
function fail(error) {
  field("failed").textContent = "The playground has failed: " + error.message;
  field("failed").hidden = false;
}

async function copyLink() {
  const link = await zonepipe.linkOf(written());
  if (link === undefined) {
    field("link-said").textContent = "This is too large for a link. Copy the texts themselves.";
    return;
  }
  history.replaceState(undefined, "", "#" + link);
  try {
    await navigator.clipboard.writeText(location.href);
    field("link-said").textContent = "The link is copied: whoever has it sees what is written here.";
  } catch {
    field("link-said").textContent = "The link is in the address bar now.";
  }
}
async function takeLink() {
  field("link-said").textContent = "";
  if (location.hash.length < 2 || field(location.hash.slice(1)) !== null) return; // or it leads to a part of the page
  const found = await zonepipe.readLink(location.hash.slice(1));
  if (found === undefined) field("link-said").textContent = "The link cannot be read: it was cut, or is none of this page.";
  else fill(found);
}
const leftAt = new Map();
const addressOf = (url) => {
  const hash = new URL(url).hash;
  return hash.length > 1 && field(hash.slice(1)) !== null ? undefined : hash;
};
addEventListener("hashchange", async ({ oldURL, newURL }) => {
  const [from, to] = [addressOf(oldURL), addressOf(newURL)];
  if (from !== undefined) leftAt.set(from, written());
  if (to === undefined) return; // a part of the page
  if (leftAt.has(to)) fill(leftAt.get(to));
  else await takeLink();
  look();
});

let timer;
field("write").addEventListener("input", ({ target }) => {
  if (target.id === "new-name") return;
  clearTimeout(timer);
  timer = setTimeout(look, 120);
});
field("add").addEventListener("submit", (event) => {
  event.preventDefault();
  const name = field("new-name").value.trim();
  if (name === "") return;
  field("new-name").value = "";
  const card = addFile({ name: /\\.yaml$/.test(name) ? name : name.replace(/\\.$/, "") + ".yaml", text: "", before: "" });
  choose(card);
  card.panel.querySelector(".text").focus();
  look();
});
field("keep").addEventListener("click", () => {
  for (const { panel } of cards) panel.querySelector(".before").value = panel.querySelector(".text").value;
  look();
});
field("ask").addEventListener("submit", (event) => { event.preventDefault(); ask().catch(fail); });
field("copy").addEventListener("click", () => copyLink().catch(fail));
fill(EXAMPLE);
takeLink().then(look).catch(fail);
`;
