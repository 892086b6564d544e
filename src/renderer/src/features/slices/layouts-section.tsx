import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PricedLayout } from '#shared/contract/slices/slices.ts';
import type { Resources } from '#shared/texts/resources.ts';
import { Decimal } from '#shared/decimal.ts';
import { api } from '#renderer/client/client.ts';
import { actionColumn, exportColumn, numberColumn, textColumn } from '#renderer/ui/columns.tsx';
import { type Column } from '#renderer/ui/data-table.tsx';
import { formatGib, formatNumber, formatRatio } from '#renderer/ui/format.ts';
import { Meter } from '#renderer/ui/meter.tsx';
import { type Money, useMoney } from '#renderer/ui/money.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { TableCard } from '#renderer/ui/table-card.tsx';
import { Tag } from '#renderer/ui/tag.tsx';
import { CustomLayoutDialog } from './custom-layout-dialog.tsx';
import classes from './slices.module.css';
import { type PlanAnswer, useUpdatePlan } from './use-plan.ts';

type T = TFunction<'slices'>;
type Group = PricedLayout['groups'][number];

const shorten = (value: string) => formatNumber(value, { maxPlaces: 2 });

function formatLayoutName(t: T, id: string): string {
  return id.startsWith('parts-')
    ? t('layout.parts', { count: Number(id.slice(6)) })
    : t(`layout.name.${id as keyof Resources['slices']['layout']['name']}`);
}

function formatGroup(t: T, { count, amounts }: Group): string {
  return t('layout.group', {
    count,
    cores: t('layout.cores', { count: Number(amounts.cores), cores: shorten(amounts.cores) }),
    memory: formatGib(amounts.memoryGib),
    ssd: formatGib(amounts.ssdGib),
  });
}

/** What limits the layout, and whether it is proven that no better one of its kind exists. */
function formatBinding(t: T, { binding, isOptimal }: PricedLayout): string | null {
  if (binding === 'parts') return null;
  const bound = t(`layout.bound.${binding}`);
  return t(isOptimal === true ? 'layout.provenStopsAt' : 'layout.stopsAt', { bound });
}

/** The unused amount of a resource. */
interface Leftover {
  readonly key: 'cores' | 'memory' | 'ssd';
  readonly amount: string;
  readonly unit: string;
}

function listLeftovers({ unused }: PricedLayout): readonly Leftover[] {
  return [
    { key: 'cores', amount: unused.cores, unit: '' },
    { key: 'memory', amount: unused.memoryGib, unit: 'GiB' },
    { key: 'ssd', amount: unused.ssdGib, unit: 'GiB' },
  ];
}

/** The unused resources of a layout, each as an amount and as a share of the node. */
function Unused({ row, t }: { readonly row: PricedLayout; readonly t: T }) {
  const leftovers = listLeftovers(row).filter(({ amount }) => !new Decimal(amount).isZero());
  const isAnyStranded = !new Decimal(row.fragmentation).isZero();
  if (leftovers.length === 0) return <span className={classes['quiet']}>{t('layout.nothingUnused')}</span>;
  return (
    <div className={classes['unused']}>
      {leftovers.map(({ key, amount, unit }) => {
        const resource = t(`layout.unused.${key}`);
        const percent = formatRatio(row.unusedShares[key]);
        return (
          <Fragment key={key}>
            <span className={classes['quiet']}>{resource}</span>
            <Meter
              label={t('layout.unusedLabel', { resource, percent })}
              share={Number(row.unusedShares[key])}
              isSlim
            />
            <span className={classes['amount']}>{unit === '' ? shorten(amount) : formatGib(amount)}</span>
          </Fragment>
        );
      })}
      {isAnyStranded ? (
        <span className={classes['stranded']}>{t('layout.stranded', { percent: formatRatio(row.fragmentation) })}</span>
      ) : null}
    </div>
  );
}

function formatUnused(t: T, row: PricedLayout): string {
  return listLeftovers(row)
    .map(({ key, amount, unit }) => `${t(`layout.unused.${key}`)} ${amount} ${unit}`.trim())
    .join('; ');
}

/** A cell with a figure, and smaller details below it. */
function twoLines(first: string, second: string | null) {
  return (
    <>
      {first}
      {second === null ? null : <div className={classes['quiet']}>{second}</div>}
    </>
  );
}

interface Choice {
  readonly chosen: string;
  readonly isLocked: boolean;
  readonly choose: (layout: PricedLayout) => void;
}

