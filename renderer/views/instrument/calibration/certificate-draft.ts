/** A certificate while it is being written. Pure. */
import { Temporal } from 'temporal-polyfill';
import type { Certificate, EntryInput, PassportCertificate } from '../../../../electron/contract/index';

export interface CertificateDraft {
  of: Certificate['of'];
  model: string;
  serial: string;
  laboratory: string;
  number: string;
  issued: string;
  due: string;
  file: Certificate['file'];
  /** Of all instruments, as a shared calibrator is. */
  shared: boolean;
}
/** Customary, months; the person says otherwise where a laboratory or a client does. */
const USUAL_MONTHS = { instrument: 24, calibrator: 12 } as const;

export function draftOf(one: PassportCertificate | undefined, instrument: string): CertificateDraft {
  if (one === undefined)
    return {
      ...{ of: 'instrument', model: '', serial: instrument, laboratory: '', number: '' },
      ...{ issued: '', due: '', file: undefined, shared: false },
    };
  const { of, model = '', serial, laboratory = '', number = '', issued, due, file } = one.certificate;
  return {
    of,
    model,
    serial,
    laboratory,
    number,
    issued,
    due,
    file,
    shared: one.entry.instrument === undefined,
  };
}

/** When it is usually due; '' for what is no day. */
export function usualDue(of: Certificate['of'], issued: string): string {
  try {
    return Temporal.PlainDate.from(issued).add({ months: USUAL_MONTHS[of] }).toString();
  } catch {
    return '';
  }
}

/** What is wrong with it, for a person; undefined: nothing. */
export function draftProblem({ serial, issued, due }: CertificateDraft): string | undefined {
  if (serial.trim() === '') return 'Enter the serial number.';
  if (issued === '' || due === '') return 'Enter both days.';
  return due < issued ? 'It is due before it is issued.' : undefined;
}

/** As it is put; for one that is there, in its place. */
export function certificateInput(
  draft: CertificateDraft,
  instrument: string,
  one: PassportCertificate | undefined,
): EntryInput {
  const said = (name: 'model' | 'laboratory' | 'number') =>
    draft[name].trim() === '' ? {} : { [name]: draft[name].trim() };
  const { of, serial, issued, due, file, shared } = draft;
  return {
    ...(one !== undefined && { id: one.entry.id }),
    ...(!shared && { instrument }),
    added: {
      kind: 'certificate',
      ...{ of, serial: serial.trim(), issued, due },
      ...said('model'),
      ...said('laboratory'),
      ...said('number'),
      ...(file !== undefined && { file }),
    },
  };
}
