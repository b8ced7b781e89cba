/**
 * How many calls of a process wait for the disk at once. An export flushes many files side by side; of Node's usual four
 * threads each would stand in line behind the others. Taken from the environment, and only before the first such call.
 */
export const withThreads = (environment: Readonly<NodeJS.ProcessEnv>): NodeJS.ProcessEnv => ({
  UV_THREADPOOL_SIZE: '16',
  ...environment,
});
