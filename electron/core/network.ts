/** Whether MyCirrus can be reached, as its own answers show; nothing else counts as online. */
import type { NetworkState } from '../contract/model';

export interface Network {
  readonly state: NetworkState;
  /** The service itself answered, with whatever status. */
  reached(): void;
  /** It did not, or something else answered in its place. */
  unreachable(reason: string): void;
  onChange(listener: (state: NetworkState) => void): () => void;
}
