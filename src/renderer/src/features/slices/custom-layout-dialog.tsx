import { Button, Group, Modal, Stack } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomGroup, Layout } from '#shared/contract/slices/slices.ts';
import { KIND_NAME } from '#shared/domain/slices/constants.ts';
import { customLayout } from '#shared/domain/slices/layout.ts';
import type { Decimal } from '#shared/decimal.ts';
import { FarmerError } from '#shared/errors.ts';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { formatNumber, formatRatio } from '#renderer/ui/format.ts';
import { Notice } from '#renderer/ui/notice.tsx';
import { useMessage } from '#renderer/ui/message.ts';
import { TextField } from '#renderer/ui/text-field.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import type { PlanAnswer } from './use-plan.ts';
import classes from './slices.module.css';

type Draft = Readonly<Record<'id' | 'count' | 'cores' | 'memoryGib' | 'ssdGib', string>>;

const NEW_GROUP: Draft = { id: 'S', count: '1', cores: '1', memoryGib: '4', ssdGib: '50' };
const FIELDS = [
  { key: 'count', unit: '', places: 0 },
  { key: 'cores', unit: '', places: 2 },
  { key: 'memoryGib', unit: 'GiB', places: 2 },
  { key: 'ssdGib', unit: 'GiB', places: 2 },
] as const;

function toGroup(draft: Draft): CustomGroup {
  return { ...draft, count: Number(draft.count), passmark: '0', gpus: 0 };
}

function isComplete(drafts: readonly Draft[]): boolean {
  const isFilled = drafts.every((draft) => FIELDS.every(({ key }) => draft[key] !== '') && KIND_NAME.test(draft.id));
  const names = new Set(drafts.map((draft) => draft.id));
  return drafts.length > 0 && isFilled && names.size === drafts.length && drafts.every((d) => Number(d.memoryGib) > 0);
}

/** The layout of the drafts, or the error that explains why there is none; null for incomplete drafts. */
function preview({ node, plan }: PlanAnswer, drafts: readonly Draft[]): Layout | FarmerError | null {
  if (!isComplete(drafts)) return null;
  try {
    return customLayout(node.resources, drafts.map(toGroup), plan.limits);
  } catch (error) {
    if (error instanceof FarmerError) return error;
    throw error;
  }
}

interface GroupRowProps {
  readonly draft: Draft;
  readonly onChange: (patch: Partial<Draft>) => void;
  readonly onRemove: () => void;
}

function GroupRow({ draft, onChange, onRemove }: GroupRowProps) {
  const { t } = useTranslation('slices');
  const fields = bindFields(draft, onChange);
  return (
    <fieldset className={classes['customRow']}>
      <legend className={classes['quiet']}>{t('custom.kind', { name: draft.id })}</legend>
      <TextField
        label={t('custom.name')}
        maxLength={40}
        error={KIND_NAME.test(draft.id) ? null : t('custom.badName')}
        {...fields.text('id')}
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
          {...fields.text(key)}
        />
      ))}
      <IconButton icon={IconTrash} label={t('custom.remove', { name: draft.id })} onClick={onRemove} />
    </fieldset>
  );
}

const formatUnused = (amount: Decimal, unit: string) => `${formatNumber(amount, { maxPlaces: 2 })} ${unit}`;

function Preview({ layout }: { readonly layout: Layout }) {
  const { t } = useTranslation('slices');
  return (
    <FactList
      facts={[
        { name: t('layout.slices'), value: formatNumber(layout.sliceCount) },
        { name: t('custom.unusedCores'), value: formatUnused(layout.unused.cores, '') },
        { name: t('custom.unusedMemory'), value: formatUnused(layout.unused.memoryGib, 'GiB') },
        { name: t('custom.unusedSsd'), value: formatUnused(layout.unused.ssdGib, 'GiB') },
        { name: t('layout.fragmentation'), value: formatRatio(layout.fragmentation) },
      ]}
    />
  );
}

interface CustomLayoutDialogProps {
  readonly isOpen: boolean;
  readonly answer: PlanAnswer;
  readonly onClose: () => void;
  readonly onUse: (groups: readonly CustomGroup[]) => void;
}

/** A layout composed by the farmer, showing unused resources while it is edited. */
export function CustomLayoutDialog({ isOpen, answer, onClose, onUse }: CustomLayoutDialogProps) {
  const { t } = useTranslation(['slices', 'common']);
  const [drafts, setDrafts] = useState<readonly Draft[]>(() =>
    answer.plan.customGroups.length === 0
      ? [NEW_GROUP]
      : answer.plan.customGroups.map((group) => ({ ...group, count: String(group.count) })),
  );
  const translate = useMessage();
  const layout = preview(answer, drafts);
  const patch = (at: number, change: Partial<Draft>) =>
    setDrafts(drafts.map((draft, index) => (index === at ? { ...draft, ...change } : draft)));
  const use = () => {
    onUse(drafts.map(toGroup));
    onClose();
  };
  return (
    <Modal opened={isOpen} onClose={onClose} size="xl" title={t('custom.title')}>
      <Stack gap="md">
        {drafts.map((draft, index) => (
          <GroupRow
            // oxlint-disable-next-line react/no-array-index-key -- rows have no other identity
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
        {layout instanceof FarmerError ? <Notice tone="warn" title={translate(layout.messages.message)} /> : null}
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
