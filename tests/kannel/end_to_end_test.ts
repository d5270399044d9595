/**
 * The service and a real Kannel, and the service and a message centre of
 * others over SMPP: what is accepted over the API arrives as it was written,
 * and its receipts come back, although the network is stopped in the middle.
 *
 * @module
 */
import { pause, Service } from "../e2e/service.ts";
import { campaignThrough } from "./campaign.ts";
import { kannelInstalled, KannelRig } from "./rig.ts";
import { Centre } from "./smpp_centre.ts";

/** How long the centre leaves submissions unanswered before it ends. */
const SILENT_MS = 500;

Deno.test({
  name: "2,000 SMS pass through a Kannel that is stopped in the middle",
  ignore: !kannelInstalled(),
}, async () => {
  await using rig = await KannelRig.open();
  await using service = await Service.start();
  await campaignThrough(service, {
    name: "kannel",
    gateway: { kind: "kannel", settings: rig.settings },
    arrivals: () => rig.smsc.arrivals,
    stop: () => rig.stop("both"),
    resume: () => rig.resume(),
  });
});

Deno.test("2,000 SMS pass over SMPP through a centre that dies in the middle", async () => {
  await using centre = await Centre.open();
  await using service = await Service.start();
  await campaignThrough(service, {
    name: "smpp",
    gateway: { kind: "smpp", settings: centre.settings },
    arrivals: () => centre.arrivals,
    // What is in its window arrives, and nobody hears that it did.
    stop: async () => {
      centre.answering = false;
      await pause(SILENT_MS);
      await centre.stop();
    },
    resume: async () => {
      centre.answering = true;
      await centre.start();
    },
  });
});
