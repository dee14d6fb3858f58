// XML in pieces, as events.
// @ts-types="./saxen_types.d.ts"
import { Parser } from "npm:saxen@11.2.0";
export { Parser };
