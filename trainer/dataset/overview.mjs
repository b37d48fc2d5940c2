import path from 'node:path';
import sharp from 'sharp';

const CELL = 72;
const PER_LABEL = 6;
const GAP = 24;
const LEFT = 230;
const TOP = 44;

const text = (x, y, words, anchor) =>
  `<text x="${x}" y="${y}" font-family="sans-serif" font-size="22" text-anchor="${anchor}" fill="#222">${words}</text>`;

function spread(list, count) {
  if (list.length <= count) return list;
  return Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)]);
}

/** Contact sheet: a row for each subject, a block of columns for each style, a few images spread over each label. */
export async function drawOverview(root, images, subjects, styles) {
  const block = PER_LABEL * CELL + GAP;
  const width = LEFT + styles.length * block;
  const height = TOP + subjects.length * CELL;
  const layers = [];
  for (const [row, subject] of subjects.entries()) {
    for (const [column, style] of styles.entries()) {
      const shown = spread(images.filter((image) => image.subject === subject && image.style === style), PER_LABEL);
      for (const [i, image] of shown.entries()) {
        const input = await sharp(path.join(root, image.path)).resize(CELL - 6, CELL - 6).png().toBuffer();
        layers.push({ input, left: LEFT + column * block + i * CELL + 3, top: TOP + row * CELL + 3 });
      }
    }
  }
  const heads = styles.map((style, i) => text(LEFT + i * block + (block - GAP) / 2, 28, style, 'middle'));
  const names = subjects.map((subject, i) => text(LEFT - 16, TOP + i * CELL + CELL / 2 + 8, subject, 'end'));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${[...heads, ...names].join('')}</svg>`;
  layers.push({ input: Buffer.from(svg), left: 0, top: 0 });
  return sharp({ create: { width, height, channels: 3, background: '#ffffff' } }).composite(layers).png().toBuffer();
}

/** The sheet in few colours and half the width, small enough to be kept beside the documentation. */
export const shrinkOverview = (sheet) =>
  sharp(sheet).resize({ width: 1280 }).png({ palette: true, colours: 128, effort: 10, compressionLevel: 9 }).toBuffer();
