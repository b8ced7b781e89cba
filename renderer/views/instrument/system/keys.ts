import { KEYS as charts } from '../environment/keys';

/** For the page of keys: the statistics are drawn as the environment is. */
export const KEYS = charts;
