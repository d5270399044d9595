/** What every measurement of one run of the benchmark shares. */
export interface Setting {
  /** Of `deno run`, for child processes. */
  readonly flags: readonly string[];
  /** Where stores are put; each measurement has one of its own. */
  readonly folder: string;
  readonly quick: boolean;
  /** Of each load: how long before it counts, and how long it counts. */
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

/** A path nobody uses yet, for a store. */
export async function freshFolder({ folder }: Setting): Promise<string> {
  return await Deno.makeTempDir({ dir: folder, prefix: "store-" });
}
