import { z } from 'zod';
import { readAnswer, usdPrice } from './json-answer.ts';
import { GridProblem } from './problem.ts';
import type { SourceAnswer, AnswerLimits, Source } from './source.ts';

/** Limits for answers of markets. */
export const MARKET_LIMITS: AnswerLimits = { maxBytes: 2_097_152, timeoutMs: 20_000 };

/** The price of electricity for an interval; it may be negative. */
export interface MarketPrice {
  readonly startS: number;
  readonly endS: number;
  /** EUR per MWh, in plain notation. */
  readonly eurPerMwh: string;
}

const MILLISECONDS = 1000;
/** Slightly more than the quarter hours of a month. */
const MAX_PRICES = 5000;

const plainNumber = z
  .number()
  .min(-100_000)
  .max(100_000)
  .transform((value) => value.toFixed(5).replace(/\.?0+$/, ''));

const awattarSchema = z.object({
  data: z
    .array(
      z
        .object({
          start_timestamp: z.number().int(),
          end_timestamp: z.number().int(),
          marketprice: plainNumber,
          unit: z.string().regex(/^eur\/mwh$/i),
        })
        .refine((row) => row.end_timestamp > row.start_timestamp),
    )
    .max(MAX_PRICES),
});

/** Day-ahead prices of aWATTar. Source: docs/grid.md#prices-of-markets */
function fetchAwattar(source: Source, fromS: number, untilS: number): Promise<readonly MarketPrice[]> {
  const path = `/v1/marketdata?start=${fromS * MILLISECONDS}&end=${untilS * MILLISECONDS}`;
  return source.request({ path }, ({ document, host }) =>
    readAnswer(awattarSchema, document, host).data.map((row) => ({
      startS: Math.floor(row.start_timestamp / MILLISECONDS),
      endS: Math.floor(row.end_timestamp / MILLISECONDS),
      eurPerMwh: row.marketprice,
    })),
  );
}

/** The text of the first element with this name, which must have no child elements; null when there is none. */
function textOf(xml: string, name: string): string | null {
  return new RegExp(`<${name}(?:\\s[^<>]*)?>\\s*([^<>]{0,200}?)\\s*</${name}>`).exec(xml)?.[1] ?? null;
}

