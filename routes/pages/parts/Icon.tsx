import type { ComponentChildren } from "preact";

/** Our own set, drawn on a grid of 24 with a line of 1.75. */
const PATHS = {
  home: (
    <path d="M4 11.5 12 4.5l8 7V19a1 1 0 0 1-1 1h-4.5v-5.5h-5V20H5a1 1 0 0 1-1-1Z" />
  ),
  history: (
    <>
      <path d="M4.5 12a7.5 7.5 0 1 0 2.4-5.5L4.5 8.7" />
      <path d="M4.5 4.5v4.2h4.2M12 8v4.3l2.8 1.7" />
    </>
  ),
  send: (
    <>
      <path d="M20 4 3.8 10.2a.5.5 0 0 0 0 .9l6.6 2.5 2.5 6.6a.5.5 0 0 0 .9 0Z" />
      <path d="m10.4 13.6 4.1-4.1" />
    </>
  ),
  credits: (
    <>
      <ellipse cx="12" cy="6.5" rx="7.5" ry="3" />
      <path d="M4.5 6.5v5.5c0 1.7 3.4 3 7.5 3s7.5-1.3 7.5-3V6.5" />
      <path d="M4.5 12v5.5c0 1.7 3.4 3 7.5 3s7.5-1.3 7.5-3V12" />
    </>
  ),
  more: (
    <>
      <path d="M5 7h14M5 12h14M5 17h14" />
    </>
  ),
  structures: (
    <>
      <rect x="8.5" y="3.5" width="7" height="5" rx="1.2" />
      <rect x="3" y="15.5" width="7" height="5" rx="1.2" />
      <rect x="14" y="15.5" width="7" height="5" rx="1.2" />
      <path d="M12 8.5V12m-5.5 3.5V12h11v3.5" />
    </>
  ),
  settings: (
    <>
      <path d="M4 7h9m4.5 0H20M4 17h2.5m4.5 0h9" />
      <circle cx="15.2" cy="7" r="2.2" />
      <circle cx="8.8" cy="17" r="2.2" />
    </>
  ),
  applications: (
    <>
      <circle cx="8.5" cy="15.5" r="4" />
      <path d="m11.4 12.6 8.1-8.1M16 8l2.8 2.8M13.6 10.4l1.6 1.6" />
    </>
  ),
  webhooks: (
    <>
      <circle cx="6.5" cy="16.5" r="2.5" />
      <circle cx="17.5" cy="16.5" r="2.5" />
      <circle cx="12" cy="6.5" r="2.5" />
      <path d="M9 16.5h6M10.8 8.7l-3.2 5.6M13.2 8.7l3.2 5.6" />
    </>
  ),
  senders: (
    <>
      <rect x="3.5" y="5" width="17" height="14" rx="2" />
      <circle cx="9" cy="11" r="2" />
      <path d="M5.8 16.2c.6-1.5 1.8-2.2 3.2-2.2s2.6.7 3.2 2.2M15 10h3M15 14h3" />
    </>
  ),
  chart: (
    <>
      <path d="M4 20h16" />
      <path d="M6.5 16.5v-5m5.5 5V5m5.5 11.5V8.5" />
    </>
  ),
  scales: (
    <>
      <path d="M12 4v16M8 20h8M5 7h14" />
      <path d="M5 7 2.8 13h4.4ZM19 7l-2.2 6h4.4Z" />
    </>
  ),
  gauge: (
    <>
      <path d="M4.5 17a8.5 8.5 0 1 1 15 0" />
      <path d="m12 14 3.5-4.5" />
      <circle cx="12" cy="14" r="1.4" />
    </>
  ),
  bell: (
    <>
      <path d="M6 10.5a6 6 0 0 1 12 0v4l1.5 2.5h-15L6 14.5Z" />
      <path d="M10 19.8a2.2 2.2 0 0 0 4 0" />
    </>
  ),
  language: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M3.5 12h17M12 3.5c2.6 2.4 3.8 5.2 3.8 8.5S14.6 18.1 12 20.5C9.4 18.1 8.2 15.3 8.2 12S9.4 5.9 12 3.5Z" />
    </>
  ),
  hand: (
    <>
      <path d="M4.5 5.5h15a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H12l-4.5 4v-4h-3a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1Z" />
      <path d="M12 8.3v5.4M9.3 11h5.4" />
    </>
  ),
  inbox: (
    <>
      <rect x="6.5" y="3" width="11" height="18" rx="2.2" />
      <path d="M10.5 18h3" />
    </>
  ),
  gateways: (
    <>
      <path d="M4 8h13M13.5 4.5 17 8l-3.5 3.5" />
      <path d="M20 16H7M10.5 12.5 7 16l3.5 3.5" />
    </>
  ),
  out: (
    <>
      <path d="M10 4.5H6a1 1 0 0 0-1 1v13a1 1 0 0 0 1 1h4" />
      <path d="M14.5 8.5 18 12l-3.5 3.5M18 12H9.5" />
    </>
  ),
  account: (
    <>
      <circle cx="12" cy="8" r="3.5" />
      <path d="M5 19.5c.8-3.6 3.6-5.5 7-5.5s6.2 1.9 7 5.5" />
    </>
  ),
  shield: (
    <>
      <path d="M12 3.5 5 6v5.5c0 4.3 2.9 7.4 7 9 4.1-1.6 7-4.7 7-9V6Z" />
      <path d="m9 12 2.2 2.2L15 10.4" />
    </>
  ),
  check: <path d="m5 12.5 4.5 4.5L19 7.5" />,
  alert: (
    <>
      <path d="M12 4 2.8 19.5h18.4Z" />
      <path d="M12 10v4.2M12 17v.1" />
    </>
  ),
  info: (
    <>
      <circle cx="12" cy="12" r="8.5" />
      <path d="M12 11v5M12 8v.1" />
    </>
  ),
  down: <path d="m6.5 9.5 5.5 5.5 5.5-5.5" />,
  right: <path d="m9.5 6.5 5.5 5.5-5.5 5.5" />,
  left: <path d="m14.5 6.5-5.5 5.5 5.5 5.5" />,
  up: <path d="M12 19V6M6.5 11 12 5.5l5.5 5.5" />,
  plus: <path d="M12 5v14M5 12h14" />,
  template: (
    <>
      <rect x="4" y="4" width="16" height="16" rx="2.5" />
      <path d="M8 9h8M8 13h5M16 13h.01M8 16.5h8" />
    </>
  ),
  people: (
    <>
      <circle cx="9" cy="8.5" r="3.2" />
      <path d="M3.5 19c.4-3.2 2.6-5 5.5-5s5.100 1.800 5.500 5M15.500 5.600a3 3 0 0 1 0 5.800M17 14.400c2 .6 3.200 2.200 3.500 4.600" />
    </>
  ),
  muted: (
    <>
      <path d="M6 10a6 6 0 0 1 9.500-4.900M18 10c0 5 2 6 2 6H9M4.500 16S6 15 6 11M10 19.500h4" />
      <path d="m4 4 16 16" />
    </>
  ),
  eye: (
    <>
      <path d="M2.5 12s3.500-6 9.500-6 9.500 6 9.500 6-3.500 6-9.500 6-9.500-6-9.500-6Z" />
      <circle cx="12" cy="12" r="2.700" />
    </>
  ),
  minus: <path d="M5 12h14" />,
  search: (
    <>
      <circle cx="11" cy="11" r="6" />
      <path d="m15.5 15.5 4.5 4.5" />
    </>
  ),
} satisfies Record<string, ComponentChildren>;

export type IconName = keyof typeof PATHS;

/** A small picture beside words; it says nothing on its own. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      width="24"
      height="24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {PATHS[name]}
    </svg>
  );
}

/** The whole set, to be looked at. */
export const ICONS = Object.keys(PATHS) as IconName[];
