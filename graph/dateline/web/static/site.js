// Comfort on every page. These scripts are no modules, so that they also run on pages opened from a folder of files.
(() => {
  // A wide table or drawing that fits needs no stop of its own for the keyboard.
  for (const region of document.querySelectorAll(".scroll[tabindex]")) {
    if (region.scrollWidth <= region.clientWidth) region.removeAttribute("tabindex");
  }
  // A page opened from a file may not start the query engine.
  const status = document.getElementById("status");
  if (location.protocol === "file:" && status && document.getElementById("config")) {
    status.textContent += " To ask something else, serve this folder, for instance with: python3 -m http.server";
    for (const button of document.querySelectorAll("#editor button")) button.disabled = true;
  }
})();
