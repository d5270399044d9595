import { gatewayFields } from "../../../lib/delivery/gateway_kinds.ts";
import type { Gateway } from "../../../lib/schema/gateway.ts";
import type { Errors } from "../forms.ts";
import { fieldsOf } from "../gateway_fields.ts";
import { Form } from "../parts/Form.tsx";
import type { Fields, Visit } from "../visit.ts";
import { GATEWAYS } from "../words/gateways.ts";
import { SettingField } from "./SettingField.tsx";

interface SimulatorLabProps {
  visit: Visit;
  gateway: Gateway;
  path: string;
  /** What was written, where it could not be saved. */
  written: Fields | undefined;
  errors: Errors;
}

/** How the simulator is to misbehave, each by a slider. */
export function SimulatorLab(
  { visit, gateway, path, written, errors }: SimulatorLabProps,
) {
  const words = GATEWAYS[visit.language];
  const table = gatewayFields(gateway.kind);
  return (
    <section class="panel" id="laboratoire">
      <h2>{words.lab}</h2>
      <p>{words.labWords}</p>
      <Form visit={visit} action={`${path}/laboratoire`}>
        {table.map((field) => (
          <SettingField
            key={field.name}
            language={visit.language}
            field={field}
            isNew={false}
            fields={written ?? fieldsOf(gateway, table)}
            errors={errors}
          />
        ))}
        <div class="foot">
          <button type="submit" class="button">{words.labApply}</button>
        </div>
      </Form>
    </section>
  );
}
