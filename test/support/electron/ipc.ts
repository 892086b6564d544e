import { EventEmitter } from 'node:events';

/** Messages from pages. Only `on` is offered: nothing of ours answers over IPC. */
export const ipcMain = new EventEmitter();
