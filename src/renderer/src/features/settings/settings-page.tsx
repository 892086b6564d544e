import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { CardColumns, Page, PageHeader, Section } from '#renderer/ui/page.tsx';
import { ContactCard, FarmCard, LanguageCard, ThemeCard } from './appearance-cards.tsx';
import { BackupRulesCard, BackupsCard } from './backup-card.tsx';
import { AboutCard, DataCard, DemoCard, DoctorCard } from './data-cards.tsx';
import { AutostartCard, RecorderServiceCard, UpdatesCard } from './desktop-cards.tsx';
import { ChannelCards } from './channel-cards.tsx';
import { ExportCard } from './export-card.tsx';
import { ImportsCard } from './imports-card.tsx';
import { ElectricityCard } from './electricity-card.tsx';
import { CurrencyCard, HardwareCostCard, RatesCard } from './money-cards.tsx';
import { NotificationsCard, ReachabilityCard } from './notification-cards.tsx';
import classes from './settings.module.css';

/** What the farmer decides; it needs a database to be kept in. */
function Choices({ isDesktop }: { readonly isDesktop: boolean }) {
  const { t } = useTranslation('settings');
  return (
    <>
      <Section title={t('section.farm')}>
        <CardColumns minWidth="24rem">
          <FarmCard />
          <ContactCard />
        </CardColumns>
      </Section>
      <Section title={t('section.costs')}>
        <CardColumns minWidth="24rem">
          <ElectricityCard />
          <HardwareCostCard />
          <CurrencyCard />
          <RatesCard />
        </CardColumns>
      </Section>
      <Section title={t('section.attention')}>
        <CardColumns minWidth="24rem">
          <NotificationsCard />
          <ReachabilityCard />
          <ChannelCards />
        </CardColumns>
      </Section>
      <Section title={t('section.app')}>
        <CardColumns minWidth="24rem">
          <ThemeCard />
          <LanguageCard />
          {isDesktop ? <AutostartCard /> : null}
          {isDesktop ? <RecorderServiceCard /> : null}
          {isDesktop ? <UpdatesCard /> : null}
        </CardColumns>
      </Section>
    </>
  );
}

/** Everything the farmer decides; each change is saved by itself. */
export default function SettingsPage() {
  const { t } = useTranslation('settings');
  const { data: info } = useQuery(api.app.getInfo.queryOptions());
  return (
    <Page>
      <PageHeader title={t('title')} lede={t('lede')} />
      {info?.database.state === 'unusable' ? null : <Choices isDesktop={info?.host === 'desktop'} />}
      <Section title={t('section.data')}>
        <CardColumns minWidth="24rem">
          <DataCard />
          {info?.database.state === 'unusable' ? null : <BackupRulesCard />}
          <div className={classes['wide']}>
            <BackupsCard />
          </div>
          {info?.database.state === 'unusable' ? null : (
            <div className={classes['wide']}>
              <ImportsCard />
            </div>
          )}
          <DoctorCard />
          <ExportCard />
          <DemoCard />
          <AboutCard />
        </CardColumns>
      </Section>
    </Page>
  );
}
