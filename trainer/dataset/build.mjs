// Builds the emoji image folder: <out>/<style>/<subject>/<code point>.png. See README.md.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { drawOverview, shrinkOverview } from './overview.mjs';
import { encodePng, isBlank, nativeSize, renderPixels } from './render.mjs';
import { loadEmoji, loadStyles, readPackage } from './sources.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const LEAST_PER_LABEL = 10;
const IN_FLIGHT = 3;
const sha256 = (data) => createHash('sha256').update(data).digest('hex');
const byCodeUnits = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function readOptions() {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, size: { type: 'string', default: '512' }, preview: { type: 'string' } },
  });
  const size = Number(values.size);
  if (!Number.isInteger(size) || size < 16 || size > 2048) throw new Error(`--size: expected 16 to 2048, got ${values.size}`);
  const out = path.resolve(values.out ?? path.join(HERE, '..', '..', 'data', `emoji-${size}`));
  // The folder is replaced as a whole, so it has to be one that an earlier build made.
  if (existsSync(out) && !(statSync(out).isDirectory() && (readdirSync(out).length === 0 || existsSync(path.join(out, 'dataset.json'))))) {
    throw new Error(`--out: expected a new or empty folder or an earlier build, got ${out}`);
  }
  return { out, size, preview: values.preview };
}

/** Renders every emoji in every style that has it; answers what was written and what was left out. */
async function renderAll(emoji, styles, root, size) {
  const work = styles.flatMap((style) => emoji.map((one) => ({ style, ...one, artwork: style.artwork(one.code) })));
  const label = (item) => `${item.style.style}/${item.subject}`;
  const file = (item) => `${label(item)}/${item.code}.png`;
  const present = work.filter((item) => item.artwork !== null);
  const missing = work.filter((item) => item.artwork === null).map(file);
  for (const item of present) mkdirSync(path.join(root, label(item)), { recursive: true });
  const blank = [];
  const images = [];
  let next = 0;
  let done = 0;
  const lane = async () => {
    while (next < present.length) {
      const item = present[next++];
      const relative = file(item);
      try {
        const pixels = await renderPixels(item.artwork, size);
        if (isBlank(pixels)) {
          blank.push(relative);
        } else {
          const png = await encodePng(pixels, size);
          writeFileSync(path.join(root, relative), png);
          images.push({ path: relative, style: item.style.style, subject: item.subject, code: item.code, sha256: sha256(png) });
        }
      } catch (cause) {
        throw new Error(`${relative}: could not be rendered`, { cause });
      }
      if (++done % 250 === 0 || done === present.length) console.log(`${done} of ${present.length} rendered`);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  images.sort((a, b) => byCodeUnits(a.path, b.path));
  return { images, missing: missing.sort(byCodeUnits), blank: blank.sort(byCodeUnits) };
}

/** Two code points drawn with the same pixels in one style would put one picture into both sides of the split. */
function dropTwins(images, root) {
  const first = new Map();
  const twins = [];
  const kept = images.filter((image) => {
    const key = `${image.style} ${image.sha256}`;
    if (!first.has(key)) return first.set(key, image.path);
    rmSync(path.join(root, image.path));
    twins.push({ path: image.path, sameAs: first.get(key) });
    return false;
  });
  return { kept, twins };
}

function countLabels(images) {
  const counts = {};
  for (const { style, subject } of images) counts[`${style}/${subject}`] = (counts[`${style}/${subject}`] ?? 0) + 1;
  return counts;
}

function dropSmallLabels(images, root) {
  const small = Object.fromEntries(Object.entries(countLabels(images)).filter(([, count]) => count < LEAST_PER_LABEL));
  for (const label of Object.keys(small)) rmSync(path.join(root, label), { recursive: true });
  return { kept: images.filter(({ style, subject }) => !(`${style}/${subject}` in small)), small };
}

async function describeSource(style, emoji) {
  const { name, version, license } = style.pkg;
  const source = { style: style.style, package: name, version, licence: license, author: style.author };
  if (style.kind === 'svg') return { ...source, native: 'vector' };
  const sizes = {};
  for (const { file } of emoji.map(({ code }) => style.artwork(code)).filter((artwork) => artwork !== null)) {
    const native = await nativeSize(file);
    sizes[native] = (sizes[native] ?? 0) + 1;
  }
  return { ...source, native: sizes };
}

function listSubjects(names, emoji, images) {
  const stylesOf = new Map();
  for (const { code, style } of images) stylesOf.set(code, [...(stylesOf.get(code) ?? []), style]);
  const subjects = Object.fromEntries(names.map((name) => [name, []]));
  for (const { subject, code, name, tags } of emoji) {
    const styles = stylesOf.get(code);
    if (styles !== undefined) subjects[subject].push({ codePoint: code, name, tags, styles });
  }
  return subjects;
}

async function main() {
  const started = Date.now();
  const { out, size, preview } = readOptions();
  sharp.concurrency(1); // the lanes below are the parallelism
  const config = JSON.parse(readFileSync(path.join(HERE, 'subjects.json'), 'utf8'));
  const emoji = loadEmoji(config);
  const styles = loadStyles();
  const root = `${out}.partial`;
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });

  const rendered = await renderAll(emoji, styles, root, size);
  const { kept: distinct, twins } = dropTwins(rendered.images, root);
  const { kept: images, small } = dropSmallLabels(distinct, root);

  const list = images.map((image) => `${image.sha256}  ${image.path}\n`).join('');
  const names = readPackage('emojibase-data');
  const subjects = listSubjects(Object.keys(config), emoji, images);
  const dataset = {
    name: `emoji-${size}`,
    size,
    images: images.length,
    sha256: sha256(list), // of files.sha256
    sources: await Promise.all(styles.map((style) => describeSource(style, emoji))),
    names: { package: names.name, version: names.version, licence: names.license },
    labels: countLabels(images),
    subjects,
    leftOut: { labelsTooSmall: small, blank: rendered.blank, twins, missing: rendered.missing },
  };
  writeFileSync(path.join(root, 'files.sha256'), list);
  writeFileSync(path.join(root, 'dataset.json'), `${JSON.stringify(dataset, null, 2)}\n`);
  const sheet = await drawOverview(root, images, Object.keys(subjects), styles.map(({ style }) => style));
  writeFileSync(path.join(root, 'overview.png'), sheet);
  if (preview) writeFileSync(preview, await shrinkOverview(sheet));
  rmSync(out, { recursive: true, force: true });
  renameSync(root, out);

  console.table(Object.fromEntries(Object.keys(subjects).map((subject) => [
    subject, Object.fromEntries(styles.map(({ style }) => [style, dataset.labels[`${style}/${subject}`] ?? 0])),
  ])));
  console.log('left out: labels with fewer than', LEAST_PER_LABEL, 'images', small, 'blank', rendered.blank, 'twins', twins,
    'not in the set', rendered.missing.length);
  console.log(`${images.length} images of ${size} x ${size} in ${((Date.now() - started) / 1000).toFixed(1)} s, sha256 ${dataset.sha256}`);
  console.log(out);
}

await main();
