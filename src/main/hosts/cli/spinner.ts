import type { CliIo } from './io.ts';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;
const FRAME_MS = 80;
const CLEAR_LINE = '\r\u001b[K';

/** Shows progress on stderr until the returned function is called, which erases it. */
export function startSpinner(io: CliIo, label: string | (() => string)): () => void {
  let frame = 0;
  const draw = () => {
    io.stderr(`${CLEAR_LINE}${FRAMES[frame % FRAMES.length] ?? ''} ${typeof label === 'string' ? label : label()}`);
    frame += 1;
  };
  draw();
  const timer = setInterval(draw, FRAME_MS);
  return () => {
    clearInterval(timer);
    io.stderr(CLEAR_LINE);
  };
}
