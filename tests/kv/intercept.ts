/** What of a database is to go another way. */
export interface Replaced {
  /** Stands in for each commit; `apply` does what the commit would do. */
  commit?(
    apply: () => Promise<Deno.KvCommitResult | Deno.KvCommitError>,
  ): Promise<Deno.KvCommitResult | Deno.KvCommitError>;
  /** Stands in for each read of several keys. */
  getMany?(
    keys: readonly Deno.KvKey[],
    read: () => Promise<Deno.KvEntryMaybe<unknown>[]>,
  ): Promise<Deno.KvEntryMaybe<unknown>[]>;
  close?(): void;
}

/** A real database, some of whose calls go another way. */
export function intercept(kv: Deno.Kv, replaced: Replaced): Deno.Kv {
  return replace(kv, {
    atomic: () => {
      const atomic = kv.atomic();
      const apply = () => atomic.commit();
      return replace(atomic, {
        commit: () => replaced.commit?.(apply) ?? apply(),
      });
    },
    getMany: (keys: readonly Deno.KvKey[]) => {
      const read = () => kv.getMany<unknown[]>(keys);
      return replaced.getMany?.(keys, read) ?? read();
    },
    close: replaced.close ?? (() => kv.close()),
  });
}

/** `target` with other methods; those that give `target` give it replaced. */
function replace<T extends object>(
  target: T,
  methods: Record<string, unknown>,
): T {
  const proxy: T = new Proxy(target, {
    get(_, name) {
      if (Object.hasOwn(methods, name)) return methods[name as string];
      const value = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return (...given: unknown[]) => {
        const result = value.apply(target, given);
        return result === target ? proxy : result;
      };
    },
  });
  return proxy;
}
