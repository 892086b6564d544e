import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { PlanAnswer, UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { formatShortTft } from '#renderer/ui/format.ts';
import { formatHoursMinutes, formatInstant } from '#renderer/ui/format-time.ts';
import { useNowS } from '#renderer/ui/now.ts';
import { Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import type { Tone } from '#renderer/ui/status-badge.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { Instant } from '#renderer/ui/time.tsx';
import { TextField } from '#renderer/ui/text-field.tsx';
import { fromField, toField } from './local-field.ts';
import { MaintenanceList } from './maintenance-list.tsx';
import classes from './uptime.module.css';

const TONE = { safe: 'good', 'safe-if-up': 'warn', unsafe: 'bad', 'already-lost': 'unknown' } as const satisfies Record<
  PlanAnswer['verdict'],
  Tone
>;
const MINUTE_S = 60;

function Answer({ answer, isCertain }: { readonly answer: PlanAnswer; readonly isCertain: boolean }) {
  const { t } = useTranslation('uptime');
  const { better } = answer;
  return (
    <div className={classes['answer']} aria-live="polite">
      <div>
        <StatusBadge tone={TONE[answer.verdict]} word={t(`plan.${answer.verdict}`)} />
      </div>
      <p className={classes['lede']}>
        {t(`plan.${isCertain && answer.verdict === 'safe' ? 'safe-watched' : answer.verdict}-why`)}
      </p>
      <FactList
        facts={answer.effects.flatMap((effect, index) => [
          { name: t(index === 0 ? 'plan.lost' : 'plan.lostNext'), value: `${formatHoursMinutes(effect.lostS)} h` },
          {
            name: t(index === 0 ? 'plan.left' : 'plan.leftNext'),
            value: `${formatHoursMinutes(effect.leftAfterS)} h`,
          },
          {
            name: t(index === 0 ? 'plan.risk' : 'plan.riskNext'),
            value: `${formatShortTft(effect.riskTft)} TFT`,
          },
        ])}
      />
      {better === null ? null : (
        <p className={classes['lede']}>
          {t(`plan.better.${better.why}`)} <Instant atS={better.startS} /> ·{' '}
          {t('plan.betterCost', {
            lost: formatHoursMinutes(better.lostS),
            risk: formatShortTft(better.riskTft),
          })}
        </p>
      )}
    </div>
  );
}

/** The default hour for a reboot, in the user's time zone. */
const TONIGHT_HOUR = 22;

/** 10 p.m. today, or tomorrow if that is over. Unix seconds. */
function tonight(nowS: number): number {
  const at = new Date(nowS * 1000);
  at.setHours(TONIGHT_HOUR, 0, 0, 0);
  if (at.getTime() <= nowS * 1000) at.setDate(at.getDate() + 1);
  return Math.floor(at.getTime() / 1000);
}

/** Whether a reboot is safe: from its start and length to the remaining budget, the money at risk and a better time. */
export function PlannerSection({ node, summary }: { readonly node: FarmNode; readonly summary: UptimeSummary }) {
  const { t } = useTranslation('uptime');
  const nowS = useNowS(60);
  const [start, setStart] = useState<string | null>(null);
  const [minutes, setMinutes] = useState('10');
  const startS = Math.max(start === null ? nowS : (fromField(start) ?? nowS), summary.atS);
  const lengthS = Math.max(1, Math.round(Number(minutes === '' ? '0' : minutes) * MINUTE_S));
  const plan = { nodeId: node.id, startS, lengthS };
  const query = useQuery({ ...api.uptime.planReboot.queryOptions({ input: plan }), retry: false });
  const isCertain = summary.budget.leftS.low === summary.budget.leftS.high;
  const keep = useCommand(api.uptime.addMaintenance, { doneText: t('plan.kept') });
  return (
    <Section title={t('plan.title')}>
      <Card>
        <div className={classes['planner']}>
          <div className={classes['fields']}>
            <p className={classes['lede']}>{t('plan.lede')}</p>
            <div className={classes['row']}>
              <TextField
                type="datetime-local"
                label={t('plan.start')}
                value={start ?? toField(nowS)}
                onChange={setStart}
              />
              <DecimalInput
                label={t('plan.length')}
                unit="min"
                value={minutes}
                min="1"
                max="43848"
                step="5"
                maxPlaces={0}
                onChange={setMinutes}
              />
            </div>
            <Group gap="xs">
              <Button variant="default" size="xs" onClick={() => setStart(null)}>
                {t('plan.now')}
              </Button>
              <Button variant="default" size="xs" onClick={() => setStart(toField(tonight(nowS)))}>
                {t('plan.tonight', { at: formatInstant(tonight(nowS)) })}
              </Button>
            </Group>
            <Group>
              <Button loading={keep.isRunning} onClick={() => keep.run({ ...plan, note: '' })}>
                {t('plan.keep')}
              </Button>
            </Group>
            <MaintenanceList node={node} />
          </div>
          <QueryView query={query}>{(answer) => <Answer answer={answer} isCertain={isCertain} />}</QueryView>
        </div>
      </Card>
    </Section>
  );
}
