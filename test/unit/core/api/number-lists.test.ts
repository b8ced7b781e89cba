import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../../electron/contract/result';
import { liftNumbers } from '../../../../electron/core/api/number-lists';
import { readBody, type Outcome, type Reading } from '../../../../electron/core/api/reading';
import { readSeries } from '../../../../electron/core/api/wire-series';

const bytesOf = (text: string): Uint8Array => Buffer.from(text);
const GARBLED = Symbol('garbled');
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return GARBLED;
  }
}
/** The document with its lists put back; an own marker for what JSON.parse refuses. */
function restored(bytes: Uint8Array, least = 1): unknown {
  const lifted = liftNumbers(bytes, least);
  if (lifted === undefined) return parsed(new TextDecoder().decode(bytes));
  const back = (value: unknown): unknown => {
    const list = lifted.take(value);
    if (list instanceof Float64Array) return [...list].map((each) => (Number.isNaN(each) ? null : each));
    if (Array.isArray(value)) return value.map(back);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, back(inner)]));
  };
  const whole = parsed(lifted.text);
  return whole === GARBLED ? GARBLED : back(whole);
}
const isLifted = (text: string): boolean => liftNumbers(bytesOf(text), 1) !== undefined;

const space = fc.constantFrom('', '', '', ' ', '\n\t', '\r\n  ');
const numberText = fc.oneof(
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => (Object.is(value, -0) ? '-0' : String(value))),
  fc.tuple(fc.maxSafeInteger(), fc.nat(25)).map(([digits, decimals]) => `${digits}.${'0'.repeat(decimals)}1`),
  fc.tuple(fc.integer(), fc.nat(999_999)).map(([whole, part]) => `${whole}.${part}`),
  fc.bigInt().map(String),
  fc.constantFrom(
    '0',
    '-0',
    '-0.0',
    '1e3',
    '-1E-7',
    '1e999',
    '5e-324',
    '0.1',
    '999999999999999',
    '0.30000000000000004',
  ),
);
const wrong = fc.constantFrom(
  ...[
    '01',
    '-',
    '1.',
    '.5',
    '+1',
    '1e',
    '1e+',
    'NaN',
    'nul',
    'nulll',
    'Infinity',
    '1 2',
    '1-2',
    '1.2.3',
    '',
    '--1',
    '0x1',
  ],
  ...['"1"', '"..."', '{}', '[]', 'true', '\u00a01', '1\u0000', '00', '-01', '1e5.5'],
);
const entry = fc.oneof({ weight: 20, arbitrary: numberText }, { weight: 3, arbitrary: fc.constant('null') });
const key = fc.constantFrom(
  '"values"',
  '"Values"',
  '"VALUES"',
  '"value"',
  '"xvalues"',
  '"\\"values"',
  '"\\u0076alues"',
);
const listText = (item: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.array(item, { maxLength: 12 }), space)
    .map(([all, gap]) => `[${gap}${all.join(`${gap},${gap}`)}${gap}]`);
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.json({ depthSize: 'small' }),
    listText(entry),
    listText(fc.oneof({ weight: 6, arbitrary: entry }, { weight: 1, arbitrary: wrong })),
    fc
      .array(fc.tuple(key, space, space, tie('json')), { maxLength: 4 })
      .map((all) => `{${all.map(([name, a, b, value]) => `${name}${a}:${b}${value}`).join(',')}}`),
    fc.array(tie('json'), { maxLength: 4 }).map((all) => `[${all.join(',')}]`),
    tie('json').map((text) => JSON.stringify(text)),
  ),
}));
const damaged = fc
  .tuple(json, fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.nat(255)), { maxLength: 4 }))
  .map(([text, damages]) => {
    let bytes = Buffer.from(text);
    for (const [where, how, byte] of damages) {
      const at = where % (bytes.length + 1);
      const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
      if (how === 0) bytes = Buffer.from(head);
      else if (how === 1) bytes = Buffer.concat([head, Buffer.from([byte]), tail]);
      else if (how === 2) bytes = Buffer.concat([head, tail.subarray(1)]);
      else bytes = Buffer.concat([head, Buffer.from('"values":[1,2]'), tail]);
    }
    return bytes;
  });

