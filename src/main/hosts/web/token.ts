import { isBearer, isEqual, randomSecret } from '#main/hosts/common/access-token.ts';

/** Signs browsers in and checks sessions, without exposing the permanent token. */
export interface SessionKey {
  /** The code in the next link, which signs in one browser, once. */
  readonly linkCode: () => string;
  /** Uses up a code; false when it is wrong or was already used. */
  readonly redeem: (code: string) => boolean;
  /** Whether an Authorization header holds the permanent token. */
  readonly isBearer: (authorization: string | undefined) => boolean;
  /** Whether a Cookie header holds the session of this run and port. */
  readonly isSession: (cookies: string | undefined) => boolean;
  /** The Set-Cookie header that signs a browser in. */
  readonly setCookie: string;
}

function cookieValue(cookies: string, name: string): string | undefined {
  for (const pair of cookies.split(';')) {
    const [key, value] = pair.split('=', 2);
    if (key?.trim() === name) {
      return value?.trim();
    }
  }
  return undefined;
}

/**
 * The sessions of one run of the host.
 * SECURITY: code and session are random and kept in memory, so they are useless for another run or port. The name of
 * the cookie contains the port, because all ports of 127.0.0.1 share cookies.
 */
export function createSessionKey(token: string, port: number): SessionKey {
  const cookieName = `farmer_session_${port}`;
  const session = randomSecret();
  let code = randomSecret();
  return {
    linkCode: () => code,
    redeem(candidate) {
      const isRight = isEqual(candidate, code);
      if (isRight) {
        code = randomSecret();
      }
      return isRight;
    },
    isBearer: (authorization) => isBearer(authorization, token),
    isSession: (cookies) => {
      const value = cookies === undefined ? undefined : cookieValue(cookies, cookieName);
      return value !== undefined && isEqual(value, session);
    },
    setCookie: `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`,
  };
}
