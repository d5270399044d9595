import { number } from "../../../islands/words.ts";
import type { ShardLag } from "../../../lib/delivery/lag.ts";
import type { Fence } from "../../../lib/schema/operations.ts";
import type { StoredRetentionRun } from "../../../lib/schema/retention.ts";
import type { Rewrap } from "../../../lib/schema/rewrap.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Tile } from "../parts/Tile.tsx";
import type { Visit } from "../visit.ts";
import { exactly, longDate } from "../words.ts";
import { OPERATIONS } from "../words/operations.ts";

interface OperationsProps {
  visit: Visit;
  state: "ready" | "slow" | "stuck";
  lags: readonly ShardLag[];
  fence: Fence;
  rewrap: Rewrap;
  runs: readonly StoredRetentionRun[];
  /** Resident bytes. */
  memory: number;
}

/** The service as its operator sees it. */
export function Operations(props: OperationsProps) {
  const { visit, state, runs } = props;
  const { language } = visit;
  const words = OPERATIONS[language];
  return (
    <>
      <Heading title={words.title} lead={words.lead} />
      {state === "ready"
        ? (
          <Notice tone="good" title={words.ready}>
            <p>{words.readyText}</p>
          </Notice>
        )
        : (
          <Notice tone="bad" title={words[state]}>
            {state === "stuck" && <p>{words.stuckText}</p>}
          </Notice>
        )}
      <Figures {...props} />
      <section>
        <h2>{words.fence}</h2>
        <FenceState {...props} />
      </section>
      <section>
        <h2>{words.keys}</h2>
        <Keys {...props} />
      </section>
      <section>
        <h2>{words.retention}</h2>
        {runs.length === 0 ? <p>{words.noRun}</p> : (
          <ul>
            {runs.map(({ texts, numbers, finishedAtMs }) => (
              <li>
                {words.run(
                  number(texts, language),
                  number(numbers, language),
                  exactly(finishedAtMs, language),
                )}
              </li>
            ))}
          </ul>
        )}
      </section>
      <section>
        <h2>{words.backup}</h2>
        <p>{words.backupText}</p>
        <p class="quiet">{words.watch}</p>
      </section>
    </>
  );
}

function Figures({ visit, lags, memory }: OperationsProps) {
  const { ports, language } = visit;
  const words = OPERATIONS[language];
  const { load, waiting } = ports.store;
  const { count, sumMs } = load.durations;
  const at = (value: number) => number(Math.round(value), language);
  const lagMs = Math.max(...lags.map((one) => one.lagMs));
  const flying = lags.reduce((sum, one) => sum + one.flying, 0);
  return (
    <dl class="tiles">
      <Tile
        label={words.lag}
        value={words.seconds(at(lagMs / 1_000))}
        tone={lagMs > 30_000 ? "bad" : undefined}
      />
      <Tile label={words.flying} value={at(flying)} />
      <Tile label={words.waiting} value={at(waiting)} />
      <Tile
        label={words.commits}
        value={at(count)}
        hint={words.each(at(count === 0 ? 0 : sumMs / count))}
      />
      <Tile label={words.again} value={at(load.again)} />
      <Tile
        label={words.memory}
        value={words.megabytes(at(memory / 2 ** 20))}
      />
    </dl>
  );
}

function FenceState({ visit, fence }: OperationsProps) {
  const { language } = visit;
  const words = OPERATIONS[language];
  const { raisedAt, backupAt, held } = fence;
  if (raisedAt === null || held.length === 0) return <p>{words.noFence}</p>;
  return (
    <>
      <Notice tone="info">
        <p>
          {words.fenceText(
            exactly(raisedAt, language),
            exactly(backupAt!, language),
          )}
        </p>
      </Notice>
      <ul class="cards">
        {held.map(({ structureId, structureName, messages }) => (
          <li class="card">
            <p class="strong">
              {words.heldBy(structureName, number(messages, language))}
            </p>
            <Lift visit={visit} structureId={structureId} />
          </li>
        ))}
        {held.length > 1 && (
          <li class="card">
            <p class="strong">{words.all}</p>
            <Lift visit={visit} structureId="" />
          </li>
        )}
      </ul>
    </>
  );
}

function Lift(
  { visit, structureId }: { visit: Visit; structureId: string },
) {
  const words = OPERATIONS[visit.language];
  return (
    <div class="foot">
      {(["send", "cancel"] as const).map((how) => (
        <Form
          visit={visit}
          action="/exploitation/barriere"
          hidden={{ structureId, how }}
        >
          <button
            type="submit"
            class={how === "send" ? "button" : "button bad"}
          >
            {words[how]}
          </button>
        </Form>
      ))}
    </div>
  );
}

function Keys({ visit, rewrap }: OperationsProps) {
  const { language } = visit;
  const words = OPERATIONS[language];
  const { activeKey, otherKeys, run, removable } = rewrap;
  const needed = run === null
    ? []
    : Object.entries(run.left).filter(([, count]) => count > 0)
      .map(([id]) => id);
  const isOurs = run !== null && run.to === activeKey;
  const named = (ids: readonly string[]) =>
    ids.map((id) => `« ${id} »`).join(", ");
  return (
    <>
      <p>{words.keysText(activeKey)}</p>
      {isOurs && (
        <p>
          {run.finishedAt === null
            ? words.rewrapBusy(number(run.moved, language), activeKey)
            : words.rewrapDone(
              activeKey,
              number(run.moved, language),
              longDate(Date.parse(run.finishedAt), language),
            )}
        </p>
      )}
      {removable.length > 0 && (
        <Notice tone="good">
          <p>{words.removable(named(removable))}</p>
        </Notice>
      )}
      {needed.length > 0 && (
        <Notice tone="bad">
          <p>{words.needed(named(needed))}</p>
        </Notice>
      )}
      {otherKeys.length > 0 && (!isOurs || run.finishedAt !== null) && (
        <Form visit={visit} action="/exploitation/cles">
          <button type="submit" class="button">{words.rewrap}</button>
        </Form>
      )}
    </>
  );
}
