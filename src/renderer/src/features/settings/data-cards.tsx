import { Button } from '@mantine/core';
import { IconStethoscope } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DoctorCheck } from '#shared/contract/data/doctor.ts';
import { api } from '#renderer/client/client.ts';
import { Card } from '#renderer/ui/card.tsx';
import { useCommand } from '#renderer/ui/command.ts';
import { useDemo } from '#renderer/ui/demo.ts';
import { FactList } from '#renderer/ui/fact-list.tsx';
import { formatFileSize } from '#renderer/ui/format.ts';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { StatusBadge } from '#renderer/ui/status-badge.tsx';
import { useMessage } from '#renderer/ui/message.ts';
import classes from './settings.module.css';

const TONE = { ok: 'good', warn: 'warn', fail: 'bad', unknown: 'unknown' } as const;

/** The location and size of the data. */
export function DataCard() {
  const { t } = useTranslation('settings');
  const info = useQuery(api.app.getInfo.queryOptions());
  return (
    <Card title={t('data.title')} footer={t('data.note')}>
      <QueryView query={info}>
        {(data) => (
          <FactList
            facts={[
              { name: t('data.place'), value: <span className={classes['path']}>{data.dataDirectory}</span> },
              ...(data.database.state === 'ready'
                ? [{ name: t('data.size'), value: formatFileSize(data.database.sizeBytes) }]
                : [{ name: t('data.state'), value: data.database.error.message }]),
            ]}
          />
        )}
      </QueryView>
    </Card>
  );
}

function DoctorLine({ check }: { readonly check: DoctorCheck }) {
  const { t } = useTranslation('settings');
  const translate = useMessage();
  return (
    <li>
      <StatusBadge plain tone={TONE[check.state]} word={t(`doctor.state.${check.state}`)} />
      <span>
        {translate(check.title)}: {translate(check.finding)}
      </span>
      {check.remedy === null && check.repaired === null ? null : (
        <span className={classes['remedy']}>{translate(check.repaired ?? check.remedy ?? '')}</span>
      )}
    </li>
  );
}

/** Checks the installation and its data, and repairs what it can. */
export function DoctorCard() {
  const { t } = useTranslation('settings');
  const report = useQuery({ ...api.data.doctor.diagnose.queryOptions(), enabled: false });
  const queries = useQueryClient();
  const repair = useCommand(api.data.doctor.repair, {
    onDone: () => {
      void report.refetch();
      void queries.invalidateQueries({ queryKey: api.key() });
    },
  });
  const checks = report.data?.checks ?? [];
  const canRepair = checks.some((check) => check.canRepair && check.state !== 'ok');
  return (
    <Card title={t('doctor.title')}>
      <p>{t('doctor.purpose')}</p>
      {report.data === undefined && report.error === null ? null : (
        <QueryView query={report}>
          {(data) => (
            <ul className={classes['checks']}>
              {data.checks.map((check) => (
                <DoctorLine key={check.id} check={check} />
              ))}
            </ul>
          )}
        </QueryView>
      )}
      <div>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconStethoscope size={16} aria-hidden />}
          loading={report.isFetching || repair.isRunning}
          onClick={() => (canRepair ? repair.run(undefined) : void report.refetch())}
        >
          {t(canRepair ? 'doctor.repair' : 'doctor.check')}
        </Button>
      </div>
    </Card>
  );
}

/** A small demo farm with a history. */
export function DemoCard() {
  const { t } = useTranslation(['settings', 'common']);
  const demo = useDemo();
  return (
    <Card title={t('demo.title')}>
      <p>{t(demo.isPresent ? 'demo.present' : 'demo.purpose')}</p>
      <div>
        <Button variant="default" size="xs" loading={demo.isRunning} onClick={demo.isPresent ? demo.remove : demo.fill}>
          {t(demo.isPresent ? 'demo.remove' : 'common:demoData.load')}
        </Button>
      </div>
    </Card>
  );
}

/** Version and licence, and that Farmer sends nothing by default. */
export function AboutCard() {
  const { t } = useTranslation('settings');
  const info = useQuery(api.app.getInfo.queryOptions());
  return (
    <Card title={t('about.title')} footer={t('about.offline')}>
      <QueryView query={info}>
        {(data) => (
          <FactList
            facts={[
              { name: t('about.version'), value: data.version },
              { name: t('about.host'), value: t(`about.hosts.${data.host}`) },
              { name: t('about.runtime'), value: `Node ${data.nodeVersion}, ${data.platform}` },
              { name: t('about.licence'), value: 'Apache-2.0' },
            ]}
          />
        )}
      </QueryView>
    </Card>
  );
}
