/** The mark of the service: a message that has arrived. */
export function Brand({ href }: { href: string }) {
  return (
    <a class="brand" href={href}>
      <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
        <path
          class="mark"
          d="M7 4h18a5 5 0 0 1 5 5v10a5 5 0 0 1-5 5H15.5L9 29.4V24H7a5 5 0 0 1-5-5V9a5 5 0 0 1 5-5Z"
        />
        <path
          class="tick"
          d="m9.5 14.2 4.3 4.3 8.7-8.7"
          fill="none"
          stroke-width="3"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      </svg>
      <span>lsmessage</span>
    </a>
  );
}
