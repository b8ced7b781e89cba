/** What draws on a canvas that fills its box, and hears where it is pointed at. */
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
