/** Who runs an installation, as the law wants it named. */
export interface Legal {
  /** The body that publishes it. */
  readonly name: string;
  readonly address: string;
  readonly email: string;
  readonly phone: string;
  /** Who answers for what is published. */
  readonly director: string;
  /** Name and address of who hosts it; null where it is the publisher. */
  readonly host: string | null;
  /** Where the data protection officer is reached; null where nobody said. */
  readonly dpo: string | null;
}
