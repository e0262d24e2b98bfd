/**
 * The script of a report: it finds names, and unfolds what somebody is led to. Without it all is there, folded. Kept
 * small, for it stands in every report.
 */
export const REPORT_SCRIPT = `"use strict";
function unfold(element) {
  for (let at = element; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
}
function followHash() {
  const id = decodeURIComponent(location.hash.slice(1));
  const target = id === "" ? null : document.getElementById(id);
  if (target) unfold(target);
}
addEventListener("hashchange", followHash);
followHash();
function filterNames() {
  const input = document.getElementById("filter");
  if (!input) return;
  const wanted = input.value.trim().toLowerCase();
  let found = 0;
  for (const zone of document.querySelectorAll("#names details.zone")) {
    const origin = zone.querySelector("h3").textContent.toLowerCase();
    const isZone = wanted !== "" && origin.includes(wanted);
    let here = 0;
    for (const item of [...zone.querySelectorAll(".tree li")].reverse()) {
      const node = item.querySelector(":scope > .node");
      if (!node) continue;
      const own = isZone || node.textContent.toLowerCase().includes(wanted);
      const below = item.querySelector(":scope > .tree > li:not([hidden])") !== null;
      item.hidden = !own && !below;
      if (own) here += 1;
    }
    zone.hidden = wanted !== "" && here === 0;
    if (wanted !== "" && here > 0) zone.open = true;
    found += here;
  }
  const said = document.getElementById("found");
  said.textContent = wanted === "" ? "" : found === 1 ? "1 name" : found + " names";
}
function offerFilter() {
  const input = document.getElementById("filter");
  if (!input) return;
  input.parentElement.hidden = false;
  input.addEventListener("input", filterNames);
}
offerFilter();
addEventListener("beforeprint", () => {
  for (const each of document.querySelectorAll("#problems details, #changes details")) each.open = true;
});
`;
