import { Button } from '@mantine/core';
import { IconChartLine, IconTable } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataTableProps } from './data-table.tsx';
import { DataTable } from './data-table.tsx';
import classes from './chart-frame.module.css';

/** The name and unit of an axis. */
export interface Axis {
  readonly label: string;
  readonly unit: string;
}

export interface ChartFrameProps<Row> {
  readonly title: string;
  /** Omitted when the ticks are self-explanatory, such as dates. */
  readonly x?: Axis;
  readonly y?: Axis;
  /** The data of the chart; the user can switch between the two. */
  readonly table: Omit<DataTableProps<Row>, 'caption'>;
  /** One sentence that describes the chart, for screen readers. */
  readonly summary: string;
  readonly legend?: ReactNode;
  readonly note?: ReactNode;
  /** The plot: a lazily loaded chart. */
  readonly children: ReactNode;
}

function AxisName({ axis, className }: { readonly axis: Axis | undefined; readonly className: string }) {
  if (axis === undefined) return null;
  return (
    <div className={className} aria-hidden>
      {axis.unit === '' ? axis.label : `${axis.label} (${axis.unit})`}
    </div>
  );
}

/** A chart with its title, labelled axes, range and data table. */
export function ChartFrame<Row>(props: ChartFrameProps<Row>) {
  const { t } = useTranslation('common');
  const id = useId();
  const [isTable, setIsTable] = useState(false);
  const Icon = isTable ? IconChartLine : IconTable;
  return (
    <figure className={classes['frame']} aria-labelledby={id} style={{ margin: 0 }}>
      <div className={classes['head']}>
        <figcaption id={id} className={classes['title']}>
          {props.title}
        </figcaption>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<Icon size={16} aria-hidden />}
          onClick={() => setIsTable(!isTable)}
        >
          {t(isTable ? 'chart.showChart' : 'chart.showTable')}
        </Button>
      </div>
      {isTable ? (
        <DataTable {...props.table} caption={props.title} hideCaption />
      ) : (
        <>
          <AxisName axis={props.y} className={classes['axis'] ?? ''} />
          {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a drawing of many elements cannot be an img */}
          <div className={classes['plot']} role="img" aria-label={props.summary}>
            {props.children}
          </div>
          <AxisName axis={props.x} className={`${classes['axis']} ${classes['axisX']}`} />
        </>
      )}
      {props.legend}
      {props.note === undefined ? null : <div className={classes['note']}>{props.note}</div>}
    </figure>
  );
}

export interface LegendEntry {
  readonly label: string;
  /** A CSS colour: `var(--series-1)`. */
  readonly color: string;
  readonly isDashed?: boolean;
  /** An area between two edges instead of a line. */
  readonly isArea?: boolean;
}

/** The legend of a chart. */
export function ChartLegend({ entries }: { readonly entries: readonly LegendEntry[] }) {
  return (
    <ul className={classes['legend']}>
      {entries.map((entry) => (
        <li key={entry.label}>
          <span
            className={classes['swatch']}
            style={{ color: entry.color }}
            data-dashed={entry.isDashed === true}
            data-area={entry.isArea === true}
          />
          {entry.label}
        </li>
      ))}
    </ul>
  );
}
