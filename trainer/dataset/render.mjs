import sharp from 'sharp';

const WHITE = '#ffffff';
// An image with fewer pixels than this share that differ from white by more than WHITE_SLACK shows nothing.
const LEAST_INK = 0.005;
const WHITE_SLACK = 8;

function open(artwork, size) {
  if (artwork.file) return sharp(artwork.file);
  // Width and height are the target's, so that the vectors are drawn at this size and never scaled as pixels.
  const attributes = `viewBox="${artwork.viewBox}" width="${size}" height="${size}" preserveAspectRatio="xMidYMid meet"`;
  const namespaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';
  return sharp(Buffer.from(`<svg ${namespaces} ${attributes}>${artwork.body}</svg>`));
}

/**
 * Renders the artwork, centred and wholly visible, on white.
 *
 * @returns {Promise<Buffer>} size * size * 3 bytes: sRGB, row-major, one byte a channel
 */
export async function renderPixels(artwork, size) {
  const { data, info } = await open(artwork, size)
    .flatten({ background: WHITE }) // before scaling, so that no colour of invisible pixels bleeds into the edges
    .resize(size, size, { fit: 'contain', kernel: 'lanczos3', background: WHITE })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.width !== size || info.height !== size || info.channels !== 3) {
    throw new Error(`image: expected ${size} x ${size} x 3, got ${info.width} x ${info.height} x ${info.channels}`);
  }
  return data;
}

export function isBlank(pixels) {
  let ink = 0;
  for (let i = 0; i < pixels.length; i += 3) {
    if (Math.min(pixels[i], pixels[i + 1], pixels[i + 2]) < 255 - WHITE_SLACK) ink++;
  }
  return ink < (pixels.length / 3) * LEAST_INK;
}

/** Lossless, 8-bit RGB, no metadata: the same bytes for the same pixels. */
export function encodePng(pixels, size) {
  return sharp(pixels, { raw: { width: size, height: size, channels: 3 } })
    .png({ compressionLevel: 6, adaptiveFiltering: false, palette: false })
    .toBuffer();
}

/** Native size of a bitmap, as 'width x height'. */
export async function nativeSize(file) {
  const { width, height } = await sharp(file).metadata();
  return `${width} x ${height}`;
}
