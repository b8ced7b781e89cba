import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deflater } from '../../../../electron/core/db/deflater';
import { Codec, decodeBlock, encodeBlock } from '../../../../electron/core/series/block-codec';

const centi = fc.integer({ min: -32_767, max: 32_767 }).map((code) => code / 100);
const awkward = fc.constantFrom(NaN, -0, 0, 327.67, -327.67, 327.68, -327.68, 1e6, -1e6, 0.1 + 0.2, 5e-324);
const block = fc.oneof(
  fc.array(fc.oneof({ arbitrary: centi, weight: 9 }, fc.constant(NaN)), { maxLength: 300 }),
  fc.array(fc.float({ noDefaultInfinity: true }), { maxLength: 100 }),
  fc.array(fc.oneof(centi, awkward, fc.double()), { maxLength: 100 }),
);
const bits = (values: Float64Array): string => Buffer.from(values.slice().buffer).toString('hex');
const canonical = (values: readonly number[]): Float64Array =>
  Float64Array.from(values, (value) => (Number.isNaN(value) ? NaN : value));

describe('a block of samples', () => {
  it('comes back bit for bit, compressed or not', () => {
    fc.assert(
      fc.property(block, fc.boolean(), (numbers, compress) => {
        const values = canonical(numbers);
        const encoded = encodeBlock(values, compress ? deflater : undefined);
        expect(bits(decodeBlock(encoded, values.length, deflater))).toBe(bits(values));
      }),
      { numRuns: 500 },
    );
  });

  it('is read from any offset inside a larger buffer', () => {
    fc.assert(
      fc.property(block, fc.integer({ min: 0, max: 9 }), (numbers, offset) => {
        const values = canonical(numbers);
        const { codec, bytes } = encodeBlock(values);
        const larger = Buffer.alloc(bytes.length + 16, 0xff);
        larger.set(bytes, offset);
        const inside = larger.subarray(offset, offset + bytes.length);
        expect(bits(decodeBlock({ codec, bytes: inside }, values.length))).toBe(bits(values));
      }),
    );
  });

  it('takes two bytes a sample for up to two decimals, otherwise no more than it must', () => {
    const codecOf = (...values: number[]): number => encodeBlock(Float64Array.from(values)).codec;
    expect(encodeBlock(Float64Array.of(55.3, 43.11, NaN, -327.67)).bytes).toHaveLength(8);
    expect({
      twoDecimals: codecOf(55.31, NaN, 0),
      threeDecimals: codecOf(55.312),
      single: codecOf(Math.fround(55.312), NaN),
      tooLoud: codecOf(327.68),
      theCodeOfMissing: codecOf(-327.68),
      minusZero: codecOf(-0, 1.5),
    }).toEqual({
      twoDecimals: Codec.centi,
      threeDecimals: Codec.float64,
      single: Codec.float32,
      tooLoud: Codec.float64,
      theCodeOfMissing: Codec.float64,
      minusZero: Codec.float32,
    });
  });

  it('is compressed only where that saves room', () => {
    const steady = Float64Array.from({ length: 1_000 }, (_, i) => 50 + (i % 7) / 10);
    expect(encodeBlock(steady, deflater)).toMatchObject({ codec: Codec.packed });
    expect(encodeBlock(steady, deflater).bytes.length).toBeLessThan(1_000);
    expect(encodeBlock(Float64Array.of(50), deflater)).toMatchObject({ codec: Codec.centi });
  });

  it('is not written by a compressor that alters it', () => {
    const values = Float64Array.from({ length: 100 }, () => 50);
    const lossy = { ...deflater, inflate: (_: Uint8Array, size: number) => new Uint8Array(size) };
    expect(() => encodeBlock(values, lossy)).toThrow('altered');
  });

  it('of a wrong length or an unknown codec is refused', () => {
    for (const codec of [...Object.values(Codec), 9])
      expect(() => decodeBlock({ codec, bytes: new Uint8Array(7) }, 2, deflater)).toThrow();
  });
});
