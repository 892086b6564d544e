import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { readConfig } from './config.ts';
import { startTimeLapse } from './time-lapse.ts';

/**
 * Runs a built desktop entry with the stand-in for `electron`: `node main-launcher.ts out/main/index.js [arguments]`.
 * As in Electron, `ready` comes only after the entry was evaluated, so an entry that waits for it at its top level hangs.
 */
const [, , entry = '', ...rest] = process.argv;
const standIn = new URL('./stand-in.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    return specifier === 'electron' || specifier.startsWith('electron/')
      ? { url: standIn, shortCircuit: true }
      : next(specifier, context);
  },
});

const { isPackaged, timeLapse } = readConfig();
process.argv = isPackaged ? [process.execPath, ...rest] : [process.execPath, entry, ...rest];
Object.defineProperty(process.versions, 'electron', { value: '45.4.1', enumerable: true });
Object.assign(process, { type: 'browser', defaultApp: true, resourcesPath: process.cwd() });

const { startStandIn } = await import('./stand-in.ts');
const { markAppCodeLoaded, markAppCodeStart } = await startStandIn();
startTimeLapse(timeLapse);
markAppCodeStart();
await import(pathToFileURL(entry).href);
markAppCodeLoaded();
