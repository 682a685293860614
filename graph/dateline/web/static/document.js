// Comfort on the page of a document: choosing a sentence does not move the text, Escape lets go, and the words of a
// statement light up while the pointer or the focus is on it. Nothing here shows what the page does not show without it.
(() => {
  const offsets = /#char=(\d+),(\d+)$/;

  document.addEventListener("click", (event) => {
    const sentence = event.target.closest?.("a.s, a.close");
    if (!sentence || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(sentence.getAttribute("href"));
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && location.hash) go("#text");
  });

  function go(hash) {
    const { scrollX, scrollY } = window;
    location.hash = hash;
    window.scrollTo(scrollX, scrollY);
  }

  for (const claim of document.querySelectorAll(".note .claim")) {
    const spans = [...claim.querySelectorAll("blockquote a")].map((link) => offsets.exec(link.href)).filter(Boolean);
    const paint = (on) => spans.forEach(([, begin, end]) => light(begin, end, on));
    claim.addEventListener("pointerenter", () => paint(true));
    claim.addEventListener("pointerleave", () => paint(false));
    claim.addEventListener("focusin", () => paint(true));
    claim.addEventListener("focusout", () => paint(false));
  }

  function light(begin, end, on) {
    const anchor = document.getElementById(`char=${begin},${end}`);
    if (!anchor) return;
    const split = /\bat(\d+)\b/.exec(anchor.className);
    const pieces = split ? anchor.closest(".passage").querySelectorAll(`.e${split[1]}`) : [anchor];
    for (const piece of pieces) piece.classList.toggle("lit", on);
  }
})();
