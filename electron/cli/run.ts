/** From arguments to an exit code. */
import { describeError, Failure } from '../contract/result';
import { backup } from './commands/backup';
import { check } from './commands/check';
import { coverage } from './commands/coverage';
import { exportAudio } from './commands/export-audio';
import { exportData } from './commands/export-data';
import { exportTags } from './commands/export-tags';
import { keep } from './commands/keep';
import { login, logout } from './commands/login';
import { query } from './commands/query';
import { sounds } from './commands/sounds';
import { status } from './commands/status';
import { sync } from './commands/sync';
import { verify } from './commands/verify';
import type { CliContext } from './context';
import { EXIT, exitCodeOf, type ExitCode } from './exit-codes';
import { UsageError } from './arguments';
import { parseCommand, type Command } from './parse';
import { USAGE, usageOf } from './usage';

/** Never rejects: what went wrong is on standard error and in the code. */
export async function run(argv: readonly string[], context: CliContext): Promise<ExitCode> {
  const { out } = context;
  try {
    return await perform(parseCommand(argv), context);
  } catch (error) {
    out.endProgress();
    if (error instanceof UsageError) {
      out.note(`leqbook: ${error.message}`);
      out.note('');
      for (const line of usageOf(argv).trimEnd().split('\n')) out.note(line);
      return EXIT.usage;
    }
    if (!(error instanceof Failure)) {
      out.note(`leqbook: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return EXIT.incomplete;
    }
    out.note(`leqbook: ${describeError(error.error)}`);
    const hint = hintFor(error.error.kind);
    if (hint !== undefined) out.note(hint);
    return exitCodeOf(error.error.kind);
  }
}

async function perform(command: Command, context: CliContext): Promise<ExitCode> {
  switch (command.name) {
    case 'help':
      await context.out.result(USAGE);
      return EXIT.complete;
    case 'version':
      await context.out.result(`${context.app.version}\n`);
      return EXIT.complete;
    case 'login':
      return login(context, command);
    case 'logout':
      return logout(context);
    case 'sync':
      return sync(context, command);
    case 'keep':
      return keep(context, command);
    case 'status':
      return status(context, command);
    case 'coverage':
      return coverage(context, command);
    case 'query':
      return query(context, command);
    case 'export audio':
      return exportAudio(context, command);
    case 'export data':
      return exportData(context, command);
    case 'export tags':
      return exportTags(context, command);
    case 'sounds':
      return sounds(context, command);
    case 'verify':
      return verify(context, command);
    case 'check':
      return check(context, command);
    case 'backup':
      return backup(context, command.file);
  }
}

const hintFor = (kind: string): string | undefined =>
  kind === 'signed-out' || kind === 'unauthorized'
    ? 'Run leqbook login, or set LEQBOOK_API_KEY.'
    : kind === 'keychain'
      ? 'Without a keychain, set LEQBOOK_API_KEY for each command instead.'
      : undefined;
