import { useTranslation } from 'react-i18next';
import { hrefTo, useHashParam, useHashPath } from '#renderer/ui/hash-location.ts';
import { DESTINATIONS } from './navigation.ts';
import classes from './shell.module.css';

/** Links to the pages. The current page is marked; the farm is also marked while one of its nodes is shown. */
export function Navigation({ onGo }: { readonly onGo?: () => void }) {
  const { t } = useTranslation(['common', 'pages']);
  const [path] = useHashPath();
  useHashParam('node');
  const isNodeOpen = DESTINATIONS.some((page) => page.place === 'node' && page.path === path);
  return (
    <nav aria-label={t('nav.label')}>
      <ul className={classes['nav']}>
        {DESTINATIONS.filter(({ place }) => place === 'sidebar').map(({ name, path: to, icon: Icon }) => (
          <li key={name}>
            <a
              href={hrefTo(to)}
              className={classes['link']}
              title={t(`pages:${name}`)}
              {...(path === to ? { 'aria-current': 'page' } : isNodeOpen && to === '/' ? { 'aria-current': true } : {})}
              {...(onGo === undefined ? {} : { onClick: onGo })}
            >
              <Icon size={18} stroke={1.75} aria-hidden />
              <span className={classes['word']}>{t(`pages:${name}`)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
