import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Markets on this computer: each path with what it answers. */
export async function startMarkets(answers: Record<string, (url: URL) => string | number>) {
  const requests: string[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://market');
    requests.push(request.url ?? '');
    const answer = answers[url.pathname]?.(url) ?? 404;
    response.writeHead(typeof answer === 'number' ? answer : 200);
    response.end(typeof answer === 'number' ? '' : answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Hourly prices as aWATTar lists them: each hour of UTC costs its number in EUR per MWh. */
export function awattarHours(url: URL): string {
  const [from, until] = [Number(url.searchParams.get('start')), Number(url.searchParams.get('end'))];
  const first = Math.ceil(from / 3_600_000) * 3_600_000;
  const data = Array.from({ length: Math.floor((until - first) / 3_600_000) }, (_, index) => {
    const start = first + index * 3_600_000;
    const marketprice = new Date(start).getUTCHours();
    return { start_timestamp: start, end_timestamp: start + 3_600_000, marketprice, unit: 'Eur/MWh' };
  });
  return JSON.stringify({ object: 'list', data });
}

const time = (atS: number) => `${new Date(atS * 1000).toISOString().slice(0, 16)}Z`;

/** A document of ENTSO-E over one day of quarter hours, of which points that are as the one before are left out. */
export function entsoeDay(startS: number): string {
  const points = Array.from(
    { length: 24 },
    (_, hour) => `<Point><position>${hour * 4 + 1}</position><price.amount>${hour - 1}.50</price.amount></Point>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<Publication_MarketDocument xmlns="urn:iec62325.351:tc57wg16:451-3:publicationdocument:7:3">
  <TimeSeries><mRID>1</mRID><currency_Unit.name>EUR</currency_Unit.name>
    <price_Measure_Unit.name>MWH</price_Measure_Unit.name><curveType>A03</curveType>
    <Period><timeInterval><start>${time(startS)}</start><end>${time(startS + 86_400)}</end></timeInterval>
      <resolution>PT15M</resolution>${points.join('')}</Period></TimeSeries>
</Publication_MarketDocument>`;
}

/** The reference rates of a day as the European Central Bank gives them. */
export const ECB_DAY = `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"><Cube><Cube time='2026-11-27'>
<Cube currency='USD' rate='1.2500'/><Cube currency='CHF' rate='1.0000'/></Cube></Cube></gesmes:Envelope>`;
