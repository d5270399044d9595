import type { ComponentChildren } from "preact";
import { useLanguage, useWords } from "../../../islands/language.ts";
import { Bubble } from "../../../islands/parts/Bubble.tsx";
import type { Status } from "../../../lib/schema/message.ts";
import { number, smsCount } from "../../../islands/words.ts";
import { Brand } from "../parts/Brand.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Icon, ICONS } from "../parts/Icon.tsx";
import { Notice } from "../parts/Notice.tsx";
import { StatusPill } from "../parts/StatusPill.tsx";
import { Tile } from "../parts/Tile.tsx";
import { STATUSES } from "../words.ts";
import { STYLEGUIDE } from "../words/styleguide.ts";
import { StyleFields } from "./StyleFields.tsx";
import { StyleList } from "./StyleList.tsx";

const COLOURS = [
  "paper",
  "surface",
  "ink",
  "soft",
  "line",
  "edge",
  "accent",
  "accent-soft",
  "deep",
  "good",
  "good-soft",
  "bad",
  "bad-soft",
  "wait",
  "wait-soft",
];

/** The parts the pages are made of. */
export function Styleguide() {
  const words = useWords(STYLEGUIDE);
  return (
    <article class="guide">
      <Brand href="/" />
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <Part title={words.colours}>
        <ul class="swatches">
          {COLOURS.map((name) => (
            <li key={name}>
              <span class={`swatch ${name}`} aria-hidden="true" />
              <code>{name}</code>
            </li>
          ))}
        </ul>
      </Part>
      <Buttons />
      <Part title={words.states}>
        <ul class="pills">
          {(Object.keys(STATUSES.fr) as Status[]).map((status) => (
            <li key={status}>
              <StatusPill status={status} />
            </li>
          ))}
        </ul>
      </Part>
      <Notices />
      <Figures />
      <Part title={words.fields}>
        <StyleFields />
      </Part>
      <StyleList />
      <Rest />
      <Part title={words.icons}>
        <ul class="swatches">
          {ICONS.map((name) => (
            <li key={name}>
              <Icon name={name} /> <code>{name}</code>
            </li>
          ))}
        </ul>
      </Part>
    </article>
  );
}

/** One family of components, under its name. */
export function Part(
  { title, children }: { title: string; children: ComponentChildren },
) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Buttons() {
  const words = useWords(STYLEGUIDE);
  return (
    <Part title={words.buttons}>
      <div class="actions">
        <button type="button" class="button main">{words.main}</button>
        <button type="button" class="button">{words.plain}</button>
        <button type="button" class="button quiet">{words.quiet}</button>
        <button type="button" class="button bad">{words.destructive}</button>
        <button type="button" class="button main" disabled>
          {words.disabled}
        </button>
      </div>
    </Part>
  );
}

function Notices() {
  const words = useWords(STYLEGUIDE);
  return (
    <Part title={words.notices}>
      <Notice tone="good">
        <p>{words.good}</p>
      </Notice>
      <Notice tone="bad" title={words.noCredit}>
        <p>{words.bad}</p>
      </Notice>
      <Notice tone="info">
        <p>{words.info}</p>
      </Notice>
      <p class="waiting">
        <a href="/hors-ligne">{words.waiting}</a>
      </p>
    </Part>
  );
}

function Figures() {
  const words = useWords(STYLEGUIDE);
  const language = useLanguage();
  return (
    <Part title={words.tiles}>
      <dl class="tiles">
        <Tile label={words.today} value={number(1_204, language)} />
        <Tile label={words.failed} value="3" tone="bad" href="/styleguide" />
        <Tile
          label={words.sms}
          value={number(12, language)}
          hint={words.notLeft}
        />
      </dl>
    </Part>
  );
}

function Rest() {
  const words = useWords(STYLEGUIDE);
  const language = useLanguage();
  return (
    <>
      <Part title={words.progress}>
        <progress max={10} value={7} aria-label={words.progress}>
          {words.progressWords}
        </progress>
      </Part>
      <Part title={words.skeleton}>
        <div class="skeleton" aria-hidden="true">
          <span />
          <span />
          <span />
        </div>
      </Part>
      <Part title={words.empty}>
        <Empty icon="history" title={words.emptyTitle}>
          <p>{words.emptyWords}</p>
        </Empty>
      </Part>
      <Part title={words.consequence}>
        <p class="consequence">{words.consequenceWords}</p>
        <div class="foot">
          <button type="button" class="button main">
            {smsCount(250, language)}
          </button>
        </div>
      </Part>
      <Part title={words.dialog}>
        <details class="list">
          <summary>{words.dialogOpen}</summary>
          <p>{words.dialogContent}</p>
        </details>
      </Part>
      <Part title={words.bubble}>
        <Bubble sender="MairieRodez" text={words.bubbleText} />
      </Part>
    </>
  );
}
