import type { CSSProperties, ReactNode } from 'react';
import { useEffect, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { GlossaryTerm } from '#shared/glossary.ts';
import { labelOf } from './term.tsx';
import classes from './page.module.css';

/** The frame of a screen: one column of sections on the 8-pixel rhythm. */
export function Page({ children }: { readonly children: ReactNode }) {
  return <div className={classes.page}>{children}</div>;
}

/** The top of a screen. */
export interface PageHeaderProps {
  readonly title: string;
  /** The title of the window; that of the screen unless given. */
  readonly windowTitle?: string;
  /** A quiet word beside the title. */
  readonly mark?: ReactNode;
  /** One sentence on what the screen answers. */
  readonly lede?: ReactNode;
  /** Quiet tools: export, refresh. */
  readonly tools?: ReactNode;
  /** The one primary action of the page. */
  readonly action?: ReactNode;
}

/** The title of a screen with its one primary action; also sets the window's title. */
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

/** A titled part of a screen; the title names the region for screen readers. */
export function Section({
  title,
  term,
  tools,
  children,
}: {
  readonly title: string;
  /** Explains the title. */
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
  /** The narrowest a card may become, a CSS length. */
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

/** Cards of unlike height in two columns, each under the one before it without a gap; one column where it is narrow. */
export function CardColumns(cards: CardGridProps) {
  return <CardFrame className={classes.columns} {...cards} />;
}

/** Cards side by side, as many as fit. */
export function CardGrid(cards: CardGridProps) {
  return <CardFrame className={classes.grid} {...cards} />;
}
