/** How a commit ends. */
export type Committed = Deno.KvCommitResult | Deno.KvCommitError;

/** What a commit holds. */
export interface Tally {
  checks: number;
  mutations: number;
}

/** What of a database is to go another way. */
export interface Replaced {
  /** Stands in for each commit; `apply` does what the commit would do. */
  commit?(apply: () => Promise<Committed>, tally: Tally): Promise<Committed>;
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
    atomic: () => interceptAtomic(kv.atomic(), replaced),
    getMany: (keys: readonly Deno.KvKey[]) => {
      const read = () => kv.getMany<unknown[]>(keys);
      return replaced.getMany?.(keys, read) ?? read();
    },
    close: replaced.close ?? (() => kv.close()),
  });
}

function interceptAtomic(
  atomic: Deno.AtomicOperation,
  replaced: Replaced,
): Deno.AtomicOperation {
  const tally: Tally = { checks: 0, mutations: 0 };
  const apply = () => atomic.commit();
  const proxy: Deno.AtomicOperation = replace(atomic, {
    check: (...checks: Deno.AtomicCheck[]) => {
      tally.checks += checks.length;
      atomic.check(...checks);
      return proxy;
    },
    set: (...given: Parameters<Deno.AtomicOperation["set"]>) => {
      tally.mutations++;
      atomic.set(...given);
      return proxy;
    },
    delete: (key: Deno.KvKey) => {
      tally.mutations++;
      atomic.delete(key);
      return proxy;
    },
    commit: () => replaced.commit?.(apply, tally) ?? apply(),
  });
  return proxy;
}

/** `target` with some other methods. */
function replace<T extends object>(
  target: T,
  methods: Record<string, unknown>,
): T {
  return new Proxy(target, {
    get(_, name) {
      if (Object.hasOwn(methods, name)) return methods[name as string];
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
