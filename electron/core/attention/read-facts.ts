/** Reads from the archive what is judged. A few dozen small rows for each instrument, however much is held. */
import type { Instrument } from '../../contract/model';
import type { Entry } from '../../contract/people';
import { isSuccess } from '../acoustics/drift';
import type { CoverageRow } from '../db/archive';
import { microphoneChanges } from '../queries/calibration';
import { toStatus } from '../queries/fleet';
import { deniedScopes } from '../sync/facts';
import { isAnswer } from '../sync/plan';
import type { Asked, CertificateEntry, Facts } from './facts';
import { greatest, known, readLedger, snapshot, type Shared, type Subject } from './known';
import { calibrationsSince, readSics } from './read-checks';
import { readSim, readSupply } from './read-power';
import { readHeld, readReach } from './read-presence';

export function readFacts(shared: Shared, instrument: Instrument): Facts {
  const { archive, changes } = shared;
  const { serial } = instrument;
  const ledger = readLedger(shared, instrument);
  const subject: Subject = { ...shared, instrument, ledger, denied: deniedScopes(ledger) };
  const status = archive.records.newest('status', serial);
  const microphoneChangedAt = changes.get(serial)?.reduce((a, b) => Math.max(a, b));
  const calibrations = known(subject, 'calibrations', () => calibrationsSince(subject, microphoneChangedAt));
  const calibrated =
    calibrations.state === 'known' ? calibrations.value.filter(isSuccess).map(({ time }) => time) : [];
  return {
    instrument,
    status: status && toStatus(status),
    calibrations,
    sic: known(subject, 'sic', () => readSics(subject, calibrated, microphoneChangedAt)),
    microphoneChangedAt,
    reach: readReach(subject),
    held: readHeld(subject),
    sim: snapshot(subject, 'monitorcurrent', readSim),
    supply: known(subject, 'monitorstats', () => readSupply(subject)),
    certificates: certificatesOf(shared, serial),
    certificatesKept: shared.certificates.size > 0 && instrument.type?.toLowerCase() === 'noise',
    asked: readAsked(ledger, status?.time),
  };
}

function readAsked(ledger: readonly CoverageRow[], observedAt: number | undefined): Asked {
  const newest = (rows: readonly CoverageRow[]) => greatest(rows.map(({ askedAt }) => askedAt));
  const answeredAt = Math.max(newest(ledger.filter(isAnswer)), observedAt ?? -Infinity);
  const inVain = [...new Set(ledger.map(({ dataset }) => dataset))].filter((id) => {
    const own = ledger.filter(({ dataset }) => dataset === id);
    return newest(own.filter(({ state }) => state === 'failed')) > newest(own.filter(isAnswer));
  });
  return { answeredAt: answeredAt === -Infinity ? undefined : answeredAt, inVain };
}

const isCertificate = (entry: Entry): entry is CertificateEntry => entry.added.kind === 'certificate';

/** What people wrote, by the instrument it is about, so that each need not look through all of it. */
export function indexEntries(entries: readonly Entry[]): Pick<Shared, 'changes' | 'certificates'> {
  const certificates = new Map<string, CertificateEntry[]>();
  for (const entry of entries.filter(isCertificate)) {
    const { of, serial } = entry.added;
    const about = new Set([...(of === 'instrument' ? [serial] : []), entry.instrument ?? '']);
    for (const key of about) certificates.set(key, [...(certificates.get(key) ?? []), entry]);
  }
  return { changes: microphoneChanges(entries), certificates };
}

/** Of each thing that is certified, the certificate that was issued last. */
function newestOfEach(certificates: readonly CertificateEntry[]): readonly CertificateEntry[] {
  const newest = new Map<string, CertificateEntry>();
  for (const each of certificates) {
    const key = `${each.added.of} ${each.added.serial}`;
    const other = newest.get(key);
    if (other === undefined || other.added.issued < each.added.issued) newest.set(key, each);
  }
  return [...newest.values()];
}
const certificatesOf = ({ certificates }: Shared, serial: string): readonly CertificateEntry[] =>
  newestOfEach((certificates.get(serial) ?? []).map((entry) => ({ ...entry, instrument: serial })));

/** Those that go with no instrument that is known. */
export function looseCertificates(
  entries: readonly Entry[],
  serials: ReadonlySet<string>,
): readonly CertificateEntry[] {
  const loose = entries
    .filter(isCertificate)
    .filter(({ added, instrument }) =>
      instrument === undefined
        ? added.of === 'calibrator' || !serials.has(added.serial)
        : !serials.has(instrument),
    );
  return newestOfEach(loose).map((entry) => ({ ...entry, instrument: undefined }));
}
