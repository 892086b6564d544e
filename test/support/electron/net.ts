import { request as httpRequest } from 'node:http';

/** The `net` module, as far as loopback requests of an updater need it. */
export const net = {
  isOnline: (): boolean => true,
  fetch: (url: string, init?: RequestInit): Promise<Response> => fetch(url, init),
  request(options: string | Readonly<Record<string, unknown>>): ReturnType<typeof httpRequest> {
    if (typeof options === 'string') {
      return httpRequest(options);
    }
    const { protocol, hostname, port, path, method, headers, url } = options;
    return typeof url === 'string'
      ? httpRequest(url, { method: typeof method === 'string' ? method : 'GET' })
      : httpRequest({ protocol, hostname, port, path, method, headers } as object);
  },
};
