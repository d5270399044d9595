/**
 * A baseline, in a process of its own: a real Kannel and a message centre for
 * it, with which it is released.
 *
 * @module
 */
import { KannelRig } from "../tests/kannel/rig.ts";
import { untilReleased } from "./child.ts";

/** Where its `sendsms` is, and who may use it. */
export interface KannelHello {
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

if (import.meta.main) {
  const rig = await KannelRig.open();
  const { url, username, password } = rig.settings;
  const hello: KannelHello = {
    port: Number(new URL(url).port),
    username,
    password,
  };
  await untilReleased(hello);
  await rig[Symbol.asyncDispose]();
}
