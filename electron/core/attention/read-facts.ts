/** Reads from the archive what is judged. A few hundred small rows for each instrument, however much is held. */
import type { DatasetId, Instrument, Span } from '../../contract/model';
import type { PassportSic } from '../../contract/passport';
import type { Entry, Rules } from '../../contract/people';
import { isSuccess } from '../acoustics/drift';
import { dataset as datasetOf, DAY_MS, type Dataset, type Scope } from '../datasets';
import type { Archive, CoverageRow, StoredRecord } from '../db/archive';
import { knownExtent } from '../extent';
import { readDrift } from '../queries/calibration';
import { field, finite } from '../queries/fields';
import { toStatus } from '../queries/fleet';
import { readSic } from '../queries/sic';
import { judgeSic } from '../queries/sic-baseline';
import { whyNotAsked } from '../sync/eligible';
import { deniedScopes } from '../sync/facts';
import type { KeptOf } from '../sync/keep';
import { isAnswer } from '../sync/plan';
import { intersect, lengthMs } from '../sync/spans';
import type { CertificateEntry, Facts, Held, Known, Reach, Sim, Supply } from './facts';
import { SUPPLY_MS } from './figures';

/** SICs of so long are read at least: since when something is so, is among them. */
const SIC_MS = 45 * DAY_MS;
/** Between so many calibrations the baseline in force is looked for first. */
const STRETCHES = 3;
const LEAST_STATS = 3;
/** Nothing is drawn: only the share that is held is wanted. */
const FEW_POINTS = 2;
/** What an instrument measures all the time, by what it is. */
const CONTINUOUS: readonly DatasetId[] = [
  'timehistory',
  'measurements',
  'particulates',
  'gases',
  'ppv',
  'vdv',
];
/** Whose ledger tells what is known. */
export const ASKED: readonly DatasetId[] = [
  ...CONTINUOUS,
  'calibrations',
  'sic',
  'monitorcurrent',
  'monitorstats',
];

/** What is the same for all instruments of one reading. */
export interface Shared {
  readonly archive: Archive;
  readonly rules: Rules;
  readonly kept: KeptOf;
  readonly entries: readonly Entry[];
  readonly now: number;
}
interface Subject extends Shared {
  readonly instrument: Instrument;
  readonly ledger: readonly CoverageRow[];
  readonly denied: ReadonlySet<Scope>;
}

/** @param ledger what of {@link ASKED} was asked of the instrument */
export function readFacts(shared: Shared, instrument: Instrument, ledger: readonly CoverageRow[]): Facts {
  const { archive, entries } = shared;
  const { serial } = instrument;
  const subject: Subject = { ...shared, instrument, ledger, denied: deniedScopes(ledger) };
  const status = archive.records.newest('status', serial);
  const changes = entries.flatMap(({ added, instrument: of, from }) =>
    added.kind === 'microphone' && of === serial && from !== undefined ? [from] : [],
  );
  const microphoneChangedAt = changes.length === 0 ? undefined : Math.max(...changes);
  const calibrations = known(subject, 'calibrations', () => calibrationsSince(subject, microphoneChangedAt));
  const calibrated =
    calibrations.state === 'known' ? calibrations.value.filter(isSuccess).map(({ time }) => time) : [];
  const certificates = entries.filter(isCertificate);
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
    certificates: certificatesOf(certificates, serial),
    certificatesKept: certificates.length > 0 && instrument.type?.toLowerCase() === 'noise',
  };
}

const isCertificate = (entry: Entry): entry is CertificateEntry => entry.added.kind === 'certificate';

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
function certificatesOf(all: readonly CertificateEntry[], serial: string): readonly CertificateEntry[] {
  const own = all
    .filter(
      ({ added, instrument }) =>
        instrument === serial || (added.of === 'instrument' && added.serial === serial),
    )
    .map((entry) => ({ ...entry, instrument: serial }));
  return newestOfEach(own);
}
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

type Missing = Exclude<Known<never>['state'], 'known'>;
/** Why nothing of a dataset is known, before anything was asked. */
function whyMissing({ instrument, kept, denied }: Subject, dataset: Dataset): Missing {
  const why = whyNotAsked(dataset, instrument, denied);
  if (why === 'scope') return 'denied';
  if (why !== undefined) return 'not-had';
  const isKept =
    dataset.kind === 'snapshot' ||
    dataset.variants.some(({ id }) => kept(instrument.serial, dataset.id, id).days > 0);
  return isKept ? 'not-asked' : 'off';
}
const answersTo = ({ ledger }: Subject, id: DatasetId): readonly CoverageRow[] =>
  ledger.filter((row) => row.dataset === id && isAnswer(row));

function known<T>(subject: Subject, id: DatasetId, read: () => T): Known<T> {
  const answers = answersTo(subject, id);
  const missing = whyMissing(subject, datasetOf(id));
  if (missing === 'not-had' || answers.length === 0) return { state: missing };
  return { state: 'known', askedAt: greatest(answers.map(({ askedAt }) => askedAt)), value: read() };
}
/** A snapshot has no ledger: its row is what tells that it was asked. */
function snapshot<T>(subject: Subject, id: DatasetId, read: (row: StoredRecord) => T): Known<T> {
  const missing = whyMissing(subject, datasetOf(id));
  const row =
    missing === 'not-had' ? undefined : subject.archive.records.newest(id, subject.instrument.serial);
  return row === undefined ? { state: missing } : { state: 'known', askedAt: row.time, value: read(row) };
}
const greatest = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, value), -Infinity);

