import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PriceCurrency } from '#shared/domain/slices/prices/currency.ts';
import type { PriceStanding } from '#shared/domain/slices/constants.ts';
import { api } from '#renderer/client/client.ts';
import { useCommand } from './command.ts';
import { showUndo } from './confirm-undo.tsx';
import { FormDialog } from './form-dialog.tsx';
import { TextField } from './text-field.tsx';

/** A price to be set. */
interface WantedPrice {
  readonly sliceId: string;
  readonly priceMonth: string;
  readonly currency: PriceCurrency;
  readonly standing: PriceStanding;
}

interface OutsideDialogProps {
  readonly standing: Exclude<PriceStanding, 'within'>;
  readonly onSet: (reason: string) => void;
  readonly onClose: () => void;
}

/** Requires a reason for a price outside its bounds; it is stored in the price history. */
function OutsideDialog({ standing, onSet, onClose }: OutsideDialogProps) {
  const { t } = useTranslation('slices');
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title={t('purpose.title')}
      action={t('purpose.set')}
      canSubmit={reason.trim() !== ''}
      onSubmit={() => {
        onClose();
        onSet(reason.trim());
      }}
      onClose={onClose}
    >
      <p>{t(`price.refused.${standing}`)}</p>
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

/**
 * Sets prices, with a reason for one outside its bounds, and undoes them. The component that sets them must render
 * `dialog`.
 */
export function usePriceSetting() {
  const { t } = useTranslation('slices');
  const [outside, setOutside] = useState<WantedPrice | null>(null);
  const undo = useCommand(api.slices.prices.undo, { doneText: t('price.undone') });
  const set = useCommand(api.slices.prices.set, {
    onDone: ({ id }) => showUndo({ message: t('price.done'), onUndo: () => undo.run({ sliceId: id }) }),
  });
  const write = ({ sliceId, priceMonth, currency }: WantedPrice, reason: string | null) =>
    set.run({ sliceId, priceMonth, currency, isForced: reason !== null, reason });
  return {
    set: (price: WantedPrice) => (price.standing === 'within' ? write(price, null) : setOutside(price)),
    undo: (sliceId: string) => undo.run({ sliceId }),
    isSetting: set.isRunning,
    isUndoing: undo.isRunning,
    dialog:
      outside === null || outside.standing === 'within' ? null : (
        <OutsideDialog
          key={outside.sliceId}
          standing={outside.standing}
          onSet={(reason) => write(outside, reason)}
          onClose={() => setOutside(null)}
        />
      ),
  };
}
