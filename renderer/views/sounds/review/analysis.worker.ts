/** Analyses off the page's thread: a second's work here never holds up a key. */
import { analyse, type Analysis, type Samples } from './analysis';

export interface AnalysisRequest {
  readonly id: number;
  readonly samples: Samples;
}
export interface AnalysisAnswer {
  readonly id: number;
  readonly analysis: Analysis;
}
interface WorkerScope {
  onmessage: ((event: MessageEvent<AnalysisRequest>) => void) | null;
  postMessage(message: AnalysisAnswer, transfer: Transferable[]): void;
}

// The page's types know only windows.
const scope = self as unknown as WorkerScope;
scope.onmessage = ({ data: { id, samples } }) => {
  const analysis = analyse(samples);
  const { outline, spectrum } = analysis;
  scope.postMessage({ id, analysis }, [
    outline.low.buffer as ArrayBuffer,
    outline.high.buffer as ArrayBuffer,
    spectrum.values.buffer,
  ]);
};
