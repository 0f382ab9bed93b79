export { Address, type AddressProps } from "./components/Address.tsx";
export { Amount, type AmountProps } from "./components/Amount.tsx";
export { AmountField, type AmountFieldProps, useAmountFaultText } from "./components/AmountField.tsx";
export { Banner, type BannerProps, type BannerTone } from "./components/Banner.tsx";
export { Button, ButtonLink, type ButtonLook, type ButtonProps } from "./components/Button.tsx";
export { CopyButton, type CopyButtonProps } from "./components/CopyButton.tsx";
export { Dialog, type DialogProps } from "./components/Dialog.tsx";
export { Duration } from "./components/Duration.tsx";
export { EmptyState, type EmptyStateProps } from "./components/EmptyState.tsx";
export { ErrorState, type ErrorStateProps } from "./components/ErrorState.tsx";
export { Fact, type FactProps, Facts } from "./components/Fact.tsx";
export { Field, type FieldControl, FieldFrame, type FieldFrameProps, type FieldProps } from "./components/Field.tsx";
export { Key, type KeyProps } from "./components/Key.tsx";
export { Link, type LinkProps, LinkProvider } from "./components/Link.tsx";
export { Pill, type PillProps, type PillShape, type Tone } from "./components/Pill.tsx";
export { Skeleton } from "./components/Skeleton.tsx";
export { StatePill } from "./components/StatePill.tsx";
export { type Step, type StepState, Steps, stepStates } from "./components/Steps.tsx";
export { type Column, Table, type TableProps } from "./components/Table.tsx";
export { Time } from "./components/Time.tsx";
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
export { type Catalogue, defineMessages, type Messages } from "./i18n/defineMessages.ts";
export {
  I18nProvider,
  type I18nProviderProps,
  type Locale,
  type Translations,
  useLocale,
  useT,
} from "./i18n/I18nProvider.tsx";
export { pseudoLocales } from "./i18n/pseudoLocale.ts";
export type { MessageValue, RichValue, Translate } from "./i18n/translate.ts";
export { type AmountFault, type AmountLimits, type CheckedAmount, checkAmount } from "./model/checkAmount.ts";
export type { ShownNodeState } from "./model/nodeStateLook.ts";
