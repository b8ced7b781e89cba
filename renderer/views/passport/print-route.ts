/** What is asked to be printed, by the address of the page. Pure. */
export interface PrintRoute {
  readonly serial: string;
  /** IANA name. */
  readonly zone: string;
}

/** Undefined: this page is not for printing. */
export function parsePrintRoute(hash: string): PrintRoute | undefined {
  const match = /^#\/print\/passport\/([^/]+)\/([^/]+)$/.exec(hash);
  const [, serial, zone] = match ?? [];
  if (serial === undefined || zone === undefined) return undefined;
  try {
    return { serial: decodeURIComponent(serial), zone: knownZone(decodeURIComponent(zone)) };
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
