import { Group } from '@mantine/core';
import { IconCopy, IconPencil, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparedMachine } from '#shared/contract/earnings/compared-machine.ts';
import { needsText } from '#shared/domain/earnings/needed-text.ts';
import { paybackMonthsText } from '#shared/domain/earnings/payback-text.ts';
import type { GlossaryTerm } from '#shared/glossary.ts';
import type { Resources as TextResources } from '#shared/texts/resources.ts';
import type { client } from '#renderer/client/client.ts';
import { formatCapacity, formatNumber, formatShortTft, orUnknown, UNKNOWN, withUnit } from '#renderer/ui/format.ts';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { useMessage } from '#renderer/ui/message.ts';
import { useMoney } from '#renderer/ui/money.ts';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { Tag } from '#renderer/ui/tag.tsx';
import { labelOf } from '#renderer/ui/term.tsx';
import hidden from '#renderer/ui/hidden.module.css';
import classes from './compare.module.css';

/** The answer of the comparison. */
export type Comparison = Awaited<ReturnType<typeof client.earnings.comparison.compare>>;
type Row = Comparison['machines'][number];

const TONE = { eligible: 'good', 'not-eligible': 'bad', unknown: 'unknown' } as const;

interface TableProps {
  readonly comparison: Comparison;
  /** In the order of the answer. */
  readonly machines: readonly ComparedMachine[];
  readonly onChange: (position: number, machine: ComparedMachine) => void;
  readonly onEdit: (position: number) => void;
  /** Null when the maximum number of machines is reached. */
  readonly onDuplicate: ((position: number) => void) | null;
  readonly onRemove: (position: number) => void;
}

type RowName = keyof TextResources['compare']['row'];

const TERM_OF: { readonly [Name in RowName]?: GlossaryTerm } = {
  cu: 'cu',
  su: 'su',
  gross: 'gross',
  net: 'net',
  payback: 'payback',
  breakEvenTft: 'breakEven',
  breakEvenKwh: 'breakEven',
};

function known(row: Row, write: (one: Extract<Row['money'], { state: 'known' }>) => string): string {
  return row.money.state === 'known' ? write(row.money) : UNKNOWN;
}

function useRows({ machines, onChange }: TableProps): readonly (readonly [RowName, (row: Row) => ReactNode])[] {
  const { t } = useTranslation('compare');
  const translate = useMessage();
  const money = useMoney();
  const price = (row: Row) => {
    const machine = machines[row.position];
    if (machine?.kind !== 'machine') return orUnknown(row.hardwareUsd, money.format);
    return (
      <MoneyInput
        hideLabel
        label={t('priceOf', { name: row.name })}
        value={machine.hardwareUsd ?? ''}
        onChange={(text) => onChange(row.position, { ...machine, hardwareUsd: text === '' ? null : text })}
      />
    );
  };
  return [
    ['eligible', ({ verdict }) => <StatusBadge plain tone={TONE[verdict]} word={t(`eligible.${verdict}`)} />],
    ['cu', ({ capacity }) => orUnknown(capacity?.cu, formatCapacity)],
    ['su', ({ capacity }) => orUnknown(capacity?.su, formatCapacity)],
    ['tft', ({ reward }) => orUnknown(reward?.tft, formatShortTft)],
    ['watts', ({ watts }) => orUnknown(watts, (text) => withUnit(formatNumber(text, { maxPlaces: 1 }), 'W'))],
    ['gross', ({ money: one }) => orUnknown(one.grossUsd, money.format)],
    ['power', ({ money: one }) => orUnknown(one.powerUsd, money.format)],
    [
      'net',
      ({ money: one }) =>
        one.state === 'known' ? (
          money.format(one.netUsd)
        ) : (
          <span className={classes['needs']}>{translate(needsText(one.missing))}</span>
        ),
    ],
    ['price', price],
    [
      'payback',
      (row) =>
        row.money.state === 'missing'
          ? UNKNOWN
          : translate(paybackMonthsText(row.paybackMonths, row.hardwareUsd !== null)),
    ],
    ['breakEvenTft', (row) => known(row, (one) => orUnknown(one.breakEvenTftPriceUsd, money.breakEven))],
    ['breakEvenKwh', (row) => known(row, (one) => orUnknown(one.breakEvenKwhPriceUsd, money.breakEven))],
  ];
}

function Tools({
  row,
  machine,
  ...props
}: TableProps & { readonly row: Row; readonly machine: ComparedMachine | undefined }) {
  const { t } = useTranslation('compare');
  const { name, position } = row;
  return (
    <Group gap={4} wrap="nowrap">
      {machine?.kind === 'machine' ? (
        <IconButton
          icon={IconPencil}
          title={t('edit')}
          label={t('editOf', { name })}
          onClick={() => props.onEdit(position)}
        />
      ) : null}
      <IconButton
        icon={IconCopy}
        title={t('duplicate')}
        label={t('duplicateOf', { name })}
        disabled={props.onDuplicate === null}
        onClick={() => props.onDuplicate?.(position)}
      />
      <IconButton
        icon={IconX}
        title={t('remove')}
        label={t('removeOf', { name })}
        onClick={() => props.onRemove(position)}
      />
    </Group>
  );
}

/** One column per machine, one row per figure; the best value is marked. */
export function CompareTable(props: TableProps) {
  const { t } = useTranslation('compare');
  const { machines: rows, best } = props.comparison;
  const figures = useRows(props);
  return (
    <div className={classes['scroll']}>
      <table className={classes['table']}>
        <caption className={hidden['hidden']}>{t('caption')}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className={hidden['hidden']}>{t('figure')}</span>
            </th>
            {rows.map((row) => (
              <th key={row.position} scope="col" data-best={best?.position === row.position}>
                <div className={classes['head']}>
                  {row.nodeId === null ? (
                    <span>{row.name}</span>
                  ) : (
                    <a href={hrefTo('/node', { node: String(row.nodeId) })}>{row.name}</a>
                  )}
                  <Tools {...props} row={row} machine={props.machines[row.position]} />
                </div>
                {best?.position === row.position ? <Tag>{t(`best.${best.by}`)}</Tag> : null}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures.map(([name, write]) => (
            <tr key={name} data-lead={name === 'net'}>
              <th scope="row">{labelOf(t(`row.${name}`), TERM_OF[name])}</th>
              {rows.map((row) => (
                <td key={row.position} data-best={best?.position === row.position}>
                  {write(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
