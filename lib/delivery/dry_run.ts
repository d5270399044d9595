/**
 * A dry run: which gateways a message would take on a date, and why not the
 * others. Nothing is sent.
 *
 * @module
 */
import { type Actor, isOperator, sees } from "../domain/actor.ts";
import { authorised, lineage } from "../domain/directory.ts";
import { invalidField } from "../domain/field.ts";
import { INVALID_NUMBERS, parseRecipient } from "../domain/phone.ts";
import type { Ports } from "../ports.ts";
import { instant } from "../schema/common.ts";
import type { DryRun, DryRunQuery } from "../schema/dry_run.ts";
import { type OpenGateway, openGateways } from "./gateways.ts";
import { stateOf } from "./health.ts";
import { detour, isBeside } from "./route.ts";

/**
 * The way a structure's message to a number would take at an instant, the
 * first gateway first; those it would not take come last, with the reason.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_request` for the number
 */
export async function dryRun(
  ports: Ports,
  actor: Actor,
  { id, to, at }: DryRunQuery & { id: string },
): Promise<DryRun> {
  const place = await authorised(ports, actor, "gateway:manage", id);
  const parsed = parseRecipient(to);
  if ("code" in parsed) throw invalidField("/to", INVALID_NUMBERS[parsed.code]);
  const atMs = at === undefined ? ports.now() : Date.parse(at);
  const gateways = await openGateways(ports, place);
  const taken = gateways.filter((one) => detour(one, parsed.to, atMs) === null);
  const isCanary = ({ canaries }: OpenGateway) => canaries.has(parsed.to);
  const route = [
    ...taken.filter(isCanary),
    ...taken.filter((one) => !isCanary(one)),
  ];
  const others = gateways.filter((one) => !taken.includes(one));
  const steps = [...route, ...others].map(async (gateway, index) => {
    const { stored } = gateway;
    const isTaken = index < route.length;
    const isNamed = await mayName(ports, actor, stored.ownerId);
    return {
      gatewayId: isNamed ? stored.id : null,
      name: isNamed ? stored.name : null,
      kind: isNamed ? stored.kind : null,
      ownerId: stored.ownerId,
      taken: isTaken,
      canary: isTaken && isCanary(gateway),
      share: isTaken ? shareOf(gateway, taken) : 0,
      state: stateOf(ports, stored.id).state,
      reason: detour(gateway, parsed.to, atMs),
    };
  });
  return { at: instant(atMs), steps: await Promise.all(steps) };
}

/** What part of the messages of its place a gateway is asked first for. */
function shareOf(gateway: OpenGateway, taken: readonly OpenGateway[]): number {
  const beside = taken.filter((one) => isBeside(one, gateway));
  const sum = beside.reduce((total, { stored }) => total + stored.weight, 0);
  return Math.round(gateway.stored.weight / sum * 1_000) / 1_000;
}

/** What is above a manager is told as a step, without its name. */
async function mayName(
  ports: Ports,
  actor: Actor,
  ownerId: string | null,
): Promise<boolean> {
  if (isOperator(actor)) return true;
  const owner = ownerId === null ? null : await lineage(ports, ownerId);
  return owner !== null && sees(actor, owner.structure);
}
