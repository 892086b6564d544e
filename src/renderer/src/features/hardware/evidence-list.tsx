import { useTranslation } from 'react-i18next';
import type { HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import { type Evidence, evidenceOf } from '#shared/domain/hardware/evidence.ts';
import { textColumn } from '#renderer/ui/columns.tsx';
import { DataTable } from '#renderer/ui/data-table.tsx';
import { useMessage } from '#renderer/ui/message.ts';
import classes from './hardware.module.css';

/** What each claim of a reading rests on, folded away until it is asked for. */
export function EvidenceList({ reading }: { readonly reading: HardwareReading }) {
  const { t } = useTranslation('hardware');
  const translate = useMessage();
  return (
    <details className={classes['look']}>
      <summary>{t('evidence.title')}</summary>
      <DataTable
        caption={t('evidence.title')}
        hideCaption
        columns={[
          textColumn('claim', t('evidence.claim'), (evidence: Evidence) => translate(evidence.title)),
          textColumn('about', t('evidence.about'), (evidence: Evidence) => evidence.about),
          textColumn('found', t('evidence.found'), (evidence: Evidence) => translate(evidence.found)),
          textColumn('because', t('evidence.because'), (evidence: Evidence) => translate(evidence.because)),
        ]}
        rows={evidenceOf(reading)}
        rowKey={({ claim, about }) => `${claim} ${about}`}
        emptyText=""
      />
    </details>
  );
}
