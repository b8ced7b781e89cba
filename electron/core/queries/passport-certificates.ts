/** Laboratory certificates and how long they still hold. Pure. */
import type { PassportCertificate } from '../../contract/passport';
import type { Entry } from '../../contract/people';
import { daysBetween } from '../site-days';

/**
 * @param today a day of the calendar, such as `2026-11-22`
 * @param soonDays so long before it is due a certificate is due soon
 */
export function passportCertificates(
  entries: readonly Entry[],
  today: string,
  soonDays: number,
): readonly PassportCertificate[] {
  const all = entries.flatMap((entry) =>
    entry.added.kind === 'certificate' ? [{ entry, certificate: entry.added }] : [],
  );
  const isReplaced = ({ entry, certificate }: (typeof all)[number]) =>
    all.some(
      (other) =>
        other.certificate.of === certificate.of &&
        other.certificate.serial === certificate.serial &&
        (other.certificate.issued > certificate.issued ||
          (other.certificate.issued === certificate.issued && other.entry.id > entry.id)),
    );
  return all
    .map((one): PassportCertificate => {
      const daysLeft = daysBetween(today, one.certificate.due);
      const state = isReplaced(one)
        ? 'replaced'
        : daysLeft < 0
          ? 'overdue'
          : daysLeft <= soonDays
            ? 'soon'
            : 'current';
      return { ...one, daysLeft, state };
    })
    .sort(
      (a, b) =>
        Number(a.state === 'replaced') - Number(b.state === 'replaced') ||
        a.certificate.due.localeCompare(b.certificate.due) ||
        a.entry.id - b.entry.id,
    );
}
