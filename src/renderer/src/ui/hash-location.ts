import { useCallback, useEffect, useSyncExternalStore } from 'react';

/** The part of the address after `#`: a path, and parameters after a `?`. */
export interface HashLocation {
  readonly path: string;
  readonly params: URLSearchParams;
}

function split(hash: string): HashLocation {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?');
  return { path: `/${path}`, params: new URLSearchParams(query) };
}

function join(path: string, params: URLSearchParams): string {
  const query = params.toString();
  return query === '' ? `#${path}` : `#${path}?${query}`;
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

function go(href: string, replace: boolean): void {
  if (href === location.hash) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', href);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

/** The parameters that follow a reader from screen to screen. */
const STICKY_PARAMS = ['node'] as const;

/**
 * The address of a screen; the selected node goes along.
 * @param path like `/hardware`
 * @param params further parameters of that screen
 */
export function hrefTo(path: string, params: Readonly<Record<string, string>> = {}): string {
  const kept = new URLSearchParams();
  const current = split(location.hash).params;
  for (const name of STICKY_PARAMS) {
    const value = current.get(name);
    if (value !== null) kept.set(name, value);
  }
  for (const [name, value] of Object.entries(params)) kept.set(name, value);
  return join(path, kept);
}

/** Goes to a screen, keeping the selected node. */
export function goTo(path: string, params: Readonly<Record<string, string>> = {}): void {
  go(hrefTo(path, params), false);
}

/** The current path for wouter's Router: parameters are left out, so that routes match the path alone. */
export function useHashPath(): [string, (path: string, options?: { readonly replace?: boolean }) => void] {
  const path = useSyncExternalStore(subscribe, () => split(location.hash).path);
  const navigate = useCallback((to: string, options?: { readonly replace?: boolean }) => {
    go(hrefTo(to), options?.replace === true);
  }, []);
  return [path, navigate];
}

/** Leads from an address of an earlier version to the one that took its place, with its parameters. */
export function useMoved(moved: Readonly<Record<string, string>>): void {
  const [path] = useHashPath();
  const target = moved[path];
  useEffect(() => {
    if (target === undefined) return;
    const { path: to, params } = split(target);
    for (const [name, value] of split(location.hash).params) params.set(name, value);
    go(join(to, params), true);
  }, [target]);
}

/** One parameter kept in the address: survives a reload, can be linked to. `null` removes it. */
export function useHashParam(name: string): [string | null, (value: string | null) => void] {
  const value = useSyncExternalStore(subscribe, () => split(location.hash).params.get(name));
  const set = useCallback(
    (next: string | null) => {
      const { path, params } = split(location.hash);
      if (next === null) params.delete(name);
      else params.set(name, next);
      go(join(path, params), true);
    },
    [name],
  );
  return [value, set];
}