/** @param isCostKnown the cost of waste is shown only when the own cost of the node is known */
function createColumns(t: T, money: Money, isCostKnown: boolean, choice: Choice): readonly Column<PricedLayout>[] {
  return [
    textColumn('layout', t('layout.title'), (row) => row.id, {
      cell: (row) => twoLines(formatLayoutName(t, row.id), formatBinding(t, row)),
    }),
    exportColumn('binding', 'text', (row) => row.binding),
    numberColumn('slices', t('layout.slices'), (row) => row.sliceCount),
    numberColumn('incomeMonthMinUsd', t('layout.income'), ({ incomeMonth }) => incomeMonth.min, {
      unit: money.code,
      cell: ({ incomeMonth: { min, max } }) =>
        twoLines(money.digits(min), t('layout.upTo', { amount: money.digits(max) })),
    }),
    exportColumn('incomeMonthMaxUsd', 'number', ({ incomeMonth }) => incomeMonth.max),
    textColumn('each', t('layout.each'), (row) => row.groups.map((group) => formatGroup(t, group)).join('; '), {
      cell: (row) =>
        row.groups.map((group) => (
          <div key={group.kindId} className={classes['group']}>
            {formatGroup(t, group)}
          </div>
        )),
    }),
    textColumn('unused', t('layout.unusedTitle'), (row) => formatUnused(t, row), {
      cell: (row) => <Unused row={row} t={t} />,
    }),
    numberColumn('waste', t('layout.waste'), (row) => row.wasteShare, {
      cell: (row) => twoLines(formatRatio(row.wasteShare), isCostKnown ? money.format(row.wasteMonthUsd) : null),
    }),
    exportColumn('wasteMonthUsd', 'number', (row) => (isCostKnown ? row.wasteMonthUsd : null)),
    exportColumn('fragmentation', 'number', (row) => row.fragmentation),
    actionColumn('choose', t('layout.choose'), (row) =>
      row.id === choice.chosen ? (
        <Tag>{t('layout.chosen')}</Tag>
      ) : (
        <Button
          variant="default"
          size="compact-sm"
          disabled={choice.isLocked || row.sliceCount === 0}
          aria-label={t('layout.chooseThis', { layout: formatLayoutName(t, row.id) })}
          onClick={() => choice.choose(row)}
        >
          {t('layout.choose')}
        </Button>
      ),
    ),
  ];
}

/** A mixed layout is stored as its groups, because the solver may find another one next time. */
function planPatch(layout: PricedLayout) {
  if (!layout.id.startsWith('mixed-')) return { layout: layout.id };
  const customGroups = layout.groups.map(({ kindId, count, amounts, gpus }) => ({
    id: kindId,
    count,
    gpus,
    ...amounts,
  }));
  return { layout: 'custom', customGroups };
}

/** All ways to divide the node into slices, side by side. */
export function LayoutsSection({ answer }: { readonly answer: PlanAnswer }) {
  const { t } = useTranslation('slices');
  const money = useMoney();
  const nodeId = answer.node.id;
  const [isCustom, setIsCustom] = useState(false);
  const plan = useUpdatePlan(nodeId);
  const query = useQuery(api.slices.listLayouts.queryOptions({ input: { nodeId } }));
  const isLocked = answer.reservedSlices > 0;
  const isCostKnown = answer.costs.missing.length === 0;
  const choice: Choice = {
    chosen: answer.layout.id,
    isLocked,
    choose: (layout) => plan.update(planPatch(layout)),
  };
  return (
    <Section
      title={t('layout.heading')}
      tools={
        <Button
          variant="default"
          size="xs"
          disabled={isLocked}
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => setIsCustom(true)}
        >
          {t('layout.byHand')}
        </Button>
      }
    >
      {isLocked ? <p className={classes['quiet']}>{t('layout.locked', { count: answer.reservedSlices })}</p> : null}
      <QueryView query={query}>
        {({ layouts, needsPassmark }) => (
          <TableCard
            caption={t('layout.caption')}
            columns={createColumns(t, money, isCostKnown, choice)}
            rows={layouts}
            rowKey={(row) => row.id}
            isMarked={(row) => row.id === choice.chosen}
            exportName="farmer-layouts"
            footer={needsPassmark ? `${t('layout.note')} ${t('layout.needsPassmark')}` : t('layout.note')}
          />
        )}
      </QueryView>
      <CustomLayoutDialog
        key={String(isCustom)}
        isOpen={isCustom}
        answer={answer}
        onClose={() => setIsCustom(false)}
        onUse={(customGroups) => plan.update({ layout: 'custom', customGroups: [...customGroups] })}
      />
    </Section>
  );
}
