import { useTranslation } from 'react-i18next';

/** The number of names shown, because a server may have hundreds of loop devices. */
const SHOWN = 4;

/** Names of devices, shortened after the first ones. */
export function DeviceNames({ names }: { readonly names: readonly string[] }) {
  const { t } = useTranslation('hardware');
  const shown = names.length > SHOWN + 1 ? names.slice(0, SHOWN) : names;
  const more = names.length - shown.length;
  return (
    <span title={more > 0 ? names.join(', ') : undefined}>
      {more === 0 ? shown.join(', ') : t('namesAndMore', { names: shown.join(', '), count: more })}
    </span>
  );
}
