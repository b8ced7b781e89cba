/** Where Leqbook keeps everything; the window and the command line must agree on it. */
import path from 'node:path';
import envPaths from 'env-paths';

/** `LEQBOOK_HOME`, or the system's place for application data. */
export const homeFolder = (env: NodeJS.ProcessEnv): string =>
  path.resolve(env['LEQBOOK_HOME'] ?? envPaths('Leqbook', { suffix: '' }).data);
