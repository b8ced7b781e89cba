/** From what is known of an instrument to what needs somebody, and what nobody can say. Pure. */
import type { Attention, NotKnown } from '../../contract/attention';
import type { Rules } from '../../contract/people';
import type { CertificateEntry, Facts, Here } from './facts';
import type { Finding } from './finding';
import { judgeSim, judgeSupply } from './power';
import { judgeCoverage, judgeMeasuring, judgeSilence } from './presence';
import { judgeCalibration, judgeCertificate, judgeCertificates, judgeDrift, judgeSic } from './trust';

export interface Judged {
  readonly reasons: readonly Attention[];
  readonly unknown: readonly NotKnown[];
}

/** One that MyCirrus no longer lists is not judged: it may stand in a cupboard, or be sold. */
export function judge(facts: Facts, rules: Rules, here: Here): Judged {
  const { now } = here;
  const { serial, onServer, listedAt } = facts.instrument;
  if (!onServer)
    return {
      reasons: [],
      unknown: [{ instrument: serial, text: 'No longer listed by MyCirrus', asOf: listedAt }],
    };
  const findings = [
    judgeMeasuring(facts, rules, now),
    judgeSilence(facts, rules, now),
    judgeDrift(facts, rules),
    judgeCalibration(facts),
    judgeSic(facts),
    ...judgeCertificates(facts, rules, here),
    judgeSim(facts, rules, now),
    judgeSupply(facts, rules, now),
    judgeCoverage(facts, rules),
  ];
  return {
    reasons: findings.flatMap((finding) => reasonOf(finding, serial, serial)),
    unknown: findings.flatMap(({ doubt }) =>
      doubt === undefined ? [] : [{ instrument: serial, text: doubt.text, asOf: doubt.asOf }],
    ),
  };
}

/** Calibrators that go with no instrument. @param shownWith the instrument whose passport lists them */
export const judgeLoose = (
  certificates: readonly CertificateEntry[],
  shownWith: string | undefined,
  rules: Rules,
  here: Here,
): readonly Attention[] =>
  certificates.flatMap((entry) => reasonOf(judgeCertificate(entry, rules, here), undefined, shownWith));

function reasonOf(
  { reason }: Finding,
  instrument: string | undefined,
  shownWith: string | undefined,
): readonly Attention[] {
  if (reason === undefined) return [];
  const { kind, severity, text, asOf, since, tab, part, span } = reason;
  const evidence = shownWith === undefined ? undefined : { instrument: shownWith, tab, part, span };
  return [{ kind, severity, instrument, text, asOf, since, evidence }];
}
