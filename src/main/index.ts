import { runDesktop } from './hosts/electron/desktop.ts';

// Not awaited: Electron becomes ready only after this file was evaluated.
void runDesktop();
