// What is seen of a page, as runs of words and boxes: called in the browser by dev/steps.py.
(crop) => {
  const canvas = document.createElement("canvas").getContext("2d");
  const bar = document.querySelector(".bar").getBoundingClientRect();
  const boxes = [], runs = [];
  const meet = (a, b) => ({
    left: Math.max(a.left, b.left), top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right), bottom: Math.min(a.bottom, b.bottom),
  });
  const isSeen = box => box.right - box.left > 0.5 && box.bottom - box.top > 0.5;
  const isClear = colour => colour === "transparent" || /, 0\)$/.test(colour);
  const add = (box, look) => isSeen(box) && boxes.push({ ...box, ...look });

  const addBoxes = (style, box, clip) => {
    const seen = meet(box, clip);
    if (!isClear(style.backgroundColor)) add(seen, { fill: style.backgroundColor });
    for (const side of ["Top", "Bottom", "Left", "Right"]) {
      const width = parseFloat(style[`border${side}Width`]);
      if (!width || style[`border${side}Style`] === "none") continue;
      const edge = {
        Top: { bottom: box.top + width }, Bottom: { top: box.bottom - width },
        Left: { right: box.left + width }, Right: { left: box.right - width },
      }[side];
      add(meet({ ...box, ...edge }, clip), { fill: style[`border${side}Color`] });
    }
    if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth)) {
      add(seen, { stroke: style.outlineColor });
    }
  };

  const addWords = (node, style, clip) => {
    canvas.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const rise = canvas.measureText("x").fontBoundingBoxAscent;
    let run = null;
    for (const word of node.data.matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const box = range.getClientRects()[0];
      if (!box || box.left < clip.left - 1 || box.right > clip.right + 1
        || box.top < clip.top - 1 || box.bottom > clip.bottom + 1) continue;
      if (run && Math.abs(run.top - box.top) < 1) {
        run.words += " " + word[0];
        run.right = box.right;
      } else {
        run = {
          words: word[0], left: box.left, top: box.top, right: box.right, base: box.top + rise,
          family: style.fontFamily, size: parseFloat(style.fontSize), colour: style.color,
          weight: parseInt(style.fontWeight), italic: style.fontStyle === "italic",
          isLink: node.parentElement.closest("a[href]") !== null
            && style.textDecorationLine.includes("underline"),
          place: node.parentElement.closest("#document") ? "document" : "frame",
        };
        runs.push(run);
      }
    }
  };

  const walk = (element, clip) => {
    const style = getComputedStyle(element);
    if (style.display === "none" || style.visibility !== "visible") return;
    const box = element.getBoundingClientRect().toJSON();
    addBoxes(style, box, clip);
    if (element.matches("input[type=checkbox]")) {
      add(meet(box, clip), { stroke: "#1a5fb4", ...(element.checked && { fill: "#1a5fb4" }) });
    }
    let within = style.overflowX === "visible" ? clip : meet(clip, box);
    if (element.id === "document") within = meet(within, { ...clip, top: bar.bottom });
    for (const node of element.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) addWords(node, style, within);
      else if (node.nodeType === Node.ELEMENT_NODE && isSeen(within)) walk(node, within);
    }
  };
  walk(document.body, crop);
  return { boxes, runs };
}
