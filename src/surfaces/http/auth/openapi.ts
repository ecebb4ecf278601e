import * as z from "zod";
import * as contract from "../../../capabilities/identity/contract/auth.ts";
import { NewKey } from "../../../capabilities/identity/contract/keys.ts";
import { errorCodes, type ErrorCode } from "../../../kernel/contract/errors.ts";

interface Ceremony {
  method: "get" | "post";
  path: string;
  id: string;
  summary: string;
  body?: z.ZodObject;
  answer: z.ZodObject;
  errors: readonly ErrorCode[];
  /** True where the session cookie is what counts. */
  session?: true;
}

const tag = "auth";
const person = z.object({ id: z.uuid(), name: z.string(), email: z.email() });
const known = z.object({ person });

const ceremonies: readonly Ceremony[] = [
  {
    method: "get",
    path: "/auth/state",
    id: "auth.state",
    summary: "What a page without a session may know",
    errors: [],
    answer: z.object({ firstStart: z.boolean(), registration: z.enum(["open", "invitation"]) }),
  },
  {
    method: "get",
    path: "/auth/session",
    id: "auth.session",
    summary: "Who is signed in by cookie, null for nobody",
    errors: [],
    session: true,
    answer: z.object({ person: person.nullable() }),
  },
  {
    method: "post",
    path: "/auth/sign-up/email",
    id: "auth.signUp",
    summary: "Register; the answer is the same whether the address was free or taken",
    body: contract.SignUp,
    answer: z.object({ registered: z.literal(true) }),
    errors: ["forbidden", "not_found", "conflict"],
  },
  {
    method: "post",
    path: "/auth/sign-in/email",
    id: "auth.signIn",
    summary: "Sign in and get a session cookie",
    body: contract.SignIn,
    answer: known,
    errors: ["unauthenticated", "forbidden"],
  },
  {
    method: "post",
    path: "/auth/sign-out",
    id: "auth.signOut",
    summary: "End the session of the cookie",
    answer: z.object({ signedOut: z.literal(true) }),
    errors: ["forbidden"],
    session: true,
  },
  {
    method: "post",
    path: "/auth/link",
    id: "auth.link",
    summary: "Sign in by a one-time link",
    body: contract.OpenLink,
    answer: z.object({ to: z.string() }),
    errors: ["forbidden", "not_found", "conflict"],
  },
  {
    method: "post",
    path: "/auth/password",
    id: "auth.password",
    summary: "Set your password; every other session of yours ends",
    session: true,
    body: contract.SetPassword,
    answer: z.object({ otherSessionsEnded: z.int() }),
    errors: ["unauthenticated", "forbidden", "conflict"],
  },
  {
    method: "post",
    path: "/auth/cli-login",
    id: "auth.cliLogin",
    summary: "E-mail address and password become an API key named for the machine, valid for 90 days",
    body: contract.CliLogin,
    answer: NewKey,
    errors: ["unauthenticated", "forbidden", "conflict"],
  },
];

function json(schema: z.ZodObject, io: "input" | "output"): object {
  return { "application/json": { schema: z.toJSONSchema(schema, { io }) } };
}

function responses({ answer, errors, body }: Ceremony): Record<string, object> {
  const codes = new Set<ErrorCode>([...errors, "internal", "unavailable", ...(body ? (["invalid_input", "too_large", "rate_limited"] as const) : [])]);
  const refused = [...codes].map((code) => [
    String(errorCodes[code]),
    { description: code, content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } } },
  ]);
  return { "200": { description: "Done", content: json(answer, "output") }, ...(Object.fromEntries(refused) as Record<string, object>) };
}

/** The paths of the ceremonies for the OpenAPI document; writes by cookie also need the header `X-Lumina-Csrf`. */
export function ceremonyPaths(): Record<string, Record<string, object>> {
  return Object.fromEntries(
    ceremonies.map((ceremony) => [
      ceremony.path,
      {
        [ceremony.method]: {
          operationId: ceremony.id,
          summary: ceremony.summary,
          tags: [tag],
          security: ceremony.session ? [{ session: [] }] : [],
          ...(ceremony.body && { requestBody: { required: true, content: json(ceremony.body, "input") } }),
          responses: responses(ceremony),
        },
      },
    ]),
  );
}
