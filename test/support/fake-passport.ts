/** A passport of the canned calibrations and of what people added in memory, judged as the core does. */
import type { Handlers } from '../../electron/contract/index';
import type { passportCalls, Passport } from '../../electron/contract/passport';
import { calibrationHistory } from '../../electron/core/acoustics/drift';
import { passportCertificates } from '../../electron/core/queries/passport-certificates';
import { passportStretches } from '../../electron/core/queries/passport-stretches';
import { passportUnknowns } from '../../electron/core/queries/passport-unknowns';
import { judgeSic } from '../../electron/core/queries/sic-baseline';
import type { FakeState } from './fake-core';

const DAY = 86_400_000;

export function fakePassport(state: Pick<FakeState, 'history' | 'people' | 'now'>, serial: string): Passport {
  const { history, people, now } = state;
  const entries = people.entries.filter(({ removedAt }) => removedAt === undefined);
  const microphones = entries.flatMap((entry) =>
    entry.added.kind === 'microphone' && entry.from !== undefined
      ? [{ entry, at: entry.from, text: entry.added.text, serial: entry.added.serial }]
      : [],
  );
  const breaks = microphones.map(({ at }) => at);
  const judged = calibrationHistory(history.calibrations, people.rules.drift, breaks);
  const calibrated = judged.calibrations.filter(({ status }) => status === 'Success').map(({ time }) => time);
  const known = {
    ...history,
    ...judged,
    ...judgeSic({
      rows: [...history.sic].sort((a, b) => a.time - b.time),
      ...{ calibrated, breaks, rule: people.rules.sicDb },
    }),
    microphones,
    certificates: passportCertificates(
      entries,
      new Date(now).toISOString().slice(0, 10),
      people.rules.certificateDays,
    ),
    stretches: passportStretches({
      ...judged,
      breaks,
      held: history.calibrations.length === 0 ? [] : [{ from: now - 80 * DAY, to: now - DAY }],
    }),
  };
  return {
    ...known,
    instrument: { serial, name: 'Gate', model: 'CR:950', type: 'Noise' },
    version: '0.1.0',
    generatedAt: now,
    longTerm: undefined,
    sicRule: people.rules.sicDb,
    unknowns: passportUnknowns({ ...known, notAsked: [], hasSic: true }),
  };
}

export const fakePassportHandlers = (
  state: Pick<FakeState, 'history' | 'people' | 'now'>,
): Pick<Handlers, keyof typeof passportCalls> => ({
  'passport.get': ({ instrument }) => fakePassport(state, instrument),
  'passport.print': ({ instrument }) => ({
    path: `/home/ana/Passport ${instrument}.pdf`,
    folder: { handle: 'f1', path: '/home/ana', freeBytes: undefined },
  }),
  'certificates.choose': () => ({ name: 'UKAS 4471.pdf', sha256: 'a'.repeat(64), sizeBytes: 182_000 }),
  'certificates.open': () => undefined,
});
