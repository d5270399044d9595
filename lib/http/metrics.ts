/**
 * What is counted of the API, in the text format of Prometheus.
 *
 * @module
 */

/** Counts of one instance, since its start. */
export class Metrics {
  readonly #requests = new Map<string, Map<number, number>>();

  /** Counts one answer of an endpoint. */
  count(endpoint: string, status: number): void {
    let counts = this.#requests.get(endpoint);
    if (counts === undefined) {
      this.#requests.set(endpoint, counts = new Map());
    }
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }

  /** All of it as Prometheus reads it. */
  render(): string {
    const lines = [
      "# HELP lsmessage_http_requests_total Answers of the API.",
      "# TYPE lsmessage_http_requests_total counter",
    ];
    for (const [endpoint, counts] of this.#requests) {
      for (const [status, count] of counts) {
        const labels = `endpoint="${endpoint}",status="${status}"`;
        lines.push(`lsmessage_http_requests_total{${labels}} ${count}`);
      }
    }
    lines.push(
      "# HELP process_resident_memory_bytes Resident memory.",
      "# TYPE process_resident_memory_bytes gauge",
      `process_resident_memory_bytes ${Deno.memoryUsage().rss}`,
    );
    return lines.join("\n") + "\n";
  }
}