/** The content of every element with this name, which must not be nested in itself. */
function elements(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?:\\s[^<>]*)?>(.*?)</${name}>`, 'gs'))].map(
    ([, inside]) => inside ?? '',
  );
}

const RESOLUTIONS: Readonly<Record<string, number>> = { PT15M: 900, PT30M: 1800, PT60M: 3600, PT1H: 3600 };
const AMOUNT = /^-?\d{1,6}(?:\.\d{1,10})?$/;

/** The prices of one period. A missing point has the price of the point before it (curve type A03). */
function pricesOfPeriod(period: string, host: string): readonly MarketPrice[] {
  const startS = Math.floor(Date.parse(textOf(period, 'start') ?? '') / MILLISECONDS);
  const endS = Math.floor(Date.parse(textOf(period, 'end') ?? '') / MILLISECONDS);
  const stepS = RESOLUTIONS[textOf(period, 'resolution') ?? ''];
  const count = stepS === undefined ? Number.NaN : (endS - startS) / stepS;
  if (stepS === undefined || !(count >= 1 && count <= MAX_PRICES)) {
    throw new GridProblem('unexpected', host, 'Period');
  }
  const known = new Map(
    elements(period, 'Point').map((point) => {
      const amount = textOf(point, 'price.amount') ?? '';
      if (!AMOUNT.test(amount)) throw new GridProblem('unexpected', host, 'price.amount');
      return [Number(textOf(point, 'position')), amount] as const;
    }),
  );
  const prices: MarketPrice[] = [];
  let eurPerMwh: string | undefined;
  for (let position = 1; position <= count; position += 1) {
    eurPerMwh = known.get(position) ?? eurPerMwh;
    const fromS = startS + (position - 1) * stepS;
    if (eurPerMwh !== undefined) prices.push({ startS: fromS, endS: fromS + stepS, eurPerMwh });
  }
  return prices;
}

/**
 * The prices in a document of ENTSO-E.
 * @throws GridProblem for a refusal or an unexpected format
 */
export function readEntsoe({ text, host }: Pick<SourceAnswer, 'text' | 'host'>): readonly MarketPrice[] {
  if (/<Acknowledgement_MarketDocument/.test(text)) {
    throw new GridProblem('refused', host, textOf(text, 'text') ?? '');
  }
  const prices = elements(text, 'TimeSeries').flatMap((series) => {
    if (textOf(series, 'currency_Unit.name') !== 'EUR' || textOf(series, 'price_Measure_Unit.name') !== 'MWH') {
      throw new GridProblem('unexpected', host, 'unit');
    }
    return elements(series, 'Period').flatMap((period) => pricesOfPeriod(period, host));
  });
  if (prices.length === 0 || prices.length > MAX_PRICES) throw new GridProblem('unexpected', host, 'TimeSeries');
  return prices.toSorted((a, b) => a.startS - b.startS);
}

/** An instant in the format of ENTSO-E, like 202501292300. */
function entsoeTime(atS: number): string {
  return new Date(atS * MILLISECONDS).toISOString().replaceAll(/[-T:]/g, '').slice(0, 12);
}

/**
 * Day-ahead prices of a bidding zone from ENTSO-E.
 * @param token the farmer's own security token, which is part of the URL
 */
function fetchEntsoe(
  source: Source,
  { area, token, fromS, untilS }: { area: string; token: string; fromS: number; untilS: number },
): Promise<readonly MarketPrice[]> {
  const query = new URLSearchParams({
    securityToken: token,
    documentType: 'A44',
    in_Domain: area,
    out_Domain: area,
    periodStart: entsoeTime(fromS),
    periodEnd: entsoeTime(untilS),
  });
  return source.request({ path: `/api?${query}`, isText: true }, readEntsoe);
}

const goldSchema = z.object({ 'pax-gold': z.object({ usd: usdPrice, last_updated_at: z.number().int().min(0) }) });

/** The price of an ounce of gold in USD, taken from a token backed by one ounce, with the time of that price. */
function fetchGold(source: Source): Promise<{ readonly usdPerOunce: string; readonly atS: number }> {
  const path = '/api/v3/simple/price?ids=pax-gold&vs_currencies=usd&include_last_updated_at=true';
  return source.request({ path }, ({ document, host }) => {
    const { usd, last_updated_at: atS } = readAnswer(goldSchema, document, host)['pax-gold'];
    return { usdPerOunce: usd, atS };
  });
}

/** The reference rates of the European Central Bank: units of each currency per EUR, with their date. */
function fetchEuroRates(
  source: Source,
): Promise<{ readonly atS: number; readonly unitsPerEur: ReadonlyMap<string, string> }> {
  return source.request({ path: '/stats/eurofxref/eurofxref-daily.xml', isText: true }, ({ text, host }) => {
    const day = /<Cube time=['"](\d{4}-\d\d-\d\d)['"]/.exec(text)?.[1];
    const rates = [...text.matchAll(/<Cube currency=['"]([A-Z]{3})['"] rate=['"](\d{1,9}(?:\.\d{1,9})?)['"]/g)];
    const atS = Math.floor(Date.parse(`${day ?? ''}T16:00:00Z`) / MILLISECONDS);
    if (Number.isNaN(atS) || rates.length === 0) throw new GridProblem('unexpected', host, 'Cube');
    const unitsPerEur = new Map(rates.map(([, code = '', rate = '']) => [code, rate]));
    return { atS, unitsPerEur: unitsPerEur.set('EUR', '1') };
  });
}

export function createMarket(source: Source) {
  return {
    awattar: (fromS: number, untilS: number) => fetchAwattar(source, fromS, untilS),
    entsoe: (question: Parameters<typeof fetchEntsoe>[1]) => fetchEntsoe(source, question),
    gold: () => fetchGold(source),
    euroRates: () => fetchEuroRates(source),
  };
}
