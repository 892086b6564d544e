import { useVirtualizer, useWindowVirtualizer } from '@tanstack/react-virtual';
import type { ReactNode } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';

/** A line of a table: a row, or the heading of a group. */
export type TableLine<Row> =
  | { readonly key: string; readonly row: Row }
  | { readonly key: string; readonly head: ReactNode };

/** From this many lines on, only the visible ones and some next to them are rendered. */
const VIRTUAL_FROM = 100;
const ROW_PX = 36;
const CARD_PX = 60;
const OVERSCAN = 4;

/** The layout of a table: scrolling within itself, or with the page as rows or as two-line cards. */
export type TableLayout = 'own' | 'page' | 'cards';

/** The rendered lines, with the height of the space before and after them in pixels. */
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
    overscan: OVERSCAN,
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
    // Rows in a page layout have a fixed height; others are measured, because their texts may wrap.
    measure: isOwn ? own.measureElement : undefined,
    scrollTo: (index: number) => virtual.scrollToIndex(index, { align: 'auto' }),
  };
}
