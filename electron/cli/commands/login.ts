/** `leqbook login`: a key from standard input into the keychain, or the demo account. */
import { calls } from '../../contract/index';
import type { SessionState } from '../../contract/model';
import { Failure } from '../../contract/result';
import { withCore, type CliContext } from '../context';
import { EXIT, type ExitCode } from '../exit-codes';

export async function login(context: CliContext, { demo }: { readonly demo: boolean }): Promise<ExitCode> {
  const key = demo ? undefined : await readKey(context);
  return withCore(context, 'read', async ({ handlers }) => {
    const state =
      key === undefined
        ? await handlers['session.exploreDemo'](undefined, context.signal)
        : await handlers['session.signIn']({ key, keep: 'keychain' }, context.signal);
    await context.out.result(`Signed in: ${nameOf(state)}\n`);
    return EXIT.complete;
  });
}

/** Throws Failure `signed-out` when nothing came, or nothing that can be a key. */
async function readKey({ host, out }: CliContext): Promise<string> {
  const key = (await host.readInput()).trim();
  const parsed = calls['session.signIn'].input.safeParse({ key, keep: 'keychain' });
  if (parsed.success && !/\s/.test(key)) return parsed.data.key;
  out.note(key === '' ? 'No key came on standard input.' : 'What came on standard input is no API key.');
  throw new Failure({ kind: 'signed-out' });
}

const nameOf = ({ account }: SessionState): string => account?.label ?? 'no account';

/** `leqbook logout`: the key goes, the data stays. */
export function logout(context: CliContext): Promise<ExitCode> {
  return withCore(context, 'read', async ({ handlers }) => {
    const before = await handlers['session.get'](undefined, context.signal);
    if (before.account === undefined) {
      context.out.note('Nobody was signed in.');
      return EXIT.complete;
    }
    await handlers['session.signOut']({ data: 'keep' }, context.signal);
    await context.out.result(`Signed out: ${before.account.label}. The data stays.\n`);
    return EXIT.complete;
  });
}
