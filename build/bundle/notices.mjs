/** The licences of everything a build carries, collected while it bundles: nothing is left out, and nothing named that is not there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const NOTICES = 'THIRD-PARTY-NOTICES.txt';
const HEAD = `Leqbook carries the work of others. Each part is named with its licence. The licences of Chromium and of what else
Electron carries are in LICENSES.chromium.html, beside the program.
`;
const RULE = '='.repeat(80);
const IS_TEXT = /^(licen[cs]e|copying|notice)([-.](md|txt|mit|bsd|apache.*))?$/i;

/** The folder of the package that a file belongs to; undefined: none, the file is Leqbook's own or made up. */
function packageOf(file) {
  const inPackages = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file);
  return inPackages?.[1];
}

const readPackage = (folder) => JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));

/** Where a package finds what it depends on. */
function findFrom(folder, name) {
  for (let at = folder; ; at = path.dirname(at)) {
    const found = path.join(at, 'node_modules', name);
    if (existsSync(path.join(found, 'package.json'))) return found;
    if (at === path.dirname(at)) throw new Error(`${name} is not installed`);
  }
}

/** @param more a folder of texts that packages lack, or that are of what they carry in turn: `name.txt`, a scope's / as -- */
export function createNotices({ root, more = path.join(import.meta.dirname, 'licences') }) {
  const folders = new Set();
  let base = root;
  const addFile = (id) => {
    const folder = packageOf(path.resolve(base, id.replace(/^\0/, '').replace(/\?.*$/s, '')));
    if (folder !== undefined) folders.add(folder);
  };
  const textsOf = (folder, name) => {
    const own = readdirSync(folder).filter((file) => IS_TEXT.test(file));
    const extra = path.join(more, `${name.replace('/', '--')}.txt`);
    const files = [
      ...own.sort().map((file) => path.join(folder, file)),
      ...(existsSync(extra) ? [extra] : []),
    ];
    return files.map((file) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim());
  };
  return {
    /** For each build of what is distributed. */
    plugin: {
      name: 'notices',
      configResolved: (config) => void (base = config.root),
      generateBundle(_options, files) {
        for (const file of Object.values(files))
          for (const id of file.type === 'chunk' ? file.moduleIds : file.originalFileNames) addFile(id);
      },
    },
    /** What lies beside the bundles, with all it depends on; what Electron's package depends on only fetches it. */
    addPackage(name, from = root) {
      const folder = findFrom(from, name);
      if (folders.has(folder)) return;
      folders.add(folder);
      if (name === 'electron') return;
      for (const each of Object.keys(readPackage(folder).dependencies ?? {})) this.addPackage(each, folder);
    },
    /** @throws where a package comes without the text of its licence */
    text() {
      const parts = new Map();
      const without = [];
      for (const folder of folders) {
        const { name, version, license } = readPackage(folder);
        const texts = textsOf(folder, name);
        if (texts.length === 0) without.push(name);
        parts.set(`${name} ${version}`, [`${name} ${version} (${license ?? 'see below'})`, ...texts]);
      }
      if (without.length > 0)
        throw new Error(
          `without the text of their licence, which belongs into ${more}: ${without.join(', ')}`,
        );
      return [
        HEAD,
        ...[...parts.keys()].sort().map((key) => `${RULE}\n${parts.get(key).join('\n\n')}\n`),
      ].join('\n');
    },
  };
}
