import { useTranslation } from 'react-i18next';

const PART = /^part-(\d+)$/;
const NAMED = ['economics-2025', 'cloud-slice-2024', 'mycelium'] as const;

/** The name of a kind of slice, the same on every page; kinds defined by the farmer keep their name. */
export function useKindName(): (kindId: string) => string {
  const { t } = useTranslation('common');
  return (kindId) => {
    const named = NAMED.find((id) => id === kindId);
    if (named !== undefined) return t(`sliceKind.${named}`);
    const parts = PART.exec(kindId)?.[1];
    if (parts === undefined) return kindId;
    return parts === '1' ? t('sliceKind.whole') : t('sliceKind.part', { parts });
  };
}

/** A number of slices of a kind: "2 × Economics 2025". */
export function SliceCount({ count, kindId }: { readonly count: number; readonly kindId: string }) {
  const nameOf = useKindName();
  return `${count} × ${nameOf(kindId)}`;
}
