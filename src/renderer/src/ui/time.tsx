import { Tooltip } from '@mantine/core';
import { formatUtc, formatAge, formatInstant } from './format-time.ts';
import type { InstantOptions } from './format-time.ts';
import classes from './time.module.css';
import { useNowS } from './now.ts';

/**
 * An instant in the user's time zone, with UTC on hover and focus.
 * @param atS unix seconds
 */
export function Instant({ atS, ...options }: InstantOptions & { readonly atS: number }) {
  return (
    <Tooltip label={formatUtc(atS)}>
      <time dir="auto" className={classes['time']} dateTime={new Date(atS * 1000).toISOString()}>
        {formatInstant(atS, options)}
      </time>
    </Tooltip>
  );
}

/**
 * The age of an instant, updated regularly, with the instant itself on hover.
 * @param atS unix seconds
 */
export function Age({ atS }: { readonly atS: number }) {
  const nowS = useNowS(60);
  return (
    <Tooltip label={formatInstant(atS, { precision: 'second' })}>
      <time dir="auto" className={classes['time']} dateTime={new Date(atS * 1000).toISOString()}>
        {formatAge(atS, nowS)}
      </time>
    </Tooltip>
  );
}
