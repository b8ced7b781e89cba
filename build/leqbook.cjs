/** Starts build/cli.mjs with as many threads for the disk as an installed Leqbook has: a module of its own would come too late. */
/* global process */
process.env.UV_THREADPOOL_SIZE ??= '16';
void import('./cli.mjs');
