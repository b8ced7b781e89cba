import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deflater } from '../../../../electron/core/db/deflater';
import {
  Codec,
  decodeColumn,
  encodeBlock,
  type EncodedBlock,
} from '../../../../electron/core/series/block-codec';
import { valuesOf } from '../../../../electron/core/series/integers';

/** Whole numbers over a power of ten, as JSON brings them. */
const decimal = fc
  .tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: 0, max: 4 }))
  .chain(([magnitude, decimals]) =>
    fc
      .integer({ min: -(10 ** Math.abs(magnitude)), max: 10 ** Math.abs(magnitude) })
      .map((code) => Number(`${code}e-${decimals}`)),
  )
  .map((value) => (Object.is(value, -0) ? 0 : value));
const awkward = fc.constantFrom(
  ...[NaN, -0, 0, 327.67, -327.68, 1e6, -1e6, 0.1 + 0.2, 5e-324, Infinity, -Infinity],
  ...[2 ** 29, -(2 ** 29), 2 ** 29 - 1, 2 ** 31, 2 ** 31 - 1, -(2 ** 31), 2 ** 53, Number.MAX_VALUE],
);
const long = fc.integer({ min: 0, max: 5_000 });
const block = fc.oneof(
  fc.array(fc.oneof({ arbitrary: decimal, weight: 9 }, fc.constant(NaN)), { maxLength: 300 }),
  // Differences of every size, some of which do not fit.
  fc
    .tuple(fc.constantFrom(1, 100, 200, 30_000, 70_000, 1e8), long, fc.integer({ min: 0, max: 1e6 }))
    .map(([spread, length, seed]) =>
      Array.from({ length }, (_, i) => {
        const mixed = (i * 7_919 + seed) % 1_000;
        return mixed === 0 ? NaN : ((i % 97 === 0 ? spread : spread / 97) * ((mixed * mixed) % 101)) / 101;
      }).map((value) => Math.round(value) / 10),
    ),
  fc.array(fc.float(), { maxLength: 100 }),
  fc.array(fc.double(), { maxLength: 100 }),
  fc.array(fc.oneof(decimal, awkward), { maxLength: 100 }),
);
const decoded = (block: EncodedBlock, count: number): Float64Array =>
  valuesOf(decodeColumn(block, count, deflater));
const bits = (values: Float64Array): string => Buffer.from(values.slice().buffer).toString('hex');
const canonical = (values: readonly number[]): Float64Array =>
  Float64Array.from(values, (value) => (Number.isNaN(value) ? NaN : value));

