import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlicePrice } from '#shared/contract/slices/prices.ts';
import type { PriceStanding } from '#shared/domain/slices/constants.ts';
import { api } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { showUndo } from '#renderer/ui/confirm-undo.tsx';
import { Notice } from '#renderer/ui/notice.tsx';
import type { PriceDraft } from './live-price.ts';

function ForcePriceDialog({
  isOpen,
  onClose,
  onSet,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onSet: (reason: string) => void;
}) {
  const { t } = useTranslation(['slices', 'common']);
  const [reason, setReason] = useState('');
  const canSet = reason.trim() !== '';
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('purpose.title')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (canSet) onSet(reason.trim());
        }}
      >
        <Stack gap="md">
          <TextInput
            label={t('purpose.reason')}
            description={t('purpose.hint')}
            maxLength={300}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" disabled={!canSet}>
              {t('purpose.set')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Buttons that set the drafted price, with a reason where it is outside its bounds, and that undo the current one. */
export function PriceActions({
  slice,
  draft,
  standing,
}: {
  readonly slice: SlicePrice;
  readonly draft: PriceDraft;
  readonly standing: PriceStanding;
}) {
  const { t } = useTranslation(['slices', 'common']);
  const [isAsking, setIsAsking] = useState(false);
  const undo = useCommand(api.slices.prices.undo, { doneText: t('price.undone') });
  const undoLast = () => undo.run({ sliceId: slice.id });
  const set = useCommand(api.slices.prices.set, {
    onDone: () => showUndo({ message: t('price.done'), undoLabel: t('common:undo'), onUndo: undoLast }),
  });
  const isWithin = standing === 'within';
  const isSame = !slice.isSuggested && draft.priceMonth === slice.priceMonth && draft.currency === slice.currency;
  const write = (reason: string | null) =>
    set.run({
      sliceId: slice.id,
      priceMonth: draft.priceMonth,
      currency: draft.currency,
      isForced: reason !== null,
      reason,
    });
  return (
    <>
      {isWithin || draft.priceMonth === '' ? null : <Notice tone="warn" title={t(`price.refused.${standing}`)} />}
      <Group gap="sm">
        <Button
          disabled={draft.priceMonth === '' || isSame}
          loading={set.isRunning}
          onClick={() => (isWithin ? write(null) : setIsAsking(true))}
        >
          {isWithin ? t('price.set') : t('price.setOnPurpose')}
        </Button>
        <Button variant="default" disabled={slice.isSuggested} loading={undo.isRunning} onClick={undoLast}>
          {t('price.undo')}
        </Button>
      </Group>
      <ForcePriceDialog
        key={String(isAsking)}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        onSet={(reason) => {
          setIsAsking(false);
          write(reason);
        }}
      />
    </>
  );
}
