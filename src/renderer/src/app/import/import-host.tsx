import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '#renderer/client/client.ts';
import { useHashParam } from '#renderer/ui/hash-location.ts';
import { droppedFiles, type InputFile, hasFiles, type ImportRequest } from './dropped-files.ts';
import classes from './import.module.css';

const ImportDialog = lazy(() => import('./import-dialog.tsx'));

/**
 * Handles files that are dropped anywhere on the window.
 * @returns whether files are being dragged over it
 */
function useDrop(onDrop: (files: readonly InputFile[]) => void): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const listen = (type: 'dragover' | 'dragleave' | 'drop', handle: (event: DragEvent) => void) =>
      window.addEventListener(
        type,
        (event) => {
          if (hasFiles(event.dataTransfer)) {
            event.preventDefault();
            handle(event);
          }
        },
        { signal: stop.signal },
      );
    listen('dragover', () => setOver(true));
    // When the pointer leaves the window, the event has no related target.
    listen('dragleave', (event) => setOver(event.relatedTarget !== null));
    listen('drop', ({ dataTransfer }) => {
      setOver(false);
      if (dataTransfer !== null) void droppedFiles(dataTransfer).then(onDrop);
    });
    return () => stop.abort();
  }, [onDrop]);
  return isOver;
}

/**
 * Handles imports by dropping files on the window, opening files with the program, or the dialog (`?import=receipt`).
 */
export function ImportHost() {
  const { t } = useTranslation('common');
  const [kind, setKind] = useHashParam('import');
  const [request, setRequest] = useState<ImportRequest | null>(null);
  const [round, setRound] = useState(0);
  const start = useCallback((next: ImportRequest) => {
    setRequest(next);
    setRound((count) => count + 1);
  }, []);
  const isOver = useDrop(
    useCallback((files) => (files.length === 0 ? undefined : start({ files, waiting: [] })), [start]),
  );
  const { data: opened } = useQuery(api.data.imports.listOpened.queryOptions());
  const waiting = opened?.files ?? [];
  useEffect(() => {
    if (waiting.length > 0) start({ files: [], waiting });
    // oxlint-disable-next-line react/exhaustive-deps -- the same files are not taken up twice
  }, [waiting.map(({ id }) => id).join(' ')]);
  const close = () => {
    setRequest(null);
    setKind(null);
  };
  return (
    <>
      {isOver ? (
        <div className={classes['over']}>
          <div className={classes['overText']}>{t('import.drop')}</div>
        </div>
      ) : null}
      {request === null && kind === null ? null : (
        <Suspense fallback={null}>
          <ImportDialog key={round} kind={kind} request={request} onClose={close} />
        </Suspense>
      )}
    </>
  );
}
