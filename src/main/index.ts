import { runDesktop } from './hosts/electron/desktop.ts';

await runDesktop();
