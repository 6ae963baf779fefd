// The figures that are shown, as one picture for the clipboard.

/** Attributes that a drawing takes from style sheets, which a picture of its own does not have. */
const inherited = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap'],
  ...['font-size', 'font-weight', 'text-anchor', 'opacity'],
];
const namespace = 'http://www.w3.org/2000/svg';

/**
 * All figures inside of an element, placed as on the screen, on its background, at twice its size.
 * @throws Error whose sentence says what to do instead
 */
export async function copyFigures(root: HTMLElement): Promise<void> {
  const png = pngOf(root);
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
  } catch (error) {
    // What was wrong with the picture is the better reason.
    await png;
    throw new Error('The clipboard takes no pictures here. Take a picture of the screen instead.', {
      cause: error,
    });
  }
}

async function pngOf(root: HTMLElement): Promise<Blob> {
  const bounds = around([...root.querySelectorAll('figure')]);
  const canvas = document.createElement('canvas');
  const ratio = 2;
  canvas.width = Math.round(bounds.width * ratio);
  canvas.height = Math.round(bounds.height * ratio);
  const context = canvas.getContext('2d');
  if (context === null)
    throw new Error('This browser does not draw pictures: take one of the screen instead.');
  const style = getComputedStyle(document.body);
  context.fillStyle = getComputedStyle(root).backgroundColor.startsWith('rgba(0, 0, 0, 0')
    ? style.backgroundColor
    : getComputedStyle(root).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(ratio, ratio);
  for (const figure of root.querySelectorAll('figure')) {
    const svg = figure.querySelector('svg');
    const heading = figure.querySelector('h2');
    if (svg === null || heading === null) continue;
    const place = svg.getBoundingClientRect();
    // Thousands of dots are behind the drawing.
    for (const behind of figure.querySelectorAll('canvas')) {
      const box = behind.getBoundingClientRect();
      context.drawImage(behind, box.left - bounds.left, box.top - bounds.top, box.width, box.height);
    }
    context.drawImage(
      await imageOf(svg),
      place.left - bounds.left,
      place.top - bounds.top,
      place.width,
      place.height,
    );
    const title = heading.getBoundingClientRect();
    context.fillStyle = style.color;
    context.font = `600 13px ${style.fontFamily}`;
    context.textBaseline = 'middle';
    context.fillText(
      heading.textContent,
      title.left - bounds.left,
      title.top - bounds.top + title.height / 2,
    );
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null)
        reject(new Error('The picture is too large: make the window smaller and try again.'));
      else resolve(blob);
    }, 'image/png');
  });
}

/** The smallest rectangle that holds them all. */
function around(figures: readonly HTMLElement[]): DOMRect {
  const boxes = figures.map((figure) => figure.getBoundingClientRect());
  const [left, top] = [Math.min(...boxes.map((box) => box.left)), Math.min(...boxes.map((box) => box.top))];
  const right = Math.max(...boxes.map((box) => box.right));
  return new DOMRect(left, top, right - left, Math.max(...boxes.map((box) => box.bottom)) - top);
}

async function imageOf(svg: SVGSVGElement): Promise<HTMLImageElement> {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('xmlns', namespace);
  copy.setAttribute('font-family', getComputedStyle(document.body).fontFamily);
  const [originals, copies] = [svg.querySelectorAll('*'), copy.querySelectorAll('*')];
  originals.forEach((original, at) => {
    const computed = getComputedStyle(original);
    for (const name of inherited) copies[at].setAttribute(name, computed.getPropertyValue(name));
  });
  const address = URL.createObjectURL(
    new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }),
  );
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(address);
  }
}
