/** What is asked to be printed, by the address of the page. Pure. */
import type { Span } from '../../../electron/contract/index';

export interface PassportRoute {
  readonly page: 'passport';
  readonly serial: string;
  /** IANA name. */
  readonly zone: string;
}
export interface SelectionRoute {
  readonly page: 'selection';
  readonly serial: string;
  /** IANA name of the zone that the site's clocks show. */
  readonly zone: string;
  readonly span: Span;
  readonly channels: readonly string[];
}
export type PrintRoute = PassportRoute | SelectionRoute;

const MOST_CHANNELS = 8;

/** Undefined: this page is not for printing. */
export function parsePrintRoute(hash: string): PrintRoute | undefined {
  const [, path = ''] = /^#\/print\/(.+)$/.exec(hash) ?? [];
  const parts = decoded(path.split('/'));
  const [page, serial = '', zone = '', ...more] = parts ?? [];
  if (serial === '' || zone === '') return undefined;
  const of = { serial, zone: knownZone(zone) };
  if (page === 'passport' && more.length === 0) return { page, ...of };
  return page === 'selection' ? selectionOf(of, more) : undefined;
}

function selectionOf(
  of: Pick<SelectionRoute, 'serial' | 'zone'>,
  [from = '', to = '', names = '', ...more]: readonly string[],
): SelectionRoute | undefined {
  if (![from, to].every((text) => /^\d{1,15}$/.test(text)) || more.length > 0) return undefined;
  const [span, channels] = [{ from: Number(from), to: Number(to) }, names.split(',').filter(Boolean)];
  if (span.from >= span.to || channels.length === 0 || channels.length > MOST_CHANNELS) return undefined;
  return { page: 'selection', ...of, span, channels };
}

export const selectionPage = ({ serial, zone, span, channels }: Omit<SelectionRoute, 'page'>): string =>
  `#/print/${['selection', serial, zone, String(span.from), String(span.to), channels.join(',')]
    .map(encodeURIComponent)
    .join('/')}`;

function decoded(parts: readonly string[]): readonly string[] | undefined {
  try {
    return parts.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** A zone that this computer does not know would print no time at all. */
function knownZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone && zone;
  } catch {
    return 'UTC';
  }
}
