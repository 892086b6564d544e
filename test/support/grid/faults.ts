import type { Fault, GridRequest } from './loopback-grid.ts';

/** Answers the next so many requests of a path otherwise. */
export function times(
  count: number,
  path: string,
  answer: (response: Parameters<Fault>[1], request: GridRequest) => void,
): Fault {
  let left = count;
  return (request, response) => {
    if (left === 0 || !request.path.startsWith(path)) return false;
    left -= 1;
    answer(response, request);
    return true;
  };
}

/** An answer with a body of any kind. */
export function reply(status: number, body: string, headers: Record<string, string> = {}) {
  return (response: Parameters<Fault>[1]) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

/** An answer that breaks off in its middle. */
export function breakOff(body: string) {
  return (response: Parameters<Fault>[1]) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(body.length * 2) });
    response.write(body, () => response.destroy());
  };
}

/** An answer that never comes. */
export const silence = () => undefined;
