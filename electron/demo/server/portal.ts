/** A captive portal between client and service, such as hotels and trains have. */
/** `true`: a page. */
export type PortalMode = boolean | 'page' | 'redirect';

export interface Portal {
  set(mode: PortalMode, redirectTo?: string): void;
  /** The portal's answer, or undefined when there is none in between. */
  answer(): Response | undefined;
}

const PAGE = `<!doctype html><title>Welcome</title><h1>Welcome aboard</h1>
<p>Please accept the terms of use to go online.</p>`;

export function createPortal(): Portal {
  let present: PortalMode = false;
  let location = 'http://portal.invalid/login';
  return {
    set: (mode, redirectTo = 'http://portal.invalid/login') => {
      present = mode;
      location = redirectTo;
    },
    answer() {
      if (present === false) return undefined;
      const headers = { 'content-type': 'text/html; charset=utf-8' };
      return present === 'redirect'
        ? new Response('', { status: 302, headers: { ...headers, location } })
        : new Response(PAGE, { headers });
    },
  };
}
