import type { ChannelSettings } from '#shared/contract/notifications/channels.ts';
import { isLoopback } from '#main/grid/networks.ts';
import { GridProblem, type ProblemKind } from '#main/grid/problem.ts';
import type { Channel } from './channel.ts';
import { redactedProblem } from './post.ts';

const CONNECT_MS = 15_000;
const SILENCE_MS = 30_000;
/** The reserved top-level domain "invalid" keeps message IDs from naming a real host. */
const MESSAGE_ID_DOMAIN = 'farmer.invalid';

/** The fields of an error of nodemailer that are used here. */
interface MailFailure {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly message?: string;
}

function kindOf({ code, responseCode }: MailFailure): ProblemKind {
  if (responseCode !== undefined) return responseCode < 500 ? 'server-error' : 'refused';
  if (code === 'EAUTH' || code === 'ETLS' || code === 'EENVELOPE' || code === 'EMESSAGE') return 'refused';
  return code === 'ETIMEDOUT' ? 'timeout' : 'unreachable';
}

/** @param ca certificates to trust besides those of the system, for tests */
export function createEmail(settings: ChannelSettings['email'], password: string | null, ca?: string): Channel {
  const { host, port, security, user, from, to } = settings;
  return async ({ id, title, text, severity, atS }) => {
    // SECURITY: without TLS, anyone on the network path can read the password and the message.
    if (host === '' || from === '' || to === '' || (security === 'none' && !isLoopback(host))) {
      throw new GridProblem('refused', host, security === 'none' ? 'TLS' : 'from, to, host');
    }
    const { createTransport } = await import('nodemailer');
    const transport = createTransport({
      host,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      ...(user === '' ? {} : { auth: { user, pass: password ?? '' } }),
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    try {
      await transport.sendMail({
        from: { name: 'Farmer', address: from },
        to: { name: '', address: to },
        subject: title,
        text,
        date: new Date(atS * 1000),
        messageId: `<${id}@${MESSAGE_ID_DOMAIN}>`,
        headers: { 'Auto-Submitted': 'auto-generated', ...(severity === 'high' ? { Importance: 'high' } : {}) },
      });
    } catch (error) {
      const failure = error as MailFailure;
      const kind = kindOf(failure);
      const reason = kind === 'timeout' ? String(CONNECT_MS / 1000) : (failure.response ?? failure.message ?? '');
      throw redactedProblem(
        [password ?? '', Buffer.from(`\0${user}\0${password ?? ''}`).toString('base64')],
        kind,
        host,
        reason,
      );
    } finally {
      transport.close();
    }
  };
}
