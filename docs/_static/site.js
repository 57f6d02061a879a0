// Gives each cell of a table the name of its column, which site.css shows where the screen is too narrow for a row.
document.addEventListener("DOMContentLoaded", () => {
  for (const table of document.querySelectorAll("table.docutils")) {
    const names = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent.trim());
    if (names.length < 2) continue;
    table.classList.add("stacked");
    for (const row of table.querySelectorAll("tbody tr")) {
      [...row.cells].forEach((cell, at) => {
        if (cell.textContent.trim()) cell.dataset.column = names[at];
      });
    }
  }
});