describe('a block of samples', () => {
  it('comes back bit for bit, compressed or not', () => {
    fc.assert(
      fc.property(block, fc.boolean(), (numbers, compress) => {
        const values = canonical(numbers);
        const encoded = encodeBlock(values, compress ? deflater : undefined);
        expect(bits(decoded(encoded, values.length))).toBe(bits(values));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is read from any offset inside a larger buffer', () => {
    fc.assert(
      fc.property(block, fc.integer({ min: 0, max: 9 }), fc.boolean(), (numbers, offset, compress) => {
        const values = canonical(numbers);
        const { codec, bytes } = encodeBlock(values, compress ? deflater : undefined);
        const larger = Buffer.alloc(bytes.length + 16, 0xff);
        larger.set(bytes, offset);
        const inside = larger.subarray(offset, offset + bytes.length);
        expect(bits(decoded({ codec, bytes: inside }, values.length))).toBe(bits(values));
      }),
    );
  });

  it('takes as few bits a sample as its decimal numbers need, and floating point only for what is none', () => {
    const held = (...some: number[]): [codec: number, bits: number] => {
      const values = Float64Array.from({ length: 8_000 }, (_, i) => some[i % some.length] as number);
      const { codec, bytes } = encodeBlock(values);
      return [codec, Math.floor((bytes.length / values.length) * 8)];
    };
    expect({
      steady: held(55.3),
      quiet: held(40.1, 65.5, NaN),
      aDay: held(30.1, 112.4, NaN),
      hundredths: held(30.15, 112.4),
      pressure: held(1.0123, 0.9987),
      tooLoudForOldOnes: held(327.68, -400),
      wide: held(1.5, 90_000),
      single: held(Math.fround(55.312), NaN),
      double: held(0.1 + 0.2),
      minusZero: held(-0, 1.5),
    }).toEqual({
      steady: [Codec.integer, 0],
      quiet: [Codec.integer, 8],
      aDay: [Codec.integer, 12],
      hundredths: [Codec.integer, 16],
      pressure: [Codec.integer, 8],
      tooLoudForOldOnes: [Codec.integer, 32],
      wide: [Codec.integer, 32],
      single: [Codec.float32, 32],
      double: [Codec.float64, 64],
      minusZero: [Codec.float32, 32],
    });
  });

  it('is compressed only where that saves room', () => {
    const steady = Float64Array.from({ length: 1_000 }, (_, i) => 50 + (i % 7) / 10);
    expect(encodeBlock(steady, deflater)).toMatchObject({ codec: Codec.packedInteger });
    expect(encodeBlock(steady, deflater).bytes.length).toBeLessThan(800);
    expect(encodeBlock(Float64Array.of(50), deflater)).toMatchObject({ codec: Codec.integer });
    const odd = Float64Array.from({ length: 1_000 }, (_, i) => Math.sqrt(50 + (i % 7) / 10));
    expect(encodeBlock(odd, deflater)).toMatchObject({ codec: Codec.packedFloat64 });
    expect(encodeBlock(odd.map(Math.fround), deflater)).toMatchObject({ codec: Codec.packedFloat32 });
    expect(encodeBlock(Float64Array.of(Math.SQRT2), deflater)).toMatchObject({ codec: Codec.float64 });
  });

  it('is not written by a compressor that alters it', () => {
    const lossy = { ...deflater, inflate: (_: Uint8Array, size: number) => new Uint8Array(size) };
    for (const level of [50.1, Math.fround(50.1), Math.SQRT2]) {
      const values = Float64Array.from({ length: 300 }, (_, i) => level * (1 + (i & 1)));
      expect(() => encodeBlock(values, lossy)).toThrow('altered');
    }
  });

  it('of the first archives is still read', () => {
    const codes = Int16Array.of(5_531, -32_768, 0, -32_767, 32_767);
    const levels = Float64Array.of(55.31, NaN, 0, -327.67, 327.67);
    const plain = new Uint8Array(codes.buffer);
    expect(decoded({ codec: Codec.centi, bytes: plain }, 5)).toEqual(levels);
    let before = 0;
    const folded = Uint16Array.from(codes, (code) => {
      const difference = ((code - before) << 16) >> 16;
      before = code;
      return (difference << 1) ^ (difference >> 15);
    });
    const planes = Uint8Array.from([
      ...folded.map((each) => each & 0xff),
      ...folded.map((each) => each >> 8),
    ]);
    const bytes = deflater.deflate(planes);
    expect(decoded({ codec: Codec.packed, bytes }, 5)).toEqual(levels);
  });

  it('of a wrong length or an unknown codec is refused', () => {
    for (const codec of [...Object.values(Codec), 9])
      for (const length of [0, 7, 19, 200])
        expect(() => decoded({ codec, bytes: new Uint8Array(length) }, 2)).toThrow();
  });

  it('with any bytes changed is refused or gives as many samples, and never fails in another way', () => {
    const values = Float64Array.from({ length: 500 }, (_, i) => (i * 7_919) % 300);
    fc.assert(
      fc.property(fc.boolean(), fc.nat(), fc.integer({ min: 1, max: 255 }), (compress, place, change) => {
        const { codec, bytes } = encodeBlock(values, compress ? deflater : undefined);
        // The greatest code, told in bytes 8 to 11, is what tables are as long as.
        const at = place % bytes.length;
        fc.pre(at < 8 || at > 11);
        const altered = Uint8Array.from(bytes);
        altered[at] = (altered[at] as number) ^ change;
        try {
          expect(decoded({ codec, bytes: altered }, 500)).toHaveLength(500);
        } catch (error) {
          expect(error).not.toBeInstanceOf(TypeError);
        }
      }),
    );
  });
});
