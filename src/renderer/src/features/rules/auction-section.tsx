import { Button, FileButton, SegmentedControl } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { bindFields } from '#renderer/ui/bind-fields.ts';
import { Card } from '#renderer/ui/card.tsx';
import { DecimalInput } from '#renderer/ui/decimal-input.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { CardGrid, Section } from '#renderer/ui/page.tsx';
import { QueryView } from '#renderer/ui/query-view.tsx';
import { Tag } from '#renderer/ui/tag.tsx';
import { readTableFile } from '#renderer/ui/read-table-file.ts';
import { AuctionResult } from './auction-result.tsx';
import classes from './plans.module.css';

/** The fields of the round and of the farmer's own bid; empty ones are not applied. */
interface Round {
  readonly max: string;
  readonly market: string;
  readonly pool: string;
  readonly ownAmount: string;
  readonly ownPrice: string;
  readonly contributed: string;
  readonly exited: string;
}

type Source =
  | { readonly kind: 'drawn'; readonly seed: number }
  | { readonly kind: 'file'; readonly name: string; readonly csv: string };

const TYPICAL_AMOUNT = '300000';
const SMALLEST = '0.00000001';
const OWN_NAME = 'me';

const orNull = (text: string) => (text === '' ? null : text);

function createOwnBid(round: Round) {
  if (round.ownAmount === '' || round.ownPrice === '' || Number(round.ownAmount) === 0) return null;
  return {
    lp: OWN_NAME,
    amount: round.ownAmount,
    minPrice: round.ownPrice,
    contributed: orNull(round.contributed),
    exited: orNull(round.exited),
  };
}

function RoundFields({ round, set }: { readonly round: Round; readonly set: (patch: Partial<Round>) => void }) {
  const { t } = useTranslation('economy');
  const fields = bindFields(round, set);
  return (
    <CardGrid minWidth="20rem">
      <Card title={t('auction.round')}>
        <DecimalInput label={t('auction.max')} unit="TFT" required min={SMALLEST} {...fields.text('max')} />
        <DecimalInput
          label={t('auction.market')}
          unit="USD / TFT"
          description={t('auction.marketHint')}
          min={SMALLEST}
          {...fields.text('market')}
        />
        <DecimalInput
          label={t('auction.pool')}
          description={t('auction.poolHint')}
          unit="USDC"
          min={SMALLEST}
          {...fields.text('pool')}
        />
      </Card>
      <Card title={t('auction.own')}>
        <DecimalInput label={t('auction.amount')} unit="TFT" min="0" {...fields.text('ownAmount')} />
        <DecimalInput label={t('auction.price')} unit="USD / TFT" min={SMALLEST} {...fields.text('ownPrice')} />
        <DecimalInput
          label={t('auction.contributed')}
          unit="TFT"
          description={t('auction.contributedHint')}
          min="0"
          {...fields.text('contributed')}
        />
        <DecimalInput label={t('auction.exited')} unit="TFT" min="0" {...fields.text('exited')} />
      </Card>
    </CardGrid>
  );
}

function useBids(source: Source, market: string) {
  const drawn = useQuery(
    api.economy.drawMarket.queryOptions({
      input: {
        seed: source.kind === 'drawn' ? source.seed : 1,
        bids: 20,
        marketPrice: market,
        typicalAmount: TYPICAL_AMOUNT,
      },
      enabled: source.kind === 'drawn' && market !== '',
      placeholderData: keepPreviousData,
    }),
  );
  if (source.kind === 'file') return { bids: { csv: source.csv }, query: drawn };
  return { bids: drawn.data === undefined ? null : { list: drawn.data.bids }, query: drawn };
}

function Outcome({ round, source }: { readonly round: Round; readonly source: Source }) {
  const { t } = useTranslation('economy');
  const { bids } = useBids(source, round.market);
  const query = useQuery(
    api.economy.clearAuction.queryOptions({
      input: {
        bids: bids ?? { list: [] },
        own: createOwnBid(round),
        max: round.max,
        marketPrice: orNull(round.market),
        poolUsdc: orNull(round.pool),
      },
      enabled: bids !== null && round.max !== '',
      placeholderData: keepPreviousData,
      retry: false,
    }),
  );
  if (round.max === '') return <EmptyState compact title={t('auction.noMax')} purpose={t('auction.noMaxHint')} />;
  if (bids === null && round.market === '') {
    return <EmptyState compact title={t('auction.noMarket')} purpose={t('auction.noMarketHint')} />;
  }
  return <QueryView query={query}>{(result) => <AuctionResult result={result} ownName={OWN_NAME} />}</QueryView>;
}

/** The exit auction: the farmer's bid against a file of bids or a simulated market, explained bid by bid. */
export function AuctionSection({ marketPriceUsd }: { readonly marketPriceUsd: string }) {
  const { t } = useTranslation('economy');
  const [source, setSource] = useState<Source>({ kind: 'drawn', seed: 1 });
  const [round, setRound] = useState<Round>({
    max: '3000000',
    market: marketPriceUsd,
    pool: '',
    ownAmount: '',
    ownPrice: '',
    contributed: '',
    exited: '',
  });
  return (
    <Section
      title={t('auction.title')}
      tools={source.kind === 'drawn' ? <Tag>{t('auction.simulated')}</Tag> : undefined}
    >
      <div className={classes['row']}>
        <SegmentedControl
          aria-label={t('auction.against')}
          data={[
            { value: 'drawn', label: t('auction.drawn') },
            { value: 'file', label: t('auction.file'), disabled: source.kind !== 'file' },
          ]}
          value={source.kind}
          onChange={() => setSource({ kind: 'drawn', seed: 1 })}
        />
        {source.kind === 'drawn' ? (
          <Button variant="default" onClick={() => setSource({ kind: 'drawn', seed: source.seed + 1 })}>
            {t('auction.another', { seed: source.seed })}
          </Button>
        ) : (
          <span className={classes['quiet']}>{source.name}</span>
        )}
        <FileButton
          accept=".csv,text/csv"
          onChange={(file) => {
            if (file !== null)
              void readTableFile(file).then((csv) => setSource({ kind: 'file', name: file.name, csv }));
          }}
        >
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconFileImport size={16} aria-hidden />}>
              {t('auction.import')}
            </Button>
          )}
        </FileButton>
      </div>
      <RoundFields round={round} set={(patch) => setRound((before) => ({ ...before, ...patch }))} />
      <Card>
        <Outcome round={round} source={source} />
      </Card>
    </Section>
  );
}
