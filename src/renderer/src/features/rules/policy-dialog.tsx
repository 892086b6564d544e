import { Button, Group, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_CHAIN_NUMBER } from '#shared/domain/rules/policy-limits.ts';
import { api, type client } from '#renderer/client/client.ts';
import { useCommand } from '#renderer/ui/command.ts';
import { FormDialog } from '#renderer/ui/form-dialog.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { bindFields } from '#renderer/ui/bind-fields.ts';

type Listed = Awaited<ReturnType<typeof client.rules.policies.list>>;
type Policy = Listed['policies'][number];

type NumberField = 'id' | 'cuMusd' | 'suMusd' | 'nuMusd' | 'ipv4HourMusd' | 'minimumPermille';

interface Draft extends Readonly<Record<NumberField, number | null>> {
  readonly name: string;
  readonly source: string;
}

function draftOf(policy: Policy | null): Draft {
  const rates = policy?.rates ?? { cuMusd: null, suMusd: null, nuMusd: null, ipv4HourMusd: null };
  return {
    id: policy?.id ?? null,
    ...rates,
    minimumPermille: policy?.minimumPermille ?? null,
    name: policy?.name ?? '',
    source: policy?.origin === 'typed' ? (policy.source ?? '') : '',
  };
}

/** The policy of a form; null while a number is missing. */
function enteredPolicy(draft: Draft, policy: Policy | null) {
  const { id, cuMusd, suMusd, nuMusd, ipv4HourMusd, minimumPermille, name, source } = draft;
  if (id === null || cuMusd === null || suMusd === null || nuMusd === null || ipv4HourMusd === null) return null;
  return {
    id,
    name: name.trim() === '' ? null : name.trim(),
    rates: { cuMusd, suMusd, nuMusd, ipv4HourMusd },
    minimumPermille,
    isDefault: policy?.isDefault ?? null,
    isImmutable: policy?.isImmutable ?? null,
    source: source.trim() === '' ? null : source.trim(),
  };
}

const FIELDS = [
  ['id', 'policies.number', MAX_CHAIN_NUMBER],
  ['cuMusd', 'policies.perCu', MAX_CHAIN_NUMBER],
  ['suMusd', 'policies.perSu', MAX_CHAIN_NUMBER],
  ['nuMusd', 'policies.perNu', MAX_CHAIN_NUMBER],
  ['ipv4HourMusd', 'policies.perIpv4', MAX_CHAIN_NUMBER],
  ['minimumPermille', 'policies.minimumPermille', 1000],
] as const satisfies readonly (readonly [NumberField, string, number])[];

/**
 * The form for entering or changing a policy.
 * @param policy null for a new one
 */
export function PolicyDialog(props: {
  readonly policy: Policy | null;
  readonly examples: Listed['examples'];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('rules');
  const [draft, setDraft] = useState(draftOf(props.policy));
  const fields = bindFields(draft, (patch) => setDraft({ ...draft, ...patch }));
  const save = useCommand(api.rules.policies.save, { onDone: props.onClose });
  const typed = enteredPolicy(draft, props.policy);
  return (
    <FormDialog
      title={t('policies.add')}
      action={t('policies.save')}
      canSubmit={typed !== null}
      isRunning={save.isRunning}
      onSubmit={() => typed !== null && save.run(typed)}
      onClose={props.onClose}
    >
      <Group gap="xs">
        {props.examples.map(({ name, rates, minimumPermille }) => (
          <Button
            key={name}
            variant="default"
            size="compact-sm"
            onClick={() => setDraft({ ...draft, ...rates, minimumPermille, name })}
          >
            {t('policies.useExample', { name })}
          </Button>
        ))}
      </Group>
      {FIELDS.map(([field, label, max]) => (
        <NumberInput
          key={field}
          label={t(label)}
          description={field === 'minimumPermille' ? t('policies.minimumHint') : undefined}
          min={0}
          max={max}
          allowDecimal={false}
          readOnly={field === 'id' && props.policy !== null}
          value={draft[field] ?? ''}
          onChange={(value) => setDraft({ ...draft, [field]: typeof value === 'number' ? value : null })}
        />
      ))}
      <TextField label={t('policies.name')} maxLength={200} {...fields.text('name')} />
      <TextField label={t('policies.source')} maxLength={200} {...fields.text('source')} />
    </FormDialog>
  );
}
