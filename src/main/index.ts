import { runDesktop } from './hosts/electron/desktop.ts';

// Not awaited, because Electron becomes ready only after this module was evaluated.
void runDesktop();
