import { useTranslation } from 'react-i18next';
import type { FarmNode } from '#shared/contract/nodes/nodes.ts';
import type { client } from '#renderer/client/client.ts';
import { Age } from '#renderer/ui/time.tsx';

const MS_PER_S = 1000;

type LastReading = Awaited<ReturnType<typeof client.hardware.readings.getLast>>;

/** The source and age of the figures; the progress while the machine is being read. */
export function ReadingLine({ node, last }: { readonly node: FarmNode; readonly last: LastReading | undefined }) {
  const { t } = useTranslation('hardware');
  if (node.kind === 'planned') return t('reading.planned');
  if (node.kind === 'imported') {
    return (
      <>
        {t('reading.imported')} <Age atS={Math.floor(node.createdAtMs / MS_PER_S)} />
      </>
    );
  }
  const progress = last?.progress ?? null;
  if (last?.isReading === true && progress !== null) {
    return t('reading.progress', { done: progress.done, total: progress.total, part: t(`part.${progress.part}`) });
  }
  if (last?.machine === undefined || last.machine === null) return t('lede');
  return (
    <>
      {t('reading.read')} <Age atS={Math.floor(last.machine.reading.takenAtMs / MS_PER_S)} />
    </>
  );
}
