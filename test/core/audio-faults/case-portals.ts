/** Answers of something else than the service: captive portals, proxies, and what is no HTTP at all. */
import { page } from './case-bodies';
import { always, type Case, type Group } from './cases';
import { right, type RawReply, type Reply } from './fault-server';
import { type Sound } from './sounds';

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const portal = (name: string, reply: (sound: Sound) => Partial<Reply>): Case => ({
  name,
  outcome: 'nothing',
  endsJob: true,
  answer: always((sound) => ({ ...right(sound), ...reply(sound) })),
});

/** @param elsewhere a host that must never be asked anything */
export const portals = (elsewhere: string): Group => ({
  title: 'answered by a captive portal',
  cases: () => [
    ...(['length', 'chunked', 'close'] as const).map((framing) =>
      portal(`a page, framed by ${framing}`, () => ({ headers: HTML, body: page(5_000), framing })),
    ),
    portal('a page of the same length', ({ bytes }) => ({ headers: HTML, body: page(bytes.length) })),
    portal('a page as XHTML', () => ({ headers: { 'content-type': 'application/xhtml+xml' }, body: page() })),
    portal('a page under the type of the sound', () => ({ body: page(5_000) })),
    portal('a page under the type of the sound, of its length', ({ bytes }) => ({
      body: page(bytes.length),
    })),
    portal('a page under the type of the sound, after blank lines', () => ({
      body: Buffer.concat([Buffer.from('\ufeff\r\n\r\n  '), page(5_000)]),
    })),
    portal('the sound labelled as a page', () => ({ headers: HTML })),
    ...[301, 302, 303, 307, 308].map((status) =>
      portal(`the way to another host, ${String(status)}`, () => ({
        ...{ status, headers: { ...HTML, location: `${elsewhere}/login` }, body: page() },
      })),
    ),
    portal('that nothing changed', () => ({ status: 304, headers: {}, body: new Uint8Array() })),
    portal('that one has to sign in first', () => ({ status: 511, headers: HTML, body: page() })),
    portal('that the proxy wants a password', () => ({ status: 407, headers: HTML, body: page() })),
  ],
});

const raw = (text: string, ending: RawReply['ending'], body: Uint8Array = new Uint8Array()): RawReply => ({
  raw: Buffer.concat([Buffer.from(text, 'latin1'), body]),
  ending,
});
const odd = (name: string, reply: (sound: Sound) => RawReply, outcome: Case['outcome'] = 'either'): Case => ({
  name,
  outcome,
  endsJob: true,
  answer: (sound) => () => reply(sound),
});
const head = (sound: Sound, ...lines: readonly string[]): string =>
  ['HTTP/1.1 200 OK', `content-type: ${sound.type}`, ...lines, '', ''].join('\r\n');

export const oddities: Group = {
  title: 'sent against the rules of HTTP',
  cases: () => [
    odd('no answer and the connection closed', () => raw('', 'fin'), 'nothing'),
    odd('no answer and the connection reset', () => raw('', 'rst'), 'nothing'),
    odd('half a status and the connection closed', () => raw('HTTP/1.', 'fin'), 'nothing'),
    odd('the sound without any head', ({ bytes }) => raw('', 'fin', bytes), 'nothing'),
    odd(
      'HTTP/1.0, cut',
      ({ bytes }) => raw('HTTP/1.0 200 OK\r\n\r\n', 'fin', bytes.subarray(0, -1)),
      'nothing',
    ),
    odd('HTTP/1.0', ({ bytes }) => raw('HTTP/1.0 200 OK\r\n\r\n', 'fin', bytes)),
    odd('two lengths', (sound) => {
      const lines = [
        `content-length: ${String(sound.seam)}`,
        `content-length: ${String(sound.bytes.length)}`,
      ];
      return raw(head(sound, ...lines), 'fin', sound.bytes);
    }),
    odd('a length and chunks', (sound) => {
      const size = sound.bytes.length;
      const lines = [`content-length: ${String(size >> 1)}`, 'transfer-encoding: chunked', ''];
      return raw(head(sound, ...lines).slice(0, -2) + `${size.toString(16)}\r\n`, 'fin', sound.bytes);
    }),
    odd('a length that is no number', (s) => raw(head(s, 'content-length: many'), 'fin', s.bytes)),
    odd('a length below zero', (s) => raw(head(s, 'content-length: -1'), 'fin', s.bytes)),
    odd('chunks whose size is no number', (s) => {
      return raw(`${head(s, 'transfer-encoding: chunked')}zz\r\n`, 'fin', s.bytes);
    }),
    odd('a header longer than any', (s) => raw(head(s, `x-long: ${'x'.repeat(200_000)}`), 'fin', s.bytes)),
    odd('two answers to one question', (s) => {
      const other = head(s, 'content-length: 5') + 'Hello';
      return raw(
        head(s, `content-length: ${String(s.bytes.length)}`),
        'whole',
        Buffer.concat([s.bytes, Buffer.from(other)]),
      );
    }),
    odd('word to go on before the answer', (s) => {
      const all = `HTTP/1.1 103 Early Hints\r\n\r\n${head(s, `content-length: ${String(s.bytes.length)}`)}`;
      return raw(all, 'whole', s.bytes);
    }),
  ],
};
