// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createPointing } from '../../../../../../renderer/views/sounds/review/pointing.svelte';

const LENGTH = 20;
const box = (left: number, top: number, width: number, height: number): DOMRect =>
  new DOMRect(left, top, width, height);

describe('the pointer above the pictures of a sound', () => {
  const listening = { seek: vi.fn(), marked: undefined as unknown };
  let topHz: number | undefined;
  const pointing = createPointing({
    review: () => ({ length: LENGTH, listening }) as never,
    topHz: () => topHz,
  });
  const plots = document.createElement('div');
  plots.innerHTML = '<div class="spectrum"></div><button></button>';
  const spectrum = plots.querySelector('.spectrum');
  beforeEach(() => {
    listening.seek.mockClear();
    listening.marked = undefined;
    topHz = 8_000;
    pointing.onpointerup();
    plots.setPointerCapture = vi.fn();
    plots.getBoundingClientRect = () => box(100, 0, 200, 300);
    if (spectrum !== null) spectrum.getBoundingClientRect = () => box(100, 100, 200, 100);
  });
  const at = (clientX: number, clientY = 0, rest: object = {}) =>
    ({ clientX, clientY, button: 0, target: plots, currentTarget: plots, ...rest }) as never;

  it('reads the moment, and over the spectrogram the frequency', () => {
    pointing.onpointermove(at(150));
    expect(pointing.at).toEqual({ share: 0.25, hz: undefined });
    pointing.onpointermove(at(900, 100));
    expect(pointing.at?.share).toBe(1);
    expect(pointing.at?.hz).toBeCloseTo(8_000);
    topHz = undefined;
    pointing.onpointermove(at(150, 100));
    expect(pointing.at).toEqual({ share: 0.25, hz: undefined });
    pointing.onpointerleave();
    expect(pointing.at).toBeUndefined();
    expect(listening.seek).not.toHaveBeenCalled();
  });
  it('seeks while it is held down, and no longer', () => {
    pointing.onpointerdown(at(200));
    pointing.onpointermove(at(250));
    pointing.onpointerup();
    pointing.onpointermove(at(300));
    expect(listening.seek.mock.calls).toEqual([[10], [15]]);
    expect(listening.marked).toBeUndefined();
  });
  it('marks a stretch while Shift was held, and leaves the sound where it is', () => {
    pointing.onpointerdown(at(200, 0, { shiftKey: true }));
    pointing.onpointermove(at(250));
    expect(listening.marked).toMatchObject({ from: 10, to: 15 });
    expect(listening.seek).not.toHaveBeenCalled();
  });
  it('leaves buttons that stand there to themselves', () => {
    pointing.onpointerdown(at(200, 0, { target: plots.querySelector('button') }));
    pointing.onpointermove(at(250));
    pointing.onpointerdown(at(200, 0, { button: 2 }));
    expect(listening.seek).not.toHaveBeenCalled();
  });
});
