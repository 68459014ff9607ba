// Makes each framed map of the page as high as it would like to be. A frame grows or shrinks only
// while its lower edge is out of sight, or when its reader has just used it, so that no text moves
// under anybody's eyes.
(function () {
  if (window.routesAtlasHeights) return; // one script serves all maps of a page
  const wanted = (window.routesAtlasHeights = new Map());

  function fit() {
    wanted.forEach((height, box) => {
      const { bottom, height: now } = box.getBoundingClientRect();
      const used = document.activeElement && box.contains(document.activeElement);
      const unseen = bottom >= innerHeight && bottom - now + height >= innerHeight;
      if (now !== height && (unseen || bottom <= 0 || used)) box.style.height = height + "px";
    });
  }

  addEventListener("message", (event) => {
    const { data } = event;
    if (!data || data["routes-atlas"] !== 1 || data.type !== "height") return;
    const height = Number(data.height);
    if (!(height >= 200 && height <= 4000)) return;
    for (const box of document.querySelectorAll(".routes-atlas-embed")) {
      const frame = box.querySelector("iframe");
      if (!frame || frame.contentWindow !== event.source) continue;
      // Where styles were taken away the frame does not fill the box.
      wanted.set(getComputedStyle(frame).position === "absolute" ? box : frame, Math.ceil(height));
    }
    fit();
  });
  addEventListener("scroll", fit, { passive: true });
})();
