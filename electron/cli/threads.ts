/** Imported before anything that reads a file. */
import { withThreads } from '../host/thread-pool';

Object.assign(process.env, withThreads(process.env));
