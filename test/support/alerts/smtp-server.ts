import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { TLSSocket, createSecureContext } from 'node:tls';
import certificate from '#test/fixtures/loopback-certificate.json' with { type: 'json' };

/** The certificate that a client must trust to talk to the servers of the tests. */
export const TEST_CA = certificate.certificate;

/** A mail that the server took. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly isEncrypted: boolean;
  readonly user: string | null;
  /** Headers and body as they came, with the dots of SMTP taken out. */
  readonly source: string;
}

/** How a server behaves besides taking mail. */
export interface SmtpBehaviour {
  readonly offersTls?: boolean;
  readonly user?: string;
  readonly password?: string;
  /** Answers instead of the usual one to a command: `RCPT`, `DATA`, `.` for the end of the mail. */
  readonly answers?: Readonly<Record<string, string>>;
  /** Ends the connection at a command without an answer. */
  readonly hangsUpAt?: string;
}

/** A mail server on this computer, which speaks the part of SMTP that sending needs. */
export interface LoopbackSmtp {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** Lines that came before encryption began. */
  readonly plainLines: readonly string[];
  behaviour: SmtpBehaviour;
  close(): Promise<void>;
}

interface Session {
  socket: Socket;
  isEncrypted: boolean;
  user: string | null;
  from: string;
  to: string[];
  data: string[] | null;
  buffer: string;
}

function signIn(session: Session, line: string, { user, password }: SmtpBehaviour): string {
  const [, , given = ''] = line.split(' ');
  const [, name = '', word = ''] = Buffer.from(given, 'base64').toString('utf8').split('\0');
  if (name !== user || word !== password) {
    // A server that repeats what it was sent: no client may show it.
    return `535 5.7.8 ${name} ${word} ${given} is not known here`;
  }
  session.user = name;
  return '235 2.7.0 signed in';
}

function addressIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}

function greeting(session: Session, { offersTls = true, user }: SmtpBehaviour): string {
  const offers = [
    ...(offersTls && !session.isEncrypted ? ['STARTTLS'] : []),
    ...(user === undefined ? [] : ['AUTH PLAIN']),
  ];
  return ['localhost', ...offers]
    .map((offer, index) => `250${index === offers.length ? ' ' : '-'}${offer}`)
    .join('\r\n');
}

function answerTo(session: Session, line: string, behaviour: SmtpBehaviour): string {
  const command = line.slice(0, 4).toUpperCase();
  switch (command) {
    case 'EHLO':
    case 'HELO':
      return greeting(session, behaviour);
    case 'AUTH':
      return signIn(session, line, behaviour);
    case 'MAIL':
      session.from = addressIn(line);
      return behaviour.user !== undefined && session.user === null ? '530 5.7.0 sign in first' : '250 ok';
    case 'RCPT':
      session.to.push(addressIn(line));
      return '250 ok';
    case 'DATA':
      session.data = [];
      return '354 go on';
    case 'STAR':
      return '502 5.5.1 not offered';
    case 'QUIT':
      return '221 bye';
    default:
      return '250 ok';
  }
}

/** Starts a mail server. */
export async function startSmtp(behaviour: SmtpBehaviour = {}): Promise<LoopbackSmtp> {
  const mails: ReceivedMail[] = [];
  const plainLines: string[] = [];
  const sockets = new Set<Socket>();
  const smtp = { behaviour };

  const endMail = (session: Session): string => {
    const { from, to, isEncrypted, user, data } = session;
    session.data = null;
    const answer = smtp.behaviour.answers?.['.'];
    if (answer !== undefined) return answer;
    mails.push({ from, to, isEncrypted, user, source: (data ?? []).join('\n') });
    return '250 taken';
  };
  const encrypt = (session: Session): void => {
    session.socket.write('220 go ahead\r\n');
    session.socket.removeAllListeners('data');
    session.isEncrypted = true;
    session.buffer = '';
    const secureContext = createSecureContext({ key: certificate.key, cert: certificate.certificate });
    session.socket = new TLSSocket(session.socket, { isServer: true, secureContext });
    listen(session);
  };
  const takeLine = (session: Session, line: string): void => {
    if (!session.isEncrypted) plainLines.push(line);
    if (session.data !== null) {
      if (line === '.') session.socket.write(`${endMail(session)}\r\n`);
      else session.data.push(line.replace(/^\.\./, '.'));
      return;
    }
    const command = line.slice(0, 4).toUpperCase();
    const { hangsUpAt, answers } = smtp.behaviour;
    if (command === hangsUpAt) session.socket.destroy();
    else if (line.toUpperCase() === 'STARTTLS' && smtp.behaviour.offersTls !== false) encrypt(session);
    else session.socket.write(`${answers?.[command] ?? answerTo(session, line, smtp.behaviour)}\r\n`);
  };
  const listen = (session: Session): void => {
    session.socket.on('error', () => undefined);
    session.socket.on('data', (chunk: Buffer) => {
      const lines = (session.buffer + chunk.toString('utf8')).split('\r\n');
      session.buffer = lines.pop() ?? '';
      for (const line of lines) takeLine(session, line);
    });
  };

  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.write('220 localhost\r\n');
    listen({ socket, isEncrypted: false, user: null, from: '', to: [], data: null, buffer: '' });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return Object.assign(smtp, {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    mails,
    plainLines,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  });
}
