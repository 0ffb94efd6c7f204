// Owns which shape of a folder is meant where its files have several. Refuses pooling them: files that say the same in two shapes would be
// counted twice.
import { Failure } from "../core/messages/failure.ts";
import type { FolderShape } from "./dataset.ts";
import type { Part } from "./joinedDataset.ts";

/** Shapes of one folder of which none is the main one; `shapes` is for a choice. */
export class SeveralShapes extends Failure {
  readonly shapes: readonly FolderShape[];

  constructor(path: string, shapes: readonly FolderShape[]) {
    super("folder-several-shapes", { path, shapes: shapes.map(shapeText).join(", ") });
    this.shapes = shapes;
  }
}

/** The shapes of the files, the one with most conversations first. */
export function shapesOf(parts: readonly Part[]): readonly FolderShape[] {
  const shapes = new Map<string, { readonly format: string; readonly files: string[]; conversations: number }>();
  for (const { name, dataset } of parts) {
    const shape = shapes.get(dataset.format) ?? { format: dataset.format, files: [], conversations: 0 };
    shapes.set(dataset.format, shape);
    shape.files.push(name);
    shape.conversations += dataset.entries.length;
  }
  return [...shapes.values()].sort((a, b) => b.conversations - a.conversations);
}

/** Share of all conversations from which on a shape is what the folder is about, the others being beside it. */
const MAIN_SHARE = 2 / 3;

/** The shape that holds most of what there is; undefined where nobody can tell. `shapes` as {@link shapesOf} gives them. */
export function mainShape(shapes: readonly FolderShape[]): FolderShape | undefined {
  const [first, ...others] = shapes;
  const all = shapes.reduce((sum, { conversations }) => sum + conversations, 0);
  return first && (others.length === 0 || first.conversations >= MAIN_SHARE * all) ? first : undefined;
}

/** "casino (train.json + 2)". */
function shapeText({ format, files: [first = "", ...more] }: FolderShape): string {
  return `${format} (${first}${more.length > 0 ? ` + ${more.length}` : ""})`;
}
