import { readAddress } from './address.ts';
import { openShareConnection, type ShareConnection } from './connection.ts';
import { ensureSchema } from './schema.ts';
import {
  agreeOnNetwork,
  choicesSince,
  factsBetween,
  findFarm,
  hearNews,
  installationsOf,
  moveOn,
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
  hearNews,
  installationsOf,
  moveOn,
  agreeOnNetwork,
  send,
  choicesSince,
  factsBetween,
};

export type ShareService = typeof shareService;
