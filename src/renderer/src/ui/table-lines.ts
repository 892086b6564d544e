import { useVirtualizer, useWindowVirtualizer } from '@tanstack/react-virtual';
import type { ReactNode } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';

/** A line of a table: a row, or the head of a group of rows. */
export type TableLine<Row> =
  | { readonly key: string; readonly row: Row }
  | { readonly key: string; readonly head: ReactNode };

/** From so many lines on only those in view, and some beside them, are drawn. */
const VIRTUAL_FROM = 100;
const ROW_PX = 36;
const CARD_PX = 60;
const BESIDE = 4;

/** How a table is laid out: scrolling within itself, or with the page, there as rows or as cards of two lines. */
export type TableLayout = 'own' | 'page' | 'cards';

/** The lines that are drawn, with the empty space before and after them in pixels. */
export function useDrawnLines<Row>(lines: readonly TableLine<Row>[], layout: TableLayout) {
  const frame = useRef<HTMLDivElement>(null);
  const isVirtual = lines.length >= VIRTUAL_FROM;
  const isOwn = layout === 'own';
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const box = isOwn ? undefined : frame.current?.getBoundingClientRect();
    if (box !== undefined) setTop(box.top + window.scrollY);
  }, [isOwn, lines.length, layout]);
  const options = {
    count: lines.length,
    estimateSize: (index: number) => (layout === 'cards' && 'row' in (lines[index] ?? {}) ? CARD_PX : ROW_PX),
    overscan: BESIDE,
    useFlushSync: false,
    getItemKey: (index: number) => lines[index]?.key ?? index,
  };
  // oxlint-disable-next-line react/incompatible-library -- the project does not memoise with the React compiler
  const own = useVirtualizer({ ...options, enabled: isVirtual && isOwn, getScrollElement: () => frame.current });
  const page = useWindowVirtualizer({ ...options, enabled: isVirtual && !isOwn, scrollMargin: top });
  const virtual = isOwn ? own : page;
  if (!isVirtual) {
    const drawn = lines.map((line, index) => ({ line, index }));
    return { frame, drawn, before: 0, after: 0, measure: undefined, scrollTo: () => undefined };
  }
  const start = isOwn ? 0 : top;
  const items = virtual.getVirtualItems();
  return {
    frame,
    drawn: items.flatMap(({ index }) => {
      const line = lines[index];
      return line === undefined ? [] : [{ line, index }];
    }),
    before: (items[0]?.start ?? start) - start,
    after: virtual.getTotalSize() - ((items.at(-1)?.end ?? start) - start),
    // Rows of a page are of one height; others are measured, since their texts may wrap.
    measure: isOwn ? own.measureElement : undefined,
    scrollTo: (index: number) => virtual.scrollToIndex(index, { align: 'auto' }),
  };
}
