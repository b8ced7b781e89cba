/** A folder as it is, links and all, to be compared with how it was. */
import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';

/** Every entry below `root` with its contents, except below the folders named. */
export async function treeOf(
  root: string,
  except: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const tree: Record<string, string> = {};
  const visit = async (folder: string): Promise<void> => {
    for (const name of (await readdir(folder)).sort()) {
      const file = path.join(folder, name);
      if (except.includes(file)) continue;
      const facts = await lstat(file);
      tree[path.relative(root, file)] = await describe(file, facts);
      if (facts.isDirectory()) await visit(file);
    }
  };
  await visit(root);
  return tree;
}

async function describe(file: string, facts: Awaited<ReturnType<typeof lstat>>): Promise<string> {
  if (facts.isSymbolicLink()) return `link to ${await readlink(file)}`;
  if (facts.isDirectory()) return 'folder';
  if (!facts.isFile()) return 'something else';
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}