describe('lists of numbers apart from their answer', () => {
  it('leave any document what JSON.parse makes of it, or refuses', () => {
    let lifted = 0;
    fc.assert(
      fc.property(damaged, (bytes) => {
        expect(restored(bytes)).toEqual(parsed(new TextDecoder().decode(bytes)));
        if (liftNumbers(bytes, 1) !== undefined) lifted += 1;
      }),
      { numRuns: 3_000 },
    );
    // Otherwise it would prove little.
    expect(lifted).toBeGreaterThan(200);
  });

  it('hold each number exactly as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.array(numberText, { minLength: 1 }), (texts) => {
        const text = `{"values":[${texts.join(',')}]}`;
        const { values } = JSON.parse(text) as { values: number[] };
        const list = liftNumbers(bytesOf(text), 1);
        const held = list?.take((JSON.parse(list.text) as { values: unknown }).values);
        expect(values.every((value, i) => Object.is(value, held?.[i]))).toBe(true);
        expect(held).toHaveLength(values.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['01', '1.', '-', '1e', 'NaN', '"..."', '"1"', '{}', '[1]', 'true', 'nul', '1 2', ''])(
    'stay where they are when one entry is %j',
    (one) => {
      expect(isLifted('{"values":[1,2,3]}')).toBe(true);
      for (const text of [`[${one},1,2]`, `[1,${one},2]`, `[1,2,${one}]`])
        expect(isLifted(`{"values":${text}}`)).toBe(false);
    },
  );

  it('are only values of a key of that name, and long ones', () => {
    expect(isLifted('[{"VALUES"\n:\t[ 1 , null ]}]')).toBe(true);
    for (const text of [
      '[1,2]',
      '{"value":[1,2]}',
      '{"a":"\\"values\\":[1,2]"}',
      '{"a\\"values":[1,2]}',
      'values":[1,2]',
    ])
      expect([text, isLifted(text)]).toEqual([text, false]);
    const of = (count: number) =>
      liftNumbers(bytesOf(`{"values":[${Array.from({ length: count }, () => 1).join(',')}]}`));
    expect([of(255), of(256)?.areAllTaken()]).toEqual([undefined, false]);
  });

  it('cannot be named by the answer itself', () => {
    const text = '{"values":[1,2],"a":"0"}';
    const [one, other] = [liftNumbers(bytesOf(text), 1), liftNumbers(bytesOf(text), 1)];
    const placeholder = (JSON.parse(one?.text ?? '') as { values: string }).values;
    expect(one?.take(placeholder)).toEqual(Float64Array.of(1, 2));
    expect(other?.take(placeholder)).toBeUndefined();
    expect(other?.areAllTaken()).toBe(false);
  });
});

const FROM = Date.parse('2026-03-02T05:00:00Z');
const span = { from: FROM, to: FROM + 3_600_000 };
const levels = { dataset: 'timehistory', variant: '1s', serial: 'QT1', span, stepMs: 1_000 } as const;
const spectra = { ...levels, dataset: 'frequency', variant: 'Octave-Z' } as const;
const iso = (second: number): string => new Date(FROM + second * 1_000).toISOString();
/** What came of a body, or the words of its refusal. */
function outcomeOf(work: () => Outcome): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof Failure) return error.error;
    throw error;
  }
}
const long = fc
  .array(entry, { minLength: 3, maxLength: 9 })
  .chain((some) =>
    fc.nat(900).map((count) => Array.from({ length: count }, (_, i) => some[i % some.length]).join(',')),
  );
const blockText = fc
  .record({
    start: fc.integer({ min: -900, max: 4_000 }),
    key: fc.constantFrom('values', 'Values', 'bands', 'extra'),
    name: fc.constantFrom('1KHz', '63Hz', 'nothing'),
    list: long,
    end: fc.option(fc.integer({ min: 0, max: 900 })),
  })
  .map(({ start, key: of, name, list, end }) => {
    const bands = `[{"name":"${name}","values":[${list}],"q":1}]`;
    const content = { values: `[${list}]`, Values: `[${list}]`, bands, extra: `{"values":[${list}]}` }[of];
    const till = end === null ? '' : `"end":"${iso(start + end)}",`;
    return `{"start":"${iso(start)}",${till}"sampleDuration":1000,"${of}":${content}}`;
  });
const seriesText = fc
  .tuple(
    fc.constantFrom('LAeq', 'LCPeak', 'Octave', 'x'),
    fc.constantFrom('QT1', 'QT2'),
    fc.array(blockText, { maxLength: 3 }),
  )
  .map(
    ([type, serial, blocks]) => `{"type":"${type}","instrument":"${serial}","blocks":[${blocks.join(',')}]}`,
  );
const answerText = fc.oneof(
  { weight: 9, arbitrary: fc.array(seriesText, { maxLength: 3 }).map((all) => `[${all.join(',')}]`) },
  { weight: 1, arbitrary: long.map((list) => `{"values":[${list}]}`) },
  { weight: 1, arbitrary: long.map((list) => `{"error":"Invalid","values":[${list}]}`) },
);

describe('a series answer with long lists', () => {
  it.each([levels, spectra])('is read, or refused, as it is without them apart: $dataset', (asked) => {
    const reading: Reading = { kind: 'series', ...asked };
    const kinds = new Set<string>();
    fc.assert(
      fc.property(answerText, fc.option(fc.nat(), { freq: 8 }), (whole, cut) => {
        const text = cut === null ? whole : whole.slice(0, cut % (whole.length + 1));
        const body = parsed(text);
        const outcome = outcomeOf(() => readBody(bytesOf(text), 200, reading));
        kinds.add((outcome as Outcome).kind);
        if (body === GARBLED) expect(outcome).toMatchObject({ kind: 'server', status: 200 });
        else if (!Array.isArray(body) && Object.hasOwn(body as object, 'error'))
          expect(outcome).toEqual({ kind: 'refused', code: 'Invalid', description: undefined });
        else expect(outcome).toEqual(outcomeOf(() => ({ kind: 'read', ...readSeries(asked, body) })));
      }),
      // Whole refusals are rare among what chance makes.
      { numRuns: 500, examples: [[`{"error":"Invalid","values":[${'1,'.repeat(300)}1]}`, null]] },
    );
    expect([...kinds]).toEqual(expect.arrayContaining(['read', 'refused', 'server']));
  });
});
