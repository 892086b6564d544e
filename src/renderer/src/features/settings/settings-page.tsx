import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ComponentType, Fragment, type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type client } from '#renderer/client/client.ts';
import { hrefTo, useHashParam } from '#renderer/ui/hash-location.ts';
import { CardColumns, Page, PageHeader, Section } from '#renderer/ui/page.tsx';
import { ContactCard, FarmCard, LanguageCard, ThemeCard } from './appearance-cards.tsx';
import { BackupRulesCard, BackupsCard } from './backup-card.tsx';
import { ChannelCards } from './channel-cards.tsx';
import { AboutCard, DataCard, DemoCard, DoctorCard } from './data-cards.tsx';
import { AutostartCard, RecorderServiceCard, UpdatesCard } from './desktop-cards.tsx';
import { ElectricityCard } from './electricity-card.tsx';
import { ExportCard } from './export-card.tsx';
import { ImportsCard } from './imports-card.tsx';
import { GridCards } from './grid-cards.tsx';
import { MarketCard } from './market-card.tsx';
import { CurrencyCard, HardwareCostCard, PriceSourceCard, RatesCard } from './money-cards.tsx';
import { NotificationsCard, ReachabilityCard } from './notification-cards.tsx';
import { ShareCard } from './share-card.tsx';
import classes from './settings.module.css';

type Info = Awaited<ReturnType<typeof client.app.getInfo>>;

interface SettingsCard {
  readonly Card: ComponentType;
  /** Spans both columns. */
  readonly isWide?: boolean;
  /** Works without a database, for repairing a damaged one. */
  readonly needsNoDatabase?: boolean;
  readonly isDesktopOnly?: boolean;
}

/** The sections in the order of the page and its index, with their cards. */
const SECTIONS = [
  { id: 'farm', cards: [{ Card: FarmCard }, { Card: ContactCard }] },
  { id: 'grid', cards: [{ Card: GridCards, isWide: true }] },
  {
    id: 'money',
    cards: [{ Card: RatesCard }, { Card: PriceSourceCard }, { Card: CurrencyCard }, { Card: HardwareCostCard }],
  },
  { id: 'sites', cards: [{ Card: ElectricityCard }, { Card: MarketCard }] },
  { id: 'alerts', cards: [{ Card: NotificationsCard }, { Card: ReachabilityCard }, { Card: ChannelCards }] },
  {
    id: 'recorder',
    cards: [
      { Card: AutostartCard, isDesktopOnly: true },
      { Card: RecorderServiceCard, isDesktopOnly: true },
    ],
  },
  { id: 'app', cards: [{ Card: ThemeCard }, { Card: LanguageCard }, { Card: UpdatesCard, isDesktopOnly: true }] },
  {
    id: 'data',
    cards: [
      { Card: DataCard, needsNoDatabase: true },
      { Card: BackupRulesCard },
      { Card: BackupsCard, isWide: true, needsNoDatabase: true },
      { Card: ImportsCard, isWide: true },
      { Card: ShareCard },
      { Card: DoctorCard, needsNoDatabase: true },
      { Card: ExportCard, needsNoDatabase: true },
      { Card: DemoCard, needsNoDatabase: true },
      { Card: AboutCard, needsNoDatabase: true },
    ],
  },
] as const satisfies readonly { readonly id: string; readonly cards: readonly SettingsCard[] }[];

type SectionId = (typeof SECTIONS)[number]['id'];

/** The sections with cards that apply to this host. */
function sectionsFor(info: Info | undefined): readonly { readonly id: SectionId; readonly cards: SettingsCard[] }[] {
  const hasDatabase = info?.database.state !== 'unusable';
  const isShown = ({ needsNoDatabase, isDesktopOnly }: SettingsCard) =>
    (hasDatabase || needsNoDatabase === true) && (isDesktopOnly !== true || info?.host === 'desktop');
  return SECTIONS.map(({ id, cards }) => ({ id, cards: cards.filter((card: SettingsCard) => isShown(card)) })).filter(
    ({ cards }) => cards.length > 0,
  );
}

function WideCard({ children }: { readonly children?: ReactNode }) {
  return <div className={classes['wide']}>{children}</div>;
}

function Index({ ids, current }: { readonly ids: readonly SectionId[]; readonly current: string | null }) {
  const { t } = useTranslation('settings');
  return (
    <nav className={classes['index']} aria-label={t('index')}>
      {ids.map((id) => (
        <Anchor
          key={id}
          href={hrefTo('/settings', { section: id })}
          inherit
          {...(id === current ? { 'aria-current': true } : {})}
        >
          {t(`section.${id}`)}
        </Anchor>
      ))}
    </nav>
  );
}

/** Scrolls to the section in the address. */
function useSectionInView(section: string | null): void {
  useEffect(() => {
    if (section !== null) document.getElementById(`settings-${section}`)?.scrollIntoView({ block: 'start' });
  }, [section]);
}

/** All settings, in sections with an index; each change is saved automatically. */
export default function SettingsPage() {
  const { t } = useTranslation('settings');
  const { data: info } = useQuery(api.app.getInfo.queryOptions());
  const [section] = useHashParam('section');
  const sections = sectionsFor(info);
  useSectionInView(section);
  return (
    <Page>
      <PageHeader title={t('title')} lede={t('lede')} />
      <div className={classes['layout']}>
        <Index ids={sections.map(({ id }) => id)} current={section} />
        <div className={classes['sections']}>
          {sections.map(({ id, cards }) => (
            <div key={id} id={`settings-${id}`} className={classes['section']}>
              <Section title={t(`section.${id}`)}>
                <CardColumns minWidth="22rem">
                  {cards.map(({ Card, isWide }, index) => {
                    const Frame = isWide === true ? WideCard : Fragment;
                    return (
                      // oxlint-disable-next-line react/no-array-index-key -- a card is its place in the section
                      <Frame key={index}>
                        <Card />
                      </Frame>
                    );
                  })}
                </CardColumns>
              </Section>
            </div>
          ))}
        </div>
      </div>
    </Page>
  );
}
