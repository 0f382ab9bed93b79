export { Address, type AddressProps } from "./components/Address.tsx";
export { Amount, type AmountProps } from "./components/Amount.tsx";
export { AmountField, type AmountFieldProps, useAmountFaultText } from "./components/AmountField.tsx";
export { Banner, type BannerProps, type BannerTone } from "./components/Banner.tsx";
export { BitGrid, type BitGridProps, type BitState, bitStates } from "./components/BitGrid.tsx";
export { Button, ButtonLink, type ButtonLook, type ButtonProps } from "./components/Button.tsx";
export { Chart, type ChartProps } from "./components/Chart.tsx";
export { Checkbox, type CheckboxProps } from "./components/Checkbox.tsx";
export { type Choice, Choices, type ChoicesProps } from "./components/Choices.tsx";
export { ConfirmSentence, type ConfirmSentenceProps } from "./components/ConfirmSentence.tsx";
export { CopyButton, type CopyButtonProps } from "./components/CopyButton.tsx";
export { Dialog, type DialogProps } from "./components/Dialog.tsx";
export { Duration } from "./components/Duration.tsx";
export { downloadText } from "./components/downloadText.ts";
export { EmptyState, type EmptyStateProps } from "./components/EmptyState.tsx";
export { ErrorState, type ErrorStateProps } from "./components/ErrorState.tsx";
export { Fact, type FactProps, Facts } from "./components/Fact.tsx";
export { Field, type FieldControl, FieldFrame, type FieldFrameProps, type FieldProps } from "./components/Field.tsx";
export { Key, type KeyProps } from "./components/Key.tsx";
export { Link, type LinkProps, LinkProvider } from "./components/Link.tsx";
export { Meter, type MeterProps } from "./components/Meter.tsx";
export { type NavItem, Page, type PageProps } from "./components/Page.tsx";
export { Pagination, type PaginationProps } from "./components/Pagination.tsx";
export { Pill, type PillProps, type PillShape, type Tone } from "./components/Pill.tsx";
export { printPage } from "./components/printPage.ts";
export { Select, type SelectOption, type SelectProps } from "./components/Select.tsx";
export { Skeleton } from "./components/Skeleton.tsx";
export { Spark, type SparkProps } from "./components/Spark.tsx";
export { StatePill } from "./components/StatePill.tsx";
export { type Step, type StepState, Steps, stepStates } from "./components/Steps.tsx";
export { type Column, Table, type TableProps } from "./components/Table.tsx";
export { type Tab, Tabs, type TabsProps } from "./components/Tabs.tsx";
export { ThemeToggle } from "./components/ThemeToggle.tsx";
export { Time } from "./components/Time.tsx";
export { Timeline, type TimelineEntry } from "./components/Timeline.tsx";
export { type ToastMessage, ToastProvider, useToast } from "./components/Toast.tsx";
export { Tooltip, type TooltipProps } from "./components/Tooltip.tsx";
export { restoreTheme, setTheme, type Theme, themes, useTheme } from "./components/theme.ts";
export { type FormatAmountOptions, type FormattedAmount, formatAmount, SESH_DECIMALS } from "./format/formatAmount.ts";
export { formatBps, parseBps } from "./format/formatBps.ts";
export { formatDuration } from "./format/formatDuration.ts";
export { type FormatTimeOptions, type FormattedTime, formatTime } from "./format/formatTime.ts";
export {
  type ParseAmountFault,
  type ParseAmountOptions,
  type ParsedAmount,
  parseAmount,
} from "./format/parseAmount.ts";
export { shortenHex } from "./format/shortenHex.ts";
export { toChecksumAddress } from "./format/toChecksumAddress.ts";
export { type Catalogue, defineMessages, type Messages } from "./i18n/defineMessages.ts";
export { findMessageFaults, type MessageFault } from "./i18n/findMessageFaults.ts";
export {
  I18nProvider,
  type I18nProviderProps,
  type Locale,
  type Translations,
  useLocale,
  useT,
} from "./i18n/I18nProvider.tsx";
export { pseudoLocales } from "./i18n/pseudoLocale.ts";
export { type MessageValue, type RichValue, type Translate, translator } from "./i18n/translate.ts";
export type { ChartPoint, ChartSeries, ChartValue } from "./model/chartData.ts";
export { type AmountFault, type AmountLimits, type CheckedAmount, checkAmount } from "./model/checkAmount.ts";
export { type CursorPages, cursorOf, firstPage, toNextPage, toPreviousPage } from "./model/cursorPages.ts";
export type { ShownNodeState } from "./model/nodeStateLook.ts";
export { nextSort, type Sort, type SortValue, sortRows } from "./model/sortRows.ts";
export { type CsvValue, toCsv } from "./model/toCsv.ts";
