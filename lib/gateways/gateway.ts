/**
 * What a gateway is to the rest of the service: something that is handed one
 * SMS and says which of four things happened, and that understands the
 * receipts its network posts back.
 *
 * @module
 */
import type { z } from "@hono/zod-openapi";
import type { Said } from "../ports.ts";
import type { Text } from "../problem.ts";

/** One SMS to hand over. Everything a gateway may know of it. */
export interface Handover {
  /** Our id, `msg_…`; also the de-duplication key where a gateway has one. */
  readonly messageId: string;
  /** E.164, `+33612345678`. */
  readonly to: string;
  /** NFC text, `\n` line ends. */
  readonly text: string;
  readonly encoding: "gsm7" | "ucs2";
  readonly segments: number;
  readonly sender: string | null;
  /** Whole seconds left of the validity. */
  readonly validitySeconds: number;
  /** Where receipts for this message are to be posted (holds the secret). */
  readonly callbackUrl: string;
}

/**
 * What became of a hand-over.
 *
 * `accepted`: the gateway has it. `rejected`: it will never take it (`scope`
 * says whether the message or the gateway's own account is at fault).
 * `retry`: proof that nothing was submitted. `unknown`: the request left and
 * no answer tells.
 */
export type Outcome =
  | {
    readonly kind: "accepted";
    readonly providerId: string | null;
    /**
     * Where each part of the SMS has an id and receipts of its own: all ids in
     * their order, the first being `providerId`.
     */
    readonly partIds?: readonly string[];
  }
  | {
    readonly kind: "rejected";
    readonly scope: "message" | "gateway";
    /** The gateway's own words or code, never with a number or text in it. */
    readonly detail: string;
  }
  | {
    readonly kind: "retry";
    readonly afterMs?: number;
    readonly detail: string;
  }
  | { readonly kind: "unknown"; readonly detail: string };

/** What a delivery receipt says. */
export interface Receipt {
  /** Our id where the callback's address carries it, else null. */
  readonly messageId: string | null;
  /** The gateway's id where the receipt carries it, else null. */
  readonly providerId: string | null;
  readonly status: "sent" | "delivered" | "failed" | "expired";
  /** The network's code or words, or null. */
  readonly detail: string | null;
  /**
   * True where the network proves that the SMS never left (Kannel's NACK):
   * the message may then be failed and its credits given back.
   */
  readonly neverSent?: boolean;
}

/** What a person wrote back. */
export interface Reply {
  /** As the network writes the number. */
  readonly from: string;
  readonly text: string;
  /** The network's id of the reply, by which a second posting is known. */
  readonly id: string | null;
  /** Our id of the message it answers, where the network says. */
  readonly messageId: string | null;
  /** The network's id of the message it answers, where it says. */
  readonly providerId: string | null;
  /** Which part of a longer reply it is, where parts come one by one. */
  readonly part?: {
    /** Tells replies of one phone apart. */
    readonly reference: string;
    /** From 1. */
    readonly index: number;
    readonly count: number;
  };
}

/** A receipt of the simulator, to come after a while. */
export interface OwnReceipt {
  readonly status: "delivered" | "failed" | "expired";
  readonly afterMs: number;
}

/** The part of the world a gateway touches. */
export interface GatewayPorts {
  fetch(url: string, init: RequestInit): Promise<Said>;
  now(): number;
  random(): number;
  after(ms: number, run: () => void): () => void;
  /**
   * Puts the SMS into the simulator's phone; receipts follow, each after its
   * time.
   */
  receive(sms: Handover, receipts: readonly OwnReceipt[]): Promise<void>;
  /** Tells apart the gateways that share one session. */
  readonly gatewayId?: string;
  /**
   * Opens a connection that both sides write to; absent where no process
   * lives long enough to hold one.
   */
  connect?(address: WireAddress, signal: AbortSignal): Promise<Wire>;
  /**
   * Takes a receipt that came in over a session. The network is told that it
   * has been taken only once this resolved.
   */
  receiptArrived?(providerId: string, receipt: Receipt): Promise<void>;
  /** The same for what a person wrote back. */
  replyArrived?(reply: Reply): Promise<void>;
}

