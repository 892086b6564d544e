import {
  IconAlertTriangle,
  IconArchive,
  IconCpu,
  IconGavel,
  IconHeartbeat,
  IconMoon,
  IconReceipt,
  IconServer2,
} from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FilesOutcome, ImportGroup } from '#shared/contract/data/imports.ts';
import { formatNumber } from '#renderer/ui/format.ts';
import { formatInstant } from '#renderer/ui/format-time.ts';
import { hrefTo } from '#renderer/ui/hash-location.ts';
import { useMessage } from '#renderer/ui/message.ts';
import classes from './import.module.css';
import { RestoreButton } from './restore-button.tsx';

const ICONS: Readonly<Record<ImportGroup['kind'], Icon>> = {
  nodes: IconServer2,
  passport: IconCpu,
  farmerbot: IconMoon,
  receipts: IconReceipt,
  uptime: IconHeartbeat,
  bids: IconGavel,
};
const NAMED_NODES = 6;
const NAMED_REFUSALS = 20;

function Row(props: {
  readonly icon: Icon;
  readonly name: string;
  readonly count?: ReactNode;
  readonly children?: ReactNode;
}) {
  const { icon: Icon, name, count, children } = props;
  return (
    <li className={classes['group']}>
      <Icon size={18} aria-hidden />
      <span className={classes['name']}>{name}</span>
      <span className={classes['count']}>{count}</span>
      {children === undefined ? null : <div className={classes['facts']}>{children}</div>}
    </li>
  );
}

function NodeNames(props: {
  readonly nodes: ImportGroup['nodes'];
  readonly isDone: boolean;
  /** Called when a link was followed. */
  readonly onFollow: () => void;
}) {
  const { nodes, isDone, onFollow } = props;
  const { t } = useTranslation('data');
  if (nodes.length === 0) return null;
  const named = nodes.slice(0, NAMED_NODES);
  if (isDone) {
    return (
      <span>
        {named.map(({ id, name }, index) => (
          <span key={id ?? name}>
            {index === 0 ? '' : ', '}
            <a href={hrefTo('/hardware', { node: String(id) })} onClick={onFollow}>
              {name}
            </a>
          </span>
        ))}
        {nodes.length > named.length ? ` ${t('import.refusedMore', { count: nodes.length - named.length })}` : ''}
      </span>
    );
  }
  const list = named.map(({ name, isNew }) => (isNew ? t('import.newNode', { name }) : name)).join(', ');
  const all =
    nodes.length > named.length ? t('import.moreNodes', { nodes: list, count: nodes.length - named.length }) : list;
  return <span>{t('import.forNodes', { nodes: all })}</span>;
}

/** The rejected rows, each with its position and reason. */
function Refused({ rejected, rejectedCount }: Pick<ImportGroup, 'rejected' | 'rejectedCount'>) {
  const { t } = useTranslation('data');
  const translate = useMessage();
  if (rejectedCount === 0) return null;
  const shown = rejected.slice(0, NAMED_REFUSALS);
  return (
    <>
      <span className={classes['warn']}>{t('import.refused', { count: rejectedCount })}</span>
      <ul className={classes['refused']}>
        {shown.map(({ file, line, reason: why }) => {
          const reason = translate(why);
          const name = file === '' ? t('import.pasted') : file;
          const text =
            line === null
              ? t('import.refusedFile', { file: name, reason })
              : t('import.refusedLine', { file: name, line, reason });
          return <li key={`${name} ${line} ${reason}`}>{text}</li>;
        })}
        {rejectedCount > shown.length ? (
          <li>{t('import.refusedMore', { count: rejectedCount - shown.length })}</li>
        ) : null}
      </ul>
    </>
  );
}

function Sleepers({ sleepers }: Pick<ImportGroup, 'sleepers'>) {
  const { t } = useTranslation('data');
  const named = (maySleep: boolean) =>
    sleepers
      .filter((one) => one.maySleep === maySleep)
      .map(({ gridNodeId }) => gridNodeId)
      .join(', ');
  return (
    <>
      {named(true) === '' ? null : <span>{t('import.maySleep', { nodes: named(true) })}</span>}
      {named(false) === '' ? null : <span>{t('import.neverSleep', { nodes: named(false) })}</span>}
    </>
  );
}

const COUNTED = ['fixups', 'retries', 'updated', 'duplicates', 'unverified', 'readAsWindows'] as const;

function Group(props: { readonly group: ImportGroup; readonly isDone: boolean; readonly onFollow: () => void }) {
  const { t } = useTranslation('data');
  const { group, isDone, onFollow } = props;
  const { kind, imported, nodes, range, sleepers } = group;
  const amount = formatNumber(imported);
  const count = isDone ? t('import.new', { amount }) : t('import.found', { amount });
  return (
    <Row icon={ICONS[kind]} name={t(`import.kinds.${kind}`)} {...(kind === 'farmerbot' ? {} : { count })}>
      <NodeNames nodes={nodes} isDone={isDone} onFollow={onFollow} />
      {range === null ? null : (
        <span>
          {range.fromS === range.toS
            ? formatInstant(range.fromS)
            : t('import.range', { from: formatInstant(range.fromS), to: formatInstant(range.toS) })}
        </span>
      )}
      <Sleepers sleepers={sleepers} />
      {COUNTED.map((name) =>
        group[name] === 0 ? null : <span key={name}>{t(`import.counts.${name}`, { count: group[name] })}</span>,
      )}
      <Refused {...group} />
    </Row>
  );
}

function Unknown({ unknown }: Pick<FilesOutcome, 'unknown'>) {
  const { t } = useTranslation('data');
  const translate = useMessage();
  const hints = [...new Set(unknown.map(({ hint }) => translate(hint)))];
  return (
    <Row icon={IconAlertTriangle} name={t('import.unknown', { count: unknown.length })}>
      <ul className={classes['refused']}>
        {unknown.slice(0, NAMED_REFUSALS).map(({ file, reason }) => (
          <li key={file}>
            {t('import.refusedFile', { file: file === '' ? t('import.pasted') : file, reason: translate(reason) })}
          </li>
        ))}
        {unknown.length > NAMED_REFUSALS ? (
          <li>{t('import.refusedMore', { count: unknown.length - NAMED_REFUSALS })}</li>
        ) : null}
      </ul>
      {hints.map((hint) => (
        <span key={hint}>{hint}</span>
      ))}
    </Row>
  );
}

/** The contents of files, or the results of their import, by kind. */
export function ImportGroups(props: {
  readonly outcome: FilesOutcome;
  readonly isDone: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('data');
  const { outcome, isDone, onClose } = props;
  return (
    <ul className={classes['groups']}>
      {outcome.groups.map((group) => (
        <Group key={group.kind} group={group} isDone={isDone} onFollow={onClose} />
      ))}
      {outcome.backups.map((backup) => (
        <Row
          key={backup.id}
          icon={IconArchive}
          name={t('import.backup')}
          count={<RestoreButton backup={backup} onRestored={onClose} />}
        >
          <span>{backup.name}</span>
          <span>{t('import.backupNote')}</span>
        </Row>
      ))}
      {outcome.unknown.length === 0 ? null : <Unknown unknown={outcome.unknown} />}
    </ul>
  );
}
