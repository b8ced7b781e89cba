/** What a person or a script feeds the command line. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** All of standard input; from a terminal one line, which is not shown. */
export const readInput = (): Promise<string> => (process.stdin.isTTY ? readHidden() : readAll(process.stdin));

async function readAll(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk.toString();
  return text;
}

function readHidden(): Promise<string> {
  process.stderr.write('API key: ');
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  return new Promise((resolve) => {
    const end = (line: string) => {
      process.stderr.write('\n');
      resolve(line);
      lines.close();
    };
    lines.once('line', end);
    lines.once('close', () => end(''));
    // In this mode the terminal no longer turns Ctrl+C into a signal.
    lines.once('SIGINT', () => {
      lines.close();
      process.kill(process.pid, 'SIGINT');
    });
  });
}
