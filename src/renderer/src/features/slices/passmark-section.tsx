import { Button, Group } from '@mantine/core';
import { IconCheck, IconStopwatch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { formatNumber } from '#renderer/ui/format.ts';
import { Tag } from '#renderer/ui/tag.tsx';
import { Form } from '#renderer/ui/form.tsx';
import { CountInput } from '#renderer/ui/count-input.tsx';
import { type PlanAnswer, useUpdatePlan } from './use-plan.ts';
import classes from './slices.module.css';

type Passmark = NonNullable<PlanAnswer['passmark']>;

function Known({ passmark }: { readonly passmark: Passmark }) {
  const { t } = useTranslation('slices');
  const { value, basis, uncertaintyPercent, note } = passmark;
  return (
    <span className={classes['quiet']}>
      <strong className={classes['known']}>{formatNumber(value)}</strong> <Tag>{t(`passmark.basis.${basis}`)}</Tag>{' '}
      {uncertaintyPercent === 0 ? null : t('passmark.range', { percent: uncertaintyPercent })} {note}
    </span>
  );
}

function PassmarkForm({ answer, isThisMachine }: { readonly answer: PlanAnswer; readonly isThisMachine: boolean }) {
  const { t } = useTranslation('slices');
  const [value, setValue] = useState('');
  const plan = useUpdatePlan(answer.node.id);
  const measure = useCommand(api.slices.measurePassmark, {
    onDone: (measured) => plan.update({ passmark: measured }),
  });
  const save = () =>
    plan.update({ passmark: { value: Number(value), basis: 'given', uncertaintyPercent: 0, note: '' } });
  return (
    <Form
      className={classes['row']}
      onSubmit={() => {
        if (value !== '') save();
      }}
    >
      <CountInput
        label={t('passmark.value')}
        description={t('passmark.hint')}
        unit={t('passmark.points')}
        min="1"
        max="100000000"
        value={value}
        onChange={setValue}
      />
      <Button
        type="submit"
        variant="default"
        disabled={value === ''}
        loading={plan.isRunning}
        leftSection={<IconCheck size={16} aria-hidden />}
      >
        {t('passmark.use')}
      </Button>
      {isThisMachine ? (
        <Button
          variant="default"
          loading={measure.isRunning}
          leftSection={<IconStopwatch size={16} aria-hidden />}
          onClick={() => measure.run({ seconds: 2 })}
        >
          {t('passmark.measure')}
        </Button>
      ) : null}
      {answer.plan.passmark === null ? null : (
        <Button variant="subtle" onClick={() => plan.update({ passmark: null })}>
          {t('passmark.forget')}
        </Button>
      )}
    </Form>
  );
}

interface PassmarkSectionProps {
  readonly answer: PlanAnswer;
  readonly isThisMachine: boolean;
}

/** The node's PassMark score: entered, found by the processor's name, or measured; a form when it is unknown. */
export function PassmarkSection({ answer, isThisMachine }: PassmarkSectionProps) {
  const { t } = useTranslation('slices');
  const [isChanging, setIsChanging] = useState(false);
  const { passmark } = answer;
  const isOpen = passmark === null || isChanging;
  return (
    <Card
      title={t('passmark.title')}
      term="passmark"
      tools={
        passmark === null ? undefined : (
          <Group gap="sm">
            <Known passmark={passmark} />
            <Button variant="default" size="xs" aria-expanded={isOpen} onClick={() => setIsChanging(!isChanging)}>
              {t('passmark.change')}
            </Button>
          </Group>
        )
      }
    >
      {passmark === null ? <p>{t('passmark.ask')}</p> : null}
      {isOpen ? <PassmarkForm answer={answer} isThisMachine={isThisMachine} /> : null}
    </Card>
  );
}
