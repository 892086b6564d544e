import type { CSSProperties, ReactNode } from 'react';
import { useEffect, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { GlossaryTerm } from '#shared/glossary.ts';
import { labelOf } from './term.tsx';
import classes from './page.module.css';

/** The frame of a page: one column of sections on the 8-pixel grid. */
export function Page({ children }: { readonly children: ReactNode }) {
  return <div className={classes.page}>{children}</div>;
}

export interface PageHeaderProps {
  readonly title: string;
  /** The title of the window; that of the page by default. */
  readonly windowTitle?: string;
  /** A tag next to the title. */
  readonly mark?: ReactNode;
  /** One sentence on the purpose of the page. */
  readonly lede?: ReactNode;
  /** Secondary tools: export, refresh. */
  readonly tools?: ReactNode;
  /** The primary action of the page. */
  readonly action?: ReactNode;
}

/** The header of a page with its primary action; also sets the window's title. */
export function PageHeader({ title, windowTitle = title, mark, lede, tools, action }: PageHeaderProps) {
  const { t } = useTranslation('common');
  const appName = t('appName');
  useEffect(() => {
    document.title = `${windowTitle} · ${appName}`;
  }, [windowTitle, appName]);
  return (
    <header className={classes.header}>
      <div className={classes.heading}>
        <div className={classes.titleLine}>
          <h1 className={classes.title}>{title}</h1>
          {mark}
        </div>
        {lede === undefined ? null : <p className={classes.lede}>{lede}</p>}
      </div>
      {tools === undefined && action === undefined ? null : (
        <div className={classes.tools}>
          {tools}
          {action}
        </div>
      )}
    </header>
  );
}

/** A titled section of a page; the title names the region for screen readers. */
export function Section({
  title,
  term,
  tools,
  children,
}: {
  readonly title: string;
  /** The glossary term of the title. */
  readonly term?: GlossaryTerm;
  readonly tools?: ReactNode;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.sectionHeader}>
        <h2 id={id} className={classes.sectionTitle}>
          {labelOf(title, term)}
        </h2>
        {tools}
      </div>
      {children}
    </section>
  );
}

interface CardGridProps {
  /** The minimum width of a card, a CSS length. */
  readonly minWidth?: string;
  readonly children: ReactNode;
}

function CardFrame({ minWidth, children, ...frame }: CardGridProps & { readonly className: string | undefined }) {
  const style: CSSProperties & Record<'--grid-min', string | undefined> = { '--grid-min': minWidth };
  return (
    <div {...frame} style={style}>
      {children}
    </div>
  );
}

/** Cards of different heights in two columns without gaps; one column on narrow pages. */
export function CardColumns(cards: CardGridProps) {
  return <CardFrame className={classes.columns} {...cards} />;
}

/** As many cards side by side as fit. */
export function CardGrid(cards: CardGridProps) {
  return <CardFrame className={classes.grid} {...cards} />;
}
