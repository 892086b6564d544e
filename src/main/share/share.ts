import { readAddress } from './address.ts';
import { openShareConnection, type ShareConnection } from './connection.ts';
import { ensureSchema } from './schema.ts';
import {
  ensureNetwork,
  choicesSince,
  factsBetween,
  findFarm,
  fetchFarmState,
  installationsOf,
  raiseSendingNumber,
  register,
  send,
} from './shared-farm.ts';

/** All operations on the shared database. */
export const shareService = {
  readAddress,
  open: (url: string, password: string | null = null): Promise<ShareConnection> =>
    openShareConnection(readAddress(url), password),
  ensureSchema,
  findFarm,
  register,
  fetchFarmState,
  installationsOf,
  raiseSendingNumber,
  ensureNetwork,
  send,
  choicesSince,
  factsBetween,
};

export type ShareService = typeof shareService;
