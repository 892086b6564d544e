/** Lets what else waits have its turn: pages get their answers while files are read. */
export const letOthersRun = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
