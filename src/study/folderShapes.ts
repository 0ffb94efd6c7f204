// Owns what a person can choose from where the files of a folder have several shapes. Refuses finding the shapes (datasets/).
import { isFailure } from "../core/messages/failure.ts";
import type { FolderShape } from "../datasets/dataset.ts";
import { DATASET_FORMATS, type DatasetFormat } from "../protocol/datasetFormats.ts";

/** A shape that can be named. */
export interface ShapeChoice extends FolderShape {
  readonly format: DatasetFormat;
}

/** The shapes of a folder that was not opened because it has several; undefined for another failure. */
export function severalShapes(error: unknown): readonly ShapeChoice[] | undefined {
  return isFailure(error) && error.id === "folder-several-shapes" && "shapes" in error ? choices(error.shapes as readonly FolderShape[]) : undefined;
}

/** Those of the shapes that a study file can name: not what a mapping made. */
export function choices(shapes: readonly FolderShape[]): readonly ShapeChoice[] {
  return shapes.flatMap((shape) => {
    const format = DATASET_FORMATS.find((each) => each === shape.format);
    return format ? [{ ...shape, format }] : [];
  });
}
