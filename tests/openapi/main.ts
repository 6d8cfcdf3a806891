// What somebody writes with the generated client: sign in, push, read the verdict. Prints JSON.
import { client } from "./decant/client.gen";
import { createApi, createOrg, publishRevision, signIn } from "./decant";
import type { CheckKind, Level, PushProblem, Verdict } from "./decant";

interface Told {
  number: number;
  verdict: Verdict;
  kind: CheckKind;
  code: string;
  refused: Verdict | undefined;
  levels: Level[];
}

async function push(text: string) {
  return publishRevision({
    path: { org: "typed", api: "petstore" },
    body: { files: { "openapi.json": text } },
  });
}

async function main(hub: string, password: string, first: string, second: string): Promise<Told> {
  client.setConfig({ baseUrl: hub });
  const session = await signIn({ body: { name: "ada", password }, throwOnError: true });
  client.setConfig({ auth: session.data.access_token });
  await createOrg({ body: { name: "typed" }, throwOnError: true });
  await createApi({ path: { org: "typed" }, body: { name: "petstore" }, throwOnError: true });

  const pushed = await push(first);
  if (pushed.data === undefined) throw new Error(JSON.stringify(pushed.error));
  const { revision, check } = pushed.data;

  const again = await push(second);
  if (again.error === undefined) throw new Error("the second push was let in");
  const problem: PushProblem = again.error;

  return {
    number: revision.number,
    verdict: check.verdict,
    kind: check.kind,
    code: problem.code,
    refused: problem.check?.verdict,
    levels: (problem.check?.changes ?? []).map((change) => change.severity),
  };
}

const [hub, password, first, second] = process.argv.slice(2) as [string, string, string, string];
main(hub, password, first, second).then(
  (told) => console.log(JSON.stringify(told)),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
