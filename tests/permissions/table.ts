/**
 * Who may call what, written down from the contract and not from the code:
 * for each route of the API the roles that may call it, and how to call it.
 *
 * @module
 */
import type { Place } from "./place.ts";

/** Who may call a route; a role counts in its structure and below. */
export type Who =
  /** Whoever may see the structure. */
  | "viewer"
  /** Who may send. */
  | "sender"
  | "manager"
  /** Managers of a level above, the structure's own not. */
  | "above"
  | "operator"
  /** Anybody signed in: it concerns themselves, or lists what they may see. */
  | "person"
  /** Everybody, signed in or not. */
  | "anybody"
  /** Applications alone. */
  | "application";

/** A route: who, and a request that is right but for who asks. */
export interface Row {
  readonly who: Who;
  /** What the request names, made anew for each request that may succeed. */
  readonly ask?: (place: Place) => Promise<Asked> | Asked;
  /** Refused while the structure is suspended. */
  readonly sends?: true;
  /** Where what is named is not a structure's, it is absent for members. */
  readonly hidden?: true;
}

/** What stands in a request. */
export interface Asked {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

const body = (json: unknown) => () => ({ json });
const named = (
  name: string,
  make: (place: Place) => Promise<string>,
  json?: unknown,
) =>
async (place: Place) => ({ params: { [name]: await make(place) }, json });

const application = (json?: unknown) =>
  named("id", (place) => place.application(), json);
const gateway = (json?: unknown) =>
  named("id", (place) => place.gateway(), json);
const message = named("id", async (place) => (await place.sent()).messageId);
const prepared = named("exportId", (place) => place.preparedExport());
const submission = named(
  "id",
  async (place) => (await place.sent()).submissionId,
);
const list = (json?: unknown) => named("listId", (place) => place.list(), json);
const template = (json?: unknown) =>
  named("templateId", (place) => place.template(), json);
const webhook = (json?: unknown) =>
  named("webhookId", (place) => place.webhook(), json);
const member = (json?: unknown) =>
  named("memberId", (place) => place.guest(), json);
const asked = (json?: unknown) =>
  named("sender", (place) => place.askedSender(), json);
const request = (json?: unknown) =>
  named("id", (place) => place.creditRequest(), json);

/** A device is its owner's alone; to everybody else it is absent. */
const NOBODYS_DEVICE: Asked = { params: { id: "dev_00000000000000000a" } };

const structure = (place: Place) => ({ query: { structureId: place.ids.own } });

export const TABLE: Readonly<Record<string, Row>> = {
  // Structures
  getStructure: { who: "viewer" },
  listStructures: {
    who: "viewer",
    ask: ({ ids }) => ({ query: { parentId: ids.own } }),
  },
  createStructure: {
    who: "manager",
    ask: ({ ids }) => ({ json: { name: "Crèche", parentId: ids.own } }),
  },
  updateStructure: { who: "manager", ask: body({ name: "Mairie" }) },
  suspendStructure: { who: "above" },
  resumeStructure: { who: "above" },
  previewTreeImport: { who: "manager", ask: body({ csv: "nom\nCrèche" }) },
  startTreeImport: { who: "manager", ask: body({ csv: "nom\nHalle" }) },
  readTreeImport: {
    who: "manager",
    ask: named("importId", (place) => place.treeImport()),
  },
  listSenders: { who: "viewer" },
  addSender: { who: "manager", ask: body({ sender: "Mairie" }) },
  removeSender: {
    who: "manager",
    ask: named("sender", (place) => place.sender()),
  },
  listSenderRequests: { who: "viewer" },
  approveSender: { who: "above", ask: asked() },
  refuseSender: { who: "above", ask: asked({}) },
  exportStructure: { who: "manager" },
  readSendingRules: { who: "viewer" },
  putSendingRules: { who: "manager", ask: body({ quietHours: null }) },
  deleteSendingRules: { who: "manager" },

  // People and what they did
  listMembers: { who: "manager" },
  inviteMember: {
    who: "manager",
    ask: (place) => ({
      json: { email: place.email(), name: "Luc", role: "viewer" },
    }),
  },
  getMember: { who: "manager", ask: member() },
  changeRole: { who: "manager", ask: member({ role: "sender" }) },
  removeMember: { who: "manager", ask: member() },
  resendInvitation: { who: "manager", ask: member() },
  listAudit: { who: "manager" },
  checkAudit: { who: "manager" },
  listInstallationAudit: { who: "operator" },

  // Credits
  readBalance: { who: "viewer" },
  readLedger: { who: "viewer" },
  transferCredits: {
    who: "manager",
    ask: ({ ids }) => ({
      json: { fromId: ids.own, toId: ids.child, credits: 1 },
    }),
  },
  readStatement: {
    who: "viewer",
    ask: () => ({ query: { month: "2026-11" } }),
  },
  readSharing: { who: "viewer" },
  setSharing: { who: "above", ask: body({ mode: "allocated" }) },
  readAllowance: { who: "viewer" },
  setAllowance: { who: "above", ask: body({ credits: 10 }) },
  removeAllowance: { who: "above" },
  askForCredits: {
    who: "manager",
    ask: body({ credits: 5, reason: "Élections municipales" }),
  },
  listMadeRequests: { who: "viewer" },
  listReceivedRequests: { who: "viewer" },
  readCreditRequest: { who: "viewer", ask: request() },
  approveCreditRequest: { who: "above", ask: request({}) },
  declineCreditRequest: { who: "above", ask: request({ word: "Non" }) },
  withdrawCreditRequest: { who: "manager", ask: request() },
  readAlerts: { who: "manager" },
  putAlerts: {
    who: "manager",
    ask: body({ lowBalance: [5], monthlyVolume: [], emails: [] }),
  },
  listAlertEvents: { who: "viewer" },

  // Messages
  sendMessages: {
    who: "sender",
    sends: true,
    ask: ({ ids }) => ({
      json: {
        structureId: ids.own,
        text: "Bonjour",
        recipients: ["+33612345678"],
      },
    }),
  },
  previewMessages: { who: "person", ask: body({ text: "Bonjour" }) },
  listMessages: { who: "viewer", ask: structure },
  startExport: {
    who: "viewer",
    ask: async (place) => {
      await place.prepareExports();
      return { json: {} };
    },
  },
  listExports: { who: "viewer" },
  readExport: { who: "viewer", ask: prepared },
  linkExport: { who: "viewer", ask: prepared },
  deleteExport: { who: "viewer", ask: prepared },
  // Whoever has a link needs nothing else.
  downloadExport: {
    who: "anybody",
    ask: named("secret", (place) => place.exportLink()),
  },
  getMessage: { who: "viewer", ask: message },
  getSubmission: { who: "viewer", ask: submission },
  cancelSubmission: { who: "sender", ask: submission },
  listDeadLetters: { who: "viewer" },
  replayMessages: {
    who: "sender",
    ask: async (place) => ({
      json: { messageIds: [(await place.sent()).messageId] },
    }),
  },
  replayMessage: { who: "sender", ask: message },
  dryRunRoute: {
    who: "manager",
    ask: () => ({ query: { to: "+33612345678" } }),
  },
  readStats: { who: "viewer" },
  readPerson: { who: "manager", ask: body({ recipient: "+33612345678" }) },
  erasePerson: { who: "manager", ask: body({ recipient: "+33612345678" }) },
  readInfo: { who: "application" },

  // Texts
  listTemplates: { who: "sender" },
  getTemplate: { who: "sender", ask: template() },
  createTemplate: {
    who: "sender",
    ask: body({ name: "Nouveau", text: "Bonjour" }),
  },
  updateTemplate: { who: "sender", ask: template({ name: "Autre" }) },
  deleteTemplate: { who: "sender", ask: template() },
  previewTemplate: { who: "sender", ask: body({ text: "Bonjour" }) },
  listContactLists: { who: "sender" },
  getContactList: { who: "sender", ask: list() },
  createContactList: { who: "sender", ask: body({ name: "Élus" }) },
  renameContactList: { who: "sender", ask: list({ name: "Agents" }) },
  deleteContactList: { who: "sender", ask: list() },
  putContacts: { who: "sender", ask: list({ contacts: [] }) },
  listContacts: { who: "sender", ask: list() },
  removeContact: { who: "sender", ask: (place) => place.contact() },
  listOptOuts: { who: "sender" },
  addOptOut: { who: "sender", ask: body({ recipient: "+33612345699" }) },
  importOptOuts: {
    who: "manager",
    ask: body({ recipients: ["+33612345698"] }),
  },
  removeOptOut: {
    who: "manager",
    ask: named("optOutId", (place) => place.optOut()),
  },
  listReplies: { who: "viewer" },
  readReplySettings: { who: "manager" },
  putReplySettings: { who: "manager", ask: body({ emails: [] }) },

  // Applications, webhooks, gateways
  listApplications: { who: "manager" },
  createApplication: {
    who: "manager",
    ask: body({ name: "idelibre", mode: "live" }),
  },
  getApplication: { who: "manager", ask: application() },
  updateApplication: { who: "manager", ask: application({ name: "autre" }) },
  readLimits: { who: "manager" },
  putLimits: { who: "manager", ask: body({}) },
  // Who holds a key may have it revoked.
  reportLeakedKeys: { who: "anybody", ask: body({ keys: ["lsm_live_none"] }) },
  deleteApplication: { who: "manager", ask: application() },
  rotateKey: { who: "manager", ask: application({}) },
  listWebhooks: { who: "manager" },
  createWebhook: {
    who: "manager",
    ask: body({ url: "https://example.org/a", events: ["message.sent"] }),
  },
  getWebhook: { who: "manager", ask: webhook() },
  updateWebhook: { who: "manager", ask: webhook({ status: "paused" }) },
  deleteWebhook: { who: "manager", ask: webhook() },
  rotateWebhookSecret: { who: "manager", ask: webhook({}) },
  testWebhook: { who: "manager", ask: webhook() },
  listWebhookDeliveries: { who: "manager", ask: webhook() },
  replayWebhookDelivery: { who: "manager", ask: (place) => place.delivery() },
  listGateways: { who: "person" },
  createGateway: {
    who: "manager",
    ask: ({ ids }) => ({
      json: {
        kind: "simulator",
        name: "essai",
        ownerId: ids.own,
        settings: {},
      },
    }),
  },
  getGateway: { who: "manager", ask: gateway() },
  updateGateway: { who: "manager", ask: gateway({ order: 3 }) },
  deleteGateway: { who: "manager", ask: gateway() },
  testGateway: { who: "manager", ask: gateway({ to: "+33612345678" }) },
  readOutbox: { who: "manager", ask: gateway() },
  readGatewayBalance: { who: "manager", ask: gateway() },
  listGatewayEvents: { who: "manager", ask: gateway() },

  // One's own devices
  readPushKey: { who: "person" },
  listDevices: { who: "person" },
  readPushTopics: { who: "person" },
  putPushTopics: { who: "person", ask: body({ topics: [] }) },
  addDevice: { who: "person", ask: (place) => ({ json: place.device() }) },
  removeDevice: { who: "person", hidden: true, ask: () => NOBODYS_DEVICE },
  tryDevice: { who: "person", hidden: true, ask: () => NOBODYS_DEVICE },

  // The installation
  readRewrap: { who: "operator" },
  startRewrap: { who: "operator" },
  readFence: { who: "operator" },
  liftFence: { who: "operator", ask: body({ how: "send" }) },
};
