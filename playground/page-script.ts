/** The page's own part: fields, buttons, and what is shown of what `zonepipe` found. It runs behind the bundle. */
export const PAGE_SCRIPT = `
const field = (id) => document.getElementById(id);
const FIELDS = ["zone", "text", "config", "before", "question"];
const written = () => Object.fromEntries(FIELDS.map((id) => [id, field(id).value]));
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
      field("file").textContent = shown.zoneFile;
      field("no-file").hidden = shown.zoneFile !== "";
      field("file").hidden = shown.zoneFile === "";
      field("heard").textContent = shown.title;
      document.documentElement.dataset.took = String(Math.round(shown.took));
      if (field("question").value.trim() !== "") await ask();
    } catch (error) {
      field("heard").textContent = "The playground has failed: " + error.message;
    }
  }
  isLooking = false;
  document.documentElement.dataset.looks = String(Number(document.documentElement.dataset.looks || 0) + 1);
}
async function ask() {
  field("answer").innerHTML = await zonepipe.ask(field("question").value);
}
async function copyLink() {
  const link = await zonepipe.linkOf(written());
  if (link === undefined) {
    field("link-said").textContent = "This is too large for a link. Copy the text itself.";
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
  if (location.hash.length < 2) return;
  const found = await zonepipe.readLink(location.hash.slice(1));
  if (found === undefined) field("link-said").textContent = "The link cannot be read: it was cut, or is none of this page.";
  else for (const id of FIELDS) field(id).value = found[id];
}
let timer;
for (const id of ["zone", "text", "config", "before"])
  field(id).addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 120);
  });
field("ask").addEventListener("submit", (event) => { event.preventDefault(); ask(); });
field("copy").addEventListener("click", copyLink);
addEventListener("hashchange", async () => { await takeLink(); look(); });
takeLink().then(look);
`;