/** Where a session leads to. */
export interface WireAddress {
  readonly hostname: string;
  readonly port: number;
  readonly tls: boolean;
  /** Authorities trusted besides the usual ones, in PEM. */
  readonly caCerts?: readonly string[];
}

/** A connection, as `Deno.connect` gives it. */
export interface Wire {
  read(into: Uint8Array): Promise<number | null>;
  write(octets: Uint8Array): Promise<number>;
  close(): void;
}

/** A receipt request as it came in, already read. */
export interface ReceiptRequest {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  readonly body: string;
  /**
   * The public address it was posted to, as the network was given it and with
   * the query as it stood: what networks sign. Made from the configuration,
   * never from `Host`. Without it such a signature cannot be right.
   */
  readonly url?: string;
  /** When it came in; without it a signature is of no age. */
  readonly receivedMs?: number;
}

/**
 * A receipt that does not bear the signature its network puts on all of them.
 * To be answered 403 and to change nothing; its words carry no secret.
 */
export class ForgedReceipt extends Error {
  override readonly name = "ForgedReceipt";
}

/** An SMS whose hand-over nobody answered for. */
export interface Lost extends Pick<Handover, "messageId" | "to" | "text"> {
  /** About when it was handed over. */
  readonly handedMs: number;
}

/** What a network's own list says of a hand-over nobody answered for. */
export type Reconciled =
  | { readonly kind: "accepted"; readonly providerId: string }
  /**
   * It does not list the SMS. Lists lag behind, by minutes at some networks,
   * so this counts only some time after the hand-over.
   */
  | { readonly kind: "absent" }
  | { readonly kind: "unknown" };

/** What is left on the account at the network. */
export interface Balance {
  readonly amount: number;
  readonly unit: "sms" | "eur";
}

/** One kind of gateway. `S` is the shape of its settings. */
export interface GatewayKind<S> {
  readonly kind: string;
  readonly label: Text;
  /** Validates and documents the settings. */
  readonly settings: z.ZodType<S>;
  /** Whether receipts name the gateway's own id rather than ours. */
  receiptsByProviderId?(settings: S): boolean;
  /** Whether a second hand-over of one message id is recognised there. */
  readonly deduplicates?: boolean;
  /** Names of the settings that answers show as dots. */
  readonly secrets: readonly (keyof S & string)[];
  /** Hands over one SMS. Never throws: what is unclear is `unknown`. */
  submit(
    ports: GatewayPorts,
    settings: S,
    sms: Handover,
    signal: AbortSignal,
  ): Promise<Outcome>;
  /**
   * Reads a receipt; null where the request is none (unknown ≠ failed).
   * Verifies the signature itself where the network signs.
   *
   * @throws {ForgedReceipt} if the signature is missing or wrong
   */
  parseReceipt?(settings: S, request: ReceiptRequest): Receipt | null;
  /**
   * Reads what people wrote back; none where the request is something else.
   * Asked after {@linkcode parseReceipt} found no receipt in the request, so
   * its signature has been verified there.
   */
  parseReplies?(settings: S, request: ReceiptRequest): readonly Reply[];
  /**
   * Looks for an SMS whose hand-over stayed `unknown` in the network's own
   * list, by our id where it knows it. Sends nothing. Never throws.
   */
  reconcile?(
    ports: GatewayPorts,
    settings: S,
    sms: Lost,
    signal: AbortSignal,
  ): Promise<Reconciled>;
  /** What is left on the account; null where it does not tell. Never throws. */
  balance?(
    ports: GatewayPorts,
    settings: S,
    signal: AbortSignal,
  ): Promise<Balance | null>;
  /** The body its receipts must be answered with, with 200; empty if absent. */
  readonly receiptAnswer?: string;
  /**
   * Keeps open what receipts come in by, for some minutes: to be called again
   * and again for as long as the gateway is in use. Never throws.
   */
  attend?(ports: GatewayPorts, settings: S): void;
  /** Lets go of all sessions in an orderly way; before the process ends. */
  close?(): Promise<void>;
}
