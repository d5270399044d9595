/**
 * What is counted of the API, in the text format of Prometheus. Nothing here
 * names a structure, an application or a person.
 *
 * @module
 */
import type { Durations } from "../kv/load.ts";

/** One figure, with what tells it apart from others of its name. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Figures of one name. */
export interface Family {
  readonly name: string;
  readonly type: "counter" | "gauge";
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** Upper bounds, as in `lib/kv/load.ts`; requests take what commits take. */
const BOUNDS_MS = [5, 10, 25, 50, 100, 250, 500, 1_000, 5_000];

/** Counts of one instance, since its start. */
export class Metrics {
  readonly #requests = new Map<string, Map<number, number>>();
  readonly #durations = {
    counts: Array<number>(BOUNDS_MS.length + 1).fill(0),
    sumMs: 0,
    count: 0,
  };

  /** Counts one answer of an endpoint, and what it took. */
  count(endpoint: string, status: number, ms = 0): void {
    let counts = this.#requests.get(endpoint);
    if (counts === undefined) {
      this.#requests.set(endpoint, counts = new Map());
    }
    counts.set(status, (counts.get(status) ?? 0) + 1);
    const took = this.#durations;
    let i = 0;
    while (i < BOUNDS_MS.length && ms > BOUNDS_MS[i]!) i++;
    took.counts[i]!++;
    took.sumMs += ms;
    took.count++;
  }

  /** All of it, and what others count, as Prometheus reads it. */
  render(
    more: readonly Family[] = [],
    commits: Durations | null = null,
  ): string {
    const requests: Family = {
      name: "lsmessage_http_requests_total",
      type: "counter",
      help: "Answers of the API.",
      samples: [...this.#requests].flatMap(([endpoint, counts]) =>
        [...counts].map(([status, value]) => ({
          labels: { endpoint, status: String(status) },
          value,
        }))
      ),
    };
    const memory: Family = {
      name: "process_resident_memory_bytes",
      type: "gauge",
      help: "Resident memory.",
      samples: [{ value: Deno.memoryUsage().rss }],
    };
    const took = histogram(
      "lsmessage_http_request_seconds",
      "What answers of the API took.",
      this.#durations,
    );
    const committed = commits === null ? "" : histogram(
      "lsmessage_commit_seconds",
      "What commits took.",
      commits,
    );
    return [requests, memory, ...more].map(familyText).join("") + took +
      committed;
  }
}

function familyText({ name, type, help, samples }: Family): string {
  const lines = samples.map(({ labels = {}, value }) => {
    const written = Object.entries(labels).map(([key, text]) =>
      `${key}="${text.replaceAll(/["\\\n]/g, "_")}"`
    );
    return `${name}${
      written.length > 0 ? `{${written.join(",")}}` : ""
    } ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join("")}`;
}

function histogram(
  name: string,
  help: string,
  { counts, sumMs, count }: Pick<Durations, "counts" | "sumMs" | "count">,
): string {
  let below = 0;
  const lines = BOUNDS_MS.map((bound, i) => {
    below += counts[i]!;
    return `${name}_bucket{le="${bound / 1_000}"} ${below}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} histogram\n${lines.join("")}` +
    `${name}_bucket{le="+Inf"} ${count}\n${name}_sum ${sumMs / 1_000}\n` +
    `${name}_count ${count}\n`;
}
