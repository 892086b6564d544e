import classes from './meter.module.css';

/** A bar for a fraction of a whole; the figure itself is in the text next to it. */
export interface MeterProps {
  /** What it measures and its value, in words. */
  readonly label: string;
  /** 0 to 1, for drawing. */
  readonly share: number;
  /** A limit drawn across, 0 to 1. */
  readonly markShare?: number;
  readonly tone?: 'neutral' | 'accent' | 'warn';
  readonly isSlim?: boolean;
}

function percent(share: number): string {
  return `${Math.min(100, Math.max(0, share * 100))}%`;
}

/** A bar filled from the start of the line. */
export function Meter({ label, share, markShare, tone = 'neutral', isSlim = false }: MeterProps) {
  return (
    <div
      className={`${classes['meter']} ${classes[tone] ?? ''} ${isSlim ? classes['slim'] : ''}`}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a meter element looks different in every browser
      role="img"
      aria-label={label}
    >
      <div className={classes['fill']} style={{ inlineSize: percent(share) }} />
      {markShare === undefined ? null : (
        <div className={classes['mark']} style={{ insetInlineStart: percent(markShare) }} />
      )}
    </div>
  );
}
