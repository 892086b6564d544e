import { ActionIcon, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlicePlan } from '#shared/contract/slices/slices.ts';
import { type Layout, layoutOfGroups } from '#shared/domain/slices/layout.ts';
import { Decimal } from '#shared/decimal.ts';
import { FarmerError } from '#shared/errors.ts';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { formatNumber, formatPercent } from '#renderer/ui/format.ts';
import { Notice } from '#renderer/ui/notice.tsx';
import { useSay } from '#renderer/ui/say.ts';
import classes from './slices.module.css';
import type { PlanAnswer } from './use-plan.ts';

type CustomGroup = SlicePlan['customGroups'][number];
type Draft = Readonly<Record<'id' | 'count' | 'cores' | 'memoryGib' | 'ssdGib', string>>;

const NEW_GROUP: Draft = { id: 'S', count: '1', cores: '1', memoryGib: '4', ssdGib: '50' };
const FIELDS = [
  { key: 'count', unit: '', places: 0 },
  { key: 'cores', unit: '', places: 2 },
  { key: 'memoryGib', unit: 'GiB', places: 2 },
  { key: 'ssdGib', unit: 'GiB', places: 2 },
] as const;
const NAME = /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/;

function toDraft(group: CustomGroup): Draft {
  const { id, count, cores, memoryGib, ssdGib } = group;
  return { id, count: String(count), cores, memoryGib, ssdGib };
}

function toGroup(draft: Draft): CustomGroup {
  return { ...draft, count: Number(draft.count), passmark: '0', gpus: 0 };
}

function isWhole(drafts: readonly Draft[]): boolean {
  const isFilled = drafts.every((draft) => FIELDS.every(({ key }) => draft[key] !== '') && NAME.test(draft.id));
  const names = new Set(drafts.map((draft) => draft.id));
  return drafts.length > 0 && isFilled && names.size === drafts.length && drafts.every((d) => Number(d.memoryGib) > 0);
}

/** The layout of the drafts, or the refusal that says why there is none. */
function preview(answer: PlanAnswer, drafts: readonly Draft[]): Layout | FarmerError | null {
  if (!isWhole(drafts)) return null;
  const { limits } = answer.plan;
  try {
    return layoutOfGroups(
      'custom',
      answer.node.resources,
      drafts.map((draft) => ({
        count: Number(draft.count),
        kind: {
          id: draft.id,
          gpus: 0,
          amounts: {
            cores: new Decimal(draft.cores),
            memoryGib: new Decimal(draft.memoryGib),
            ssdGib: new Decimal(draft.ssdGib),
            passmark: new Decimal(0),
          },
        },
      })),
      {
        reserveMemoryGib: new Decimal(limits.reserveMemoryGib),
        reserveSsdShare: new Decimal(limits.reserveSsdShare),
        coreOversubscription: new Decimal(limits.coreOversubscription),
      },
    );
  } catch (error) {
    if (error instanceof FarmerError) return error;
    throw error;
  }
}

function GroupRow({
  draft,
  onChange,
  onRemove,
}: {
  readonly draft: Draft;
  readonly onChange: (patch: Partial<Draft>) => void;
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation('slices');
  return (
    <fieldset className={classes['customRow']}>
      <legend className={classes['quiet']}>{t('custom.kind', { name: draft.id })}</legend>
      <TextInput
        label={t('custom.name')}
        value={draft.id}
        maxLength={40}
        error={NAME.test(draft.id) ? null : t('custom.badName')}
        onChange={(event) => onChange({ id: event.currentTarget.value })}
      />
      {FIELDS.map(({ key, unit, places }) => (
        <DecimalInput
          key={key}
          label={t(`custom.${key}`)}
          unit={unit}
          min="0"
          max="10000000"
          maxPlaces={places}
          step="1"
          value={draft[key]}
          onChange={(value) => onChange({ [key]: value })}
        />
      ))}
      <ActionIcon variant="subtle" color="gray" aria-label={t('custom.remove', { name: draft.id })} onClick={onRemove}>
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </fieldset>
  );
}

const left = (amount: Decimal, unit: string) => `${formatNumber(amount, { maxPlaces: 2 })} ${unit}`;

function Preview({ layout }: { readonly layout: Layout }) {
  const { t } = useTranslation('slices');
  return (
    <FactList
      facts={[
        { name: t('layout.slices'), value: formatNumber(layout.sliceCount) },
        { name: t('custom.unusedCores'), value: left(layout.unused.cores, '') },
        { name: t('custom.unusedMemory'), value: left(layout.unused.memoryGib, 'GiB') },
        { name: t('custom.unusedSsd'), value: left(layout.unused.ssdGib, 'GiB') },
        { name: t('layout.fragmentation'), value: formatPercent(layout.fragmentation.times(100)) },
      ]}
    />
  );
}

/** A layout put together by hand, with what it leaves over while it is typed. */
export function CustomLayoutDialog({
  isOpen,
  answer,
  onClose,
  onUse,
}: {
  readonly isOpen: boolean;
  readonly answer: PlanAnswer;
  readonly onClose: () => void;
  readonly onUse: (groups: readonly CustomGroup[]) => void;
}) {
  const { t } = useTranslation(['slices', 'common']);
  const [drafts, setDrafts] = useState<readonly Draft[]>(() =>
    answer.plan.customGroups.length === 0 ? [NEW_GROUP] : answer.plan.customGroups.map(toDraft),
  );
  const say = useSay();
  const layout = preview(answer, drafts);
  const patch = (at: number, change: Partial<Draft>) =>
    setDrafts(drafts.map((draft, index) => (index === at ? { ...draft, ...change } : draft)));
  const use = () => {
    onUse(drafts.map(toGroup));
    onClose();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      size="xl"
      title={t('custom.title')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack gap="md">
        {drafts.map((draft, index) => (
          <GroupRow
            // The rows have no identity but their place.
            // oxlint-disable-next-line react/no-array-index-key -- rows are only added at the end and removed
            key={index}
            draft={draft}
            onChange={(change) => patch(index, change)}
            onRemove={() => setDrafts(drafts.filter((_, at) => at !== index))}
          />
        ))}
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setDrafts([...drafts, { ...NEW_GROUP, id: `kind-${drafts.length + 1}` }])}
          >
            {t('custom.add')}
          </Button>
        </Group>
        {layout instanceof FarmerError ? <Notice tone="warn" title={say(layout.words.message)} /> : null}
        {layout === null || layout instanceof FarmerError ? null : <Preview layout={layout} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button disabled={layout === null || layout instanceof FarmerError} onClick={use}>
            {t('custom.use')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
