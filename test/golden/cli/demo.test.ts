// The text of the demo as people see it. Its numbers are seeded; a changed line here is a changed table or a changed estimate.
import path from "node:path";
import { expect, it } from "vitest";
import { commandLine } from "../../unit/cli/commandLine.ts";

const cli = commandLine("default");

it.each(["en", "zh"])("check --demo in %s", async (language) => {
  const { stdout } = await cli.run(await cli.folder(), ["check", "--demo", "--language", language]);
  const text = stdout.replace(/(: |：)\S+[\\/]runs[\\/]\d{4}-\d\d-\d\d-(\S+)-[a-z0-9]{4}\.jsonl/g, "$1<home>/runs/<date>-$2-<four>.jsonl");
  await expect(text).toMatchFileSnapshot(path.join(import.meta.dirname, `demo.${language}.txt`));
});
