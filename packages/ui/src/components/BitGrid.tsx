import { type KeyboardEvent, type PointerEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { useLocale } from "../i18n/I18nProvider.tsx";
import { useUiText } from "../i18n/useUiText.ts";
import { CELL_PX, cellAt, columnsIn, extentOf, GAP_PX, pathOf, walk } from "../model/bitGrid.ts";

export const bitStates = ["signed", "absent", "notMember"] as const;
export type BitState = (typeof bitStates)[number];

export type BitGridProps = {
  /** What the grid shows: "Signatures of checkpoint 12,345". */
  label: string;
  /** State of each cell. */
  cells: readonly BitState[];
  /** Names a cell: "node 2004". */
  nameOf: (index: number) => string;
  /** Enter and click on a cell: opens the node. */
  onSelect?: (index: number) => void;
  /** The word for a state, where it isn't about signatures. */
  stateWord?: (state: BitState) => string;
};

const ASSUMED_WIDTH_PX = 720;
const LOOK = [
  { state: "signed", inset: 0, className: "fill-accent" },
  { state: "absent", inset: 1, className: "fill-none stroke-warn stroke-[1.5]" },
  { state: "notMember", inset: 3, className: "fill-faint" },
] as const;

function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(ASSUMED_WIDTH_PX);
  useEffect(() => {
    const element = ref.current;
    if (element === null || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidthPx(entry.contentRect.width);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { ref, widthPx };
}

/** The cells, drawn once per set of cells and width: walking doesn't draw them again. */
function useDrawing(cells: readonly BitState[], columns: number) {
  return useMemo(
    () =>
      LOOK.map(({ state, inset, className }) => (
        <path
          key={state}
          className={className}
          d={pathOf(cells.length, columns, (index) => cells[index] === state, inset)}
        />
      )),
    [cells, columns],
  );
}

function Legend({ cells, word }: { cells: readonly BitState[]; word: (state: BitState) => string }) {
  const { locale } = useLocale();
  const number = new Intl.NumberFormat(locale);
  return (
    <ul className="flex flex-wrap gap-x-4 text-xs text-muted">
      {LOOK.map(({ state, inset, className }) => (
        <li key={state} className="flex items-center gap-1.5">
          <svg aria-hidden="true" viewBox={`0 0 ${CELL_PX} ${CELL_PX}`} className="size-2.5">
            <path className={className} d={pathOf(1, 1, () => true, inset)} />
          </svg>
          {word(state)} {number.format(cells.filter((cell) => cell === state).length)}
        </li>
      ))}
    </ul>
  );
}

/**
 * One cell per node: signed, absent, not a member, told apart by shape. Hover and arrow keys name a cell, Enter opens it.
 *
 * Drawn as three paths; the grid's accessibility tree holds the active cell alone, with its row and column.
 */
export function BitGrid({ label, cells, nameOf, onSelect, stateWord }: BitGridProps) {
  const t = useUiText();
  const { direction } = useLocale();
  const id = useId();
  const { ref, widthPx } = useWidth();
  const [active, setActive] = useState(0);
  const [isNamed, setIsNamed] = useState(false);
  /** Presses so far: each brings its cell into view, once. */
  const [steps, setSteps] = useState(0);
  const columns = Math.min(columnsIn(widthPx), Math.max(1, cells.length));
  const rows = Math.ceil(cells.length / columns);
  const drawing = useDrawing(cells, columns);
  const word = stateWord ?? ((state: BitState) => t(`bit.${state}`));
  const at = Math.min(active, Math.max(0, cells.length - 1));
  const name = cells[at] === undefined ? "" : t("bit.cell", { name: nameOf(at), state: word(cells[at]) });

  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter" || event.key === " ") onSelect?.(at);
    const rtl = direction === "rtl";
    const target = walk(at, event.key, { columns, count: cells.length, ctrl: event.ctrlKey || event.metaKey, rtl });
    if (target !== undefined) {
      setActive(target);
      setSteps(steps + 1);
    }
    if (target !== undefined || event.key === " ") event.preventDefault();
  };
  const under = (event: PointerEvent | React.MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const fromStart = direction === "rtl" ? box.right - event.clientX : event.clientX - box.left;
    return cellAt(fromStart, event.clientY - box.top, columns, cells.length);
  };
  const point = (event: PointerEvent) => {
    const cell = under(event);
    setIsNamed(cell !== undefined);
    if (cell !== undefined) setActive(cell);
  };

  if (cells.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      <div ref={ref}>
        {/* biome-ignore lint/a11y/useSemanticElements: a table of ten thousand cells would be slow; this one holds one. */}
        <div
          role="grid"
          tabIndex={0}
          aria-label={label}
          aria-rowcount={rows}
          aria-colcount={columns}
          aria-activedescendant={`${id}-cell`}
          aria-describedby={`${id}-name`}
          onKeyDown={press}
          onFocus={() => setIsNamed(true)}
          onBlur={() => setIsNamed(false)}
          onPointerMove={point}
          onPointerLeave={() => setIsNamed(false)}
          onClick={(event) => {
            const cell = under(event);
            if (cell !== undefined) onSelect?.(cell);
          }}
          className="relative w-fit touch-pan-y"
          style={{ width: extentOf(columns), height: extentOf(rows) }}
        >
          <svg aria-hidden="true" className="absolute inset-0 size-full rtl:-scale-x-100">
            {drawing}
          </svg>
          <ActiveCell id={`${id}-cell`} name={name} at={at} columns={columns} isShown={isNamed} steps={steps} />
        </div>
      </div>
      <p id={`${id}-name`} className={`min-h-5 py-1 text-sm ${isNamed ? "sticky bottom-0 bg-ground" : ""}`}>
        {isNamed ? name : <span className="text-muted">{t("bit.hint")}</span>}
      </p>
      <Legend cells={cells} word={word} />
    </div>
  );
}

type ActiveCellProps = {
  id: string;
  name: string;
  at: number;
  columns: number;
  isShown: boolean;
  /** Keys that have led here; with each one more the cell is brought into view. */
  steps: number;
};

function ActiveCell({ id, name, at, columns, isShown, steps }: ActiveCellProps) {
  const ref = useRef<HTMLDivElement>(null);
  const [row, column] = [Math.floor(at / columns), at % columns];
  // After a key alone: scrolled by anything else, what the reader presses or reads by then would slip away.
  useEffect(() => {
    const cell = ref.current;
    if (steps > 0 && cell !== null && typeof cell.scrollIntoView === "function") {
      cell.scrollIntoView({ block: "nearest" });
    }
  }, [steps]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: see BitGrid.
    // biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus and names the cell by aria-activedescendant.
    <div role="row" aria-rowindex={row + 1}>
      {/* biome-ignore lint/a11y/useSemanticElements: see BitGrid. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: see above. */}
      <div
        ref={ref}
        role="gridcell"
        id={id}
        aria-colindex={column + 1}
        className={`absolute size-3 scroll-my-12 ${isShown ? "outline-2 outline-text" : ""}`}
        style={{ insetInlineStart: column * (CELL_PX + GAP_PX) - 1, top: row * (CELL_PX + GAP_PX) - 1 }}
      >
        <span className="sr-only">{name}</span>
      </div>
    </div>
  );
}