function calibrationsSince({ archive, instrument, rules }: Subject, changedAt = -Infinity) {
  const { calibrations } = readDrift(archive, instrument.serial, rules.drift);
  return calibrations.filter(({ time }) => time >= changedAt);
}

/** Baselines are made in the passport's way, so that the evidence says the same. */
function readSics(
  { archive, instrument, now, rules }: Subject,
  calibrated: readonly number[],
  changedAt = -Infinity,
): readonly PassportSic[] {
  const judged = (from: number): readonly PassportSic[] => {
    const rows = archive.records
      .list('sic', instrument.serial, { from: Math.max(from, changedAt), to: 8.64e15 })
      .map(({ time, data }) => ({ ...readSic(data), time }));
    return judgeSic({ rows, calibrated, breaks: [], rule: rules.sicDb }).sic;
  };
  const first = calibrated.at(-STRETCHES);
  const recent = first === undefined ? [] : judged(Math.min(first, now - SIC_MS));
  // Without one, the baseline in force lies further back.
  return recent.at(-1)?.baseline === undefined ? judged(-8.64e15) : recent;
}

/** Every dataset of the instrument that goes on and on. */
function continuousOf(subject: Subject): readonly Dataset[] {
  return CONTINUOUS.map(datasetOf).filter((dataset) => whyMissing(subject, dataset) !== 'not-had');
}

function readReach(subject: Subject): Known<Reach> {
  const { archive, instrument } = subject;
  const all = continuousOf(subject);
  const answers = all.flatMap(({ id }) => answersTo(subject, id));
  if (answers.length === 0) return { state: missingOf(subject, all) };
  const newest = all.flatMap(({ id, kind }) => {
    if (kind === 'series') return knownExtent(archive, id, instrument.serial)?.to ?? [];
    const row = archive.records.newest(id, instrument.serial);
    return row === undefined ? [] : (row.until ?? row.time);
  });
  const asked = {
    from: Math.min(...answers.map(({ from }) => from)),
    to: greatest(answers.map(({ to, askedAt }) => Math.min(to, askedAt))),
  };
  const value = { asked, newest: newest.length === 0 ? undefined : greatest(newest) };
  return { state: 'known', askedAt: asked.to, value };
}

/** The least hopeless of the reasons why none of several is known. */
function missingOf(subject: Subject, all: readonly Dataset[]): Missing {
  const reasons = all.map((dataset) => whyMissing(subject, dataset));
  const order: readonly Missing[] = ['not-asked', 'denied', 'off', 'not-had'];
  return order.find((each) => reasons.includes(each)) ?? 'not-had';
}

/** Of the finest thing that is kept, over the days that the rule looks at. */
function readHeld(subject: Subject): Known<Held> {
  const { archive, instrument, kept, now, rules } = subject;
  const series = continuousOf(subject).filter(({ kind }) => kind === 'series');
  const [first] = series.flatMap((dataset) =>
    dataset.variants
      .filter(({ id }) => kept(instrument.serial, dataset.id, id).days > 0)
      .map((variant) => ({ dataset, variant })),
  );
  if (first === undefined) return { state: series.length === 0 ? 'not-had' : missingOf(subject, series) };
  const { dataset, variant } = first;
  const span: Span = { from: now - rules.coverage.days * DAY_MS, to: now };
  const answers = answersTo(subject, dataset.id).filter(({ params }) => params === variant.id);
  if (answers.length === 0) return { state: whyMissing(subject, dataset) };
  const asked = intersect([span], answers);
  const channel = variant.channels?.[0]?.name ?? '';
  const heldMs = (parts: readonly Span[]): number =>
    parts.reduce((sum, part) => sum + heldIn(archive, dataset.id, instrument.serial, channel, part), 0);
  const [askedMs, held] = [total(asked), heldMs(asked)];
  // Only who has little is asked how much of the rest may still come.
  const isLow = held * 100 < askedMs * rules.coverage.percent;
  const open = isLow
    ? intersect(
        asked,
        answers.filter(({ state }) => state === 'provisional'),
      )
    : [];
  const askedAt = greatest(answers.map(({ askedAt: at }) => at));
  return {
    state: 'known',
    askedAt,
    value: { span, askedMs, heldMs: held, openMs: Math.max(0, total(open) - heldMs(open)) },
  };
}
const total = (spans: readonly Span[]): number => spans.reduce((sum, span) => sum + lengthMs(span), 0);

/** Told from counts, so that weeks take no longer than hours. */
function heldIn(
  archive: Archive,
  dataset: DatasetId,
  instrument: string,
  channel: string,
  span: Span,
): number {
  const { validFraction } = archive.series.query(dataset, instrument, [channel], span, FEW_POINTS);
  return validFraction * lengthMs(span);
}

const readSim = ({ time, data }: StoredRecord): Sim => ({
  at: time,
  used: finite(field(data, 'simUsage')),
  quota: finite(field(data, 'simQuota')),
});

function readSupply({ archive, instrument }: Subject): Supply {
  const { serial } = instrument;
  const newest = archive.records.newest('monitorstats', serial);
  if (newest === undefined) return { at: -Infinity, volts: undefined, before: undefined };
  const at = newest.time;
  /** Ends with that moment. */
  const mean = (end: number): number | undefined => {
    const volts = archive.records
      .list('monitorstats', serial, { from: end - SUPPLY_MS + 1, to: end + 1 })
      .flatMap(({ data }) => finite(field(data, 'voltage')) ?? []);
    return volts.length < LEAST_STATS ? undefined : volts.reduce((sum, each) => sum + each, 0) / volts.length;
  };
  return { at, volts: mean(at), before: mean(at - DAY_MS) };
}
