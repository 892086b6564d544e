import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparedMachine } from '#shared/contract/earnings/compared-machine.ts';
import type { NeededNumber } from '#shared/domain/earnings/needed-numbers.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { LoadingSkeleton } from '#renderer/ui/loading-skeleton.tsx';
import { useTftWorth } from '#renderer/ui/money.ts';
import { MissingNumbers } from '#renderer/ui/missing-numbers.tsx';
import { Page, PageHeader } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { AddMachine } from './add-machine.tsx';
import { CashChart } from './cash-chart.tsx';
import { type Compared, describedNode, useCompared } from './compared.ts';
import { CompareTable, type Comparison } from './compare-table.tsx';
import { MachineDialog } from './machine-dialog.tsx';

/** Numbers that belong to the farm and not to a machine; their fields are above the table. */
const FARM_NUMBERS = ['tft-price', 'tariff'] as const satisfies readonly NeededNumber[];

function Result({ comparison, compared, onEdit }: ResultProps) {
  const { t } = useTranslation('compare');
  const { note } = useTftWorth();
  const { machines, nodes, isFull, add, change, remove } = compared;
  const missing = FARM_NUMBERS.filter((name) =>
    comparison.machines.some(({ money }) => money.state === 'missing' && money.missing.includes(name)),
  );
  const duplicate = (position: number) => {
    const machine = machines[position];
    const node = machine?.kind === 'node' ? nodes.find(({ id }) => id === machine.nodeId) : undefined;
    const copied = machine?.kind === 'machine' ? machine : node === undefined ? null : describedNode(node);
    if (copied !== null) add({ ...copied, name: t('copyOf', { name: copied.name }).slice(0, 80) });
  };
  const { best } = comparison;
  return (
    <>
      {missing.length === 0 ? null : (
        <Card>
          <MissingNumbers missing={missing} node={null} />
        </Card>
      )}
      <Card
        footer={[
          note.charAt(0).toUpperCase() + note.slice(1),
          best === null ? t('noBest') : best.by === 'net' ? t('byNet') : '',
        ]
          .filter(Boolean)
          .join('. ')}
      >
        <CompareTable
          comparison={comparison}
          machines={machines}
          onChange={change}
          onEdit={onEdit}
          onDuplicate={isFull ? null : duplicate}
          onRemove={remove}
        />
      </Card>
      <CashChart machines={comparison.machines} />
    </>
  );
}

interface ResultProps {
  readonly comparison: Comparison;
  readonly compared: Compared;
  readonly onEdit: (position: number) => void;
}

function SideBySide({ compared, onEdit }: Omit<ResultProps, 'comparison'>) {
  const { machines } = compared;
  const query = useQuery(
    api.earnings.comparison.compare.queryOptions({
      input: { machines: [...machines] },
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <QueryView query={query} loading={<LoadingSkeleton shape="rows" count={8} />}>
      {(comparison) =>
        // The previous answer may be about other machines.
        comparison.machines.length === machines.length ? (
          <Result comparison={comparison} compared={compared} onEdit={onEdit} />
        ) : (
          <LoadingSkeleton shape="rows" count={8} />
        )
      }
    </QueryView>
  );
}

/** The machine edited in the dialog; null for a new one. */
interface Editing {
  readonly position: number | null;
}

/** Compares machines side by side, to choose one before buying. */
export default function ComparePage() {
  const { t } = useTranslation(['compare', 'pages']);
  const compared = useCompared();
  const [editing, setEditing] = useState<Editing | null>(null);
  const { machines, isLoading, add, change } = compared;
  const edited = editing?.position === null || editing === null ? undefined : machines[editing.position];
  const done = (machine: ComparedMachine) => {
    if (editing?.position === null || editing === null) add(machine);
    else change(editing.position, machine);
  };
  return (
    <Page>
      <PageHeader
        title={t('pages:compare')}
        lede={t('lede')}
        tools={<AddMachine compared={compared} onType={() => setEditing({ position: null })} />}
      />
      {isLoading ? (
        <LoadingSkeleton shape="rows" count={8} />
      ) : machines.length === 0 ? (
        <EmptyState title={t('none')} purpose={t('nonePurpose')} />
      ) : (
        <SideBySide compared={compared} onEdit={(position) => setEditing({ position })} />
      )}
      {editing === null ? null : (
        <MachineDialog
          machine={edited?.kind === 'machine' ? edited : null}
          onDone={done}
          onClose={() => setEditing(null)}
        />
      )}
    </Page>
  );
}
