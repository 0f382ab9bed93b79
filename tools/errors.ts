/** What the repository's own tools can end with, by code. */
export type ToolErrorDetail =
  /** The command line asks for something that does not exist or is not allowed here. */
  | { code: "USAGE"; reason: string }
  /** A file the tool reads has not the shape it must have. */
  | { code: "FILE_SHAPE"; file: string; reason: string }
  /** A program ended with a failure; its output says why. */
  | { code: "PROGRAM_FAILED"; command: string; exit: string; output: string };

/** A failure of a tool, to be shown to a developer as it is. Tools stand below the packages, hence not `CodedError`. */
export class ToolError extends Error {
  readonly detail: ToolErrorDetail;

  constructor(detail: ToolErrorDetail) {
    super(
      `${detail.code}: ${Object.entries(detail)
        .flatMap(([key, value]) => (key === "code" ? [] : [value]))
        .join(": ")}`,
    );
    this.name = "ToolError";
    this.detail = detail;
  }
}
