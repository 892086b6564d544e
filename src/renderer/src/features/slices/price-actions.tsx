import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SlicePrice } from '#shared/contract/slices/prices.ts';
import type { PriceStanding } from '#shared/domain/slices/constants.ts';
import { Notice } from '#renderer/ui/notice.tsx';
import { usePriceSetting } from '#renderer/ui/price-setting.tsx';
import type { PriceDraft } from './live-price.ts';

interface PriceActionsProps {
  readonly slice: SlicePrice;
  readonly draft: PriceDraft;
  readonly standing: PriceStanding;
}

/** Buttons that set the drafted price, with a reason if it is outside its bounds, and that undo the current price. */
export function PriceActions({ slice, draft, standing }: PriceActionsProps) {
  const { t } = useTranslation('slices');
  const setting = usePriceSetting();
  const isWithin = standing === 'within';
  const isSame = !slice.isSuggested && draft.priceMonth === slice.priceMonth && draft.currency === slice.currency;
  return (
    <>
      {isWithin || draft.priceMonth === '' ? null : <Notice tone="warn" title={t(`price.refused.${standing}`)} />}
      <Group gap="sm">
        <Button
          disabled={draft.priceMonth === '' || isSame}
          loading={setting.isSetting}
          onClick={() =>
            setting.set({ sliceId: slice.id, priceMonth: draft.priceMonth, currency: draft.currency, standing })
          }
        >
          {isWithin ? t('price.set') : t('price.setOnPurpose')}
        </Button>
        <Button
          variant="default"
          disabled={slice.isSuggested}
          loading={setting.isUndoing}
          onClick={() => setting.undo(slice.id)}
        >
          {t('price.undo')}
        </Button>
      </Group>
      {setting.dialog}
    </>
  );
}
