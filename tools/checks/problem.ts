/** One thing a check found, told so that it can be fixed without reading the check. */
export type Problem = {
  /** What tests assert; stable. */
  code: string;
  /** File or project it stands in, relative to the root. */
  where: string;
  /** What is wrong and what would be right. */
  what: string;
};

/** A source file as checks see it. */
export type SourceFile = {
  /** Relative to the root, with forward slashes. */
  path: string;
  text: string;
};
