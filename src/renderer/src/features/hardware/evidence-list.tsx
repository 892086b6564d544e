import { useTranslation } from 'react-i18next';
import type { HardwareReading } from '#shared/contract/hardware/hardware-reading.ts';
import type { Evidence } from '#shared/contract/hardware/eligibility.ts';
import { CANNOT_TELL, evidenceOf } from '#shared/domain/hardware/evidence.ts';
import { Card } from '#renderer/ui/card.tsx';
import { textColumn } from '#renderer/ui/columns.tsx';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';
import { useMessage } from '#renderer/ui/message.ts';
import { Section } from '#renderer/ui/page.tsx';
import { type ReasonGroup, evidenceBySubject, type Subject } from './evidence-groups.ts';
import classes from './hardware.module.css';
import { DeviceNames } from './device-names.tsx';

/** Columns that would be the same in every row. */
const SAME_IN_ALL: Readonly<Record<Subject, readonly string[]>> = {
  machine: ['about'],
  disks: [],
  leftOut: ['claim', 'found'],
  ports: ['claim'],
};

function useColumns(): readonly Column<ReasonGroup<Evidence>>[] {
  const { t } = useTranslation('hardware');
  const translate = useMessage();
  return [
    textColumn('claim', t('evidence.claim'), ({ first }) => translate(first.title)),
    textColumn('about', t('evidence.about'), ({ names }) => names.join(', '), {
      cell: ({ names }) => <DeviceNames names={names} />,
    }),
    textColumn('found', t('evidence.found'), ({ first }) => translate(first.found)),
    textColumn('because', t('evidence.because'), ({ first }) => translate(first.because)),
  ];
}

function SubjectEvidence({
  subject,
  claims,
}: {
  readonly subject: Subject;
  readonly claims: readonly ReasonGroup<Evidence>[];
}) {
  const { t } = useTranslation('hardware');
  const title = t(`evidence.subjects.${subject}`);
  const count = claims.reduce((sum, { names }) => sum + names.length, 0);
  const open = claims.reduce((sum, { first, names }) => sum + (first.found === CANNOT_TELL ? names.length : 0), 0);
  const columns = useColumns();
  return (
    <details className={classes['evidence']}>
      <summary>
        <b>{title}</b> <span>{t('evidence.count', { count })}</span>{' '}
        {open === 0 ? null : <span>{t('evidence.open', { count: open })}</span>}
      </summary>
      <DataTable
        caption={title}
        hideCaption
        columns={columns.filter(({ id }) => !SAME_IN_ALL[subject].includes(id))}
        rows={claims}
        rowKey={({ first, names }) => `${first.claim} ${names.join(' ')}`}
        emptyText=""
      />
    </details>
  );
}

/** The evidence for each claim of a reading, collapsed by subject. */
export function EvidenceList({ reading }: { readonly reading: HardwareReading }) {
  const { t } = useTranslation('hardware');
  return (
    <Section title={t('evidence.title')}>
      <Card flush>
        {evidenceBySubject(evidenceOf(reading)).map(({ subject, claims }) => (
          <SubjectEvidence key={subject} subject={subject} claims={claims} />
        ))}
      </Card>
    </Section>
  );
}
