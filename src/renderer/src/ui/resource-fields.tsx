import { useTranslation } from 'react-i18next';
import type { Resources } from '#shared/domain/hardware/resources.ts';
import type { BoundField } from './bind-fields.ts';
import { CountInput } from './count-input.tsx';
import type { Fact } from './fact-list.tsx';
import { formatBytes, formatNumber } from './format.ts';
import { SizeInput } from './size-input.tsx';

type ResourceName = keyof Resources;

const NAMES = ['cru', 'mruBytes', 'sruBytes', 'hruBytes'] as const satisfies readonly ResourceName[];

/** The resources of a machine as form values: whole numbers, `''` while unknown. */
export type ResourceDraft = Readonly<Record<ResourceName, string>>;

/**
 * The initial form values of a machine.
 * @param resources null while unknown
 */
export function draftOfResources(resources: Resources | null): ResourceDraft {
  const text = (name: ResourceName) => String(resources?.[name] ?? '');
  return { cru: text('cru'), mruBytes: text('mruBytes'), sruBytes: text('sruBytes'), hruBytes: text('hruBytes') };
}

/** The resources of a form; null while one of the four is missing. */
export function resourcesOf({ cru, mruBytes, sruBytes, hruBytes }: ResourceDraft): Resources | null {
  return [cru, mruBytes, sruBytes, hruBytes].includes('')
    ? null
    : { cru: Number(cru), mruBytes: Number(mruBytes), sruBytes: Number(sruBytes), hruBytes: Number(hruBytes) };
}

interface ResourceFieldsProps {
  /** Binds the field of a resource. */
  readonly bind: (name: ResourceName) => BoundField;
  /** Marks the required fields; a machine may have no HDD. */
  readonly required?: boolean;
  readonly threadsHint?: string;
}

/** The fields of a machine's threads, memory, SSD and HDD. */
export function ResourceFields({ bind, required = false, threadsHint }: ResourceFieldsProps) {
  const { t } = useTranslation('common');
  return (
    <>
      <CountInput
        label={t('resource.cru')}
        description={threadsHint}
        unit={t('resource.threads')}
        min="1"
        max="1000000"
        required={required}
        {...bind('cru')}
      />
      <SizeInput label={t('resource.mruBytes')} required={required} {...bind('mruBytes')} />
      <SizeInput label={t('resource.sruBytes')} required={required} {...bind('sruBytes')} />
      <SizeInput label={t('resource.hruBytes')} {...bind('hruBytes')} />
    </>
  );
}

/** The resources of a machine as facts; `textOf` formats one of them. */
export function useResourceFacts() {
  const { t } = useTranslation('common');
  return (textOf: (name: ResourceName, write: (amount: number) => string) => string): readonly Fact[] =>
    NAMES.map((name) => ({
      name: t(`resource.${name}`),
      value: textOf(name, name === 'cru' ? formatNumber : formatBytes),
    }));
}
