// Owns rows as the text of a CSV file. Refuses reading one (sources/csvRows.ts).

/** With a header line; a column that a row does not have is empty. */
export async function csvText(rows: readonly Readonly<Record<string, string | undefined>>[], columns: readonly string[]): Promise<string> {
  const { stringify } = await import("csv-stringify/sync");
  return stringify([...rows], { header: true, columns: [...columns] });
}
