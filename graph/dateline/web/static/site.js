// Comfort on every page: a wide table or drawing that fits needs no stop of its own for the keyboard.
for (const region of document.querySelectorAll(".scroll[tabindex]")) {
  if (region.scrollWidth <= region.clientWidth) region.removeAttribute("tabindex");
}
