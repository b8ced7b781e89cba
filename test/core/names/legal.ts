/** What file systems ask of a name, written down apart from the code that makes names. */

/** Windows, whatever follows the first dot. */
const RESERVED =
  /^(con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$|clock\$)$/i;
const FORBIDDEN = /[<>:"/\\|?*\p{C}\p{Zl}\p{Zp}]/u;
const NAME_CHARS = 120;
const NAME_BYTES = 255;
const PATH_CHARS = 240;

/** What is wrong with a relative path, a line each. */
export function faultsOf(file: string): readonly string[] {
  const faults = file.split('/').flatMap((name) => {
    const found: string[] = [];
    if (name === '' || /^\.+$/.test(name)) found.push('no name');
    if (FORBIDDEN.test(name)) found.push('a character that some system refuses or hides');
    if (/[. ]$/.test(name)) found.push('an end that Windows takes away');
    if (/^[\s.~-]/.test(name)) found.push('a beginning that is hidden or taken for an option');
    if (RESERVED.test((name.split('.')[0] ?? '').trim())) found.push('the name of a device');
    if (name.length > NAME_CHARS || Buffer.byteLength(name) > NAME_BYTES) found.push('too long a name');
    return found.map((fault) => `${fault}: ${JSON.stringify(name)}`);
  });
  return file.length > PATH_CHARS ? [...faults, `too long a path: ${file}`] : faults;
}

/** How systems compare names: as they are, by case, by composition, and all of it at once. */
export const FOLDS: Readonly<Record<string, (file: string) => string>> = {
  exactly: (file) => file,
  'in lower case': (file) => file.toLowerCase(),
  'in upper case': (file) => file.toUpperCase(),
  'composed and in lower case': (file) => file.normalize('NFC').toLowerCase(),
  'taken apart and in lower case': (file) => file.normalize('NFD').toLowerCase(),
  'by every likeness': (file) => file.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKC'),
};
