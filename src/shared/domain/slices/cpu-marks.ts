import type { PassmarkFact } from '#shared/contract/slices/slices.ts';

/** The CPU Mark of one processor in the public chart of August 2022; values have changed by a few percent since. */
export interface CpuMark {
  readonly cpu: string;
  readonly passmark: number;
}

/** Scores of the same processor differ by memory, cooling and power limits. */
const ONE_SOCKET_UNCERTAINTY_PERCENT = 10;
/** Two sockets do not quite double the score. */
const MORE_SOCKETS_UNCERTAINTY_PERCENT = 20;

/**
 * CPU Marks of processors that are common in small servers and mini computers.
 * Source: PassMark's public CPU Mark chart of August 2022, read in lainbo/cpu-mark@0671910 (figures only).
 */
export const CPU_MARKS: readonly CpuMark[] = (
  [
    ['AMD EPYC 7763', 85944],
    ['AMD EPYC 7713P', 83155],
    ['AMD EPYC 7702P', 61689],
    ['AMD EPYC 7742', 68749],
    ['AMD EPYC 7543P', 67297],
    ['AMD EPYC 7443P', 57755],
    ['AMD EPYC 7402P', 41098],
    ['AMD EPYC 7302P', 32480],
    ['AMD EPYC 7313P', 41789],
    ['AMD EPYC 7551P', 33439],
    ['AMD EPYC 7401P', 26701],
    ['AMD EPYC 7351P', 25484],
    ['AMD EPYC 7282', 31059],
    ['AMD EPYC 7272', 26446],
    ['AMD EPYC 7252', 19550],
    ['AMD EPYC 7232P', 17017],
    ['AMD EPYC 7251', 14935],
    ['AMD Ryzen Threadripper 3990X', 81431],
    ['AMD Ryzen Threadripper 3970X', 63742],
    ['AMD Ryzen Threadripper 3960X', 54772],
    ['AMD Ryzen Threadripper 2950X', 29704],
    ['AMD Ryzen Threadripper 1950X', 28019],
    ['AMD Ryzen 9 5950X', 45869],
    ['AMD Ryzen 9 5900X', 39336],
    ['AMD Ryzen 9 3900X', 32779],
    ['AMD Ryzen 9 5900HX', 23089],
    ['AMD Ryzen 7 5800X', 28161],
    ['AMD Ryzen 7 5700X', 26518],
    ['AMD Ryzen 7 5700G', 24573],
    ['AMD Ryzen 7 3700X', 22720],
    ['AMD Ryzen 7 3800X', 23320],
    ['AMD Ryzen 7 2700X', 17616],
    ['AMD Ryzen 7 2700', 15813],
    ['AMD Ryzen 7 5800H', 21371],
    ['AMD Ryzen 7 5800U', 18861],
    ['AMD Ryzen 7 5700U', 15931],
    ['AMD Ryzen 7 4700G', 20214],
    ['AMD Ryzen 7 4800H', 18985],
    ['AMD Ryzen 5 5600X', 21999],
    ['AMD Ryzen 5 5600', 21473],
    ['AMD Ryzen 5 5600G', 19826],
    ['AMD Ryzen 5 5500', 19466],
    ['AMD Ryzen 5 3600', 17826],
    ['AMD Ryzen 5 2600', 13254],
    ['AMD Ryzen 5 4600G', 15607],
    ['AMD Ryzen 5 5600H', 17154],
    ['AMD Ryzen 5 5600U', 15388],
    ['AMD Ryzen 5 5500U', 13183],
    ['Intel Core i9-12900K', 41404],
    ['Intel Core i7-12700K', 34483],
    ['Intel Core i7-12700', 31344],
    ['Intel Core i5-12600K', 27614],
    ['Intel Core i5-12500', 20383],
    ['Intel Core i5-12400', 19543],
    ['Intel Core i3-12100', 14495],
    ['Intel Core i7-11700', 20084],
    ['Intel Core i5-11400', 17084],
    ['Intel Core i9-10900', 20362],
    ['Intel Core i7-10700', 16846],
    ['Intel Core i5-10500', 13031],
    ['Intel Core i5-10400', 12305],
    ['Intel Core i9-9900K', 18651],
    ['Intel Core i7-9700', 13397],
    ['Intel Core i7-8700', 13012],
    ['Intel Core i5-8500', 9576],
    ['Intel Core i3-8100', 6168],
    ['Intel Core i7-7700', 8654],
    ['Intel Core i5-7500', 6060],
    ['Intel Core i7-6700', 8082],
    ['Intel Core i5-6500', 5657],
    ['Intel Core i7-4790', 7237],
    ['Intel Core i7-4770', 7028],
    ['Intel Core i5-4590', 5350],
    ['Intel Core i5-4570', 5208],
    ['Intel Core i7-3770', 6400],
    ['Intel Core i5-3470', 4663],
    ['Intel Core i7-2600', 5346],
    ['Intel Xeon Gold 6248R', 38604],
    ['Intel Xeon Gold 6230R', 32895],
    ['Intel Xeon Gold 6230', 26657],
    ['Intel Xeon Gold 6148', 29147],
    ['Intel Xeon Gold 6154', 28848],
    ['Intel Xeon Gold 6140', 22733],
    ['Intel Xeon Gold 6130T', 21804],
    ['Intel Xeon Silver 4216', 19451],
    ['Intel Xeon Silver 4214', 15772],
    ['Intel Xeon Silver 4210', 14285],
    ['Intel Xeon Silver 4114', 12998],
    ['Intel Xeon Silver 4110', 10180],
    ['Intel Xeon E5-2699 v4', 25070],
    ['Intel Xeon E5-2698 v4', 21755],
    ['Intel Xeon E5-2697 v4', 21351],
    ['Intel Xeon E5-2695 v4', 19358],
    ['Intel Xeon E5-2690 v4', 20127],
    ['Intel Xeon E5-2683 v4', 17226],
    ['Intel Xeon E5-2680 v4', 18038],
    ['Intel Xeon E5-2660 v4', 16085],
    ['Intel Xeon E5-2650 v4', 13676],
    ['Intel Xeon E5-2640 v4', 12270],
    ['Intel Xeon E5-2630 v4', 11671],
    ['Intel Xeon E5-2620 v4', 9187],
    ['Intel Xeon E5-2667 v4', 13928],
    ['Intel Xeon E5-2699 v3', 20328],
    ['Intel Xeon E5-2697 v3', 19223],
    ['Intel Xeon E5-2690 v3', 16472],
    ['Intel Xeon E5-2680 v3', 15573],
    ['Intel Xeon E5-2670 v3', 13964],
    ['Intel Xeon E5-2660 v3', 13149],
    ['Intel Xeon E5-2650 v3', 11865],
    ['Intel Xeon E5-2640 v3', 11276],
    ['Intel Xeon E5-2630 v3', 10544],
    ['Intel Xeon E5-2620 v3', 7895],
    ['Intel Xeon E5-2697 v2', 14227],
    ['Intel Xeon E5-2695 v2', 13282],
    ['Intel Xeon E5-2690 v2', 13507],
    ['Intel Xeon E5-2680 v2', 12631],
    ['Intel Xeon E5-2670 v2', 11539],
    ['Intel Xeon E5-2660 v2', 10480],
    ['Intel Xeon E5-2650 v2', 9989],
    ['Intel Xeon E5-2640 v2', 7738],
    ['Intel Xeon E5-2630 v2', 7490],
    ['Intel Xeon E5-2620 v2', 6246],
    ['Intel Xeon E5-2690', 9849],
    ['Intel Xeon E5-2680', 9380],
    ['Intel Xeon E5-2670', 8965],
    ['Intel Xeon E5-2660', 8104],
    ['Intel Xeon E5-2650', 7330],
    ['Intel Xeon E5-2640', 6317],
    ['Intel Xeon E5-2630', 6131],
    ['Intel Xeon E5-2620', 5286],
    ['Intel Xeon E3-1275 v6', 9220],
    ['Intel Xeon E3-1240 v6', 8867],
    ['Intel Xeon E3-1230 v6', 8193],
    ['Intel Xeon E3-1270 v5', 8293],
    ['Intel Xeon E3-1245 v5', 8107],
    ['Intel Xeon E3-1230 v5', 7905],
    ['Intel Xeon E3-1270 v3', 7295],
    ['Intel Xeon E3-1245 v3', 7008],
    ['Intel Xeon E3-1240 v3', 7063],
    ['Intel Xeon E3-1230 v3', 6780],
    ['Intel Celeron N5105', 4105],
    ['Intel Celeron N5095', 4014],
    ['Intel Celeron J4125', 2981],
  ] as const
).map(([cpu, passmark]) => ({ cpu, passmark }));

/** `Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz` and `Xeon® E5-2680 v4` become the same text. */
function normaliseName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/\((?:r|tm)\)|[®™]/g, ' ')
    .replaceAll(/@.*$/g, ' ')
    .replaceAll(/\b(?:intel|amd|cpu|processor|\d+-core|with radeon.*)\b.*?(?=\s|$)/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
    .join(' ');
}

/**
 * The CPU Mark of a processor by its name in a hardware reading.
 * @param sockets the number of processors; each counts in full, with a wider uncertainty
 * @returns null when the table does not contain it
 */
export function estimatePassmarkByName(cpuName: string, sockets = 1): PassmarkFact | null {
  const wanted = normaliseName(cpuName);
  const row = CPU_MARKS.find((entry) => normaliseName(entry.cpu) === wanted);
  if (row === undefined) {
    return null;
  }
  return {
    value: row.passmark * sockets,
    uncertaintyPercent: sockets === 1 ? ONE_SOCKET_UNCERTAINTY_PERCENT : MORE_SOCKETS_UNCERTAINTY_PERCENT,
    basis: 'table',
    note: sockets === 1 ? row.cpu : `${sockets} x ${row.cpu}`,
  };
}
