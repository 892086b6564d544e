import { useTranslation } from 'react-i18next';
import { formatPermille, UNKNOWN } from '#renderer/ui/format.ts';
import classes from './farm.module.css';

const WIDTH = 2;
const GAP = 1;
const HEIGHT = 18;
/** A day with any downtime shows it. */
const LEAST_DOWN = 3;

/** The days of the period so far: how much of each the node was up; days of which nothing is known are low and grey. */
export function PeriodBars({ days }: { readonly days: readonly (number | null)[] | undefined }) {
  const { t } = useTranslation('nodes');
  if (days === undefined) return null;
  const known = days.filter((day) => day !== null);
  if (known.length === 0) return UNKNOWN;
  const label = t('period.worst', { count: known.length, worst: formatPermille(Math.min(...known)) });
  return (
    <svg
      className={classes['bars']}
      width={days.length * (WIDTH + GAP)}
      height={HEIGHT}
      viewBox={`0 0 ${days.length * (WIDTH + GAP)} ${HEIGHT}`}
    >
      <title>{label}</title>
      {days.map((day, index) => {
        const x = index * (WIDTH + GAP);
        if (day === null) {
          // oxlint-disable-next-line react/no-array-index-key -- a day is its place
          return <rect key={index} x={x} y={HEIGHT - 3} width={WIDTH} height={3} className={classes['barUnknown']} />;
        }
        const down = day === 1000 ? 0 : Math.max(LEAST_DOWN, Math.round(((1000 - day) / 1000) * HEIGHT));
        return (
          // oxlint-disable-next-line react/no-array-index-key -- a day is its place
          <g key={index}>
            <rect x={x} y={down} width={WIDTH} height={HEIGHT - down} className={classes['barUp']} />
            {down === 0 ? null : <rect x={x} y={0} width={WIDTH} height={down} className={classes['barDown']} />}
          </g>
        );
      })}
    </svg>
  );
}
