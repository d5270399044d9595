/**
 * The doubles of the public SMS services, for the tables that run them all.
 *
 * @module
 */
import { allmysms } from "./allmysms.ts";
import { brevo } from "./brevo.ts";
import { infobip } from "./infobip.ts";
import { octopush } from "./octopush.ts";
import { orange } from "./orange.ts";
import { ovh } from "./ovh.ts";
import type { Service } from "./service.ts";
import { smsfactor } from "./smsfactor.ts";
import { smsmode } from "./smsmode.ts";
import { twilio } from "./twilio.ts";
import { vonage } from "./vonage.ts";

export const SERVICES: readonly Service[] = [
  ovh,
  smsmode,
  octopush,
  allmysms,
  brevo,
  twilio,
  vonage,
  infobip,
  smsfactor,
  orange,
];
