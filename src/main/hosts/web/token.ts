import { isBearer, isEqual, randomSecret } from '#main/hosts/common/access-token.ts';

/** Signs browsers in and answers whether a request is signed in; the permanent token itself stays inside. */
export interface SessionKey {
  /** The code that the next link carries: it signs one browser in, once. */
  readonly linkCode: () => string;
  /** Uses a code up; false for one that is wrong or was used before. */
  readonly redeem: (code: string) => boolean;
  /** Whether an Authorization header holds the permanent token. */
  readonly isBearer: (authorization: string | undefined) => boolean;
  /** Whether a Cookie header holds the session of this run on this port. */
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
 * The session check of one run of the host. SECURITY: code and session are random and kept in memory, so neither is worth
 * anything to another run or port; the cookie's name carries the port, because 127.0.0.1 shares cookies among its ports.
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
