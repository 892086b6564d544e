import { Button, NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlatformNote } from '#shared/contract/rules/rules.ts';
import type { Settings } from '#shared/contract/settings/settings.ts';
import { MAX_PERIOD_INDEX } from '#shared/domain/uptime/limits.ts';
import { periodByIndex } from '#shared/domain/uptime/periods.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { formatPeriodName } from '#renderer/ui/format-time.ts';
import { useMessage } from '#renderer/ui/message.ts';
import { Section } from '#renderer/ui/page.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import classes from './rules.module.css';

function EditDialog({ minting, onClose }: { readonly minting: Settings['minting']; readonly onClose: () => void }) {
  const { t } = useTranslation('rules');
  const [draft, setDraft] = useState(minting);
  const save = useCommand(api.settings.update, { onDone: onClose });
  return (
    <FormDialog
      title={t('mintingEnd.edit')}
      action={t('mintingEnd.save')}
      isRunning={save.isRunning}
      onSubmit={() => save.run({ minting: draft })}
      onClose={onClose}
    >
      <NumberInput
        label={t('mintingEnd.last')}
        description={t('mintingEnd.lastHint')}
        min={0}
        max={MAX_PERIOD_INDEX}
        allowDecimal={false}
        value={draft.lastPeriod ?? ''}
        onChange={(value) => setDraft({ ...draft, lastPeriod: typeof value === 'number' ? value : null })}
      />
      <TextField
        label={t('mintingEnd.source')}
        maxLength={300}
        {...bindFields(draft, (patch) => setDraft({ ...draft, ...patch })).text('source')}
      />
    </FormDialog>
  );
}

/** The end of minting: the dated note, and the last minted period when the farmer has set it. */
export function MintingEndSection({ note }: { readonly note: PlatformNote }) {
  const { t } = useTranslation('rules');
  const translate = useMessage();
  const { data } = useQuery(api.settings.get.queryOptions());
  const [isEditing, setEditing] = useState(false);
  const minting = data?.minting ?? { lastPeriod: null, source: '' };
  const { lastPeriod } = minting;
  return (
    <Section title={t('mintingEnd.title')}>
      <Card footer={t('mintingEnd.asOf', { source: translate(note.source), date: formatPeriodName(note.asOf) })}>
        <p className={classes['summary']}>{translate(note.text)}</p>
        <p>
          {lastPeriod === null
            ? t('mintingEnd.unknown')
            : t('mintingEnd.known', {
                index: lastPeriod,
                name: formatPeriodName(periodByIndex(lastPeriod).name),
                source: minting.source === '' ? t('mintingEnd.noSource') : minting.source,
              })}
        </p>
        <Button variant="default" className={classes['action']} onClick={() => setEditing(true)}>
          {t('mintingEnd.edit')}
        </Button>
        {isEditing ? <EditDialog minting={minting} onClose={() => setEditing(false)} /> : null}
      </Card>
    </Section>
  );
}
