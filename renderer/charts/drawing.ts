/** What draws on a canvas, and hears where it is pointed at. */
import type { Look } from './options';

/** Pixels of the page. */
export interface DrawnSize {
  readonly width: number;
  readonly height: number;
}
/** From the upper left corner of the box. */
export interface DrawnPoint {
  readonly x: number;
  readonly y: number;
}
export type Draw = (ctx: CanvasRenderingContext2D, look: Look, size: DrawnSize) => void;
/** Undefined: nowhere is pointed at. */
export type Point = (at: DrawnPoint | undefined, size: DrawnSize) => void;

/** Fits the canvas to its box at the screen's own resolution, empty; undefined where nothing can be drawn. */
export function begin(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | undefined {
  canvas.width = Math.max(1, Math.round(width * devicePixelRatio));
  canvas.height = Math.max(1, Math.round(height * devicePixelRatio));
  const ctx = canvas.getContext('2d') ?? undefined;
  ctx?.scale(devicePixelRatio, devicePixelRatio);
  return ctx;
}
