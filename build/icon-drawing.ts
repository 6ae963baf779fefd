// The program's mark: the distribution of the data, that of the generator, and between them the earth that is still
// to be moved. Drawn as SVG; every other format is made from it.

export interface IconLook {
  /** Margin around the tile as a part of the whole: systems that draw shadows want one. */
  readonly margin: number;
  /** The tile's corner radius as a part of its side. */
  readonly corner: number;
  /** Below 64 pixels the mark is two hills and nothing else. */
  readonly detail: 'full' | 'small';
}

/** The side of the drawing, whatever it is shown at. */
const side = 1024;

const colours = {
  tileTop: '#245279',
  tileBottom: '#0e2740',
  edge: '#ffffff',
  /** Sky blue and orange of Okabe and Ito (2008), as on this program's charts. */
  data: '#56b4e9',
  generator: '#e69f00',
  overlap: '#fdf6e3',
} as const;

interface Hill {
  /** In parts of the tile's side. */
  readonly centre: number;
  readonly width: number;
  readonly height: number;
}

const hills: Readonly<Record<IconLook['detail'], { data: Hill; generator: Hill; foot: number }>> = {
  full: {
    data: { centre: 0.355, width: 0.112, height: 0.45 },
    generator: { centre: 0.645, width: 0.112, height: 0.45 },
    foot: 0.805,
  },
  small: {
    data: { centre: 0.34, width: 0.125, height: 0.625 },
    generator: { centre: 0.66, width: 0.125, height: 0.625 },
    foot: 0.8125,
  },
};

/** Where a hill ends, in widths from its centre; what is left of the density there is taken off everywhere. */
const reach = 2.7;
const rest = Math.exp((-reach * reach) / 2);

export function iconSvg({ margin, corner, detail }: IconLook): string {
  const edge = margin * side;
  const tile = side - 2 * edge;
  const radius = (corner * tile).toFixed(1);
  const { data, generator, foot } = hills[detail];
  const place = (x: number, y: number): string =>
    `${(edge + x * tile).toFixed(1)} ${(edge + y * tile).toFixed(1)}`;
  const rim = tile * 0.006;
  const shape = `x="${edge}" y="${edge}" width="${tile}" height="${tile}" rx="${radius}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}">
<defs>
<linearGradient id="tile" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${colours.tileTop}"/><stop offset="1" stop-color="${colours.tileBottom}"/></linearGradient>
<clipPath id="data"><path d="${outline(data, foot, place)}"/></clipPath>
</defs>
<rect ${shape} fill="url(#tile)"/>
<rect x="${edge + rim / 2}" y="${edge + rim / 2}" width="${tile - rim}" height="${tile - rim}" rx="${radius}" fill="none" stroke="${colours.edge}" stroke-opacity="0.16" stroke-width="${rim.toFixed(1)}"/>
<path d="${outline(data, foot, place)}" fill="${colours.data}"/>
<path d="${outline(generator, foot, place)}" fill="${colours.generator}"/>
<path d="${outline(generator, foot, place)}" fill="${colours.overlap}" clip-path="url(#data)"/>
${detail === 'full' ? grains(data, generator, foot, edge, tile) : ''}</svg>
`;
}

/** A normal density's outline down to its foot: cubic curves with the exact slope at every knot. */
function outline(
  { centre, width, height }: Hill,
  foot: number,
  place: (x: number, y: number) => string,
): string {
  const at = (x: number): { y: number; slope: number } => {
    const z = (x - centre) / width;
    const density = Math.exp((-z * z) / 2);
    const scale = height / (1 - rest);
    return { y: foot - scale * (density - rest), slope: (scale * density * z) / width };
  };
  const [from, to] = [centre - reach * width, centre + reach * width];
  const pieces = 16;
  const step = (to - from) / pieces;
  let path = `M${place(from, foot)}L${place(from, at(from).y)}`;
  for (let piece = 0; piece < pieces; piece += 1) {
    const [x, next] = [from + piece * step, from + (piece + 1) * step];
    const [a, b] = [at(x), at(next)];
    path += `C${place(x + step / 3, a.y + (a.slope * step) / 3)} ${place(next - step / 3, b.y - (b.slope * step) / 3)} ${place(next, b.y)}`;
  }
  return `${path}L${place(to, foot)}Z`;
}

/** Earth on its way from the generator's hill to that of the data: grains along an arc, larger as they come near. */
function grains(data: Hill, generator: Hill, foot: number, edge: number, tile: number): string {
  const middle = (data.centre + generator.centre) / 2;
  const half = (generator.centre - data.centre) / 2;
  const top = foot - data.height;
  return [0, 0.2, 0.4, 0.6, 0.8, 1]
    .map((part) => {
      const angle = Math.PI * part;
      const x = edge + (middle + half * Math.cos(angle)) * tile;
      const y = edge + (top - 0.06 - 0.12 * Math.sin(angle)) * tile;
      const radius = tile * (0.014 + 0.018 * part);
      return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius.toFixed(1)}" fill="${colours.overlap}"/>\n`;
    })
    .join('');
}
