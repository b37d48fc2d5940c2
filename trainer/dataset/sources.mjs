// The five drawing styles: where the artwork of an emoji is found in each of the npm packages.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);

/** Lower-case code points joined by '-', without the presentation selector U+FE0F, which the sets use unevenly. */
export const codePoint = (hexcode) => hexcode.toLowerCase().replaceAll('-fe0f', '');

export function readPackage(name) {
  const folder = path.dirname(require.resolve(`${name}/package.json`));
  const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return { folder, name, version, license };
}

const readJson = (folder, file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));

function namesByCodePoint(packageName) {
  const chars = readJson(readPackage(packageName).folder, 'chars.json');
  return new Map(Object.entries(chars).map(([hexcode, name]) => [codePoint(hexcode), name]));
}

// Some Iconify sets ship no code point table; they use the icon names of a sister set (`namesFrom`), which does.
function iconify(style, packageName, author, namesFrom = packageName) {
  const pkg = readPackage(packageName);
  const set = readJson(pkg.folder, 'icons.json');
  const names = namesByCodePoint(namesFrom);
  const artwork = (code) => {
    const name = names.get(code);
    const icon = set.icons[name] ?? set.icons[set.aliases?.[name]?.parent];
    if (!icon) return null;
    const { left = 0, top = 0, body } = icon;
    const box = [left, top, icon.width ?? set.width ?? 16, icon.height ?? set.height ?? 16].join(' ');
    return { viewBox: box, body };
  };
  return { style, pkg, author, kind: 'svg', artwork };
}

function webp(style, packageName, author) {
  const pkg = readPackage(packageName);
  const assets = path.join(pkg.folder, 'assets');
  const files = readdirSync(assets).filter((file) => file.endsWith('.webp'));
  const byCodePoint = new Map(files.map((file) => [codePoint(path.parse(file).name), path.join(assets, file)]));
  const artwork = (code) => (byCodePoint.has(code) ? { file: byCodePoint.get(code) } : null);
  return { style, pkg, author, kind: 'webp', artwork };
}

/** All styles; `artwork(codePoint)` answers {viewBox, body} (SVG), {file} (bitmap) or null where the set lacks it. */
export function loadStyles() {
  return [
    iconify('noto', '@iconify-json/noto', 'Google Inc (Noto Emoji)'),
    iconify('noto-v1', '@iconify-json/noto-v1', 'Google Inc (Noto Emoji, first version)', '@iconify-json/noto'),
    iconify('fluent', '@iconify-json/fluent-emoji', 'Microsoft Corporation (Fluent Emoji)', '@iconify-json/fluent-emoji-flat'),
    iconify('fluent-flat', '@iconify-json/fluent-emoji-flat', 'Microsoft Corporation (Fluent Emoji)'),
    webp('fluent-3d', '@lobehub/fluent-emoji-3d', 'Microsoft Corporation (Fluent Emoji), packed by LobeHub'),
  ];
}

/**
 * The emoji of each subject, in Unicode order: [{subject, code, name, tags}]. A code point named in subjects.json goes
 * to the subject that names it, even if its subgroup belongs to another one; so no emoji has two subjects.
 */
export function loadEmoji(subjects) {
  const { folder } = readPackage('emojibase-data');
  const subgroupNames = readJson(folder, 'meta/groups.json').subgroups;
  const known = new Set(Object.values(subgroupNames));
  const byCode = new Map();
  const bySubgroup = new Map();
  for (const [subject, { subgroups = [], codePoints = [] }] of Object.entries(subjects)) {
    for (const subgroup of subgroups) {
      if (!known.has(subgroup)) throw new Error(`subjects.json: ${subject}: expected an emojibase subgroup, got ${subgroup}`);
      if (bySubgroup.has(subgroup)) throw new Error(`subjects.json: subgroup ${subgroup}: expected one subject, got two`);
      bySubgroup.set(subgroup, subject);
    }
    for (const code of codePoints) byCode.set(code, subject);
  }
  const emoji = readJson(folder, 'en/data.json')
    .filter((entry) => entry.subgroup !== undefined)
    .sort((a, b) => a.order - b.order)
    .map(({ hexcode, label, tags = [], subgroup }) => {
      const code = codePoint(hexcode);
      const subject = byCode.get(code) ?? bySubgroup.get(subgroupNames[subgroup]);
      return { subject, code, name: label, tags };
    })
    .filter(({ subject }) => subject !== undefined);
  const found = new Set(emoji.map(({ code }) => code));
  const missing = [...byCode.keys()].filter((code) => !found.has(code));
  if (missing.length > 0) throw new Error(`subjects.json: expected emoji code points, got ${missing.join(', ')}`);
  return emoji;
}
