import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react';
import classes from './status-badge.module.css';

/** The four states of a figure or check. */
export type Tone = 'good' | 'warn' | 'bad' | 'unknown';

const ICONS = { good: IconCircleCheck, warn: IconAlertTriangle, bad: IconCircleX, unknown: IconHelpCircle } as const;

/** A state as icon and word, so that it does not depend on colour. `plain` omits the background, for table rows. */
export function StatusBadge({
  tone,
  word,
  plain = false,
}: {
  readonly tone: Tone;
  readonly word: string;
  readonly plain?: boolean;
}) {
  const Icon = ICONS[tone];
  return (
    <span className={`${classes.badge} ${classes[tone]} ${plain ? classes['plain'] : ''}`}>
      <Icon size={16} stroke={2} aria-hidden />
      {word}
    </span>
  );
}
