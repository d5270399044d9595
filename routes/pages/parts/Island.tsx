import type { FunctionComponent } from "preact";

/**
 * A component rendered here and taken over in the browser. Its props travel as
 * JSON in an attribute: nothing is executed that the policy would have to allow.
 */
export function Island<P extends object>(
  { name, of: Component, props }: {
    name: string;
    of: FunctionComponent<P>;
    props: P;
  },
) {
  return (
    <div data-island={name} data-props={JSON.stringify(props)}>
      <Component {...props} />
    </div>
  );
}
