import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlicePrice } from '#shared/contract/slices/prices.ts';
import type { PriceStanding } from '#shared/domain/slices/constants.ts';
import { api } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { showUndo } from '#renderer/ui/confirm-undo.tsx';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { Notice } from '#renderer/ui/notice.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import type { PriceDraft } from './live-price.ts';

interface ForcePriceDialogProps {
  readonly onClose: () => void;
  readonly onSet: (reason: string) => void;
}

function ForcePriceDialog({ onClose, onSet }: ForcePriceDialogProps) {
  const { t } = useTranslation('slices');
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title={t('purpose.title')}
      action={t('purpose.set')}
      canSubmit={reason.trim() !== ''}
      onSubmit={() => onSet(reason.trim())}
      onClose={onClose}
    >
      <TextField
        data-autofocus
        withAsterisk
        label={t('purpose.reason')}
        description={t('purpose.hint')}
        maxLength={300}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
}

interface PriceActionsProps {
  readonly slice: SlicePrice;
  readonly draft: PriceDraft;
  readonly standing: PriceStanding;
}

/** Buttons that set the drafted price, with a reason where it is outside its bounds, and that undo the current one. */
export function PriceActions({ slice, draft, standing }: PriceActionsProps) {
  const { t } = useTranslation(['slices', 'common']);
  const [isAsking, setIsAsking] = useState(false);
  const undo = useCommand(api.slices.prices.undo, { doneText: t('price.undone') });
  const undoLast = () => undo.run({ sliceId: slice.id });
  const set = useCommand(api.slices.prices.set, {
    onDone: () => showUndo({ message: t('price.done'), onUndo: undoLast }),
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
      {isAsking ? (
        <ForcePriceDialog
          onClose={() => setIsAsking(false)}
          onSet={(reason) => {
            setIsAsking(false);
            write(reason);
          }}
        />
      ) : null}
    </>
  );
}
