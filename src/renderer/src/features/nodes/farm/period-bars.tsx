import { useDebouncedCallback } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { formatPermille, UNKNOWN } from '#renderer/ui/format.ts';
import classes from './farm.module.css';

const WIDTH = 2;
const STEP = 3;
const HEIGHT = 18;
const UNKNOWN_HEIGHT = 3;
/** The minimum height that makes any downtime of a day visible. */
const MIN_DOWN_HEIGHT = 3;

const SCROLL_REST_MS = 150;
const MAX_NODES = 200;

type Days = readonly (number | null)[];

interface PeriodDaysValue {
  readonly days: ReadonlyMap<number, Days>;
  /**
   * Registers a visible node.
   * @returns unregisters it
   */
  readonly show: (nodeId: number) => () => void;
}

const PeriodDaysContext = createContext<PeriodDaysValue>({ days: new Map(), show: () => () => undefined });

/** Fetches the days of the period for the nodes whose bars are visible, in one call after scrolling stops. */
export function PeriodDays({ children }: { readonly children: ReactNode }) {
  const shown = useRef(new Set<number>());
  const [ids, setIds] = useState<readonly number[]>([]);
  const settle = useDebouncedCallback(
    () => setIds([...shown.current].toSorted((a, b) => a - b).slice(0, MAX_NODES)),
    SCROLL_REST_MS,
  );
  const { data } = useQuery({
    ...api.nodes.listPeriodDays.queryOptions({ input: { ids: [...ids] } }),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
  });
  const show = useCallback(
    (nodeId: number) => {
      shown.current.add(nodeId);
      settle();
      return () => {
        shown.current.delete(nodeId);
        settle();
      };
    },
    [settle],
  );
  const value = useMemo(
    () => ({ days: new Map(data?.nodes.map(({ id, upPermille }) => [id, upPermille])), show }),
    [data, show],
  );
  return <PeriodDaysContext value={value}>{children}</PeriodDaysContext>;
}

const bar = (index: number, from: number, to: number) => `M${index * STEP} ${from}h${WIDTH}V${to}h-${WIDTH}z`;

/** The days as three shapes, one per colour, because thirty separate bars per row would be slow. */
function shapesOf(days: Days) {
  const shapes = { up: '', down: '', unknown: '' };
  for (const [index, day] of days.entries()) {
    if (day === null) {
      shapes.unknown += bar(index, HEIGHT - UNKNOWN_HEIGHT, HEIGHT);
      continue;
    }
    const down = day === 1000 ? 0 : Math.max(MIN_DOWN_HEIGHT, Math.round(((1000 - day) / 1000) * HEIGHT));
    shapes.up += bar(index, down, HEIGHT);
    if (down > 0) shapes.down += bar(index, 0, down);
  }
  return shapes;
}

/** The uptime of each day of the period so far; unknown days are low and grey. */
export function PeriodBars({ nodeId }: { readonly nodeId: number }) {
  const { t } = useTranslation('nodes');
  const { days: daysOf, show } = use(PeriodDaysContext);
  useEffect(() => show(nodeId), [show, nodeId]);
  const days = daysOf.get(nodeId);
  if (days === undefined) return null;
  const known = days.filter((day) => day !== null);
  if (known.length === 0) return UNKNOWN;
  const { up, down, unknown } = shapesOf(days);
  const width = days.length * STEP;
  return (
    <svg className={classes['bars']} width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`}>
      <title>{t('period.worst', { count: known.length, worst: formatPermille(Math.min(...known)) })}</title>
      <path d={up} className={classes['barUp']} />
      <path d={down} className={classes['barDown']} />
      <path d={unknown} className={classes['barUnknown']} />
    </svg>
  );
}
