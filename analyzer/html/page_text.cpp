#include "html/page_text.hpp"

namespace conform::analyzer {

const std::string_view page_style = R"(
:root { color-scheme: light dark; --paper: #ffffff; --ink: #111111; --faint: #dddddd; --quiet: #555555;
  --line1: #0072b2; --line2: #b84f00; --line3: #00805c; --line4: #882255; --line5: #555555; --line6: #8a6508;
  --line7: #56419c; --line8: #000000; --line9: #1b7837; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171a; --ink: #e8e8e8; --faint: #3a3f45; --quiet: #b0b0b0;
  --line1: #56b4e9; --line2: #ff9a4d; --line3: #35c99a; --line4: #e583b6; --line5: #b5b5b5; --line6: #e0b64f;
  --line7: #ae9cf0; --line8: #ffffff; --line9: #7ccf8f; } }
body { margin: 0 auto; padding: 1rem; max-width: 75rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; overflow-wrap: anywhere; } h2 { font-size: 1.25rem; margin-top: 2.5rem; }
.verdict { font-size: 1.2rem; border-left: 0.3rem solid var(--line1); padding-left: 1rem; overflow-wrap: anywhere; }
figure { margin: 1rem 0; } figcaption { color: var(--quiet); overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
svg { max-width: 100%; height: auto; display: block; }
table { border-collapse: collapse; margin: 0.5rem 0; }
caption { text-align: left; color: var(--quiet); }
th, td { padding: 0.2rem 0.6rem; border-bottom: 1px solid var(--faint); text-align: left; vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td code { overflow-wrap: break-word; }
th button { font: inherit; font-weight: bold; color: inherit; background: none; border: 0; padding: 0;
  cursor: pointer; }
th button:focus-visible, summary:focus-visible, .wide:focus-visible { outline: 2px solid var(--line1);
  outline-offset: 2px; }
th[aria-sort="ascending"] button::after { content: " \25B2"; }
th[aria-sort="descending"] button::after { content: " \25BC"; }
svg [fill="#ffffff"] { fill: var(--paper); } svg [stroke="#ffffff"] { stroke: var(--paper); }
svg, svg [fill="#111111"] { fill: var(--ink); } svg [stroke="#111111"] { stroke: var(--ink); }
svg [stroke="#dddddd"] { stroke: var(--faint); } svg [stroke="#999999"] { stroke: var(--quiet); }
svg [fill="#0072b2"] { fill: var(--line1); } svg [stroke="#0072b2"] { stroke: var(--line1); }
svg [fill="#d55e00"] { fill: var(--line2); } svg [stroke="#d55e00"] { stroke: var(--line2); }
svg [fill="#009e73"] { fill: var(--line3); } svg [stroke="#009e73"] { stroke: var(--line3); }
svg [fill="#882255"] { fill: var(--line4); } svg [stroke="#882255"] { stroke: var(--line4); }
svg [fill="#555555"] { fill: var(--line5); } svg [stroke="#555555"] { stroke: var(--line5); }
svg [fill="#b8860b"] { fill: var(--line6); } svg [stroke="#b8860b"] { stroke: var(--line6); }
svg [fill="#56419c"] { fill: var(--line7); } svg [stroke="#56419c"] { stroke: var(--line7); }
svg [fill="#000000"] { fill: var(--line8); } svg [stroke="#000000"] { stroke: var(--line8); }
svg [fill="#1b7837"] { fill: var(--line9); } svg [stroke="#1b7837"] { stroke: var(--line9); }
)";

const std::string_view page_script = R"(
"use strict";
(function () {
  function order(a, b) {
    var x = a.dataset.value, y = b.dataset.value;
    if (a.classList.contains("number")) { return x.length - y.length || (x === y ? 0 : x > y ? 1 : -1); }
    return x.localeCompare(y, "en", { numeric: true });
  }
  function sort(table, column, descending) {
    var body = table.tBodies[0], rows = Array.from(body.rows);
    rows.sort(function (a, b) {
      var found = order(a.cells[column], b.cells[column]);
      return descending ? -found : found;
    });
    rows.forEach(function (row) { body.appendChild(row); });
  }
  document.querySelectorAll("table.sortable").forEach(function (table) {
    Array.from(table.tHead.rows[0].cells).forEach(function (head, column, heads) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var first = head.classList.contains("number") ? "descending" : "ascending";
        var second = first === "ascending" ? "descending" : "ascending";
        var next = head.getAttribute("aria-sort") === first ? second : first;
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", next);
        sort(table, column, next === "descending");
      });
    });
  });
}());
)";

}  // namespace conform::analyzer
